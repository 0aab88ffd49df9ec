"""The append-only record, for auditors."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel

from ingest.review.record import read_record, verify_record
from ingest.store.audit import Wanted
from ingest.web.api.program import Program
from ingest.web.api.values import Event

router = APIRouter()
_Text = Annotated[str | None, Query(max_length=200)]


class RecordPage(BaseModel):
    """`next` leads to the page after; None: there is none."""

    events: list[Event]
    next: int | None


class Whole(BaseModel):
    """How far the chain of hashes is whole: up to row `last`. `complete`: that is its end. `broken`: the first row that
    is not as it was written, and why."""

    last: int
    complete: bool
    broken: int | None
    reason: str | None


@router.get("/record")
def record(
    program: Program,
    actor: _Text = None,
    action: _Text = None,
    subject: Annotated[str | None, Query(max_length=200, description='"draft:7", or "draft" for all of them.')] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    after: Annotated[int | None, Query(ge=1, lt=2**53, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> RecordPage:
    """Who did what, the newest first."""
    wanted = Wanted(actor or None, action or None, subject or None, _utc(since), _utc(until))
    found = read_record(program.store, program.actor, wanted, after, limit)
    return RecordPage(events=[Event.of(event) for event in found.events], next=found.older)


@router.get("/record/verify")
def verify(
    program: Program,
    after: Annotated[int, Query(ge=0, lt=2**53, description="`last` of the part before; 0 begins.")] = 0,
    limit: Annotated[int, Query(ge=1, le=20_000)] = 20_000,
) -> Whole:
    """Verify a part of the chain of hashes."""
    done = verify_record(program.store, program.actor, after, limit).done
    broken = done.broken
    return Whole(
        last=done.last,
        complete=done.complete,
        broken=broken.id if broken else None,
        reason=broken.reason if broken else None,
    )


def _utc(at: dt.datetime | None) -> dt.datetime | None:
    """The databases count in UTC, and only so far."""
    return None if at is None else at.astimezone(dt.UTC)
