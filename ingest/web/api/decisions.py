"""Decisions about drafts. Each names the version that it saw in If-Match, and is made once for each Idempotency-Key."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Depends, Response

from ingest.errors import ReviewError
from ingest.model import StoredDraft
from ingest.review import decisions, merging, postponing, splitting, undoing
from ingest.review.access import Permission, require
from ingest.review.conflicts import Choice
from ingest.review.postponing import Preset
from ingest.review.settling import settle_all
from ingest.review.together import approve_together
from ingest.review.transaction import deciding
from ingest.web.api.drafts import Draft, Why
from ingest.web.api.notices import Correction, Followed, put_right
from ingest.web.api.once import OnceRoute
from ingest.web.api.program import Id, Program, SeenVersion, idempotency_key, tag, zone
from ingest.web.api.wishes import (
    Amendment,
    Assignment,
    Became,
    Closed,
    Done,
    Halves,
    Merger,
    OneOfSeveral,
    Reason,
    Settlements,
    Several,
    Sleep,
    Splitting,
    Undo,
    Undone,
    WithReason,
    changed,
)
from ingest.web.bearer import TokenVisitor

router = APIRouter(route_class=OnceRoute, dependencies=[Depends(idempotency_key)])


@router.post("/drafts/{draft_id}/approve")
def approve(program: Program, draft_id: Id, version: SeenVersion) -> Became:
    """Sign a draft; the last sign-off that its tier asks for publishes it."""
    done = decisions.approve(program.store, program.actor, draft_id, version, program.options.clock)
    return Became.of(done)


@router.post("/drafts/{draft_id}/publish-now")
def publish_now(program: Program, draft_id: Id, version: SeenVersion, why: WithReason) -> Became:
    """Emergency: publish with one sign-off, marked as not yet validated; the others are still waited for."""
    clock = program.options.clock
    return Became.of(decisions.publish_now(program.store, program.actor, draft_id, version, why.reason, clock))


@router.post("/drafts/{draft_id}/amend")
def amend(program: Program, draft_id: Id, version: SeenVersion, amendment: Amendment, response: Response) -> Draft:
    """Store changed words as the next version; earlier sign-offs no longer count."""
    content = changed(_seen(program, "amend", draft_id, version).content, amendment.words)
    done = decisions.amend(program.store, program.actor, draft_id, version, content, program.options.clock)
    tag(response, done.version)
    return Draft.of(done)


@router.post("/drafts/{draft_id}/return")
def send_back(program: Program, draft_id: Id, version: SeenVersion, why: Reason) -> Closed:
    """Send a draft back to be amended."""
    decisions.return_(program.store, program.actor, draft_id, version, why.reason, program.options.clock, why.code)
    return Closed(draft_id=draft_id, state="returned")


@router.post("/drafts/{draft_id}/reject")
def reject(program: Program, draft_id: Id, version: SeenVersion, why: Reason) -> Closed:
    """Turn a draft down for good."""
    decisions.reject(program.store, program.actor, draft_id, version, why.reason, program.options.clock, why.code)
    return Closed(draft_id=draft_id, state="rejected")


@router.post("/drafts/{draft_id}/snooze")
def snooze(program: Program, draft_id: Id, version: SeenVersion, sleep: Sleep) -> Done:
    """Out of the queue until a moment."""
    until = sleep.until if isinstance(sleep.until, Preset) else sleep.until.earliest()
    clock = program.options.clock
    postponing.snooze(
        program.store, program.actor, draft_id, version, until, clock, zone=zone(program), sure=sleep.sure
    )
    return Done(draft_id=draft_id)


@router.post("/drafts/{draft_id}/wake")
def wake(program: Program, draft_id: Id, version: SeenVersion) -> Done:
    """Back into the queue at once."""
    postponing.wake(program.store, program.actor, draft_id, version, program.options.clock)
    return Done(draft_id=draft_id)


@router.post("/drafts/{draft_id}/assign")
def assign(program: Program, draft_id: Id, version: SeenVersion, to: Assignment) -> Done:
    """Give a draft to a department."""
    options = program.options
    known = options.department(to.department)
    usual = options.clock() + dt.timedelta(hours=known.hours if known else 24)
    due = None if to.department is None else _instant(to.due, program) or usual
    names = {department.id for department in options.departments}
    postponing.assign(program.store, program.actor, draft_id, version, to.department, due, options.clock, known=names)
    return Done(draft_id=draft_id)


@router.post("/drafts/{draft_id}/merge")
def merge(program: Program, draft_id: Id, version: SeenVersion, into: Merger, response: Response) -> Draft:
    """The draft takes the place of a published entry, and says what both say."""
    options = program.options
    _seen(program, "merge", draft_id, version)
    both = merging.merger(program.store, program.actor, draft_id, into.entry_id, options.now())
    content = changed(both.proposal, into.words) if into.words else both.proposal
    done = merging.merge(program.store, program.actor, draft_id, version, into.entry_id, content, options.clock)
    tag(response, done.version)
    return Draft.of(done)


@router.post("/drafts/{draft_id}/split")
def split(program: Program, draft_id: Id, version: SeenVersion, into: Splitting, response: Response) -> Halves:
    """One FAQ draft made into two; the names of its parts come with GET …/parts."""
    clock = program.options.clock
    first, second = splitting.split(program.store, program.actor, draft_id, version, into.question, into.parts, clock)
    tag(response, first.version)
    return Halves(first=Draft.of(first), second=Draft.of(second))


@router.post("/drafts/{draft_id}/settle")
def settle(program: Program, draft_id: Id, version: SeenVersion, all_: Settlements) -> Done:
    """Settle what contradicts the draft among the published entries."""
    choices = [Choice(one.entry_id, one.settlement, one.reason) for one in all_.choices]
    settle_all(program.store, program.actor, draft_id, version, choices, program.options.clock)
    return Done(draft_id=draft_id)


@router.post("/decisions/approve")
def approve_several(program: Program, several: Several) -> list[OneOfSeveral]:
    """Sign several drafts, each in the version that was seen; one that is refused holds no other back."""
    picked, clock = {seen.draft_id: seen.version for seen in several.drafts}, program.options.clock
    if several.only_harmless:
        results = approve_together(program.store, program.actor, picked, clock)
        return [
            OneOfSeveral(
                draft_id=r.draft_id,
                done=r.refusal is None,
                became=None,
                refusal=_why(r.refusal),
                harms=list(r.harms),
            )
            for r in results
        ]
    return [_one(program, draft_id, version) for draft_id, version in picked.items()]


@router.post("/decisions/undo")
def undo(program: Program, which: Undo) -> Undone:
    """Take back one's own last decision."""
    return Undone.of(undoing.undo(program.store, program.actor, program.options.clock, which.event))


