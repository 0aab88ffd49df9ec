"""Blocks → Document: one text, and every passage, row and cell with its place in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.extract.blocks import HAN, Block, Grid
from ingest.model import Cell, Document, Link, Passage, PassageKind, Span, Table

_LATIN = re.compile("[A-Za-z]")


@dataclass(slots=True)
class _Text:
    """The text as it grows, line by line."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def line(self, text: str) -> Span:
        if self.parts:
            self.length += 1
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start, self.length)


def assemble(
    title: str,
    blocks: Iterable[Block],
    *,
    links: tuple[Link, ...] = (),
    media_type: str,
    title_place: str = "",
    problem: str | None = None,
) -> Document:
    """The Document of a title and what follows it; without dates, address and charset."""
    text, passages, tables = _Text(), [], []
    if title:
        passages.append(Passage(PassageKind.TITLE, text.line(title), title_place))
    for block in blocks:
        if block.grid:
            tables.append(_table(block, block.grid, text, passages))
        else:
            passages.append(Passage(block.kind, text.line(block.text), block.place))
    joined = "\n".join(text.parts)
    language, script = language_of(joined, title)
    return Document(
        joined, title, tuple(passages), tuple(tables), links, language, script, media_type=media_type, problem=problem
    )


def _table(block: Block, grid: Grid, text: _Text, passages: list[Passage]) -> Table:
    placed: dict[int, Cell] = {}
    rows: list[tuple[Cell, ...]] = []
    start = None
    if grid.caption:
        span = text.line(grid.caption)
        passages.append(Passage(PassageKind.HEADING, span, block.place))
    for at, row in enumerate(grid.rows):
        own = grid.row_cells(at)
        if own:
            span = text.line(" | ".join(c.text for c in own))
            passages.append(Passage(PassageKind.ROW, span, f"{block.place} row {at + 1}"))
            offset = span.start
            start = offset if start is None else start
            for cell in own:
                placed[id(cell)] = Cell(cell.text, Span(offset, offset + len(cell.text)), cell.header)
                offset += len(cell.text) + 3
        blank = Span(text.length, text.length)
        rows.append(tuple(placed.get(id(c)) or Cell(c.text, blank, c.header) for c in row))
    return Table(tuple(rows), Span(text.length if start is None else start, text.length), block.place, grid.caption)


def language_of(text: str, title: str = "") -> tuple[str, str]:
    """("zh" or "en", "hans" or "hant"). The title decides where both languages stand side by side."""
    han, latin = len(HAN.findall(text)), len(_LATIN.findall(text)) / 4
    share = han / (han + latin) if han else 0.0
    chinese = len(HAN.findall(title)) * 3 > len(title.replace(" ", "")) if title and 0.1 < share < 0.75 else share > 0.3
    return ("zh" if chinese else "en"), script_of(text)


_TRADITIONAL = re.compile(
    "[個們價優兩動務員單國實將對帳後從應戶據於時會條業樣為無產發種網與處號訊話說調請證變費資進過銀開間關雙電頁額類點]"
)
_SIMPLIFIED = re.compile(
    "[与业两个为于产从们价优会关务动单发变号员国处实对将应开户据无时条样点电种类网讯证话说请调账费资进过银间页额]"
)


def script_of(text: str) -> str:
    """ "hant" where the characters that differ between the scripts are mostly traditional ones."""
    return "hant" if len(_TRADITIONAL.findall(text)) > len(_SIMPLIFIED.findall(text)) else "hans"
