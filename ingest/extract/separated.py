"""Tables as text (.csv, .tsv) → Document, like the one sheet of a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from ingest.extract.blocks import GridCell, tidy
from ingest.extract.detect import CSV
from ingest.extract.sheets import MOST_COLUMNS, MOST_ROWS, Sheet
from ingest.extract.spreadsheet import document_of
from ingest.model import Document
from ingest.text.encoding import Decoded

_SEPARATORS = ",\t;|"
_SAMPLE = 20


def read_csv(decoded: Decoded, *, url: str | None, order: str) -> Document:
    """Cells stand as they are written; `problem` is "empty" where there is none."""
    sheet = Sheet("", tuple(_rows(decoded.text)))
    return document_of([sheet], CSV, url=url, order=order)


def _rows(text: str) -> Iterator[tuple[GridCell, ...]]:
    lines = text.replace("\0", "").splitlines()
    reader = csv.reader(lines, delimiter=_separator(lines))
    rows = []
    try:
        for row in reader:
            rows.append([tidy(cell) for cell in row[:MOST_COLUMNS]])
            if len(rows) == MOST_ROWS:
                break
    except csv.Error:
        rows = [[tidy(line)] for line in lines[:MOST_ROWS]]
    width = max(map(len, rows), default=0)
    for cells in rows:
        yield tuple(GridCell(text) for text in cells + [""] * (width - len(cells)))


def _separator(lines: list[str]) -> str:
    """The sign that stands in the most lines, and most often there."""
    sample = [line for line in lines[:_SAMPLE] if line.strip()]
    return max(_SEPARATORS, key=lambda sign: (sum(sign in line for line in sample), sum(x.count(sign) for x in sample)))
