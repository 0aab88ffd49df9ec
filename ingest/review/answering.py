"""What a business expert sees and says: only what waits for this person, with the facts and where they stand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import NotReady, ReviewError
from ingest.model import Actor, Document, FactDifference, Facts, Moment, StoredDraft, Urgency
from ingest.review.access import Permission, answers_for, require
from ingest.review.decisions import approve, return_
from ingest.review.facts import facts_of
from ingest.review.published import withdraw
from ingest.review.readiness import blockers
from ingest.review.reasons import ReasonCode
from ingest.review.refusals import NoSuchDraft
from ingest.review.transaction import Clock
from ingest.store.awaited import Awaited
from ingest.store.notices import StoredNotice
from ingest.store.store import Store
from ingest.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AwaitedNotice:
    """The drafts of one notice that wait for this person."""

    drafts: tuple[Awaited, ...]

    @property
    def first(self) -> Awaited:
        return self.drafts[0]

    @property
    def urgency(self) -> Urgency:
        return min(draft.urgency for draft in self.drafts)

    @property
    def starts(self) -> Moment | None:
        return min((d.starts for d in self.drafts if d.starts), key=str, default=None)

    @property
    def due(self) -> dt.datetime | None:
        return min((draft.due for draft in self.drafts if draft.due), default=None)


@dataclass(frozen=True, slots=True)
class Question:
    """One notice as it is put to a business expert. `signed`: what the call centre signed, by draft; `before`: the
    version that this person signed earlier, by draft; `next`: a draft of another notice that waits."""

    notice: StoredNotice
    document: Document
    facts: Facts
    drafts: tuple[StoredDraft, ...]
    signed: Mapping[int, Awaited]
    differences: tuple[FactDifference, ...]
    before: Mapping[int, StoredDraft]
    blockers: Mapping[int, tuple[NotReady, ...]]
    next: int | None

    @property
    def summary(self) -> AwaitedNotice:
        return AwaitedNotice(tuple(self.signed.values()))


@dataclass(frozen=True, slots=True)
class Answered:
    """What was approved, published or not; and what was refused, by draft."""

    approved: int
    published: int
    refused: Mapping[int, ReviewError]


def awaited(store: Store, actor: Actor) -> list[AwaitedNotice]:
    """All that waits for this person, notice by notice, most urgent first. Raises WrongRole."""
    require(actor, Permission.ANSWER_FOR_DEPARTMENT)
    with store.reading() as tx:
        return _by_notice(_mine(tx, actor))


def question(store: Store, actor: Actor, draft_id: int) -> Question | None:
    """The notice of this draft; None if nothing of it waits for this person, or no longer.

    Raises WrongRole, NoSuchDraft."""
    require(actor, Permission.ANSWER_FOR_DEPARTMENT)
    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
        if draft is None:
            raise NoSuchDraft
        mine = _mine(tx, actor)
        waiting = {one.id: one for one in mine if one.notice_id == draft.notice_id}
        revision = tx.notices.revision(draft.revision_id)
        notice = tx.notices.get(draft.notice_id)
        if not waiting or revision is None or notice is None:
            return None
        drafts = tuple(d for d in tx.drafts.of_notice(draft.notice_id) if d.id in waiting)
        return Question(
            notice=notice,
            document=revision.document,
            facts=facts_of(tx, revision),
            drafts=drafts,
            signed=waiting,
            differences=revision.differences,
            before={d.id: old for d in drafts if (old := _signed_before(tx, actor, d))},
            blockers={d.id: blockers(d) for d in drafts},
            next=next((one.id for one in mine if one.notice_id != draft.notice_id), None),
        )


def following(store: Store, actor: Actor, notice_id: int) -> int | None:
    """The draft to go on with after a notice."""
    with store.reading() as tx:
        return next((one.id for one in _mine(tx, actor) if one.notice_id != notice_id), None)


def answer(store: Store, actor: Actor, seen: Mapping[int, int], clock: Clock) -> Answered:
    """Approve these drafts at the versions that were seen, each a decision of its own: what is refused holds nothing
    else back. Raises WrongRole."""
    require(actor, Permission.ANSWER_FOR_DEPARTMENT)
    outcomes, refused = [], dict[int, ReviewError]()
    for draft_id, version in seen.items():
        try:
            outcomes.append(approve(store, actor, draft_id, version, clock))
        except ReviewError as refusal:
            refused[draft_id] = refusal
    return Answered(len(outcomes), sum(one.entry_id is not None for one in outcomes), refused)


def object_to(store: Store, actor: Actor, draft_id: int, version: int, reason: str, clock: Clock) -> None:
    """The facts are wrong: back to the call centre, with the reason. What was published in an emergency goes off the
    board. Raises WrongRole, NoSuchDraft, Stale, ReasonMissing."""
    require(actor, Permission.ANSWER_FOR_DEPARTMENT)
    with store.reading() as tx:
        entries = [e for e in tx.entries.of_draft(draft_id) if not (e.validated or e.withdrawn or e.superseded_by)]
    if entries:
        withdraw(store, actor, entries[-1].id, reason, clock)
    else:
        return_(store, actor, draft_id, version, reason, clock, ReasonCode.WRONG_FACT)


def _mine(tx: Transaction, actor: Actor) -> list[Awaited]:
    """Nobody is asked about what they signed or worded themselves."""
    return [
        one
        for one in tx.awaited.all()
        if answers_for(actor, one.department) and actor.name not in (one.signed_by, one.last_editor)
    ]


def _by_notice(rows: Sequence[Awaited]) -> list[AwaitedNotice]:
    found: dict[int, list[Awaited]] = {}
    for row in rows:
        found.setdefault(row.notice_id, []).append(row)
    return [AwaitedNotice(tuple(drafts)) for drafts in found.values()]


def _signed_before(tx: Transaction, actor: Actor, draft: StoredDraft) -> StoredDraft | None:
    """The newest earlier version that this person signed."""
    for version in range(draft.version - 1, 0, -1):
        if any(a.actor == actor.name for a in tx.drafts.approvals(draft.id, version)):
            content = tx.awaited.version(draft.id, version)
            return dataclasses.replace(draft, content=content, version=version) if content else None
    return None
