"""Sheets of a workbook as grids of what their cells show, merged cells resolved, hidden rows, columns, sheets left out.

Values come from python-calamine, formats from the file's own parts: a rate of 0.0135 is printed "1.35%".
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from ingest.extract import xls_formats, xlsb_formats, xlsx_formats
from ingest.extract.blocks import GridCell, tidy
from ingest.extract.cell_formats import Look, Looks
from ingest.extract.compound import Compound, Damaged
from ingest.extract.detect import XLS, XLSB
from ingest.extract.number_format import Value, from_serial, is_date, printed

MOST_ROWS, MOST_COLUMNS = 5000, 100
"""What is read of one sheet; a sheet that needs more is a data set, not a notice."""
MOST_BYTES = 200_000_000
"""Of all parts of a file, unpacked."""
_MOST_PLACES = 4_000_000
"""calamine lays out the whole rectangle that a sheet's cells span: two cells at its far corners would fill memory."""
DAMAGED = (
    CalamineError, Damaged, zipfile.BadZipFile, etree.LxmlError, struct.error, KeyError, ValueError, IndexError,
    OSError, EOFError, zlib.error, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` of equal length; a merged cell stands in each of its places as the same object."""

    name: str
    rows: tuple[tuple[GridCell, ...], ...]


class TooLarge(Exception):
    """A sheet reaches further than any notice does."""


def sheets_of(raw: bytes, kind: str) -> Iterator[Sheet]:
    """The visible sheets. Raises PasswordError, TooLarge, or one of DAMAGED."""
    found = looks(raw, kind)
    if any(look.last[0] * look.last[1] > _MOST_PLACES for look in found.sheets.values() if not look.hidden):
        raise TooLarge
    with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
        for meta in book.sheets_metadata:
            look = found.sheets.get(meta.name) or Look(meta.name)
            if meta.typ is SheetTypeEnum.WorkSheet and str(meta.visible).endswith("Visible") and not look.hidden:
                yield Sheet(meta.name, tuple(_rows(book.get_sheet_by_name(meta.name), look, found.since_1904)))


def looks(raw: bytes, kind: str) -> Looks:
    """What each kind of file says of its cells."""
    if kind == XLS:
        compound = Compound(raw)
        stream = compound.stream("Workbook") or compound.stream("Book")
        if any(number == xls_formats.PASSWORD for number, _ in xls_formats.records(stream)):
            raise PasswordError
        return xls_formats.looks(stream)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
            raise TooLarge
        return xlsb_formats.looks(archive) if kind == XLSB else xlsx_formats.looks(archive)


def _rows(sheet: CalamineSheet, look: Look, since_1904: bool) -> Iterator[tuple[GridCell, ...]]:
    values = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    grid = [
        [GridCell(_shown(value, look.formats.get((r, c)), since_1904)) for c, value in enumerate(row[:MOST_COLUMNS])]
        for r, row in enumerate(values)
    ]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _merge(grid, range(top, bottom + 1), range(left, right + 1))
    width = max(map(len, grid), default=0)
    columns = [c for c in range(width) if c not in look.hidden_columns]
    for r, cells in enumerate(grid):
        if r not in look.hidden_rows:
            yield tuple(cells[c] if c < len(cells) else GridCell("") for c in columns)


def _merge(grid: list[list[GridCell]], rows: Iterable[int], columns: Iterable[int]) -> None:
    """The first place's cell stands in all of them."""
    places = [(r, c) for r in rows if r < len(grid) for c in columns if c < len(grid[r])]
    if places:
        first = grid[places[0][0]][places[0][1]]
        for r, c in places:
            grid[r][c] = first


def _shown(value: Value, code: str | None, since_1904: bool) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool) and is_date(code):
        value = from_serial(value, since_1904=since_1904)
    return tidy(printed(value, code))
