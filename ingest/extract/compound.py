"""Compound files ([MS-CFB]): the container of .xls, .doc, .ppt and of protected Office files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_MOST_ENTRIES = 4096


class Damaged(Exception):
    """The file contradicts itself."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """The streams at the root of a compound file. Raises Damaged where a chain leads nowhere or round in a circle."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise Damaged(str(error)) from error

    def _open(self) -> None:
        shift, mini = struct.unpack_from("<HH", self._raw, 30)
        if shift not in (9, 12) or mini != 6:
            raise Damaged("sectors of an unknown size")
        self._sector, self._mini_sector = 1 << shift, 1 << mini
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", self._raw, 48)
        self._fat = [n for at in self._fat_sectors() for n in self._numbers(at)]
        self._mini_fat = [n for at in self._chain(mini_fat, self._fat) for n in self._numbers(at)]
        entries = list(self._entries(b"".join(map(self._at, self._chain(directory, self._fat)))))
        self._root = entries[0]
        self._streams = {e.name: e for e in self._under(entries)}

    @property
    def names(self) -> frozenset[str]:
        """What stands directly under the root: a workbook inside a Word file is not among them."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; b"" where there is none of this name."""
        entry = self._streams.get(name)
        if entry is None:
            return b""
        try:
            if entry.size >= self._cutoff:
                return b"".join(map(self._at, self._chain(entry.start, self._fat)))[: entry.size]
            small = b"".join(map(self._at, self._chain(self._root.start, self._fat)))
            size = self._mini_sector
            sectors = self._chain(entry.start, self._mini_fat)
            return b"".join(small[n * size : (n + 1) * size] for n in sectors)[: entry.size]
        except (struct.error, IndexError) as error:
            raise Damaged(str(error)) from error

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._raw[start : start + self._sector]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        data = self._at(sector)
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _fat_sectors(self) -> Iterator[int]:
        more, count = struct.unpack_from("<II", self._raw, 68)
        yield from (n for n in struct.unpack_from("<109I", self._raw, 76) if n < _END)
        for _ in range(min(count, len(self._raw) // self._sector)):
            if more >= _END:
                return
            *numbers, more = self._numbers(more)
            yield from (n for n in numbers if n < _END)

    def _chain(self, start: int, fat: list[int]) -> Iterator[int]:
        seen = 0
        while start < _END:
            seen += 1
            if seen > len(fat):
                raise Damaged("a chain of sectors runs in a circle")
            yield start
            start = fat[start]

    def _entries(self, directory: bytes) -> Iterator[_Entry]:
        for at in range(0, min(len(directory), 128 * _MOST_ENTRIES), 128):
            size = struct.unpack_from("<H", directory, at + 64)[0]
            name = directory[at : at + max(0, min(size, 64) - 2)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<III", directory, at + 68)
            start, length = struct.unpack_from("<II", directory, at + 116)
            yield _Entry(name, left, right, child, start, length)

    def _under(self, entries: list[_Entry]) -> Iterator[_Entry]:
        """The root's children: a tree of siblings, left and right."""
        todo, seen = [self._root.child], set[int]()
        while todo:
            at = todo.pop()
            if at < len(entries) and at not in seen:
                seen.add(at)
                yield entries[at]
                todo += [entries[at].left, entries[at].right]
