"""What somebody types into a draft's form before they send it: checked as it stands, and kept on the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.model import Actor, BulletinDraft, FaqDraft, Unsupported
from ingest.review.access import Permission, require
from ingest.review.readiness import complete
from ingest.review.refusals import AlreadyDecided, NoSuchDraft
from ingest.review.sessions import token_hash
from ingest.review.signing import OPEN
from ingest.review.tracing import untraced
from ingest.store.store import Store
from ingest.store.unsaved import Typed


@dataclass(frozen=True, slots=True)
class Tried:
    """What an amendment would lead to. `stale`: somebody changed the draft since the form was opened."""

    unsupported: tuple[Unsupported, ...]
    complete: bool
    stale: bool
    kept: bool


def keep(
    store: Store,
    actor: Actor,
    draft_id: int,
    version: int,
    fields: Mapping[str, str],
    content: FaqDraft | BulletinDraft | None,
) -> Tried:
    """Keep what is typed, and tell what in `content` (None: it can't be read) nothing in the source supports.

    Raises WrongRole, NoSuchDraft, AlreadyDecided."""
    require(actor, Permission.DECIDE)
    with store.writing() as tx:
        draft = tx.drafts.get(draft_id)
        revision = tx.notices.revision(draft.revision_id) if draft else None
        if draft is None or revision is None:
            raise NoSuchDraft
        if draft.state not in OPEN:
            raise AlreadyDecided
        kept = tx.unsaved.keep(draft_id, actor.name, version, fields)
        loose = () if content is None else untraced(tx, draft, content, revision)
        return Tried(loose, content is not None and complete(content), draft.version != version, kept)


def forget(store: Store, actor: Actor, draft_id: int) -> None:
    """Throw away what this person typed. Raises WrongRole."""
    require(actor, Permission.DECIDE)
    with store.writing() as tx:
        tx.unsaved.forget(draft_id, actor.name)


def typed(store: Store, actor: Actor, draft_id: int) -> Typed | None:
    """What this person typed into the draft's form and did not send."""
    with store.reading() as tx:
        return tx.unsaved.of([draft_id], actor.name).get(draft_id)


def keep_late(store: Store, token: str, draft_id: int, version: int, fields: Mapping[str, str]) -> bool:
    """What came with a session that is over is kept for its owner: after log-in their form holds it again."""
    with store.writing() as tx:
        owner, draft = tx.sessions.late(token_hash(token)), tx.drafts.get(draft_id)
        return bool(owner and draft) and tx.unsaved.keep(draft_id, str(owner), version, fields)
