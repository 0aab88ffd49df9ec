"""The numbers for the head of the centre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from ingest.model import Category, Role
from ingest.review.counting import Share, Span, period
from ingest.review.desk_numbers import Desk, Fate, Late, Whose, Why
from ingest.review.desk_numbers import Volume as Counted
from ingest.review.numbers import desk
from ingest.web.api.program import Program, zone
from ingest.web.api.values import When

router = APIRouter()


class Shared(BaseModel):
    """`hits` of `of`, with Wilson's 95 % interval; None where there was nothing to count."""

    hits: int
    of: int
    share: float | None
    low: float | None
    high: float | None

    @classmethod
    def of_share(cls, share: Share) -> Shared:
        return cls(**{name: getattr(share, name) for name in cls.model_fields})


class LateOne(BaseModel):
    """A bulletin that agents could not read when its subject began. Times without zone are the bank's."""

    notice_id: int
    draft_id: int
    headline: str
    title: str
    starts: When
    why: Why
    waited_for: list[list[Role]]
    department: str | None
    seen: dt.datetime
    published: dt.datetime | None

    @classmethod
    def of(cls, late: Late) -> LateOne:
        names = set(cls.model_fields) - {"waited_for"}
        return cls(**{n: getattr(late, n) for n in names}, waited_for=[sorted(need) for need in late.waited_for])


class Took(BaseModel):
    """Seconds; None where it never happened."""

    name: str
    count: int
    median_seconds: float | None
    p90_seconds: float | None


class WaitsFor(BaseModel):
    """`roles` empty: for whoever amends what was returned. `published`: of these, shown as not yet validated."""

    roles: list[Role]
    department: str | None
    drafts: int
    oldest: dt.datetime
    published: int


class Changed(BaseModel):
    """`rate`: characters changed, of all published; median and p90 are of the edited entries."""

    unchanged: Shared
    rate: float | None
    median: float | None
    p90: float | None


class Turned(BaseModel):
    name: str
    published: int
    returned: int
    rejected: int
    turned: Shared

    @classmethod
    def of(cls, fate: Fate) -> Turned:
        names = ("name", "published", "returned", "rejected")
        return cls(**{name: getattr(fate, name) for name in names}, turned=Shared.of_share(fate.turned))


class Given(BaseModel):
    verdict: str
    code: str
    text: str
    count: int
    sources: tuple[str, ...]
    rules: tuple[str, ...]


class Volume(BaseModel):
    """Notices that came, entries that were published."""

    name: str
    notices: int
    published: int


class Numbers(BaseModel):
    """What each figure counts stands on the page /numbers."""

    first: dt.date
    last: dt.date
    at: dt.datetime
    ready: Shared
    ready_why: dict[Why, int]
    late: list[LateOne]
    steps: list[Took]
    waiting: list[WaitsFor]
    edited: Changed
    by_source: list[Turned]
    by_rule: list[Turned]
    reasons: list[Given]
    by_category: list[Volume]
    by_day: list[Volume]

    @classmethod
    def of(cls, found: Desk) -> Numbers:
        edited = found.edited
        return cls(
            first=found.period.first,
            last=found.period.last,
            at=found.at,
            ready=Shared.of_share(found.ready.share),
            ready_why=dict(found.ready.why),
            late=[LateOne.of(late) for late in found.ready.late],
            steps=[Took(**{name: getattr(step, name) for name in Took.model_fields}) for step in found.steps],
            waiting=[
                WaitsFor(
                    roles=sorted(w.roles),
                    department=w.department,
                    drafts=w.drafts,
                    oldest=w.oldest,
                    published=w.published,
                )
                for w in found.waiting
            ],
            edited=Changed(
                unchanged=Shared.of_share(edited.unchanged), rate=edited.rate, median=edited.median, p90=edited.p90
            ),
            by_source=[Turned.of(fate) for fate in found.by_source],
            by_rule=[Turned.of(fate) for fate in found.by_rule],
            reasons=[Given(**{name: getattr(r, name) for name in Given.model_fields}) for r in found.reasons],
            by_category=_volumes(found.by_category.items()),
            by_day=_volumes((day.isoformat(), volume) for day, volume in found.by_day.items()),
        )


def _volumes(rows: Iterable[tuple[str, Counted]]) -> list[Volume]:
    return [Volume(name=name, notices=v.notices, published=v.published) for name, v in rows]


@router.get("/numbers")
def numbers(
    program: Program,
    span: Span = Span.WEEK,
    first: Annotated[dt.date | None, Query(description="First day of own dates.")] = None,
    last: Annotated[dt.date | None, Query(description="Last day of own dates; today if left out.")] = None,
    source: Annotated[str | None, Query(max_length=200)] = None,
    category: Category | None = None,
    department: Annotated[str | None, Query(max_length=100)] = None,
) -> Numbers:
    """Ready before start, times, who is waited for, what was changed or turned down, volume."""
    options = program.options
    days = period(span, options.now().date(), first, last)
    whose = Whose(source or None, category, department or None)
    return Numbers.of(desk(program.store, program.actor, days, whose, zone(program), options.clock()))
