"""Shares with the interval that so few cases allow, and the stretches of days that are counted."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import InputError, Text

_Z = 1.96
"""Two-sided 95 %."""
_LONGEST = 732


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`. `low` and `high`: Wilson's score interval (Wilson 1927), which stays inside 0..1 and holds for
    small numbers. All are None where there was nothing to count."""

    hits: int = 0
    of: int = 0
    share: float | None = None
    low: float | None = None
    high: float | None = None


def share(hits: int, of: int) -> Share:
    if not of:
        return Share()
    p = hits / of
    middle = (p + _Z * _Z / (2 * of)) / (1 + _Z * _Z / of)
    half = _Z * math.sqrt(p * (1 - p) / of + _Z * _Z / (4 * of * of)) / (1 + _Z * _Z / of)
    return Share(hits, of, p, max(0.0, middle - half), min(1.0, middle + half))


class Span(StrEnum):
    """Named stretches; weeks begin on Monday, as ISO 8601 has it."""

    WEEK = "week"
    LAST_WEEK = "last_week"
    MONTH = "month"
    LAST_MONTH = "last_month"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the bank's calendar, both included."""

    first: dt.date
    last: dt.date


def period(span: Span, today: dt.date, first: dt.date | None = None, last: dt.date | None = None) -> Period:
    """What `span` means today; of own dates a missing end is today. Raises InputError for dates that make no period."""
    monday = today - dt.timedelta(days=today.weekday())
    month = today.replace(day=1)
    ended = month - dt.timedelta(days=1)
    match span:
        case Span.WEEK:
            return Period(monday, monday + dt.timedelta(days=6))
        case Span.LAST_WEEK:
            return Period(monday - dt.timedelta(days=7), monday - dt.timedelta(days=1))
        case Span.MONTH:
            return Period(month, _end_of_month(month))
        case Span.LAST_MONTH:
            return Period(ended.replace(day=1), ended)
    return _own(first, last or today)


def _own(first: dt.date | None, last: dt.date) -> Period:
    if first is None or not dt.timedelta(0) <= last - first <= dt.timedelta(days=_LONGEST) or first.year < 1000:
        raise InputError(
            Text("These dates make no period.", "这两个日期不构成统计期间。"),
            remedy=Text("Give the first and the last day, at most two years.", "请给出首日和末日，最长两年。"),
        )
    return Period(first, last)


def _end_of_month(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
