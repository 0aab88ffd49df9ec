"""Spreadsheets → Document: each visible sheet's lines and tables in reading order, under its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from python_calamine import PasswordError

from ingest.extract import ods
from ingest.extract.assemble import assemble
from ingest.extract.blocks import Block, Grid, GridCell, headed
from ingest.extract.dated import published
from ingest.extract.detect import ODS
from ingest.extract.kinds import is_numbered_heading
from ingest.extract.problems import garbled
from ingest.extract.sheets import DAMAGED, Sheet, TooLarge, sheets_of
from ingest.model import Document, PassageKind

_UNNAMED = re.compile(r"(?:sheet|table|tabelle|feuil|工作表|表)\s*\d*", re.I)
_FIGURES = re.compile(r"[\s\d.,%‰¥$€£+\-−/:年月日时分]+")
_LONGEST_HEADING = 60
_Row = tuple[GridCell, ...]


def read_spreadsheet(raw: bytes, kind: str, *, url: str | None, order: str) -> Document:
    """The notice of a workbook. `problem`: "password", "broken", "unsupported" (beyond all measure), "empty"."""
    try:
        if kind == ODS and ods.protected(raw):
            raise PasswordError
        sheets = [s for s in (ods.sheets_of(raw) if kind == ODS else sheets_of(raw, kind)) if _filled(s.rows)]
    except PasswordError:
        return Document("", "", media_type=kind, url=url, problem="password")
    except TooLarge:
        return Document("", "", media_type=kind, url=url, problem="unsupported")
    except DAMAGED:
        return Document("", "", media_type=kind, url=url, problem="broken")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how calamine's own faults arrive, outside of Exception
            raise
        return Document("", "", media_type=kind, url=url, problem="broken")
    return document_of(sheets, kind, url=url, order=order)


def document_of(sheets: Sequence[Sheet], kind: str, *, url: str | None, order: str) -> Document:
    """The document of what was read in a workbook's sheets."""
    blocks = [b for s in sheets for b in _blocks(s, named=len(sheets) > 1)]
    title, at = _title(blocks)
    body = [b for n, b in enumerate(blocks) if n != at]
    date, by, body = published(body, order)
    place = blocks[at].place if at is not None else ""
    document = assemble(title, body, media_type=kind, title_place=place)
    problem = garbled(document.text) if blocks else "empty"
    return replace(document, published=date, published_from=by, url=url, problem=problem)


def _title(blocks: Sequence[Block]) -> tuple[str, int | None]:
    """The line over the first table; a sheet's own name only where nothing else stands there."""
    for n, block in enumerate(blocks):
        if block.grid:
            break
        if 3 < len(block.text) <= 120 and not block.place.endswith("name"):
            return block.text, n
    return (blocks[0].text, 0) if blocks and blocks[0].place.endswith("name") else ("", None)


def _blocks(sheet: Sheet, *, named: bool) -> Iterator[Block]:
    if sheet.name.strip() and (named or not _UNNAMED.fullmatch(sheet.name.strip())):
        yield Block(PassageKind.HEADING, sheet.name.strip(), f"sheet {sheet.name}, name")
    for first, rows in _regions(sheet.rows):
        yield from _region(rows, first, f"sheet {sheet.name}")


def _filled(rows: Sequence[_Row]) -> bool:
    return any(c.text for row in rows for c in row)


def _regions(rows: Sequence[_Row]) -> Iterator[tuple[int, list[_Row]]]:
    """Rows that stand together, and the number of the first. An empty row parts them where what follows begins anew:
    with a line of its own or with headings, not with figures."""
    start, held, gap = 0, list[_Row](), False
    for n, row in enumerate(rows):
        if not _filled([row]):
            gap = bool(held)
            continue
        if held and gap and _begins(row):
            yield start, held
            held = []
        start = start if held else n
        held.append(row)
        gap = False
    if held:
        yield start, held


def _begins(row: _Row) -> bool:
    texts = {id(c): c.text for c in row if c.text}
    return len(texts) == 1 or not any(_FIGURES.fullmatch(t) for t in texts.values())


def _region(rows: list[_Row], first: int, place: str) -> Iterator[Block]:
    """Lines before and behind a table are text; between them stands the table, rows that span it included."""
    wide = [n for n, row in enumerate(rows) if len({id(c) for c in row if c.text}) > 1]
    top, end = (wide[0], wide[-1] + 1) if wide else (len(rows), len(rows))
    for n, row in enumerate(rows):
        if n == top and (grid := _grid(rows[top:end])):
            yield Block(PassageKind.ROW, "", f"{place}, row {first + n + 1}", grid)
        if not top <= n < end:
            text = next(c.text for c in row if c.text)
            yield Block(_kind(text, before=n < top and end > top), text, f"{place}, row {first + n + 1}")


def _kind(text: str, *, before: bool) -> PassageKind:
    short = len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", ".", ":", "："))
    return PassageKind.HEADING if is_numbered_heading(text) or (before and short) else PassageKind.PARAGRAPH


def _grid(rows: list[_Row]) -> Grid:
    """The table without its empty columns; headings that reach over several rows make all of these headings."""
    used = [c for c in range(len(rows[0])) if any(row[c].text for row in rows)]
    kept = [[row[c] for c in used] for row in rows]
    deep = _deep(kept)
    if deep < 2:
        return Grid(headed(kept))
    marked: dict[int, GridCell] = {id(c): GridCell(c.text, header=True) for row in kept[:deep] for c in row}
    return Grid(tuple(tuple(marked.get(id(c), c) for c in row) for row in kept))


def _deep(rows: list[list[GridCell]]) -> int:
    """How many rows the headings take: as many as the tallest cell of the first row, if no figures stand there."""
    tallest = 1
    for column, cell in enumerate(rows[0]):
        down = 1
        while cell.text and down < len(rows) - 1 and rows[down][column] is cell:
            down += 1
        tallest = max(tallest, down)
    plain = any(_FIGURES.fullmatch(c.text) for row in rows[:tallest] for c in row if c.text)
    return 1 if plain or tallest > 4 else tallest
