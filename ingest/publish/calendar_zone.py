"""A VTIMEZONE (RFC 5545 §3.6.5) for the years that a calendar speaks of: an observance for each change of the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from ingest.publish.calendar_lines import minute

_STEP = dt.timedelta(days=7)


def zone_lines(name: str, first: int, last: int) -> Iterator[str]:
    """Of the zone `name`, from the beginning of the year `first` to the end of `last`."""
    zone = ZoneInfo(name)
    start, end = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (first, last + 1))
    yield from ("BEGIN:VTIMEZONE", f"TZID:{name}")
    yield from _observance(start.astimezone(zone), _offset(start, zone))
    at = start
    while at < end:
        later = at + _STEP
        if _offset(at, zone) != _offset(later, zone):
            changed = _change(at, later, zone)
            yield from _observance(changed.astimezone(zone), _offset(at, zone))
        at = later
    yield "END:VTIMEZONE"


def _change(before: dt.datetime, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first minute with the new offset."""
    while after - before > dt.timedelta(minutes=1):
        middle = before + dt.timedelta(minutes=int((after - before).total_seconds() // 120))
        before, after = (middle, after) if _offset(middle, zone) == _offset(before, zone) else (before, middle)
    return after


def _offset(at: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return at.astimezone(zone).utcoffset() or dt.timedelta(0)


def _observance(at: dt.datetime, before: dt.timedelta) -> Iterator[str]:
    """`at` has the new offset; DTSTART is told by the clock as it stood before the change."""
    kind = "DAYLIGHT" if at.dst() else "STANDARD"
    offset = at.utcoffset() or dt.timedelta(0)
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{minute((at.astimezone(dt.UTC) + before).replace(tzinfo=None))}"
    yield f"TZOFFSETFROM:{_written(before)}"
    yield f"TZOFFSETTO:{_written(offset)}"
    yield f"TZNAME:{at.tzname()}"
    yield f"END:{kind}"


def _written(offset: dt.timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
