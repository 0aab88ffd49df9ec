"""What waits for a decision, and one draft with all that a reviewer needs to decide it. Reading only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import NotReady, ReviewError
from ingest.model import (
    Actor,
    Approval,
    AuditEvent,
    Category,
    Coverage,
    Disappearance,
    Document,
    DraftKind,
    DraftState,
    Entry,
    FactDifference,
    Facts,
    OpenQuestion,
    Role,
    StoredDraft,
    Tier,
)
from ingest.review.access import Need, Permission, allows, missing, require, sign_as
from ingest.review.comparison import Line, compare
from ingest.review.readiness import blockers
from ingest.review.refusals import NoSuchDraft
from ingest.review.signing import OPEN
from ingest.store.notices import StoredNotice, StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction

LIMIT = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """Which drafts to show; None shows all."""

    category: Category | None = None
    tier: Tier | None = None
    source_id: str | None = None
    kind: DraftKind | None = None
    blocked: bool | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A notice whose page is gone, and what is published of it: to be taken off, or to be left as it is."""

    notice: Disappearance
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """`drafts` in the order in which to take them. `unvalidated` were published by one person and need a second;
    `changed` are published while their source says something else, and nothing waits that would replace them."""

    drafts: tuple[StoredDraft, ...]
    counts: Mapping[DraftState, int]
    coverage: Coverage
    sources: tuple[str, ...]
    unvalidated: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    gone: tuple[Gone, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft beside its evidence. `refusal` says why this person can't sign now, None if they can."""

    draft: StoredDraft
    document: Document
    facts: Facts
    notice: StoredNotice
    previous: Entry | None
    published: Entry | None
    differences: tuple[FactDifference, ...]
    comparison: tuple[Line, ...]
    questions: tuple[OpenQuestion, ...]
    approvals: tuple[Approval, ...]
    waiting_for: tuple[Need, ...]
    blockers: tuple[NotReady, ...]
    refusal: ReviewError | None
    signs_as: Role | None
    may_decide: bool
    neighbours: tuple[int | None, int | None]
    """The draft before and the draft after in the queue."""
    history: tuple[AuditEvent, ...] = ()
    """What was done about the draft and its entry, oldest first."""

    @property
    def open(self) -> bool:
        """Can it still be signed?"""
        return self.draft.state in OPEN or (self.published is not None and not self.published.validated)


def queue(store: Store, actor: Actor, filters: Filters | None = None, *, now: dt.datetime | None = None) -> Queue:
    """The open drafts; a constant number of queries. `now` (naive, local) leaves out entries that are over.

    Raises WrongRole.
    """
    require(actor, Permission.READ_QUEUE)
    filters = filters or Filters()
    with store.reading() as tx:
        drafts = tx.drafts.queue(
            states=OPEN, limit=LIMIT, category=filters.category, tier=filters.tier, source_id=filters.source_id
        )
        counts, coverage, entries = tx.drafts.counts(), tx.runs.coverage(), tx.entries.all(now=now)
        vanished = tx.disappearances.undecided()
        every = drafts if filters == Filters() else tx.drafts.queue(states=OPEN, limit=LIMIT)
    open_notices = {draft.notice_id for draft in every}
    return Queue(
        drafts=tuple(draft for draft in drafts if _fits(draft, filters)),
        counts=counts,
        coverage=coverage,
        sources=tuple(sorted({visit.source_id for visit in coverage.visits})),
        unvalidated=tuple(entry for entry in entries if not entry.validated),
        changed=tuple(e for e in entries if e.source_changed and e.notice_id not in open_notices),
        gone=tuple(_gone(vanished, entries)),
    )


def _gone(vanished: Sequence[Disappearance], entries: Sequence[Entry]) -> Iterator[Gone]:
    """Those of which something is published still."""
    for notice in vanished:
        if mine := tuple(entry for entry in entries if entry.notice_id == notice.notice_id):
            yield Gone(notice, mine)


def draft_for_review(store: Store, actor: Actor, draft_id: int) -> DraftView:
    """One draft with its evidence. Raises WrongRole, NoSuchDraft."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
        revision = tx.notices.revision(draft.revision_id) if draft else None
        notice = tx.notices.get(draft.notice_id) if draft else None
        if draft is None or revision is None or notice is None:
            raise NoSuchDraft
        return _view(tx, actor, draft, revision, notice)


def _view(
    tx: Transaction, actor: Actor, draft: StoredDraft, revision: StoredRevision, notice: StoredNotice
) -> DraftView:
    approvals = tuple(tx.drafts.approvals(draft.id, draft.version))
    signs_as = _signs_as(actor, draft, approvals)
    published = next(reversed(tx.entries.of_draft(draft.id)), None)
    return DraftView(
        draft=draft,
        document=revision.document,
        facts=revision.facts,
        notice=notice,
        previous=tx.entries.get(draft.revises) if draft.revises is not None else None,
        published=published,
        differences=revision.differences,
        comparison=_comparison(tx, revision),
        questions=tuple(tx.drafts.questions(draft.revision_id)),
        approvals=approvals,
        waiting_for=missing(draft.tier, approvals),
        blockers=blockers(draft),
        refusal=signs_as if isinstance(signs_as, ReviewError) else None,
        signs_as=None if isinstance(signs_as, ReviewError) else signs_as,
        may_decide=allows(actor, Permission.DECIDE),
        neighbours=_neighbours(tx.drafts.queue(states=OPEN, limit=LIMIT), draft),
        history=_history(tx, draft, published),
    )


def _history(tx: Transaction, draft: StoredDraft, published: Entry | None) -> tuple[AuditEvent, ...]:
    events = tx.audit.events(f"draft:{draft.id}")
    events += tx.audit.events(f"entry:{published.id}") if published else []
    return tuple(sorted(events, key=lambda event: event.id))


def _signs_as(actor: Actor, draft: StoredDraft, approvals: Sequence[Approval]) -> Role | ReviewError:
    try:
        return sign_as(actor, draft.tier, draft.last_editor, approvals)
    except ReviewError as refusal:
        return refusal


def _comparison(tx: Transaction, revision: StoredRevision) -> tuple[Line, ...]:
    if revision.number == 1:
        return ()
    before = next((r for r in tx.notices.revisions(revision.notice_id) if r.number == revision.number - 1), None)
    return compare(before.document.text, revision.document.text) if before else ()


def _neighbours(drafts: Sequence[StoredDraft], draft: StoredDraft) -> tuple[int | None, int | None]:
    ids = [d.id for d in drafts]
    if draft.id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(draft.id)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def _fits(draft: StoredDraft, filters: Filters) -> bool:
    if filters.kind and draft.kind is not filters.kind:
        return False
    return filters.blocked is None or bool(blockers(draft)) is filters.blocked