@router.post("/notices/{notice_id}/facts", name="correct")
def correct(program: Program, notice_id: Id, correction: Correction) -> Followed:
    """Correct, strike, restore or add one fact; the drafts follow in the same transaction."""
    with deciding(program.store, program.actor, "correct", f"notice:{notice_id}", program.options.clock):
        require(program.actor, Permission.DECIDE)
    return put_right(program, notice_id, correction)


def _one(program: TokenVisitor, draft_id: int, version: int) -> OneOfSeveral:
    try:
        outcome = decisions.approve(program.store, program.actor, draft_id, version, program.options.clock)
    except ReviewError as refusal:
        return OneOfSeveral(draft_id=draft_id, done=False, became=None, refusal=Why.of(refusal))
    return OneOfSeveral(draft_id=draft_id, done=True, became=Became.of(outcome), refusal=None)


def _seen(program: TokenVisitor, deed: str, draft_id: int, version: int) -> StoredDraft:
    """The draft in the version that the program saw; a refusal is audited, as those of every decision are."""
    with deciding(program.store, program.actor, deed, f"draft:{draft_id}", program.options.clock) as tx:
        return decisions.open_draft(tx, program.actor, draft_id, version)


def _instant(at: dt.datetime | None, program: TokenVisitor) -> dt.datetime | None:
    """A time without a zone is the bank's."""
    return at.replace(tzinfo=zone(program)) if at and at.tzinfo is None else at


def _why(refusal: ReviewError | None) -> Why | None:
    return Why.of(refusal) if refusal else None
