"""Zip files: their members, under caps. Nothing is written anywhere: a member's path is only a name to show."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_MOST_MEMBERS = 50
_MOST_BYTES, _MOST_IN_ALL = 50_000_000, 100_000_000
"""Unpacked, of one member and of all."""
_MOST_EXPANSION, _SMALL = 250, 4_000_000
"""A member above 4 MB that unpacks to more than this many times its size is a bomb."""
_UTF_8, _ENCRYPTED = 0x800, 0x1
_FURNITURE = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive. `raw` is None where it could not be had: `problem` says why."""

    name: str
    raw: bytes | None
    problem: str | None = None


class Unsafe(Exception):
    """The archive is a bomb, or holds more than a notice does."""


def members(raw: bytes) -> tuple[Member, ...]:
    """The files in the order of the archive. Raises Unsafe, or zipfile.BadZipFile where it is damaged."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        files = [info for info in archive.infolist() if _is_file(info)]
        if len(files) > _MOST_MEMBERS or sum(info.file_size for info in files) > _MOST_IN_ALL:
            raise Unsafe
        return tuple(_read(archive, files))


def _is_file(info: zipfile.ZipInfo) -> bool:
    """No folder, no link, none of the files that systems leave behind."""
    parts = info.filename.split("/")
    linked = stat.S_ISLNK(info.external_attr >> 16)
    return not (info.is_dir() or linked or parts[-1].startswith(("._", "~$")) or any(p in _FURNITURE for p in parts))


def _read(archive: zipfile.ZipFile, files: list[zipfile.ZipInfo]) -> Iterator[Member]:
    left = _MOST_IN_ALL
    for info in files:
        name = name_of(info)
        if info.flag_bits & _ENCRYPTED:
            yield Member(name, None, "password")
            continue
        try:
            with archive.open(info) as file:
                data = file.read(min(_MOST_BYTES, left) + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
            yield Member(name, None, "broken")
            continue
        left -= len(data)
        # what the archive says of a size may be a lie: what came out counts
        if left < 0 or len(data) > _MOST_BYTES:
            raise Unsafe
        if len(data) > _SMALL and len(data) > _MOST_EXPANSION * max(1, info.compress_size):
            raise Unsafe
        yield Member(name, data)


def name_of(info: zipfile.ZipInfo) -> str:
    """The file's own name, without its folders, control characters and dots that lead elsewhere.

    Names that are not marked as UTF-8 are what Windows wrote: UTF-8 all the same, GBK in China, else code page 437."""
    name = info.filename if info.flag_bits & _UTF_8 else _written(info.filename)
    own = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "".join(c for c in own if c.isprintable()).strip(" .")[:_LONGEST_NAME] or "?"


def _written(name: str) -> str:
    """What was meant by a name that was read as code page 437."""
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gbk"):
        try:
            told = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _chinese(told):
            return told
    return name


def _chinese(text: str) -> bool:
    """Mostly everyday characters: two letters of a German name make a rare one."""
    signs = [c for c in text if not c.isascii()]
    return len("".join(signs).encode("gb2312", "ignore")) >= len(signs)
