"""Tables of holidays: days on one side, and in their cells what is closed, open for some hours or as usual again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.model import Category, Cell, EndKind, Moment, Table, WindowRole
from ingest.understand.windows import years
from ingest.understand.windows.borders import hours_on
from ingest.understand.windows.candidates import Found
from ingest.understand.windows.context import Place
from ingest.understand.windows.hours import only_hours
from ingest.understand.windows.lexicon import words
from ingest.understand.windows.notice import Notice
from ingest.understand.windows.recurrence import daily
from ingest.understand.windows.stretch import Shape, Stretch
from ingest.understand.windows.subjects import readable

_R = WindowRole
_QUOTE = 200
"""Characters up to which a day and its cell are quoted together."""
_CLAUSE = re.compile(r"[;。,\n]|(?<=[a-z])\. ")
_SURE = 5.0
"""The score of a role that a cell tells by itself."""
_Read = tuple[Place, list[Stretch]]
Read = list[_Read]


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the table, and the cells that tell what holds on it, each with what it is told of."""

    place: Place
    stretch: Stretch
    cells: tuple[tuple[Place, list[Stretch], str], ...]


def read_calendars(notice: Notice, printed: Read) -> Read:
    """Puts the windows of such tables into `notice.found`; the places that are left are read as all others."""
    branches = notice.category is Category.BRANCH_CHANGE
    if notice.category is not Category.HOLIDAY_HOURS and not branches:
        return printed
    left = printed
    for table in notice.document.tables:
        days = list(_days(notice, table, printed))
        told = [state for day in days for place, _, _ in day.cells for state in _states(notice, place)]
        if len(days) < 2 or "closed" not in told or (branches and not days[0].place.is_header):
            continue
        notice.found.extend(_windows(notice, days))
        taken = {day.place.start for day in days} | {place.start for day in days for place, _, _ in day.cells}
        left = [(p, s) for p, s in left if p.start not in taken]
    return left


def _days(notice: Notice, table: Table, printed: Read) -> Iterator[_Day]:
    read = {(p.start, p.end): (p, s) for p, s in printed}
    rows = table.rows
    heads = [_own(notice, cell, read) for cell in rows[0]]
    if sum(_dated(h[1]) for h in heads) > 1:
        for c, (place, stretches) in enumerate(heads):
            if _dated(stretches):
                below = [(r[c], r[0].text.strip()) for r in rows[1:] if c < len(r)]
                yield _Day(
                    place, stretches[0], tuple((*_own(notice, x, read), name) for x, name in below if x.text.strip())
                )
        return
    for row in rows:
        owns = [_own(notice, cell, read) for cell in row]
        at = next((c for c, (_, stretches) in enumerate(owns) if _dated(stretches)), None)
        if at is not None:
            beside = [c for c in range(at + 1, len(row)) if row[c].text.strip()]
            yield _Day(owns[at][0], owns[at][1][0], tuple((*owns[c], rows[0][c].text.strip()) for c in beside))


def _own(
    notice: Notice, cell: Cell, read: dict[tuple[int, int], tuple[Place, list[Stretch]]]
) -> tuple[Place, list[Stretch]]:
    start, end = (bisect_left(notice.normal.origin, at) for at in (cell.span.start, cell.span.end))
    return read.get((start, end)) or (Place(start, end), [])


def _dated(stretches: list[Stretch]) -> bool:
    if len(stretches) != 1 or only_hours(stretches[0]) or stretches[0].shape not in (Shape.POINT, Shape.RANGE):
        return False
    return not any(p and p.timed for p in (stretches[0].first, stretches[0].last))


def _states(notice: Notice, place: Place) -> Iterator[str]:
    for a, b in _clauses(notice, place):
        if state := _state(notice.text[a:b]):
            yield state


def _clauses(notice: Notice, place: Place) -> Iterator[tuple[int, int]]:
    at = place.start
    for m in _CLAUSE.finditer(notice.text, place.start, place.end):
        yield at, m.start()
        at = m.end()
    yield at, place.end


def _state(text: str) -> str | None:
    """closed, early, usual, or None."""
    forms = words().calendar
    return next((name for name in ("early", "closed", "usual") if forms[name].search(text)), None)


def _windows(notice: Notice, days: list[_Day]) -> Iterator[Found]:
    closed: set[str] = set()
    for day in days:
        dates = _on(notice, day)
        if dates is None or dates.first is None:
            continue
        for place, stretches, name in day.cells:
            for a, b in _clauses(notice, place):
                whole = _whole(notice, day, dates.first, dates.last or dates.first, (a, b))
                whole = replace(whole, applies_to=readable(name), guessed=dates.guessed)
                hours = next((s for s in stretches if a <= s.start and s.end <= b and only_hours(s)), None)
                if told := _open(whole, hours) if hours else _kept(whole, _state(notice.text[a:b]), name, closed):
                    yield told


def _on(notice: Notice, day: _Day) -> years.Dates | None:
    notice.enter(day.place)
    first, last = day.stretch.first, day.stretch.last
    if first is None:
        return None
    found = years.between(first, last, notice.calendar) if last else years.single(first, notice.calendar, False)
    return None if found.broken else found


def _whole(notice: Notice, day: _Day, first: Moment, last: Moment, cell: tuple[int, int]) -> Found:
    """The day as one on which all is closed, quoted with its cell where they stand in one line."""
    s = day.stretch
    start, end = min(s.start, cell[0]), max(s.end, cell[1])
    if end - start > _QUOTE or "\n" in notice.text[start:end]:
        start, end = s.start, s.end
    place = replace(day.place, line=(day.place.line[0] or 1, cell[0]))
    return Found(s, place, _R.CLOSURE, first, last, EndKind.DATE, start, end, _SURE, True)


def _kept(whole: Found, state: str | None, name: str, closed: set[str]) -> Found | None:
    """Closed, or open again after that; `closed` are the columns that were closed on the days before."""
    if state == "closed":
        closed.add(name)
        return whole
    if state == "usual" and name in closed:
        closed.discard(name)
        return replace(whole, role=_R.RESUME, last=None, end_kind=EndKind.OPEN)
    return None


def _open(whole: Found, hours: Stretch) -> Found | None:
    """Open for some hours of the day, or of each of the days."""
    if whole.first is None or hours.first is None or hours.last is None or hours.first.hour is None:
        return None
    aside = replace(whole, role=_R.EFFECTIVE, key=False)
    if whole.first == whole.last:
        first, last = hours_on(whole.first.day, hours)
        return replace(aside, first=first, last=last)
    times = (hours.first, hours.last)
    return replace(aside, stretch=replace(aside.stretch, hours=times), recurrence=daily(times))
