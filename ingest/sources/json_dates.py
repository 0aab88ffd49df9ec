"""The day that a value of JSON states, in the bank's time zone where it is an instant."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from ingest.text.dates import first_date

_WRAPPED = re.compile(r"\s*/?Date\((-?\d+)(?:[+-]\d{4})?\)/?\s*")
_EPOCH = re.compile(r"\s*(\d{9,10}|\d{12,13}|\d{15,16})(?:\.\d+)?\s*")
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[ T]?\d{2}:?\d{2}(?::?\d{2})?)?\s*")
_UTC = re.compile(r"\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]00:?00)\s*")
_FROM, _UNTIL = 1980, 2100
_LARGEST = 1e17


def date_of(value: Any, order: str, zone: ZoneInfo) -> dt.date | None:
    """The day of a text, of an instant counted from 1970 in any unit, of [2026, 11, 22, …], or of {"time": …}."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _compact(str(value)) or (_instant(value, zone) if abs(value) < _LARGEST else None)
    if isinstance(value, list):
        return _listed(value)
    if isinstance(value, dict):
        inner = next((value[key] for key in ("time", "$date", "seconds", "_seconds", "date") if key in value), None)
        return None if isinstance(inner, dict | list) else date_of(inner, order, zone)
    return _text(value, order, zone) if isinstance(value, str) else None


def _text(text: str, order: str, zone: ZoneInfo) -> dt.date | None:
    if found := _WRAPPED.fullmatch(text):
        return _instant(float(found[1]), zone, thousandths=True)
    if day := _compact(text):
        return day
    if found := _EPOCH.fullmatch(text):
        return _instant(float(found[1]), zone)
    if _UTC.fullmatch(text):
        # what a script makes of a local midnight: the day before, in the afternoon
        return dt.datetime.fromisoformat(text.strip()).astimezone(zone).date()
    return first_date(text, order)


def _compact(text: str) -> dt.date | None:
    """20261122, 20261122093000."""
    found = _COMPACT.fullmatch(text)
    return _day(found[1], found[2], found[3]) if found else None


def _listed(value: list[Any]) -> dt.date | None:
    whole = [n for n in value[:3] if isinstance(n, int) and not isinstance(n, bool)]
    return _day(*whole) if len(whole) == 3 else None


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _instant(number: float, zone: ZoneInfo, *, thousandths: bool = False) -> dt.date | None:
    seconds = number / 1000 if thousandths else number / _unit(number)
    try:
        day = dt.datetime.fromtimestamp(seconds, zone).date()
    except (ValueError, OverflowError, OSError):
        return None
    return day if _FROM <= day.year < _UNTIL else None


def _unit(number: float) -> int:
    """How many of it make a second."""
    return 1 if abs(number) < 1e11 else 1_000 if abs(number) < 1e14 else 1_000_000
