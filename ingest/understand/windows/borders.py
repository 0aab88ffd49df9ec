"""From the days of a stretch and its role to the ends of the window."""

from __future__ import annotations

import datetime as dt

from ingest.model import EndKind, Moment, WindowRole
from ingest.understand.windows.conditions import Verdict
from ingest.understand.windows.stretch import Shape, Stretch

_R = WindowRole


def borders(
    s: Stretch, verdict: Verdict, first: Moment | None, last: Moment | None
) -> tuple[Moment | None, Moment | None, EndKind] | None:
    """(start, end, end_kind) of a stretch in its role."""
    role = verdict.role
    if s.shape is Shape.RANGE:
        return first, last, EndKind.DATE
    point = first or last
    if point is None:
        return None
    if s.shape is Shape.UNTIL and role in (_R.STOP_SERVICE, _R.CLOSURE) and s.lead.startswith(("close", "end")):
        return point, None, EndKind.OPEN
    if s.shape is Shape.UNTIL:
        if role is _R.AS_OF and not verdict.condition:
            return point, point, EndKind.DATE
        return None, _day_before(point) if s.strict else point, EndKind.DATE
    if s.shape is Shape.AFTER:
        until = verdict.condition or verdict.limit
        return (None, point, EndKind.DATE) if until else (_after(s, point), None, EndKind.OPEN)
    if s.shape is Shape.POINT:
        if s.first and s.first.whole_day:
            return point, point, EndKind.DATE
        if role is _R.DEADLINE:
            return None, point, EndKind.DATE
        if role is _R.REDEMPTION and point.time is not None:
            return None, point, EndKind.DATE  # points that lapse at an hour
        if role in (
            _R.CLOSURE,
            _R.OUTAGE,
            _R.PROMOTION,
            _R.AS_OF,
            _R.REWARD,
            _R.CONCESSION,
            _R.COLLECTION,
            _R.EXCHANGE,
            _R.REDEMPTION,
            _R.RESERVATION,
            _R.SUBSCRIPTION,
        ):
            return (point, point, EndKind.DATE) if point.time is None else (point, None, EndKind.OPEN)
    if role is _R.AS_OF and verdict.condition and s.shape is Shape.FROM:
        return point, None, EndKind.OPEN
    if role is _R.AS_OF:
        return point, point, EndKind.DATE
    return point, None, EndKind.OPEN


def _after(s: Stretch, point: Moment) -> Moment:
    """ "After 31 October" begins on the day behind it; 6月1日后 is vague, and the printed day is kept."""
    behind = bool(s.lead) and s.lead.isascii() and not point.time
    return Moment(point.day + dt.timedelta(days=1)) if behind else point


def _day_before(point: Moment) -> Moment:
    return point if point.time else Moment(point.day - dt.timedelta(days=1))


def hours_on(day: dt.date, s: Stretch) -> tuple[Moment, Moment]:
    assert s.first and s.last and s.first.hour is not None and s.last.hour is not None  # noqa: S101 - callers checked
    start = Moment(day + dt.timedelta(days=s.first.shift), dt.time(s.first.hour % 24, s.first.minute))
    hour = 24 if s.last.midnight else s.last.hour
    later = s.last.shift or (1 if hour == 24 or (hour, s.last.minute) <= (s.first.hour, s.first.minute) else 0)
    return start, Moment(day + dt.timedelta(days=later), dt.time(hour % 24, s.last.minute))
