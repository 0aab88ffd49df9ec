"""Tables that are several: a title in a row above the heads, heads that come again, other heads further down."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Cell
from ingest.understand.figures.heads import Grid, depth_of, has_quantity
from ingest.understand.figures.notice import Notice

_Row = Sequence[Cell]


def stacked(notice: Notice, rows: Grid) -> list[Grid]:
    """The tables that stand on each other, each with its heads first and the row that was above them next.

    That row, a name of what follows, is then read as the name of a group of rows.
    """
    starts = [0]
    head = _opening(notice, rows)
    for at in range(head + depth_of(notice, rows[head:]), len(rows)):
        if _is_head(notice, rows[at], rows[head]) and at + 1 < len(rows):
            above = at - 1 if _across(rows[at - 1]) and not has_quantity(notice, rows[at - 1][0]) else at
            starts.append(above)
    ends = [*starts[1:], len(rows)]
    return [_headed(notice, rows[a:b]) for a, b in zip(starts, ends, strict=True) if b > a]


def _across(row: _Row) -> bool:
    return len(row) > 1 and bool(row[0].text) and len({c.span for c in row if c.text}) == 1


def _opening(notice: Notice, rows: Grid) -> int:
    """The row of the heads: below one that is a single cell."""
    return 1 if len(rows) > 2 and _across(rows[0]) and not has_quantity(notice, rows[0][0]) else 0


def _is_head(notice: Notice, row: _Row, head: _Row) -> bool:
    filled = [c for c in row if c.text]
    again = [c.text for c in row] == [c.text for c in head]
    marked = all(c.header for c in filled) and not any(has_quantity(notice, c) for c in filled)
    return len({c.span for c in filled}) > 1 and (again or marked)


def _headed(notice: Notice, rows: Grid) -> Grid:
    at = _opening(notice, rows)
    if not at:
        return rows
    below = at + depth_of(notice, rows[at:])
    return (*rows[at:below], *rows[:at], *rows[below:])
