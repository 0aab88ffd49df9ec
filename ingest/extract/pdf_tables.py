"""Ruled tables of PDF pages as grids, with what a merged cell spans resolved by the places of its borders."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest.extract.blocks import Grid, GridCell, headed, tidy

_NEAR = 3.0
Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's upper left corner."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table and where it stands."""

    page: int
    box: Box
    grid: Grid


def find_tables(file: io.BytesIO, pages: list[int]) -> list[FoundTable]:
    """The ruled tables of these pages, in order; none where pdfplumber can't read the file."""
    if not pages:
        return []
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException

    found: list[FoundTable] = []
    try:
        with pdfplumber.open(file) as pdf:
            for number in pages:
                page = pdf.pages[number]
                found += [FoundTable(number, t.bbox, g) for t in page.find_tables() if (g := _grid(t))]
                page.close()
    except (PDFException, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError):
        return found
    return found


def _grid(table: Any) -> Grid | None:
    """The grid, or None for a frame around text."""
    texts: dict[Box, GridCell] = {}
    for row, words in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, words, strict=True):
            if box is not None:
                texts[box] = GridCell(tidy(_joined(text or "")))
    columns = _edges([x for box in texts for x in (box[0], box[2])])
    lines = _edges([y for box in texts for y in (box[1], box[3])])
    if len(columns) < 3 or len(lines) < 3 or sum(bool(c.text) for c in texts.values()) < 3:
        return None
    rows = [[_at(texts, (x0 + x1) / 2, (y0 + y1) / 2) for x0, x1 in pairwise(columns)] for y0, y1 in pairwise(lines)]
    rows = [row for row in rows if any(c.text for c in row)]
    return Grid(headed(_without_empty_columns(rows))) if len(rows) > 1 else None


def _joined(text: str) -> str:
    return text.replace("-\n", "-") if text.isascii() else text


def _edges(places: list[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _at(texts: dict[Box, GridCell], x: float, y: float) -> GridCell:
    return next((c for (x0, y0, x1, y1), c in texts.items() if x0 <= x <= x1 and y0 <= y <= y1), GridCell(""))


def _without_empty_columns(rows: list[list[GridCell]]) -> list[list[GridCell]]:
    kept: list[int] = []
    for n in range(len(rows[0])):
        same = bool(kept) and all(row[n] is row[kept[-1]] for row in rows)
        if any(row[n].text for row in rows) and not same:
            kept.append(n)
    return [[row[n] for n in kept] for row in rows]
