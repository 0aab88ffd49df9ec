"""A window that comes again, as an RRULE (RFC 5545 §3.3.10): only where the notice's rule says exactly when."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import partial

from ingest.model import Moment, Window

_WEEKLY = re.compile(r"weekly:((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)")
_MONTHLY = re.compile(r"monthly:(\d{1,2}(?:,\d{1,2})*)")
_DAILY = re.compile(r"daily:(\d\d:\d\d)-(\d\d:\d\d)")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST = 400
"""Days in which a first occurrence is looked for."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """Its first occurrence (whole days where `hours` is None), the rule without UNTIL, and its last day."""

    first: dt.date
    rule: str
    last: dt.date | None
    hours: tuple[dt.time, dt.time] | None = None


def recurring(window: Window) -> Recurring | None:
    """None where the rule is not certain: words, exceptions, days that some months lack, hours that a window bounds
    otherwise, or no first day."""
    if not window.recurrence or window.exceptions or window.start is None:
        return None
    parts = window.recurrence.split()
    days, hours = [p for p in parts if not p.startswith("daily:")], [p for p in parts if p.startswith("daily:")]
    if len(days) > 1 or len(hours) > 1 or not parts:
        return None
    read = _hours(hours[0], window) if hours else None
    if (hours and read is None) or (not hours and (window.start.time or (window.end and window.end.time))):
        return None
    chosen = _days(days[0]) if days else ("FREQ=DAILY", partial(_on_weekday, frozenset(range(7))))
    if chosen is None:
        return None
    rule, fits = chosen
    last = window.end.day if window.end else None
    first = next((d for n in range(_LONGEST) if fits(d := window.start.day + dt.timedelta(days=n))), None)
    return Recurring(first, rule, last, read) if first and (last is None or first <= last) else None


def _hours(text: str, window: Window) -> tuple[dt.time, dt.time] | None:
    found = _DAILY.fullmatch(text)
    if not found:
        return None
    try:
        opens, closes = (dt.time.fromisoformat(part) for part in found.groups())
    except ValueError:  # "24:00"
        return None
    return (opens, closes) if opens < closes and _agree(window.start, opens) and _agree(window.end, closes) else None


def _agree(moment: Moment | None, time: dt.time) -> bool:
    return moment is None or moment.time is None or moment.time == time


def _days(text: str) -> tuple[str, partial[bool]] | None:
    if found := _WEEKLY.fullmatch(text):
        names = found[1].split(",")
        return f"FREQ=WEEKLY;BYDAY={found[1]}", partial(_on_weekday, frozenset(map(_DAYS.index, names)))
    if found := _MONTHLY.fullmatch(text):
        numbers = frozenset(map(int, found[1].split(",")))
        if all(1 <= n <= 28 for n in numbers):  # on the 31st, some months have no such day: what then, nobody said
            return f"FREQ=MONTHLY;BYMONTHDAY={found[1]}", partial(_on_day, numbers)
    return None


def _on_weekday(days: frozenset[int], day: dt.date) -> bool:
    return calendar.weekday(day.year, day.month, day.day) in days


def _on_day(numbers: frozenset[int], day: dt.date) -> bool:
    return day.day in numbers
