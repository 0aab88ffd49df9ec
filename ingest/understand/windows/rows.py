"""Windows that a table spreads over several cells of a row or a column: start and end, day and hours, stop and return.

A cell's side is what its head, or the name of its row, says of it: `start`, `end`, `back` (things work again), or "".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.understand.windows.context import Place
from ingest.understand.windows.hours import on_day, only_clock, only_hours
from ingest.understand.windows.lexicon import words
from ingest.understand.windows.points import Point
from ingest.understand.windows.stretch import Shape, Stretch

_EMPTY = re.compile(r"\b(?:of|the|on|at|date|time|services?)\b|日期|时间|日|\W", re.I)
"""What is left of a name that only says on which side its date stands."""
_WORDS = 24
"""From here on a cell tells something before its hours."""
Read = list[tuple[Place, list[Stretch]]]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell with one statement of time, or one that only says that the end is told later (`stretch` is None)."""

    at: int
    place: Place
    name: str
    stretch: Stretch | None


def spread(read: Read, text: str) -> Read:
    """The places with their stretches; where cells of a row or a column make one window, the first cell has it."""
    out = list(read)
    _under_days(out)
    for cells in (*_lines_of(read, text, by_row=True), *_lines_of(read, text, by_row=False)):
        _join(out, [c for c in cells if c.stretch is None or out[c.at][1] == [c.stretch]])
    return [(place, stretches) for place, stretches in out if not place.again]


def _under_days(read: Read) -> None:
    """Hours in a column whose head is a day ("Cut-off on 18 June"): they are those of that day."""
    days = {
        (place.line[0], place.column): (at, stretches[0])
        for at, (place, stretches) in enumerate(read)
        if place.is_header and len(stretches) == 1 and _is_day(stretches[0])
    }
    dated = {place.line for place, stretches in read if any(not _hours(s) for s in stretches)}
    used = set[int]()
    for at, (place, stretches) in enumerate(read):
        day = days.get((place.line[0], place.column))
        if day is None or place.is_header or place.line in dated or len(stretches) != 1:
            continue
        if joined := _on(day[1], stretches[0]):
            read[at] = (place, [replace(joined, start=stretches[0].start, end=stretches[0].end)])
            used.add(day[0])
    for at in used:
        read[at] = (read[at][0], [])


def _is_day(s: Stretch) -> bool:
    """A day, and not the one from which the column holds ("From 5 October")."""
    return single(s) and s.shape is not Shape.FROM and not _timed(s)


def _hours(s: Stretch) -> bool:
    return only_hours(s) or only_clock(s)


def _lines_of(read: Read, text: str, *, by_row: bool) -> Iterator[list[_Cell]]:
    """The cells of each row with the heads of their columns, or of each column with the names of their rows."""
    lines: dict[tuple[int, int], list[_Cell]] = defaultdict(list)
    for at, (place, stretches) in enumerate(read):
        if place.line == (0, 0) or place.is_header or len(stretches) > 1:
            continue
        event = not stretches and words().event_cell.search(text, place.start, place.end) is not None
        if not stretches and not event:
            continue
        if stretches and place.told == (0, 0) and _usual(text, place, stretches[0]):
            continue
        name = place.header if by_row else " ".join(place.left[-1:])
        key = place.line if by_row else (place.line[0], place.column)
        if by_row or name:
            lines[key].append(_Cell(at, place, name, stretches[0] if stretches else None))
    return (cells for cells in lines.values() if len(cells) > 1)


def _usual(text: str, place: Place, s: Stretch) -> bool:
    """Hours in a cell of words that only says that something is as always ("the other branch is open as normal, …")."""
    before = text[place.start : s.start]
    return only_hours(s) and len(before) > _WORDS and words().calendar["usual"].search(before) is not None


def _of_one(left: _Cell, right: _Cell) -> bool:
    """May they belong together? Cells of a column do where one is below the other and both speak of the same."""
    if left.place.line == right.place.line:
        return True
    below = right.place.line[1] - left.place.line[1] == 1
    hours = right.stretch is not None and _hours(right.stretch)
    if hours and not _side(right.name):
        return below and words().cell["hours"].search(right.name) is not None
    return below and matter(left.name) == matter(right.name)


def matter(name: str) -> str:
    """What a name speaks of, without the words that make a start or an end of it."""
    for side in ("start", "end", "back", "stop"):
        name = words().cell[side].sub("", name)
    return _EMPTY.sub("", name.casefold()).strip()


def _side(name: str) -> str:
    forms = words().cell
    return next((side for side in ("back", "end", "start") if forms[side].search(name)), "")


