"""The source as our own HTML: passages and tables of the Document, escaped, with the evidence marked.

Every place that something refers to is one <mark> whose id follows from its span, so that links work without script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from ingest.model import Cell, Document, Passage, PassageKind, Span, Table
from ingest.publish.inert import inert

_FIRST = Markup('<mark id="{0}" data-span="{0}" tabindex="-1">')
_AGAIN = Markup('<mark data-span="{0}">')


def anchor(span: Span) -> str:
    """The id of the mark of `span`."""
    return f"s{span.start}-{span.end}"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One <td> or <th>: a cell that stands in several places of the grid is written once, spanning them."""

    html: Markup
    header: bool
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`html`) or a table (`grid`)."""

    kind: str
    html: Markup = field(default_factory=Markup)
    grid: tuple[tuple[GridCell, ...], ...] = ()
    caption: str | None = None


class Marker:
    """Writes stretches of a text with its marks; each id once."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self.text = text
        self.spans = sorted({s for s in spans if 0 <= s.start < s.end <= len(text)}, key=lambda s: (s.start, -s.end))
        self._written: set[str] = set()

    def html(self, span: Span) -> Markup:
        touching = [s for s in self.spans if s.start < span.end and s.end > span.start]
        return Markup("").join(self._nest(span.start, span.end, touching))

    def _nest(self, start: int, end: int, spans: Sequence[Span]) -> list[Markup]:
        """Marks inside marks; where two overlap, the second is cut in two."""
        out: list[Markup] = []
        at, rest = start, list(spans)
        while rest:
            mark = rest.pop(0)
            opens, closes = max(mark.start, at), min(mark.end, end)
            if opens >= closes:
                continue
            inner = [s for s in rest if s.start < closes]
            rest = [s for s in rest if s.end > closes]
            out += [self._plain(at, opens), self._open(mark), *self._nest(opens, closes, inner), self._close(mark)]
            at = closes
        return [*out, self._plain(at, end)]

    def _open(self, span: Span) -> Markup:
        name = anchor(span)
        first = name not in self._written
        self._written.add(name)
        return (_FIRST if first else _AGAIN).format(name)

    def _close(self, span: Span) -> Markup:
        return Markup("</mark>")

    def _plain(self, start: int, end: int) -> Markup:
        return escape(inert(self.text[start:end]))


def blocks(document: Document, spans: Iterable[Span], marker: Marker | None = None) -> list[Block]:
    """The document in its order, tables where they stand. `marker` marks otherwise than as evidence."""
    marker = marker or Marker(document.text, spans)
    passages = document.passages or (Passage(PassageKind.PARAGRAPH, Span(0, len(document.text)), ""),)
    tables = sorted(document.tables, key=lambda table: table.span.start)
    found: list[Block] = []
    for passage in passages:
        table = next(
            (t for t in tables if t.span.start <= passage.span.start < max(t.span.end, t.span.start + 1)), None
        )
        if table is None:
            found.append(Block(passage.kind.value, marker.html(passage.span)))
        elif passage.span.start == min(p.span.start for p in passages if p.span.start >= table.span.start):
            found.append(Block("table", grid=_grid(table, marker), caption=table.caption))
    return found


def _grid(table: Table, marker: Marker) -> tuple[tuple[GridCell, ...], ...]:
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[GridCell, ...]] = []
    for r, row in enumerate(table.rows):
        cells: list[GridCell] = []
        for c, cell in enumerate(row):
            if (r, c) in taken:
                continue
            columns, height = _extent(table.rows, r, c)
            taken |= {(r + dr, c + dc) for dr in range(height) for dc in range(columns)}
            cells.append(GridCell(marker.html(cell.span), cell.header, columns, height))
        rows.append(tuple(cells))
    return tuple(rows)


def _extent(rows: Sequence[Sequence[Cell]], r: int, c: int) -> tuple[int, int]:
    """Over how many columns and rows the cell at (r, c) stands."""
    cell = rows[r][c]
    if cell.span.start == cell.span.end:
        return 1, 1
    columns = 1
    while c + columns < len(rows[r]) and rows[r][c + columns].span == cell.span:
        columns += 1
    height = 1
    while r + height < len(rows) and all(
        c + d < len(rows[r + height]) and rows[r + height][c + d].span == cell.span for d in range(columns)
    ):
        height += 1
    return columns, height
