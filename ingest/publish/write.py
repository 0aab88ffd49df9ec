"""Into the folder, atomically: a reader sees the old edition or the new one, and a full disk leaves the old one."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.errors import DiskFull, InputError, Text
from ingest.model import Coverage, DraftKind
from ingest.publish.dates import dates_of
from ingest.publish.edition import Edition, compose
from ingest.publish.lifecycle import instant_of
from ingest.publish.renderers import renderers
from ingest.publish.whole import STATE, state, up_to_date
from ingest.store.board import AsOf
from ingest.store.store import Store


def publish(
    store: Store, folder: Path, *, bank_name: str, language: str, now: dt.datetime, time_zone: str
) -> tuple[Path, ...]:
    """Write the edition of `now` (naive, local) in every format; gives the paths of its files.

    A file whose content is the same is not touched. Raises DiskFull, or InputError if the folder can't be written.
    """
    with store.reading() as tx:
        whole = state(tx, now, bank_name, language, time_zone)
    stale = not up_to_date(folder, whole)
    edition = current(
        store, bank_name=bank_name, language=language, now=now, time_zone=time_zone, every_faq=stale, dates=True
    )
    written = [renderer for renderer in renderers() if stale or not renderer.every_faq]
    files = {folder / renderer.filename: renderer.render(edition).encode() for renderer in written}
    if stale:
        files[folder / STATE] = whole  # the last: cut off before, they are written anew
    try:
        _replace({path: raw for path, raw in files.items() if not _same(path, raw)})
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(remedy=_make_room(folder)) from error
        raise InputError(
            Text(
                f"The edition can't be written into {folder}: {error.strerror}",
                f"当日版面无法写入 {folder}：{error.strerror}",
            ),
            remedy=Text("Check the folder and its owner.", "请检查该文件夹及其所有者。"),
        ) from error
    return tuple(folder / renderer.filename for renderer in renderers())


def _make_room(folder: Path) -> Text:
    return Text(
        f"Make room on the disk of {folder}; the last edition is still in place.",
        f"请在 {folder} 所在磁盘腾出空间；上一版仍在原处。",
    )


def current(
    store: Store,
    *,
    bank_name: str,
    language: str,
    now: dt.datetime,
    time_zone: str,
    every_faq: bool = False,
    dates: bool = False,
    then: bool = False,
) -> Edition:
    """The edition at `now`, from the store. `every_faq`: with all FAQ entries in use, for a whole export. `dates`: with
    those for a calendar. `then`: as it was at that moment; how far sources were read is kept in the files of that day,
    and not said here."""
    zone = ZoneInfo(time_zone)
    with store.reading() as tx:
        chosen = tx.board.of(AsOf(instant_of(now, zone), now, then))
        coverage = Coverage(None, None) if then else tx.runs.coverage()
        faqs = tx.entries.all(DraftKind.FAQ, now=now) if every_faq else ()
        stated = dates_of(tx, now, instant_of(now, zone)) if dates else ()
    known = {entry.id for entry in chosen.entries}
    edition = compose(
        chosen.entries,
        coverage,
        bank_name=bank_name,
        language=language,
        now=now,
        time_zone=time_zone,
        replaced=chosen.replaced,
        faqs=[faq for faq in faqs if faq.id not in known],
        more=chosen.more,
        pins=chosen.pins,
    )
    return replace(edition, dates=stated)


def _same(path: Path, raw: bytes) -> bool:
    try:
        return path.read_bytes() == raw
    except OSError:
        return False


def _replace(files: Mapping[Path, bytes]) -> None:
    """Everything is written beside its place and flushed before the first file is exchanged."""
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    try:
        for path, raw in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _flush(parts[path], raw)
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _flush(path: Path, raw: bytes) -> None:
    with path.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
