"""From printed points to calendar days: what a date lacks, it inherits or the publication date decides.

A year is taken from the other end of the stretch, from the last date of the same passage, from the same day named
elsewhere with its year, from a year in the title; else it is the publication's year or one beside it, nearest first
and future before past.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.model import Moment
from ingest.understand.windows.points import Point

_YEAR = re.compile(r"(?<!\d)(20\d\d) ?年(?!前|以来|以后)|(?<![\d/.-])(20\d\d)(?![\d/.-])")
_LONGEST = dt.timedelta(days=400)
_HALF_YEAR = dt.timedelta(days=183)
_MOST_OF_A_YEAR = dt.timedelta(days=300)
"""Behind the last day of a year one of its months to come may still be named; January is that of the next year."""
_FAR = dt.timedelta(days=330)
_HALF_WEEK = 3


@dataclass(slots=True)
class Calendar:
    """What is known of the years of a notice while it is read from top to bottom."""

    published: dt.date
    title_year: int | None = None
    here: int | None = None
    """A year that the sentence, its heading or the lead-in of its table prints without a day ("2026年第二季度")."""
    last: dt.date | None = None
    """The last date of the same passage."""
    known: set[dt.date] = field(default_factory=set)
    """Days that the notice prints with their year, and the days between two of them."""

    def year_for(self, month: int, day: int, weekday: int | None) -> tuple[int, bool]:
        """(year, guessed): guessed is False when something printed gives the year."""
        named = [d for d in self.known if (d.month, d.day) == (month, day) and self._plausible(d, weekday)]
        if named and (not self.last or len(named) == 1):
            return min(named, key=self._distance).year, False
        if self.last:
            return self._beside(self.last, month, day), False
        for year in (self.here, self.title_year):
            if year and self._plausible(_made(year, month, day), weekday):
                return year, False
        return self._nearest(month, day, weekday), True

    def _plausible(self, day: dt.date | None, weekday: int | None) -> bool:
        """A year that only stands near is the date's own if the date then lies where notices speak of."""
        if day is None:
            return False
        fits = weekday is None or day.weekday() == weekday
        return fits and -_HALF_YEAR <= day - self.published <= _FAR

    def _beside(self, last: dt.date, month: int, day: int) -> int:
        """The year of a date behind `last`: the same, unless it turns with the year between them."""
        same, former = _made(last.year, month, day), _made(last.year - 1, month, day)
        if same and last - same > (_HALF_YEAR if same < self.published else _MOST_OF_A_YEAR):
            return last.year + 1
        if same and former and same - last > _HALF_YEAR and former >= self.published:
            return last.year - 1
        return last.year

    def _nearest(self, month: int, day: int, weekday: int | None) -> int:
        days = [d for y in (-1, 0, 1) if (d := _made(self.published.year + y, month, day))]
        fitting = [d for d in days if weekday is None or self._plausible(d, weekday)] or days
        return min(fitting, key=self._distance).year if fitting else self.published.year

    def _distance(self, day: dt.date) -> int:
        away = (day - self.published).days
        return away if away >= 0 else -2 * away


