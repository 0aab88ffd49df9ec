"""Tables with old and new below each other: a column says of each row whether it is what was or what will be.

手机银行 | 调整前 | 50万元            手机银行 | 50万元 | 20万元
         | 调整后 | 20万元      →     (old and new side by side, as all other tables are read)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.model import Cell
from ingest.understand.figures.columns import Column
from ingest.understand.figures.epochs import WAS, WILL, epoch
from ingest.understand.figures.heads import Grid, Layout, words_of
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
    pairs = list(_couples(notice, data, times, names))
    if not pairs or not values or len(pairs) * 2 != len(data):
        return rows, layout
    merged = [(*(old[i] for i in names), *itertools.chain(*((old[i], new[i]) for i in values))) for old, new in pairs]
    old, new = pairs[0]
    head = rows[layout.depth - 1]
    heads = (*(head[i] for i in names), *itertools.chain(*((old[times], new[times]) for _ in values)))
    columns = [layout.columns[i] for i in names]
    for i in values:
        column = replace(layout.columns[i], role="paired")
        columns += [replace(column, epoch=WAS), replace(column, epoch=WILL)]
    first = range(len(names), len(columns), 2)
    return (heads, *merged), Layout(1, tuple(columns), tuple((i, i + 1) for i in first))


def _times(notice: Notice, data: Grid, columns: Sequence[Column]) -> int | None:
    """The column whose cells all tell a time, old ones and new ones by turns."""
    for i, column in enumerate(columns):
        told = [epoch(words_of(notice, row[i])) for row in data]
        turns = len(told) > 1 and all(a != b for a, b in itertools.pairwise(told))
        if column.role in ("label", "ignore") and turns and None not in told and len(set(told)) == 2:
            return i
    return None


def _couples(notice: Notice, data: Grid, times: int, names: Sequence[int]) -> Iterator[tuple[_Row, _Row]]:
    """(old, new) rows of one name, which stand next to each other."""
    for a, b in zip(data[::2], data[1::2], strict=False):
        if all(a[i].text == b[i].text or not b[i].text for i in names):
            yield (
                (a, b)
                if (epoch(words_of(notice, a[times])) or 0) < (epoch(words_of(notice, b[times])) or 0)
                else (b, a)
            )
