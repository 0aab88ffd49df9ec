"""A notice with all that a reviewer needs to decide its drafts: source, facts as they hold now, drafts, what stands
against each. Reading only, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import NotReady, ReviewError
from ingest.model import (
    Actor,
    Approval,
    AuditEvent,
    Correction,
    Document,
    DraftKind,
    Entry,
    FactDifference,
    Facts,
    OpenQuestion,
    Role,
    StoredDraft,
)
from ingest.review.access import Need, Permission, allows, missing, require, would_sign_as
from ingest.review.checklist import Check, checklist
from ingest.review.comparison import Line, compare
from ingest.review.conflicts import Conflict, conflicts_of
from ingest.review.facts import Slot, corrected, slots
from ingest.review.order import notices_beside
from ingest.review.readiness import blockers
from ingest.review.refusals import NoSuchDraft, NoSuchNotice
from ingest.review.signing import OPEN
from ingest.review.transaction import Clock
from ingest.store.claims import Claim
from ingest.store.notices import StoredNotice, StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.unsaved import Typed


@dataclass(frozen=True, slots=True)
class DraftCard:
    """One draft. `refusal` says why this person can't sign now, None if they can; `typed` is what they typed into its
    form and did not send; `replaces` is the entry whose place it takes."""

    draft: StoredDraft
    approvals: tuple[Approval, ...]
    waiting_for: tuple[Need, ...]
    blockers: tuple[NotReady, ...]
    conflicts: tuple[Conflict, ...]
    refusal: ReviewError | None
    signs_as: Role | None
    published: Entry | None
    replaces: Entry | None
    typed: Typed | None
    history: tuple[AuditEvent, ...]
    checks: tuple[Check, ...]

    @property
    def open(self) -> bool:
        """Can it still be signed?"""
        return self.editable or (self.published is not None and not self.published.validated)

    @property
    def editable(self) -> bool:
        return self.draft.state in OPEN

    @property
    def approvable(self) -> bool:
        """Would this person's approval pass?"""
        return self.open and self.signs_as is not None and not self.blockers and not self.conflicts


@dataclass(frozen=True, slots=True)
class NoticeView:
    """`cards` are the open drafts, or the one that was asked for; `decided` the others of the same revision. `seen`
    counts the corrections, for whoever makes the next one. `older`: the notice has a newer revision than this one."""

    notice: StoredNotice
    revision_id: int
    number: int
    document: Document
    facts: Facts
    slots: tuple[Slot, ...]
    corrections: tuple[Correction, ...]
    cards: tuple[DraftCard, ...]
    decided: tuple[StoredDraft, ...]
    differences: tuple[FactDifference, ...]
    comparison: tuple[Line, ...]
    questions: tuple[OpenQuestion, ...]
    may_decide: bool
    neighbours: tuple[int | None, int | None]
    """The notices before and after this one in the queue."""
    older: bool = False
    claim: Claim | None = None
    """Somebody else is at work on the notice."""
    head: int = 0
    """The newest row of the record when this was read: what comes later is news to the page."""

    @property
    def seen(self) -> int:
        return len(self.corrections)

    @property
    def approvable(self) -> tuple[DraftCard, ...]:
        return tuple(card for card in self.cards if card.approvable)

    @property
    def correctable(self) -> bool:
        return self.may_decide and any(card.editable for card in self.cards)


def notice_for_review(store: Store, actor: Actor, notice_id: int, clock: Clock, now: dt.datetime) -> NoticeView:
    """The notice's newest revision with its open drafts; `now` is naive local time of the bank.

    Raises WrongRole, NoSuchNotice."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        notice = tx.notices.get(notice_id)
        revision = tx.notices.revision(notice.current_revision_id) if notice else None
        if notice is None or revision is None:
            raise NoSuchNotice
        return _view(tx, actor, notice, revision, None, clock, now)


def draft_in_notice(store: Store, actor: Actor, draft_id: int, clock: Clock, now: dt.datetime) -> NoticeView:
    """The same for the revision of a draft, which is shown whatever became of it. Raises WrongRole, NoSuchDraft."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
        notice = tx.notices.get(draft.notice_id) if draft else None
        revision = tx.notices.revision(draft.revision_id) if draft else None
        if draft is None or notice is None or revision is None:
            raise NoSuchDraft
        return _view(tx, actor, notice, revision, draft, clock, now)


