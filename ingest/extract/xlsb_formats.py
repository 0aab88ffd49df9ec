"""Formats of an .xlsb file, from its binary parts ([MS-XLSB] §2.4)."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Callable, Iterator

from ingest.extract.cell_formats import Look, Looks, coded, spans
from ingest.extract.xlsx_formats import related

_ROW, _FORMAT, _STYLE, _COLUMN, _PROPERTIES, _SHEET = 0, 44, 47, 60, 153, 156
_CELLS = range(2, 12)
"""BrtCellRk to BrtFmlaError: column, then style. BrtCellBlank (1) holds nothing."""
_STYLES, _STYLES_END = 617, 618
_WORKBOOK = "xl/workbook.bin"


def looks(archive: zipfile.ZipFile) -> Looks:
    """Raises KeyError, struct.error or zipfile.BadZipFile for a damaged file."""
    found, parts = Looks(), related(archive, _WORKBOOK)
    styles = posixpath.join(posixpath.dirname(_WORKBOOK), "styles.bin")
    code = _codes(archive.read(styles)) if styles in archive.namelist() else coded([], {})
    for number, body in _records(archive.read(_WORKBOOK)):
        if number == _PROPERTIES:
            found.since_1904 = bool(body[0] & 1)
        elif number == _SHEET:
            state = struct.unpack_from("<I", body)[0]
            link, at = _text(body, 8)
            look = Look(_text(body, at)[0], hidden=state != 0)
            found.sheets[look.name] = look
            if not look.hidden:
                _read(archive.read(parts[link]), look, code)
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and body of each record; both number and size are written seven bits a byte, low ones first."""
    at = 0
    while at < len(data):
        number, at = _varying(data, at, most=2)
        size, at = _varying(data, at, most=4)
        yield number, data[at : at + size]
        at += size


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for n in range(most):
        byte = data[at + n]
        value |= (byte & 0x7F) << (7 * n)
        if byte < 0x80:
            break
    return value, at + n + 1


def _read(data: bytes, look: Look, code: Callable[[int], str]) -> None:
    row = 0
    for number, body in _records(data):
        if number == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if struct.unpack_from("<H", body, 10)[0] & 0x1000:
                look.hidden_rows.add(row)
        elif number in _CELLS:
            column, style = struct.unpack_from("<II", body)
            look.saw(row, column, code(style & 0xFFFFFF))
        elif number == _COLUMN and struct.unpack_from("<H", body, 16)[0] & 1:
            look.hidden_columns |= spans(*struct.unpack_from("<II", body))


def _codes(data: bytes) -> Callable[[int], str]:
    own: dict[int, str] = {}
    numbers: list[int] = []
    inside = False
    for number, body in _records(data):
        if number in (_STYLES, _STYLES_END):
            inside = number == _STYLES
        elif number == _FORMAT:
            own[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif number == _STYLE and inside:
            numbers.append(struct.unpack_from("<H", body, 2)[0])
    return coded(numbers, own)


def _text(body: bytes, at: int) -> tuple[str, int]:
    size = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * size
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
