"""Tables with old and new below each other: a column says of each row whether it is what was or what will be.

手机银行 | 调整前 | 50万元            手机银行 | 50万元 | 20万元
         | 调整后 | 20万元      →     (old and new side by side, as all other tables are read)
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Cell
from ingest.understand.figures.columns import Column
from ingest.understand.figures.epochs import WAS, WILL, epoch
from ingest.understand.figures.heads import Grid, Layout, base_of, words_of
from ingest.understand.figures.notice import Notice

_Row = Sequence[Cell]


def folded(notice: Notice, rows: Grid, layout: Layout) -> tuple[Grid, Layout]:
    """`rows` and their layout with the two rows of each thing as one; as they are where no column tells the times."""
    data = rows[layout.depth :]
    times = None if layout.pairs or not layout.depth else _times(notice, data, layout.columns)
    if times is None:
        return rows, layout
    names = [i for i, c in enumerate(layout.columns) if c.role == "label" and i != times]
    values = [i for i, c in enumerate(layout.columns) if c.role == "value"]
    pairs = _couples(notice, data, times, names)
    if not pairs or not values:
        return rows, layout
    if any(_rest(notice, row[times]) for row, _ in pairs):
        pairs = [tuple(_cut(notice, row, times) for row in pair) for pair in pairs]  # type: ignore[misc]
        names = [times, *names]
    merged = [
        (*(old[i] if old[i].text else new[i] for i in names), *itertools.chain(*((old[i], new[i]) for i in values)))
        for old, new in pairs
    ]
    head = rows[layout.depth - 1]
    then, now = (
        next(r[times] for r in data if _rank(notice, r[times]) == rank) for rank in _ranks(notice, data, times)
    )
    heads = (*(head[i] for i in names), *itertools.chain(*((then, now) for _ in values)))
    columns = [layout.columns[i] for i in names]
    for i in values:
        column = replace(layout.columns[i], role="paired")
        columns += [replace(column, epoch=WAS), replace(column, epoch=WILL)]
    first = range(len(names), len(columns), 2)
    return (heads, *merged), Layout(1, tuple(columns), tuple((i, i + 1) for i in first))


def _times(notice: Notice, data: Grid, columns: Sequence[Column]) -> int | None:
    """The column whose cells all tell one of two times."""
    for i, column in enumerate(columns):
        if column.role in ("label", "ignore") and len(data) > 1:
            told = {_rank(notice, row[i]) for row in data}
            if len(told) == 2 and None not in told:
                return i
    return None


def _rank(notice: Notice, cell: Cell) -> int | None:
    return epoch(words_of(notice, cell))


def _ranks(notice: Notice, data: Grid, times: int) -> list[int]:
    return sorted({rank for row in data if (rank := _rank(notice, row[times])) is not None})


def _rest(notice: Notice, cell: Cell) -> str:
    """What a cell says beside its time: 调整前：三个月."""
    return base_of(words_of(notice, cell))


def _cut(notice: Notice, row: _Row, at: int) -> _Row:
    """The row with only the name in the cell that tells its time too."""
    start, end = notice.place(row[at].span)
    rest = _rest(notice, row[at])
    begin = notice.text.find(rest, start, end)
    if not rest or begin < 0:
        return row
    span = notice.span(begin, begin + len(rest))
    return (*row[:at], Cell(span.of(notice.document.text), span, row[at].header), *row[at + 1 :])


def _couples(notice: Notice, data: Grid, times: int, names: Sequence[int]) -> list[tuple[_Row, _Row]]:
    """(old, new) rows of one name; none where any row has no like, or more than one."""
    old_rank, _ = _ranks(notice, data, times)
    named: dict[tuple[str, ...], dict[bool, _Row]] = {}
    above: tuple[str, ...] = ()
    for row in data:
        own = tuple(row[i].text for i in names)
        above = tuple(mine or told for mine, told in zip(own, above or own, strict=True)) if not any(own) else own
        sides = named.setdefault((*above, _rest(notice, row[times])), {})
        old = _rank(notice, row[times]) == old_rank
        if old in sides:
            return []
        sides[old] = row
    return [(s[True], s[False]) for s in named.values()] if all(len(s) == 2 for s in named.values()) else []
