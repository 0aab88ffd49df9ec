"""Two tables, one of what holds now and one of what will hold, read as one with both beside each other.

现行收费标准                         项目 | 收费标准
项目 | 收费标准                           | 现行收费标准 | 8月1日起收费标准
挂失 | 10元              →           挂失 | 10元         | 5元
8月1日起收费标准
项目 | 收费标准
挂失 | 5元
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Cell, Passage, PassageKind, Span, Table
from ingest.understand.figures.columns import Column
from ingest.understand.figures.epochs import epoch
from ingest.understand.figures.heads import Grid, Layout, layout_of, words_of
from ingest.understand.figures.notice import Notice

_LONGEST = 80
"""Longest line above a table that is read as its name."""


@dataclass(frozen=True, slots=True)
class _Twin:
    """A table under a line that tells a time."""

    table: Table
    layout: Layout
    name: Cell
    epoch: int

    def names(self, row: Sequence[Cell]) -> tuple[str, ...]:
        return tuple(c.text for c, col in zip(row, self.layout.columns, strict=True) if col.role == "label")

    def data(self) -> Grid:
        return self.table.rows[self.layout.depth :]


def joined(notice: Notice, tables: Sequence[Table]) -> Iterator[Table]:
    """The tables of a notice, twins as one."""
    rest = list(tables)
    while rest:
        first = rest.pop(0)
        a, b = _twin(notice, first), _twin(notice, rest[0]) if rest else None
        if a and b and a.epoch != b.epoch and _alike(a, b):
            rest.pop(0)
            old, new = (a, b) if a.epoch < b.epoch else (b, a)
            yield Table(tuple(_merged(old, new)), Span(first.span.start, b.table.span.end), first.place)
        else:
            yield first


def _twin(notice: Notice, table: Table) -> _Twin | None:
    above = _above(notice, table.span)
    if above is None or not table.rows or len(table.rows[0]) < 2:
        return None
    name = Cell(above.span.of(notice.document.text), above.span, True)
    layout = layout_of(notice, table.rows)
    told = epoch(words_of(notice, name))
    if told is None or layout.pairs or layout.depth != 1 or len(name.text) > _LONGEST:
        return None
    return _Twin(table, layout, name, told)


def _above(notice: Notice, span: Span) -> Passage | None:
    before = [p for p in notice.document.passages if p.span.end <= span.start]
    return before[-1] if before and before[-1].kind is not PassageKind.ROW else None


def _alike(a: _Twin, b: _Twin) -> bool:
    """The same heads, and for half of the rows of the shorter one a row of the same name."""
    if [c.text for c in a.table.rows[0]] != [c.text for c in b.table.rows[0]]:
        return False
    mine, other = ({t.names(r) for r in t.data()} for t in (a, b))
    if len(mine) < len(a.data()) or len(other) < len(b.data()):
        return False  # rows of one name cannot be told apart
    valued = any(c.role == "value" for c in a.layout.columns)
    return valued and any(mine) and len(mine & other) * 2 >= min(len(mine), len(other))


def _merged(old: _Twin, new: _Twin) -> Iterator[tuple[Cell, ...]]:
    """Rows of the new table with the old value before each new one, then what only the old one has."""
    columns = new.layout.columns
    head = new.table.rows[0]
    yield _laid(columns, head, [(c, c) for c in head])
    yield _laid(columns, head, [(old.name, new.name) for _ in head])
    then = {old.names(r): r for r in old.data()}
    for row in new.data():
        was = then.get(new.names(row)) or tuple(Cell("", Span(row[0].span.start, row[0].span.start)) for _ in row)
        yield _laid(columns, row, list(zip(was, row, strict=True)))
    here = {new.names(r) for r in new.data()}
    for row in (r for r in old.data() if old.names(r) not in here):
        gone = tuple(Cell("", Span(c.span.end, c.span.end)) for c in row)
        yield _laid(columns, row, list(zip(row, gone, strict=True)))


def _laid(columns: Sequence[Column], row: Sequence[Cell], values: Sequence[tuple[Cell, Cell]]) -> tuple[Cell, ...]:
    """A row with two cells for each column of values."""
    sides = (
        pair if column.role == "value" else (cell,) for column, cell, pair in zip(columns, row, values, strict=True)
    )
    return tuple(itertools.chain(*sides))