def _view(
    tx: Transaction,
    actor: Actor,
    notice: StoredNotice,
    revision: StoredRevision,
    asked: StoredDraft | None,
    clock: Clock,
    now: dt.datetime,
) -> NoticeView:
    corrections = tx.corrections.of_revision(revision.id)
    facts = corrected(revision.facts, corrections)
    questions = tx.drafts.questions(revision.id)
    mine = sorted(
        (draft for draft in tx.drafts.of_notice(notice.id) if draft.revision_id == revision.id),
        key=lambda draft: (draft.kind is not DraftKind.BULLETIN, draft.id),
    )
    entries = tx.entries.of_notice(notice.id)
    claim = tx.claims.of(notice.id)
    shown = [d for d in mine if (asked and d.id == asked.id) or _open(d, entries)]
    return NoticeView(
        notice=notice,
        revision_id=revision.id,
        number=revision.number,
        document=revision.document,
        facts=facts,
        slots=slots(revision.facts, corrections),
        corrections=corrections,
        cards=_cards(tx, actor, shown, revision.document, facts, entries, questions, clock),
        decided=tuple(draft for draft in mine if draft not in shown),
        differences=revision.differences,
        comparison=_comparison(tx, revision),
        questions=questions,
        may_decide=allows(actor, Permission.DECIDE),
        neighbours=notices_beside(tx, notice.id, now),
        older=revision.id != notice.current_revision_id,
        claim=claim if claim and claim.owner != actor.name else None,
        head=tx.audit.head(),
    )


def _open(draft: StoredDraft, entries: Sequence[Entry]) -> bool:
    waiting = any(e.draft_id == draft.id and not (e.validated or e.withdrawn or e.superseded_by) for e in entries)
    return draft.state in OPEN or waiting


def _cards(
    tx: Transaction,
    actor: Actor,
    drafts: Sequence[StoredDraft],
    document: Document,
    facts: Facts,
    entries: Sequence[Entry],
    questions: Sequence[OpenQuestion],
    clock: Clock,
) -> tuple[DraftCard, ...]:
    ids = [draft.id for draft in drafts]
    approvals = tx.drafts.approvals_of(ids)
    published = {entry.draft_id: entry for entry in entries}
    replaced = {e.id: e for e in tx.entries.several({d.revises for d in drafts if d.revises is not None})}
    typed = tx.unsaved.of(ids, actor.name) if ids else {}
    record = tx.audit.events_of([f"draft:{id}" for id in ids] + [f"entry:{e.id}" for e in published.values()])
    own = {id: record[f"draft:{id}"] for id in ids}
    against = conflicts_of(tx, [d for d in drafts if d.state in OPEN], facts, own, clock)
    return tuple(
        _card(
            actor,
            draft,
            approvals.get(draft.id, ()),
            against.get(draft.id, ()),
            published.get(draft.id),
            replaced.get(draft.revises) if draft.revises is not None else None,
            typed.get(draft.id),
            _history(record, draft, published.get(draft.id)),
            checklist(draft, drafts, document, facts, questions),
        )
        for draft in drafts
    )


def _card(
    actor: Actor,
    draft: StoredDraft,
    approvals: Sequence[Approval],
    against: tuple[Conflict, ...],
    published: Entry | None,
    replaces: Entry | None,
    typed: Typed | None,
    history: tuple[AuditEvent, ...],
    checks: tuple[Check, ...],
) -> DraftCard:
    signs_as = would_sign_as(actor, draft.tier, draft.last_editor, approvals, draft.department)
    return DraftCard(
        draft=draft,
        approvals=tuple(approvals),
        waiting_for=missing(draft.tier, approvals),
        blockers=blockers(draft),
        conflicts=against,
        refusal=None if isinstance(signs_as, Role) else signs_as(),
        signs_as=signs_as if isinstance(signs_as, Role) else None,
        published=published,
        replaces=replaces,
        typed=typed,
        history=history,
        checks=checks,
    )


def _history(
    record: Mapping[str, Sequence[AuditEvent]], draft: StoredDraft, published: Entry | None
) -> tuple[AuditEvent, ...]:
    """What was done about the draft and its entry, oldest first."""
    events = [*record[f"draft:{draft.id}"], *(record[f"entry:{published.id}"] if published else ())]
    return tuple(sorted(events, key=lambda event: event.id))


def _comparison(tx: Transaction, revision: StoredRevision) -> tuple[Line, ...]:
    before = tx.notices.before(revision.id) if revision.number > 1 else None
    return compare(before.document.text, revision.document.text) if before else ()


def next_in_notice(store: Store, actor: Actor, draft_id: int) -> tuple[int | None, int | None]:
    """The notice of a draft, and the draft of the same revision that this person can decide next: the one after it,
    else the first; None where nothing waits for them."""
    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
        if draft is None:
            return None, None
        rows = [d for d in tx.drafts.of_notice(draft.notice_id) if d.revision_id == draft.revision_id]
        approvals = tx.drafts.approvals_of([d.id for d in rows])
    waiting = [
        d.id
        for d in rows
        if d.state in OPEN
        and d.id != draft_id
        and isinstance(would_sign_as(actor, d.tier, d.last_editor, approvals.get(d.id, ()), d.department), Role)
    ]
    return draft.notice_id, next((id for id in waiting if id > draft_id), waiting[0] if waiting else None)
