"""What agents saw on past days: the last edition of each day, kept in `editions/YYYY-MM-DD/` of the output folder."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FOLDER = "editions"
_KEPT = (".html", ".json")


def keep(folder: Path, day: dt.date, files: Iterable[Path]) -> None:
    """Keep these files of the edition of `day`, in place of those of earlier that day. A link to the same file where
    the disk knows links: the edition of the day costs nothing then, for an edition is replaced and never changed."""
    place = folder / FOLDER / day.isoformat()
    for file in files:
        copy = place / file.name
        if file.suffix not in _KEPT or _same(file, copy):
            continue
        place.mkdir(parents=True, exist_ok=True)
        part = place / f".{file.name}.{os.getpid()}.part"
        part.unlink(missing_ok=True)
        try:
            os.link(file, part)
        except OSError:
            shutil.copy2(file, part)
        part.replace(copy)


def prune(folder: Path, before: dt.date, *, most: int) -> int:
    """Delete the editions of days before `before`, and the oldest above `most`; how many."""
    days = sorted(p for p in (folder / FOLDER).glob("????-??-??") if _day(p.name))
    gone = [p for n, p in enumerate(days) if p.name < before.isoformat() or n < len(days) - most]
    for place in gone:
        shutil.rmtree(place, ignore_errors=True)
    return len(gone)


def _day(name: str) -> bool:
    with suppress(ValueError):
        return bool(dt.date.fromisoformat(name))
    return False


def _same(file: Path, copy: Path) -> bool:
    try:
        return file.samefile(copy) or file.read_bytes() == copy.read_bytes()
    except OSError:
        return False
