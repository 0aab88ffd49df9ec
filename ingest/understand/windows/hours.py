"""Hours without a day of their own: beside a day, before a list of days, alone in a cell of a table."""

from __future__ import annotations

from dataclasses import replace

from ingest.understand.windows.lexicon import Words
from ingest.understand.windows.points import Point
from ingest.understand.windows.stretch import Shape, Stretch

_CLOCK_WORDS = 8
"""Characters that may stand beside the hour of a cell that holds an hour only ("(SGT)", "左右")."""


def only_hours(s: Stretch) -> bool:
    """Hours without a date ("10:00至22:00")."""
    return s.shape is Shape.RANGE and not any(p and (p.dated or p.day) for p in (s.first, s.last))


def only_clock(s: Stretch | None) -> bool:
    """One hour without a date ("22:00"), as a cell of a table may hold it."""
    return s is not None and s.shape is Shape.POINT and s.first is not None and s.first.timed and _undated(s.first)


def _undated(point: Point) -> bool:
    return not point.dated and point.day is None and point.weekday is None


def clock(points: list[Point], text: str, start: int, end: int) -> Stretch | None:
    """A cell that holds one hour and nothing else."""
    if len(points) != 1 or not points[0].timed or not _undated(points[0]):
        return None
    rest = text[start : points[0].start] + text[points[0].end : end]
    return (
        None
        if len(rest.strip(" ()（）|")) > _CLOCK_WORDS
        else Stretch(Shape.POINT, points[0].start, points[0].end, points[0])
    )


def on_day(day: Stretch, hours: Stretch) -> Stretch | None:
    """A day and the hours that stand behind it, or beside it in a table, as one stretch."""
    if day.first is None or hours.first is None or hours.last is None or day.shape not in (Shape.POINT, Shape.RANGE):
        return None
    if day.first.timed or (day.last and day.last.timed):
        return None
    if day.last:
        return replace(day, hours=(hours.first, hours.last))
    if day.first.day is None:
        return None
    first = replace(day.first, hour=hours.first.hour, minute=hours.first.minute, midnight=hours.first.midnight)
    return replace(day, shape=Shape.RANGE, first=first, last=hours.last)


def hours_of_each(stretches: list[Stretch], text: str, words: Words) -> list[Stretch]:
    """ "from 2 am to 4 am on 15 and 22 March": the hours stand before the first of the days and are those of each."""
    out: list[Stretch] = []
    for s in stretches:
        before = out[-1] if out else None
        if before and _hours_first(before) and s.shape is Shape.POINT and s.first and s.first.day and not s.first.timed:
            last = before.last
            if last and words.conjunction.fullmatch(text[before.end : s.start]):
                end = replace(s.first, hour=last.hour, minute=last.minute, midnight=last.midnight)
                s = replace(s, shape=Shape.RANGE, first=before.first, last=end)
        elif before and _hours_first(before) and _days(s) and words.conjunction.fullmatch(text[before.end : s.start]):
            s = replace(s, hours=_clocks(before))
        out.append(s)
    return out


def _days(s: Stretch) -> bool:
    """From a day to a day, without hours."""
    ends = (s.first, s.last)
    return s.shape is Shape.RANGE and all(p is not None and p.day is not None and not p.timed for p in ends)


def _clocks(s: Stretch) -> tuple[Point, Point] | None:
    """The hours of a stretch without its days."""
    if s.first is None or s.last is None:
        return None
    left, right = (
        Point(p.start, p.end, hour=p.hour, minute=p.minute, midnight=p.midnight, shift=p.shift)
        for p in (s.first, s.last)
    )
    return left, right


def _hours_first(s: Stretch) -> bool:
    first, last = s.first, s.last
    return bool(
        s.shape is Shape.RANGE and first and last and first.timed and not first.dated and last.dated and last.timed
    )


def days_with_hours(stretches: list[Stretch], text: str, words: Words) -> list[Stretch]:
    out: list[Stretch] = []
    for s in stretches:
        day = out[-1] if out else None
        spread = any(x.last and x.last.dated for x in out if x.shape is Shape.RANGE)
        if (
            day
            and not spread
            and day.shape is Shape.POINT
            and only_hours(s)
            and words.day_and_hours.fullmatch(text[day.end : s.start])
            and (both := on_day(day, s))
        ):
            _to_all(out, s, text, words)
            out[-1] = replace(both, end=s.end)
        else:
            out.append(s)
            if _on_one_day(s):
                _to_all(out, s, text, words)
    return out


def _on_one_day(s: Stretch) -> bool:
    """A day with its hours ("10 June, 10am to 2pm"): in a list of days they are those of each."""
    return (
        s.shape is Shape.RANGE and s.first is not None and s.last is not None
        and s.first.dated and s.first.timed and not s.first.now and only_hours(replace(s, first=s.last))
    )  # fmt: skip


def _to_all(out: list[Stretch], hours: Stretch, text: str, words: Words) -> None:
    """Hours behind a list of days are those of each ("16 and 23 May, each time from 11.30 pm to 4 am")."""
    told = out[-1].first if only_hours(hours) else None
    each = told is not None and words.of_each.search(text, told.start, hours.start)
    for at in range(len(out) - 2, -1, -1):
        one, gap = out[at], text[out[at].end : out[at + 1].start]
        joined = words.conjunction.fullmatch(gap) or (each and words.other_place.fullmatch(gap))
        if one.shape is not Shape.POINT or not joined:
            return
        if both := on_day(one, hours):
            out[at] = both