def _made(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Dates:
    """The two ends of a stretch on the calendar; `guessed` when the year is nowhere in the context."""

    first: Moment | None
    last: Moment | None
    guessed: bool = False
    broken: bool = False


def years_in(text: str) -> Iterator[int]:
    for m in _YEAR.finditer(text):
        yield int(m[1] or m[2])


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _last_of(year: int, month: int) -> dt.date | None:
    return _made(year, month, _last_day(year, month)) if month <= 12 else None


def _moment(day: dt.date, point: Point, is_end: bool) -> Moment:
    """24:00 is 0:00 of the next day; midnight at an end is 24:00; an hour that no clock has leaves the day."""
    day += dt.timedelta(days=point.shift)
    if point.hour is None:
        return Moment(day)
    hour = 24 if point.midnight and is_end else point.hour
    if hour == 24:
        return Moment(day + dt.timedelta(days=1), dt.time(0, 0))
    return Moment(day, dt.time(hour, point.minute)) if hour < 24 and point.minute < 60 else Moment(day)


def _day(point: Point, year: int, month: int, is_end: bool) -> dt.date | None:
    if point.day:
        return _made(year, month, point.day)
    if not is_end:
        return _made(year, month, _last_day(year, month) if point.edge else 1)
    return _last_of(year, month + point.months - 1)


def single(point: Point, context: Calendar, is_end: bool) -> Dates:
    """The day of one point."""
    if point.broken:
        return Dates(None, None, broken=True)
    if point.now:
        return Dates(Moment(context.published), None)
    if point.same:
        return Dates(_moment(context.last, point, is_end) if context.last else None, None)
    if point.month is None:
        if point.day is None:
            return _named(point, context, is_end)
        if context.last is None:
            return Dates(None, None)
        month: int = context.last.month
    else:
        month = point.month
    year, guessed = (point.year, False) if point.year else context.year_for(month, point.day or 1, point.weekday)
    if point.next_year and not point.year:
        year, guessed = (context.last or context.published).year + 1, False
    day = _day(point, year, month, is_end)
    if day is None:
        return Dates(None, None, broken=True)
    context.last = day
    moment = _moment(day, point, is_end)
    return Dates(moment, None, guessed)


def _named(point: Point, context: Calendar, is_end: bool) -> Dates:
    """ "At 8 pm on Saturday": the Saturday of the week that the dates before it speak of."""
    if point.weekday is None:
        return Dates(None, None)
    if context.last:
        return Dates(_moment(weekday_near(context.last, point.weekday), point, is_end), None)
    alike = [d for d in context.known if d.weekday() == point.weekday and d >= context.published]
    return Dates(_moment(alike[0], point, is_end), None) if len(alike) == 1 else Dates(None, None)


def weekday_near(day: dt.date, weekday: int) -> dt.date:
    """The nearest day of that name, `day` itself included."""
    ahead = (weekday - day.weekday()) % 7
    return day + dt.timedelta(days=ahead if ahead <= _HALF_WEEK else ahead - 7)


def between(first: Point, last: Point, context: Calendar) -> Dates:
    """The days of a stretch; what one end lacks comes from the other."""
    if first.broken or last.broken:
        return Dates(None, None, broken=True)
    if not first.dated and first.day is None and last.dated:
        if first.weekday is not None and last.weekday is not None and first.weekday != last.weekday:
            return _weekday_first(first, last, context)
        return _hours_first(first, last, context)
    if first.month is None and first.day and last.month:
        first = _with_month(first, last)
    start, guessed = _start(first, last, context)
    if start is None:
        return Dates(None, None, broken=first.day is not None)
    end, crossed = _end(start, last)
    if end is None:
        return Dates(None, None, broken=True)
    context.last = end
    if last.exclusive and not last.timed and end > start:
        end -= dt.timedelta(days=1)
    if first.exclusive and not first.timed:
        start += dt.timedelta(days=1)
    left, right = _moment(start, first, False), _moment(end, last, True)
    if right.latest() <= left.earliest():
        right = Moment(right.day + dt.timedelta(days=1), right.time)
        if right.latest() <= left.earliest():
            return Dates(None, None, broken=True)
    relative = first.now and last.month is not None and not last.year and not _is_known(context, end)
    return Dates(left, right, guessed or crossed or relative)


def _is_known(context: Calendar, day: dt.date) -> bool:
    return context.here == day.year or context.title_year == day.year


def _with_month(first: Point, last: Point) -> Point:
    return replace(first, month=last.month, year=last.year)


def _weekday_first(first: Point, last: Point, context: Calendar) -> Dates:
    """ "8 pm on Saturday to 8 am on Monday 21 September": the day before the printed date that has that name."""
    found = single(last, context, True)
    if found.first is None or first.weekday is None:
        return found
    back = (found.first.day.weekday() - first.weekday) % 7
    return Dates(_moment(found.first.day - dt.timedelta(days=back), first, False), found.first, found.guessed)


def _hours_first(first: Point, last: Point, context: Calendar) -> Dates:
    """ "1:00 am to 8:30 am on 17 October": the date stands behind the hours."""
    found = single(last, context, True)
    if found.first is None or first.hour is None:
        return found
    day = found.first.day - dt.timedelta(
        days=last.shift + (1 if last.hour == 24 or (last.midnight and found.first.time) else 0)
    )
    left = Moment(day, dt.time(first.hour % 24, first.minute))
    right = found.first
    if right.time and right.latest() <= left.earliest():
        right = Moment(right.day + dt.timedelta(days=1), right.time)
    return Dates(left, right, found.guessed)


def _start(first: Point, last: Point, context: Calendar) -> tuple[dt.date | None, bool]:
    if first.now:
        return context.published, False
    if first.same:
        return context.last, False
    if first.month is None and first.day is None:
        return None, False
    month = first.month or (context.last.month if context.last else None)
    if month is None:
        return None, False
    day = first.day or 1
    if first.year:
        return _made(first.year, month, day), False
    if last.year and last.month and not last.next_year:
        start = _made(last.year, month, day)
        if start and (month, day) > (last.month, last.day or 31):
            start = _made(last.year - 1, month, day)
        return start, False
    year, guessed = context.year_for(month, day, first.weekday)
    return _made(year, month, day), guessed


def _end(start: dt.date, last: Point) -> tuple[dt.date | None, bool]:
    """(end, crossed): crossed when the year had to be raised without a word."""
    month = last.month or start.month
    if last.month is None and last.day is None:
        on = 0 if last.weekday is None or last.shift else (last.weekday - start.weekday()) % 7
        return start + dt.timedelta(days=on), False
    if last.month is None and last.day and last.day < start.day:
        month = start.month % 12 + 1
    year = last.year or start.year + (1 if last.next_year else 0)
    if not last.day:
        month += last.months - 1
    day = last.day or _last_day(year, month)
    end = _made(year, month, day)
    if end and end < start and not last.year:
        later = _made(year + 1, month, day)
        short = later and later - start <= _LONGEST
        return (later if short else None), last.month is not None and last.month == month and not last.next_year
    return (end if end and end >= start else None), False
