"""Sheets of an .ods file (ODF 1.3 part 3 §9): its cells carry what they show as text beside their values."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from ingest.extract.blocks import GridCell, tidy
from ingest.extract.sheets import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Sheet, TooLarge

_NS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _TEXT, _OFFICE, _STYLE = (f"{{{_NS.format(n)}}}" for n in ("table", "text", "office", "style"))
_HIDDEN = ("collapse", "filter")
_Hanging = dict[int, tuple[int, GridCell]]


def sheets_of(raw: bytes) -> Iterator[Sheet]:
    """The visible sheets. Raises KeyError, zipfile.BadZipFile or etree.XMLSyntaxError for a damaged file."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if archive.getinfo("content.xml").file_size > MOST_BYTES:
            raise TooLarge
        content = archive.read("content.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for p in style.iter(f"{_STYLE}table-properties")
        if p.get(f"{_TABLE}display") == "false"
    }
    for table in root.iter(f"{_TABLE}table"):
        if table.get(f"{_TABLE}style-name") not in hidden:
            yield Sheet(str(table.get(f"{_TABLE}name") or ""), tuple(_rows(table)))


def protected(raw: bytes) -> bool:
    """Is the file encrypted? Its manifest says so."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return b"encryption-data" in archive.read("META-INF/manifest.xml")


def _rows(table: etree._Element) -> Iterator[tuple[GridCell, ...]]:
    hanging: _Hanging = {}
    hidden_columns = _hidden_columns(table)
    count = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells, hanging = _row(row, hanging)
        again = _number(row, "number-rows-repeated") if any(c.text for c in cells) else 1
        for _ in range(min(again, MOST_ROWS - count)):
            count += 1
            if row.get(f"{_TABLE}visibility") not in _HIDDEN:
                yield tuple(c for n, c in enumerate(cells) if n not in hidden_columns)


def _row(row: etree._Element, hanging: _Hanging) -> tuple[list[GridCell], _Hanging]:
    cells: list[GridCell] = []
    after: _Hanging = {}
    for element in row:
        if element.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        for _ in range(min(_number(element, "number-columns-repeated"), MOST_COLUMNS - len(cells))):
            at = len(cells)
            if at in hanging:
                left, cell = hanging[at]
                if left > 1:
                    after[at] = (left - 1, cell)
            elif element.tag == f"{_TABLE}covered-table-cell" and cells:
                cell = cells[-1]
            else:
                cell = GridCell(_shown(element))
                down, across = _number(element, "number-rows-spanned"), _number(element, "number-columns-spanned")
                if down > 1:
                    after |= dict.fromkeys(range(at, min(at + across, MOST_COLUMNS)), (down - 1, cell))
            cells.append(cell)
    return cells, after


def _hidden_columns(table: etree._Element) -> set[int]:
    hidden, at = set[int](), 0
    for column in table.iter(f"{_TABLE}table-column"):
        again = min(_number(column, "number-columns-repeated"), MOST_COLUMNS)
        if column.get(f"{_TABLE}visibility") in _HIDDEN:
            hidden |= set(range(at, at + again))
        at += again
    return hidden


def _number(element: etree._Element, name: str) -> int:
    value = str(element.get(f"{_TABLE}{name}") or "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1


def _shown(cell: etree._Element) -> str:
    """The paragraphs of a cell; its annotations are nobody's text."""
    lines = [_words(p) for p in cell if p.tag == f"{_TEXT}p"]
    return tidy("\n".join(lines))


def _words(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append(" ")
        elif isinstance(child.tag, str) and not child.tag.startswith(_OFFICE):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
