"""Formats of an .xls file, from its records ([MS-XLS] §2.4; the records of Excel 5 differ in their texts)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from ingest.extract.cell_formats import Look, Looks, coded, spans
from ingest.extract.compound import Damaged

_BOF, _EOF, _SHEET, _FORMAT, _XF, _DATES = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x22
_ROW, _COLUMN, _MANY, _MANY_BLANK = 0x208, 0x7D, 0xBD, 0xBE
_CELLS = frozenset((0x203, 0x27E, 0x06, 0xFD, 0x204, 0x205))
"""NUMBER, RK, FORMULA, LABELSST, LABEL, BOOLERR: row, column and style come first in all of them."""
_EXTENT, _TEXTS = 0x200, 0xFC
PASSWORD = 0x2F
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
"""Of any sheet of this format. What a file says beyond that, calamine would set memory aside for."""
_EXCEL_97 = 0x600


def records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Number and body of each record from `at` to the end of its part of the file."""
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + size]
        if number == _EOF:
            return
        at += 4 + size


def looks(stream: bytes) -> Looks:
    """Raises struct.error where a record is too short."""
    found, numbers, own, sheets = Looks(), list[int](), dict[int, str](), list[tuple[int, Look]]()
    new = True
    for number, body in records(stream):
        if number == _BOF:
            new = struct.unpack_from("<H", body)[0] >= _EXCEL_97
        elif number == _DATES:
            found.since_1904 = body[:1] == b"\x01"
        elif number == _FORMAT:
            own[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2 if new else 1, new)
        elif number == _XF:
            numbers.append(struct.unpack_from("<H", body, 2)[0])
        elif number == _TEXTS and struct.unpack_from("<I", body, 4)[0] > len(stream):
            raise Damaged("more texts than the file has room for")
        elif number == _SHEET:
            start, hidden, kind = struct.unpack_from("<IBB", body)
            sheets.append((start, Look(_text(body[6:], 1, new), hidden=bool(hidden & 3) or kind != 0)))
    code = coded(numbers, own)
    for start, look in sheets:
        if start >= len(stream):
            raise Damaged(f"the sheet {look.name} lies behind the end of the file")
        found.sheets[look.name] = look
        for number, body in records(stream, start):
            _read(look, number, body, code)
    return found


def _read(look: Look, number: int, body: bytes, code: Callable[[int], str]) -> None:
    if number == _EXTENT:
        top, rows, left, columns = struct.unpack_from("<IIHH" if len(body) >= 14 else "<4H", body)
        if not (top <= rows <= _MOST_ROWS and left <= columns <= _MOST_COLUMNS):
            raise Damaged("a sheet that is larger than sheets can be")
    if number in _CELLS:
        row, column, style = struct.unpack_from("<HHH", body)
        look.saw(row, column, code(style))
    elif number == _MANY:
        row, first = struct.unpack_from("<HH", body)
        for at in range(4, len(body) - 2, 6):
            look.saw(row, first + (at - 4) // 6, code(struct.unpack_from("<H", body, at)[0]))
    elif number == _ROW and len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & 0x20:
        look.hidden_rows.add(struct.unpack_from("<H", body)[0])
    elif number == _COLUMN and len(body) >= 10 and struct.unpack_from("<H", body, 8)[0] & 1:
        first, last = struct.unpack_from("<HH", body)
        look.hidden_columns |= spans(first, last)


def _text(data: bytes, counted_by: int, new: bool) -> str:
    """A text with its length before it; from Excel 97 on, a byte says whether each sign takes one byte or two."""
    size = int.from_bytes(data[:counted_by], "little")
    data = data[counted_by:]
    if not new:
        return data[:size].decode("gb18030", "replace")
    wide, data = bool(data[:1] != b"\x00"), data[1:]
    return data[: 2 * size].decode("utf-16-le", "replace") if wide else data[:size].decode("latin-1")
