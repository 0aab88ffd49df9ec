"""How urgent a bulletin is (P0 now, P1 within 3 days, P2 within 14, P3 information), and when it leaves the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ingest.model import Category, Moment, Urgency, Window, WindowRole

_NOW = (Category.MAINTENANCE, Category.FRAUD_WARNING)
REVIEW_AFTER = {True: dt.timedelta(days=30), False: dt.timedelta(days=90)}
"""An open-ended bulletin is looked at again: a fraud warning after 30 days, everything else after 90."""


_BESIDE = (WindowRole.OBJECTION, WindowRole.VALID_FROM)
"""The time for objections and the day on which a text can be read do not make a change urgent."""


def _telling(windows: Iterable[Window]) -> list[Window]:
    return [w for w in windows if w.key and w.role is not WindowRole.AS_OF]


def _pressing(windows: Iterable[Window]) -> list[Window]:
    telling = _telling(windows)
    return [w for w in telling if w.role not in _BESIDE] or telling


def starts(windows: Iterable[Window], published: dt.date | None, today: dt.date) -> Moment:
    """The earliest start of a key window; the day of publication where none is stated."""
    telling = _pressing(windows)
    moments = [w.start for w in telling if w.start] or [w.end for w in telling if w.end]
    return min(moments, key=Moment.earliest, default=Moment(published or today))


def urgency(windows: Iterable[Window], category: Category, today: dt.date) -> Urgency:
    """Urgency by the earliest start of the key windows that are not over yet: an open one is, when its bulletin is."""
    warned = category is Category.FRAUD_WARNING  # a warning holds from the day on which it can be read
    telling = _telling(windows) if warned else _pressing(windows)
    ahead = [w for w in telling if not _over(w, today)]
    moments = [w.start for w in ahead if w.start] or [w.end for w in ahead if w.end]
    if not moments:
        return Urgency.P0 if category is Category.FRAUD_WARNING else Urgency.P3
    days = (min(moments, key=Moment.earliest).day - today).days
    if days <= 0:
        down = any(w.role is WindowRole.OUTAGE and w.start and w.start.day <= today for w in ahead)
        return Urgency.P0 if category in _NOW or down else Urgency.P1
    return Urgency.P1 if days <= 3 else Urgency.P2 if days <= 14 else Urgency.P3


def _over(window: Window, today: dt.date) -> bool:
    if window.end:
        return window.end.latest().date() < today
    return window.start is not None and window.start.day + REVIEW_AFTER[False] < today


def expires(windows: Iterable[Window], category: Category, published: dt.date | None, today: dt.date) -> Moment:
    """The latest end of the key windows; open or event-bound ones: start and 90 days; fraud: 30 days."""
    return _end(windows, category, published, today)[0]


def by_rule(windows: Iterable[Window], category: Category, published: dt.date | None, today: dt.date) -> bool:
    """Does `expires` come from the rule, and not from an end that the notice states?"""
    return _end(windows, category, published, today)[1]


def _end(
    windows: Iterable[Window], category: Category, published: dt.date | None, today: dt.date
) -> tuple[Moment, bool]:
    fraud = category is Category.FRAUD_WARNING
    windows = list(windows)
    first = starts(windows, published, today)
    if fraud:  # what the bank changes meanwhile does not make a warning younger
        return Moment((published or first.day) + REVIEW_AFTER[True]), True
    ends = []
    for window in (w for w in _telling(windows) if w.role is not WindowRole.RESUME):
        if window.end:
            ends.append((window.end, False))
        elif window.start:
            ends.append((Moment(window.start.day + REVIEW_AFTER[False]), True))
    return max(ends, key=lambda end: end[0].latest(), default=(Moment(first.day + REVIEW_AFTER[False]), True))
