"""One revision of a notice beside what is published of it: what changed, what people had made of the first words, and
what carrying the new facts would give. Reading only; a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import (
    Actor,
    BulletinDraft,
    Entry,
    FactDifference,
    Facts,
    FaqDraft,
    StoredDraft,
    Unsupported,
)
from ingest.review.access import Permission, allows, require
from ingest.review.carry import Carried
from ingest.review.carrying import carried_into, open_for, unsupported_in
from ingest.review.facts import facts_of
from ingest.review.refusals import NoSuchRevision
from ingest.review.signing import OPEN
from ingest.review.value_changes import ValueChange, value_changes
from ingest.store.notices import StoredNotice, StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.versions import DraftVersion
from ingest.understand.difference import difference


@dataclass(frozen=True, slots=True)
class Proposal:
    """A published entry, and what becomes of it. `first` are the rules' words, `versions` how they became the entry's;
    `draft` would replace it; `done`: the values are carried into that draft already."""

    entry: Entry
    first: FaqDraft | BulletinDraft
    versions: tuple[DraftVersion, ...]
    carried: Carried
    unsupported: tuple[Unsupported, ...]
    draft: StoredDraft | None
    done: bool


@dataclass(frozen=True, slots=True)
class RevisionView:
    """`before` is the state on which what is published was approved. `others` are open drafts of the new state that
    replace nothing."""

    notice: StoredNotice
    before: StoredRevision
    revision: StoredRevision
    old_facts: Facts
    new_facts: Facts
    differences: tuple[FactDifference, ...]
    changes: tuple[ValueChange, ...]
    proposals: tuple[Proposal, ...]
    others: tuple[StoredDraft, ...]
    may_decide: bool

    @property
    def newest(self) -> bool:
        return self.notice.current_revision_id == self.revision.id


def revision_for_review(store: Store, actor: Actor, revision_id: int) -> RevisionView:
    """Raises WrongRole, NoSuchRevision (also for the first one, which changed nothing)."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        revision = tx.notices.revision(revision_id)
        notice = tx.notices.get(revision.notice_id) if revision else None
        if revision is None or notice is None:
            raise NoSuchRevision
        entries = [e for e in tx.entries.of_notice(notice.id) if _in_question(e, revision)]
        before = _before(tx, revision, entries)
        if before is None:
            raise NoSuchRevision
        return _view(tx, actor, notice, before, revision, entries)


def _in_question(entry: Entry, revision: StoredRevision) -> bool:
    live = not (entry.withdrawn or entry.superseded_by)
    return live and entry.source_changed and entry.revision_id != revision.id


def _before(tx: Transaction, revision: StoredRevision, entries: Sequence[Entry]) -> StoredRevision | None:
    """The newest state that something in question rests on; else the one before."""
    rests_on = [e.revision_id for e in entries if e.revision_id < revision.id]
    return tx.notices.revision(max(rests_on)) if rests_on else tx.notices.before(revision.id)


def _view(
    tx: Transaction,
    actor: Actor,
    notice: StoredNotice,
    before: StoredRevision,
    revision: StoredRevision,
    entries: Sequence[Entry],
) -> RevisionView:
    old, new = facts_of(tx, before), facts_of(tx, revision)
    changes = value_changes(old, new)
    drafts = tx.drafts.of_notice(notice.id)
    versions = tx.versions.of_several({e.draft_id for e in entries})
    states = {before.id: old} | _facts(tx, {e.revision_id for e in entries} - {before.id})
    carried = {c.draft_id for c in tx.carried.of_entries([e.id for e in entries])}
    proposals = []
    for entry in entries:
        of_entry = changes if entry.revision_id == before.id else value_changes(states[entry.revision_id], new)
        done = carried_into(entry.content, of_entry, revision.document)
        waiting = open_for(drafts, entry)
        draft = waiting[-1] if waiting else None
        own = tuple(v for v in versions[entry.draft_id] if v.version <= entry.version)
        proposals.append(
            Proposal(
                entry=entry,
                first=own[0].content,
                versions=own,
                carried=done,
                unsupported=unsupported_in(done.content, revision.document, new),
                draft=draft,
                done=draft is not None and draft.id in carried and draft.revision_id == revision.id,
            )
        )
    replaced = {p.draft.id for p in proposals if p.draft}
    others = [d for d in drafts if d.revision_id == revision.id and d.state in OPEN and d.id not in replaced]
    return RevisionView(
        notice=notice,
        before=before,
        revision=revision,
        old_facts=old,
        new_facts=new,
        differences=revision.differences or difference(old, new),
        changes=tuple(c for c in changes if c.changed),
        proposals=tuple(proposals),
        others=tuple(others),
        may_decide=allows(actor, Permission.DECIDE),
    )


def _facts(tx: Transaction, revision_ids: set[int]) -> dict[int, Facts]:
    """Of entries that rest on an older state still."""
    found = {id: tx.notices.revision(id) for id in sorted(revision_ids)}
    return {id: facts_of(tx, revision) for id, revision in found.items() if revision}
