"""A draft merged into a published entry: one answer in the place of two. The result is a draft that replaces the entry
and goes through approval like any other."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Actor, BulletinDraft, Entry, EntryState, FaqDraft, StoredDraft
from ingest.review.access import Permission, require
from ingest.review.readiness import complete, keep_citations
from ingest.review.refusals import AlreadyDecided, DraftChanged, Incomplete, NoSuchDraft, NoSuchEntry, OtherKind
from ingest.review.signing import OPEN
from ingest.review.strictness import strictly
from ingest.review.tracing import untraced
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.text.grams import similarity

Content = FaqDraft | BulletinDraft
_SAID = 0.7
"""Two lines that overlap so much say the same."""


@dataclass(frozen=True, slots=True)
class Merger:
    """Both sides, and what the form begins with."""

    draft: StoredDraft
    entry: Entry
    proposal: Content


def merger(store: Store, actor: Actor, draft_id: int, entry_id: int, now: dt.datetime) -> Merger:
    """A draft beside an entry. Raises WrongRole, NoSuchDraft, NoSuchEntry, AlreadyDecided, OtherKind."""
    require(actor, Permission.DECIDE)
    with store.reading() as tx:
        draft, entry = _sides(tx, draft_id, entry_id)
        if entry.state(now) in (EntryState.SUPERSEDED, EntryState.WITHDRAWN):
            raise AlreadyDecided
        return Merger(draft, entry, together(entry.content, draft.content))


def merge(
    store: Store, actor: Actor, draft_id: int, version: int, entry_id: int, content: Content, clock: Clock
) -> StoredDraft:
    """The next version of the draft, which takes the entry's place when it is published. Figures that only the entry
    says stand on the source of the entry. Raises what `merger` does, Incomplete or DraftChanged."""
    with deciding(store, actor, "merge", f"draft:{draft_id}", clock) as tx:
        require(actor, Permission.DECIDE)
        draft, entry = _sides(tx, draft_id, entry_id)
        if entry.superseded_by or entry.withdrawn:
            raise AlreadyDecided
        if not isinstance(content, type(draft.content)) or not complete(content):
            raise Incomplete
        merged = strictly(tx, dataclasses.replace(draft, revises=entry_id))
        if not tx.drafts.replaces(draft_id, version=version, entry_id=entry_id, tier=merged.tier):
            raise DraftChanged
        revision = tx.notices.revision(draft.revision_id)
        if revision is None:
            raise NoSuchDraft
        content = keep_citations(draft.content, content)
        if not tx.drafts.amend(
            draft_id,
            version=version,
            content=content,
            unsupported=untraced(tx, merged, content, revision),
            editor=actor.name,
            cause="merged",
        ):
            raise DraftChanged
        tx.unsaved.forget(draft_id, actor.name)
        detail = {"version": version + 1, "entry": entry_id, "before": {"revises": draft.revises, "tier": draft.tier}}
        tx.audit.append(actor.name, "merged", f"draft:{draft_id}", detail, clock())
        found = tx.drafts.get(draft_id)
        if found is None:
            raise NoSuchDraft
        return found


def together(old: Content, new: Content) -> Content:
    """The entry's question, which agents know, with what the notice says now; lines of both, each once."""
    if isinstance(old, FaqDraft) and isinstance(new, FaqDraft):
        return dataclasses.replace(
            new,
            question=old.question,
            operation_points=_both(new.operation_points, old.operation_points),
            conditions=_both(new.conditions, old.conditions),
            keywords=_both(old.keywords, new.keywords),
        )
    if isinstance(old, BulletinDraft) and isinstance(new, BulletinDraft):
        return dataclasses.replace(new, operation_points=_both(new.operation_points, old.operation_points))
    return new


def _both(first: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    lines = list(first)
    lines += [line for line in more if not any(similarity(line, other, 2) >= _SAID for other in lines)]
    return tuple(lines)


def _sides(tx: Transaction, draft_id: int, entry_id: int) -> tuple[StoredDraft, Entry]:
    draft, entry = tx.drafts.get(draft_id), tx.entries.get(entry_id)
    if draft is None:
        raise NoSuchDraft
    if entry is None:
        raise NoSuchEntry
    if draft.state not in OPEN:
        raise AlreadyDecided
    if entry.kind is not draft.kind:
        raise OtherKind
    return draft, entry
