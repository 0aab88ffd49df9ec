"""The order of the queue: what starts soonest first, today's before all, the drafts of a notice together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, TypeVar

from ingest.model import DraftKind, Moment, Urgency
from ingest.store.transaction import Transaction

_FRESH = dt.timedelta(days=7)
"""What began that long ago counts as new; what begins within it is near."""
_WEEK = dt.timedelta(days=7)


class When(StrEnum):
    """Where a draft stands in time, in the order of the queue."""

    TODAY = "today"
    BEGUN = "begun"
    """It has begun in the last days: customers ask already."""
    WEEK = "week"
    LATER = "later"
    STANDING = "standing"
    """Without a start, or in effect for long."""
    OVER = "over"


class Timed(Protocol):
    """What decides a place in the queue."""

    @property
    def id(self) -> int: ...
    @property
    def notice_id(self) -> int: ...
    @property
    def kind(self) -> DraftKind: ...
    @property
    def urgency(self) -> Urgency: ...
    @property
    def starts(self) -> Moment | None: ...
    @property
    def expires(self) -> Moment | None: ...
    @property
    def review(self) -> bool: ...
    @property
    def created_at(self) -> dt.datetime: ...


_RANKS = {stands: rank for rank, stands in enumerate(When)}
Place = tuple[int, str, float, float]


def when(draft: Timed, now: dt.datetime) -> When:
    """`now` is naive local time of the bank."""
    if draft.expires and not draft.review and draft.expires.latest() <= now:
        return When.OVER
    begins = draft.starts.earliest() if draft.starts else None
    if begins is None or begins < now - _FRESH:
        return When.TODAY if draft.urgency is Urgency.P0 else When.STANDING
    if begins.date() == now.date():
        return When.TODAY
    if begins < now:
        return When.BEGUN
    return When.WEEK if begins.date() <= (now + _WEEK).date() else When.LATER


def place(draft: Timed, now: dt.datetime) -> Place:
    """Sorts drafts as they should be taken: today's and those that have begun by urgency, the others by their start."""
    stands = when(draft, now)
    begins = _minutes(draft.starts) if draft.starts else 0
    since = draft.created_at.timestamp()
    rank = _RANKS[stands]
    if stands is When.TODAY:
        return rank, draft.urgency.value, begins, since
    if stands is When.BEGUN:
        return rank, draft.urgency.value, -begins, since
    if stands in (When.WEEK, When.LATER):
        return rank, str(draft.starts.day) if draft.starts else "", float(draft.urgency.value[1:]), begins
    return rank, draft.urgency.value, since, 0.0


T = TypeVar("T", bound=Timed)


def _minutes(moment: Moment) -> int:
    return moment.day.toordinal() * 1440 + (moment.time.hour * 60 + moment.time.minute if moment.time else 0)


def soonest(drafts: Iterable[T], now: dt.datetime) -> list[T]:
    """One by one, in the order in which to take them."""
    return sorted(drafts, key=lambda draft: (place(draft, now), draft.id))


def together(drafts: Iterable[T]) -> list[T]:
    """The same order, but the drafts of a notice stand where its first one stands, its bulletin before its entries."""
    drafts = list(drafts)
    first: dict[int, int] = {}
    for at, draft in enumerate(drafts):
        first.setdefault(draft.notice_id, at)
    return sorted(drafts, key=lambda draft: (first[draft.notice_id], draft.kind is not DraftKind.BULLETIN))


def notices_beside(tx: Transaction, notice_id: int, now: dt.datetime) -> tuple[int | None, int | None]:
    """The notices with open drafts before and after this one in the queue; of one with none: none, and the first.

    `now` is naive local time of the bank. One query, and no content is read."""
    ids = list(dict.fromkeys(draft.notice_id for draft in soonest(tx.desk.timetable(), now)))
    if notice_id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(notice_id)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)