def _join(read: Read, cells: list[_Cell]) -> None:
    """Days and hours first, then starts and ends."""
    cells = list(_with_clocks(read, cells))
    at = 0
    while at + 1 < len(cells):
        joined = _either_way(cells[at], cells[at + 1]) if _of_one(cells[at], cells[at + 1]) else None
        if joined is None:
            at += 1
            continue
        left, right = cells[at], cells[at + 1]
        back = right.stretch is not None and _side(right.name) == "back" and not _timed(right.stretch)
        _settle(read, left, right, joined, keep=back)
        at += 2


def _with_clocks(read: Read, cells: Iterable[_Cell]) -> Iterator[_Cell]:
    """A day and the hour or the hours in the next cell are one; a second hour behind them is its own cell."""
    day: _Cell | None = None
    for cell in cells:
        joined = None
        from_then = (
            only_hours(cell.stretch) and words().cell["holds"].search(day.name) if day and cell.stretch else None
        )
        if day and _of_one(day, cell) and not from_then:
            joined = _on(day.stretch, cell.stretch) or _on(cell.stretch, day.stretch)
        if day and joined:
            _settle(read, day, cell, joined)
            name = cell.name if only_clock(cell.stretch) and not _side(day.name) else day.name
            day = replace(day, stretch=joined, name=name)
            continue
        if day:
            yield day
        day = cell
    if day:
        yield day


def _on(day: Stretch | None, hours: Stretch | None) -> Stretch | None:
    """A day with the hours, or the one hour, that another cell tells."""
    if day is None or hours is None or _hours(day):
        return None
    if only_hours(hours):
        return on_day(day, hours)
    point, clock = day.first or day.last, hours.first
    if not only_clock(hours) or clock is None or point is None or point.timed or day.shape is Shape.RANGE:
        return None
    at = replace(point, hour=clock.hour, minute=clock.minute, midnight=clock.midnight, shift=point.shift or clock.shift)
    return replace(day, first=at, last=None, shape=Shape.POINT)


def _settle(read: Read, left: _Cell, right: _Cell, joined: Stretch, *, keep: bool = False) -> None:
    """`joined` stands in the first of the cells that begins in this row; `keep`: the other one says something too."""
    home = right if left.place.again else left
    mine = home.stretch
    start = joined.start if mine is None else mine.start
    end = max((c.stretch.end for c in (left, right) if c.stretch and not c.place.again), default=joined.end)
    place = home.place
    if right.stretch and left.place.header and right.place.header not in ("", left.place.header):
        place = replace(place, header=f"{left.place.header} {right.place.header}")
    read[left.at] = (left.place, [])
    if not keep:
        read[right.at] = (right.place, [])
    read[home.at] = (place, [replace(joined, start=start, end=max(start, end))])


def _either_way(left: _Cell, right: _Cell) -> Stretch | None:
    """Some tables print the end before the start ("恢复 | 暂停"): then both columns speak of the same."""
    if joined := _window(left, right):
        return joined
    joined = _window(right, left) if matter(left.name) == matter(right.name) else None
    if joined is None or joined.first is None or joined.last is None:
        return None
    return joined if _moment(joined.first) < _moment(joined.last) else None


def _moment(point: Point) -> tuple[int, ...]:
    return point.year or 0, point.month or 0, point.day or 0, point.hour or 0, point.minute


def _window(left: _Cell, right: _Cell) -> Stretch | None:
    """The stretch from what the left cell begins to what the right one ends."""
    one, two, sides = left.stretch, right.stretch, (_side(left.name), _side(right.name))
    if one is None or not single(one) or sides[1] not in ("end", "back"):
        return None
    stops = sides[1] == "back" and words().cell["stop"].search(left.name) is not None
    if stops and not _timed(one) and words().cell["away"].search(left.name):
        return None  # the days on which it is closed, not the first of them
    if sides[0] != "start" and not stops:
        return None
    first = one.first or one.last
    if first is None or only_clock(one):
        return None
    if two is None:
        return replace(one, shape=Shape.FROM, first=first, last=None, event=True)
    last = two.first or two.last
    if last is None or not single(two) or (only_clock(two) and not first.timed):
        return None
    if sides[1] == "back" and not last.timed:
        if last.day is None:
            return None
        last = replace(last, exclusive=True)  # what comes back on a day is away until the evening before
    return replace(one, shape=Shape.RANGE, first=first, last=last, away=stops and sides[1] == "back")


def _timed(s: Stretch) -> bool:
    return any(p is not None and p.timed for p in (s.first, s.last))


def single(s: Stretch) -> bool:
    return s.shape in (Shape.POINT, Shape.FROM, Shape.UNTIL)
