"""What the questions of a period tell: how long each department took, what is open and overdue, and what was asked and
not published although a source had it."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.answer.questions.listing import grams
from ingest.answer.questions.telling import settle
from ingest.model import Actor, DraftState
from ingest.review.access import Permission, require
from ingest.review.counting import Period
from ingest.review.transaction import Clock
from ingest.store.forwarded import WAITING, Question, Stage
from ingest.store.store import Store
from ingest.store.unpublished import Unpublished

_HELD = 0.6
"""So much of what was asked stands in a draft: its source had it."""
_LEAST = 3
"""Pairs of characters: less than that says nothing about a subject."""
_SEARCHES = 200


@dataclass(frozen=True, slots=True)
class OfDepartment:
    """`department`: None where none was asked. Hours run from when it was assigned to when it was answered."""

    department: str | None
    asked: int
    answered: int
    in_time: int
    median_hours: float | None
    p90_hours: float | None
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Held:
    """What was asked and not published, and a draft whose source had it. `times`: by so many calls or searches."""

    words: str
    times: int
    by: str
    """ "question" or "search" """
    question_id: int | None
    draft_id: int
    draft: str
    state: DraftState


@dataclass(frozen=True, slots=True)
class Numbers:
    """All of it."""

    period: Period
    forwarded: int
    asks: int
    published: int
    closed: int
    waiting: int
    overdue: int
    departments: tuple[OfDepartment, ...]
    held: tuple[Held, ...]


def numbers(store: Store, actor: Actor, period: Period, zone: ZoneInfo, clock: Clock) -> Numbers:
    """Raises WrongRole."""
    require(actor, Permission.READ_NUMBERS)
    return count(store, period, zone, clock)


def count(store: Store, period: Period, zone: ZoneInfo, clock: Clock) -> Numbers:
    """Questions that were forwarded in the period, as they stand now."""
    settle(store, clock)
    now, begins = clock(), dt.datetime.combine(period.first, dt.time.min, zone)
    ends = dt.datetime.combine(period.last + dt.timedelta(days=1), dt.time.min, zone)
    with store.reading() as tx:
        questions = [q for q in tx.forwarded.since(begins, ends) if q.stage is not Stage.JOINED]
        searches = [(s.words, s.times) for s in tx.searches.unanswered(begins, _SEARCHES)]
        unpublished = tx.unpublished.newest()
    unanswered = [q for q in questions if q.stage in (*WAITING, Stage.CLOSED)]
    asked = [(q.words, q.asked, "question", q.id) for q in unanswered]
    return Numbers(
        period=period,
        forwarded=len(questions),
        asks=sum(q.asked for q in questions),
        published=_in(questions, Stage.PUBLISHED),
        closed=_in(questions, Stage.CLOSED),
        waiting=_in(questions, *WAITING),
        overdue=sum(q.overdue(now) for q in questions),
        departments=tuple(_departments(questions, now)),
        held=tuple(held([*asked, *((w, n, "search", None) for w, n in searches)], unpublished)),
    )


def _in(questions: Sequence[Question], *stages: Stage) -> int:
    return sum(q.stage in stages for q in questions)


def _departments(questions: Sequence[Question], now: dt.datetime) -> Iterator[OfDepartment]:
    names = sorted({q.department for q in questions}, key=lambda name: (name is None, name or ""))
    for name in names:
        mine = [q for q in questions if q.department == name]
        done = [(q, (q.answered_at - (q.assigned_at or q.created_at)).total_seconds() / 3600)
                for q in mine if q.answered_at]  # fmt: skip
        hours = sorted(took for _, took in done)
        yield OfDepartment(
            name,
            len(mine),
            len(done),
            sum(q.due is not None and q.answered_at is not None and q.answered_at <= q.due for q, _ in done),
            statistics.median(hours) if hours else None,
            hours[math.ceil(0.9 * len(hours)) - 1] if hours else None,
            _in(mine, *WAITING),
            sum(q.overdue(now) for q in mine),
        )


def held(asked: Iterable[tuple[str, int, str, int | None]], unpublished: Sequence[Unpublished]) -> Iterator[Held]:
    """The draft that has most of what was asked, for each question that some draft has; the most asked first."""
    where = _places(unpublished)
    for words, times, by, question_id in sorted(asked, key=lambda one: -one[1]):
        mine = grams(words)
        if len(mine) < _LEAST:
            continue
        common: dict[int, int] = {}
        for gram in mine:
            for at in where.get(gram, ()):
                common[at] = common.get(at, 0) + 1
        best = max(common, key=lambda at: (common[at], at), default=None)
        if best is not None and common[best] >= _HELD * len(mine):
            draft = unpublished[best]
            yield Held(words, times, by, question_id, draft.id, draft.headline, draft.state)


def _places(unpublished: Sequence[Unpublished]) -> Mapping[str, list[int]]:
    """In which drafts each pair of characters stands."""
    where: dict[str, list[int]] = {}
    for at, draft in enumerate(unpublished):
        for gram in grams(draft.text):
            where.setdefault(gram, []).append(at)
    return where
