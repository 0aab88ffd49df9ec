"""One draft with all that a reviewer needs to decide it. Reading only; what waits in all: `review.desk`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import NotReady, ReviewError
from ingest.model import (
    Actor,
    Approval,
    AuditEvent,
    Document,
    Entry,
    FactDifference,
    Facts,
    OpenQuestion,
    Role,
    StoredDraft,
)
from ingest.review.access import Need, Permission, allows, missing, require, sign_as
from ingest.review.comparison import Line, compare
from ingest.review.order import neighbours
from ingest.review.readiness import blockers
from ingest.review.refusals import NoSuchDraft
from ingest.review.signing import OPEN
from ingest.store.notices import StoredNotice, StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction


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


def draft_for_review(store: Store, actor: Actor, draft_id: int, *, now: dt.datetime | None = None) -> DraftView:
    """One draft with its evidence; its neighbours are those at `now` (naive local time of the bank).

    Raises WrongRole, NoSuchDraft."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
        revision = tx.notices.revision(draft.revision_id) if draft else None
        notice = tx.notices.get(draft.notice_id) if draft else None
        if draft is None or revision is None or notice is None:
            raise NoSuchDraft
        return _view(tx, actor, draft, revision, notice, now)


def _view(
    tx: Transaction,
    actor: Actor,
    draft: StoredDraft,
    revision: StoredRevision,
    notice: StoredNotice,
    now: dt.datetime | None,
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
        neighbours=neighbours(tx, draft.id, now or tx.clock().replace(tzinfo=None)),
        history=_history(tx, draft, published),
    )


def _history(tx: Transaction, draft: StoredDraft, published: Entry | None) -> tuple[AuditEvent, ...]:
    events = tx.audit.events(f"draft:{draft.id}")
    events += tx.audit.events(f"entry:{published.id}") if published else []
    return tuple(sorted(events, key=lambda event: event.id))


def _signs_as(actor: Actor, draft: StoredDraft, approvals: Sequence[Approval]) -> Role | ReviewError:
    try:
        return sign_as(actor, draft.tier, draft.last_editor, approvals, draft.department)
    except ReviewError as refusal:
        return refusal


def _comparison(tx: Transaction, revision: StoredRevision) -> tuple[Line, ...]:
    if revision.number == 1:
        return ()
    before = next((r for r in tx.notices.revisions(revision.notice_id) if r.number == revision.number - 1), None)
    return compare(before.document.text, revision.document.text) if before else ()
