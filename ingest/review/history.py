"""One published entry with all that made it what it is: versions, sign-offs, marks, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Actor, Approval, AuditEvent, Entry, StoredDraft
from ingest.review.access import Need, Permission, allows, missing, require
from ingest.review.refusals import NoSuchEntry
from ingest.store.entry_facts import StoredFact
from ingest.store.notices import StoredNotice
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.versions import DraftVersion

_LONGEST_CHAIN = 1000


@dataclass(frozen=True, slots=True)
class Background:
    """What only those see who may read the queue. `revision_id` is the notice's newest state; `waiting` open drafts
    that would replace the entry; `replaces` the entries before it, the latest first."""

    draft: StoredDraft
    notice: StoredNotice
    revision_id: int
    read_at: object
    versions: tuple[DraftVersion, ...]
    approvals: tuple[Approval, ...]
    waiting_for: tuple[Need, ...]
    events: tuple[AuditEvent, ...]
    facts: tuple[StoredFact, ...]
    replaces: tuple[Entry, ...]
    waiting: tuple[StoredDraft, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """`current` is the entry that stands in its place now, None if it stands for itself. `missing` are the sign-offs
    that are still waited for: agents see them too."""

    entry: Entry
    current: Entry | None
    missing: tuple[Need, ...]
    background: Background | None


def entry_for_reading(store: Store, actor: Actor, entry_id: int) -> EntryView:
    """Raises WrongRole, NoSuchEntry."""
    require(actor, Permission.READ_BOARD)
    with store.reading() as tx:
        entry = tx.entries.get(entry_id)
        draft = tx.drafts.get(entry.draft_id) if entry else None
        if entry is None or draft is None:
            raise NoSuchEntry
        waiting = () if entry.validated else missing(draft.tier, entry.approvals)
        background = _background(tx, entry, draft, waiting) if allows(actor, Permission.READ_QUEUE) else None
        return EntryView(entry, _current(tx, entry), waiting, background)


def _current(tx: Transaction, entry: Entry) -> Entry | None:
    """The end of the chain of replacements."""
    last = entry
    for _ in range(_LONGEST_CHAIN):
        following = tx.entries.get(last.superseded_by) if last.superseded_by else None
        if following is None:
            break
        last = following
    return last if last.id != entry.id else None


def _background(tx: Transaction, entry: Entry, draft: StoredDraft, waiting: tuple[Need, ...]) -> Background:
    notice = tx.notices.get(entry.notice_id)
    revision = tx.notices.revision(entry.revision_id)
    if notice is None or revision is None:
        raise NoSuchEntry
    before = tuple(reversed(tx.entries.replaced_by(entry.id)))
    events = tx.audit.about([f"entry:{entry.id}", f"draft:{draft.id}"])
    others = [d for d in tx.drafts.revising([entry.id]) if d.state.value in ("pending", "returned")]
    return Background(
        draft=draft,
        notice=notice,
        revision_id=notice.current_revision_id,
        read_at=revision.seen_at,
        versions=tuple(v for v in tx.versions.of(draft.id)),
        approvals=tuple(tx.versions.approvals(draft.id)),
        waiting_for=waiting,
        events=tuple(events),
        facts=tuple(tx.entry_facts.of_entries([entry.id])),
        replaces=before,
        waiting=tuple(others),
    )
