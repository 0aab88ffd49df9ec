"""Figures of a table: one a row and thing, old beside new where the heads say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ingest.model import Category, Cell, Direction, Figure, Span, Table
from ingest.understand.figures.changed_cells import ChangedCells
from ingest.understand.figures.epochs import WILL, epoch
from ingest.understand.figures.heads import Grid, plain_of, reads_down, transposed
from ingest.understand.figures.labels import Row
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.phrases import cleaned
from ingest.understand.figures.spread import listed
from ingest.understand.figures.stacked import stacked
from ingest.understand.figures.statements import tell
from ingest.understand.figures.stretch import Told
from ingest.understand.figures.tabular import RULE
from ingest.understand.figures.ways import remarked, turned
from ingest.understand.figures.words import pattern
from ingest.understand.lexicon import pattern as rule

_THRESHOLD: Final = re.compile(
    r"金额|净额|签账|余额|结余|消费|缴存|存款|资产|实付|实收|充值|满(?![足意期])"
    r"|spend|purchase|top[- ]?up|order|deposit|balance",
    re.I,
)
_NOTE: Final = re.compile(r"\s*(?:(?:附|备)?注|说明|notes?)\s?\d{0,2}\s?[::.、)]\s?", re.I)


def read_table(notice: Notice, table: Table) -> list[Figure]:
    """The figures of a table, row by row."""
    rows: Grid = tuple(r for r in table.rows if any(c.text for c in r))
    if len(rows) < 1 or not rows[0]:
        return []
    rows = listed(notice, rows)
    if len(rows) > 1 and reads_down(notice, rows):
        return list(_TableReader(notice, table, transposed(rows), turned=True).figures())
    return [f for part in stacked(notice, rows) if part for f in _TableReader(notice, table, part).figures()]


class _TableReader(ChangedCells):
    def __init__(self, notice: Notice, table: Table, rows: Grid, turned: bool = False) -> None:
        super().__init__(notice, table, rows, turned)
        heads = " ".join(c.head for c in self.layout.columns[:1])
        self.brings = pattern("states", "brings").search(self.lead) is not None
        self.ends = rule("figures", "states", "ends").search(f"{self.lead}\n{heads}") is not None

    def figures(self) -> Iterator[Figure]:
        done: set[tuple[Span, ...]] = set()
        for row in self.data:
            if row.note:
                start, end = self.notice.place(row.cells[0].span)
                if mark := _NOTE.match(self.notice.text, start, end):
                    start = mark.end()
                yield from tell(self.notice, Told(start, end, "", self.around, RULE))
            else:
                yield from (replace(f, note=f.note or row.day) for f in self._told(row, done))

    def _told(self, row: Row, done: set[tuple[Span, ...]]) -> Iterator[Figure]:
        if not self.layout.pairs:
            yield from (self._turned(f, row) for f in self._values(row, done))
            return
        for old, new in self._apart(row):
            day = self.rows[self.layout.depth - 1][new].span if self.layout.columns[new].day else None
            if not self._stays(row, old, new):
                yield from (replace(f, note=day) for f in self._change(row, old, new))
        yield from self._named_shares(row)
        yield from self._conditions(row)
        yield from self._beside(row)

    def _conditions(self, row: Row) -> Iterator[Figure]:
        """What a column beside old and new ones says is to be done for them ("Charge at least $500 to the card")."""
        for cell, column in zip(row.cells, self.layout.columns, strict=True):
            start, end = self.notice.place(cell.span)
            asked = column.role == "label" and rule("figures", "headers", "asked").search(column.head)
            if asked and cell.text and self.notice.within(start, end):
                told = Told(start, end, row.cells[0].text, self.around, RULE)
                yield from (replace(f, evidence=self._evidence(row, (cell,))) for f in tell(self.notice, told))

    def _apart(self, row: Row) -> Iterator[tuple[int, int]]:
        """The pairs of old and new, one for cells that stand for several (a cell across two classes of customers)."""
        spans = set[tuple[Span, Span]]()
        for old, new in self.layout.pairs:
            cells = row.cells[old].span, row.cells[new].span
            if cells not in spans or not row.cells[new].text:
                yield old, new
            spans.add(cells)

    def _turned(self, figure: Figure, row: Row) -> Figure:
        """A value with the way that its row tells, or new where the table is one of what is introduced."""
        if self.way is not None:
            cell = row.cells[self.way]
            told = turned(self.notice, figure, cell, self.layout.columns[self.way].head, self.around)
            return self._widened(figure, told, row, cell)
        for cell, column in zip(row.cells, self.layout.columns, strict=True):
            if column.role == "ignore" and cell.text:
                told = remarked(self.notice, figure, cell, column.head, self.around)
                if told is not figure:
                    return self._widened(figure, told, row, cell)
        if figure.direction is Direction.STATED and self._put_on(figure, row):
            return replace(figure, direction=Direction.NEW)
        if self.brings and figure.direction is Direction.STATED and figure.new:
            return replace(figure, direction=Direction.NEW)
        if self.ends and figure.direction is Direction.STATED and any(q.value for q in figure.new):
            gone = replace(figure, direction=Direction.REMOVED, old=figure.new, new=())
            return replace(gone, old_text=figure.new_text, new_text=None)
        return figure

    def _put_on(self, figure: Figure, row: Row) -> bool:
        """Is it a limit that a measure puts on accounts from the day of its row on?"""
        if self.notice.category is not Category.ACCOUNT_GOVERNANCE or row.day is None:
            return False
        start, end = self.notice.place(row.day)
        limits = any(q.qualifier in ("max", "<=") or q.unit.endswith("/day") for q in figure.new)
        return limits and epoch(self.notice.undated[start:end]) == WILL

    def _widened(self, figure: Figure, told: Figure, row: Row, cell: Cell) -> Figure:
        """`told` with evidence that holds the cell by which it differs from `figure`."""
        if told is figure or cell.span.start <= figure.evidence.span.end:
            return told
        return replace(told, evidence=self._evidence(row, (cell,)))

    def _values(self, row: Row, done: set[tuple[Span, ...]]) -> Iterator[Figure]:
        for i, column in enumerate(self.layout.columns):
            cell = row.cells[i]
            if (cell.span,) in done or not cell.text or not self._speaks(i, column.role, column.head):
                continue
            done.add((cell.span,))
            label = self._labels_of(cell, i) if i or not self.layout.depth else ""
            if column.role == "label" and i:
                label = re.sub(
                    r"^(?:：|，|, )+|(?:：|，|, )+$", "", label.replace(cleaned(plain_of(self.notice, cell)), "")
                )
            yield from self._stated(row, cell, column.head, column.base, label)

    def _speaks(self, i: int, role: str, head: str) -> bool:
        """Value columns; thresholds in the first column of a promotion too."""
        if role == "value":
            return True
        if role == "label" and i and self.notice.category is Category.PRODUCT_LAUNCH:
            named = [c for c in self.layout.columns[:i] if c.role == "label"]
            return bool(named) and self.layout.columns[i].family == "term"
        first = i == 0 and self.notice.category in (Category.PROMOTION, None)
        return first and _THRESHOLD.search(head) is not None and self.layout.depth > 0

    def _labels_of(self, cell: Cell, i: int) -> str:
        """The names of all rows that a cell spans; none where it holds for the whole table."""
        rows = [r for r in self.data if r.cells[i].span == cell.span]
        if len(rows) > 2 and len(rows) == sum(not r.note for r in self.data):
            return ""
        return "、".join(dict.fromkeys(r.label for r in rows if r.label)) if len(rows) < 5 else rows[0].label
