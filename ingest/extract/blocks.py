"""What every format is first turned into: blocks in reading order. `assemble` makes the Document of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.model import PassageKind
from ingest.text.cells import names_and_values

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60"
_BROKEN_LINE = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n]\s*(?=[{_CJK}])")
_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u3000\u2003\u2002\u200b\ufeff]+")


def tidy(text: str) -> str:
    """One line: runs of blanks become one, and a line end between two Chinese characters is nothing."""
    if "\n" in text:
        text = _BROKEN_LINE.sub("", text)
    return _BLANKS.sub(" ", text).strip(" ")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One place of a table's grid. A cell that spans others stands in all of them as the same object."""

    text: str
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A data table with spans resolved: rows of equal length."""

    rows: tuple[tuple[GridCell, ...], ...]
    caption: str | None = None

    def row_cells(self, at: int) -> tuple[GridCell, ...]:
        """The cells that begin in a row, each once, without the empty ones."""
        above = {id(c) for c in self.rows[at - 1]} if at else set()
        return tuple({id(c): c for c in self.rows[at] if c.text and id(c) not in above}.values())


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item or table, and where in the source it stands."""

    kind: PassageKind
    text: str
    place: str
    grid: Grid | None = None


def row_text(grid: Grid, at: int) -> str:
    return " | ".join(c.text for c in grid.row_cells(at))


def headed(rows: list[list[GridCell]]) -> tuple[tuple[GridCell, ...], ...]:
    """The rows with the first one marked as header where no cell says it is one and it holds no values."""
    if len(rows) < 2 or any(c.header for row in rows for c in row):
        return tuple(map(tuple, rows))
    first = {id(c): c for c in rows[0]}
    if (
        len(first) < 2
        or names_and_values([[c.text for c in row] for row in rows[:3]])
        or any(
            re.fullmatch(r"(?:[A-Z]{0,3}[£$€₹¥￥]|[A-Z]{3} ?(?=\d))?[\s\d.,%‰元年月日/-]+", c.text)
            for c in first.values()
        )
    ):
        return tuple(map(tuple, rows))
    marked = {key: GridCell(c.text, header=True) for key, c in first.items()}
    return tuple(tuple(marked.get(id(c), c) for c in row) for row in rows)
