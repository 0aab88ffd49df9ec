"""`ingest backup`: everything that an installation is, in one file, while it runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from ingest.app import Clock
from ingest.operate.archive import Manifest, writing
from ingest.publish.archive import FOLDER as EDITIONS
from ingest.settings import Settings
from ingest.store.copying import Dump, dump
from ingest.store.store import Store

LAST = "backup.last"
"""When the last backup was made, in the `meta` table; `ingest doctor` asks."""

PUBLISHED = "published/"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    path: Path
    bytes: int
    sha256: str
    manifest: Manifest


def backup(settings: Settings, store: Store, path: Path, clock: Clock) -> Made:
    """Write the backup at `path`. A run may be at work, and people at the pages: what they do meanwhile is in the next
    one. Raises DiskFull, InputError or StoreError."""
    path = path.absolute()
    with writing(path) as (archive, scratch):
        with dump(settings.database_url, scratch) as database:
            for part in database.parts:
                archive.add(part.name, part.write)
        archive.add_bytes("sources.toml", settings.file.read_bytes())
        for name, file in _published(settings.folder):
            archive.add(PUBLISHED + name, _of(file))
        manifest = Manifest(
            made=clock(),
            version=version("ingest"),
            database=store.dialect,
            revision=database.revision,
            audit=database.audit,
            members=archive.members,
            columns=_columns(database),
        )
        archive.close_with(manifest)
    with store.writing() as tx:
        tx.meta.set(LAST, manifest.made.isoformat())
    with path.open("rb") as whole:
        digest = hashlib.file_digest(whole, "sha256").hexdigest()
    return Made(path, path.stat().st_size, digest, manifest)


def _columns(database: Dump) -> dict[str, tuple[str, ...]]:
    return {part.name.removesuffix(".copy"): part.columns for part in database.parts if part.columns}


def _published(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of the edition, and of past days; not the database, nor what is half-written."""
    for file in sorted((*folder.glob("*"), *folder.glob(f"{EDITIONS}/*/*"))):
        if file.is_file() and not file.name.startswith((".", "ingest.db")):
            yield file.relative_to(folder).as_posix(), file


def _of(file: Path) -> Callable[[BinaryIO], None]:
    def write(to: BinaryIO) -> None:
        to.write(file.read_bytes())

    return write
