"""`ingest restore`: a backup in the place of what is there. All sums are checked and the record of decisions is
verified before anything is changed; the database is exchanged in one transaction."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ingest import app
from ingest.errors import InputError, NewerDatabase, StoreError, Text
from ingest.operate.archive import Manifest, Reader, reading
from ingest.operate.backup import PUBLISHED
from ingest.operate.lock import only_run
from ingest.operate.unattended import write_edition
from ingest.settings import Settings
from ingest.store import engines
from ingest.store.copying import load_postgresql, load_sqlite, prepared, whole
from ingest.store.store import Store
from ingest.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `aside`: a damaged database that was moved out of the way; `configuration`: where the backup's
    sources.toml lies, None if the one in use says the same."""

    manifest: Manifest
    events: int
    aside: Path | None
    configuration: Path | None


def verify(path: Path) -> Manifest:
    """The manifest of a backup that is whole. Raises InputError."""
    with reading(path) as archive:
        return archive.manifest


def configuration(path: Path, to: Path) -> None:
    """Write the backup's sources.toml where none is."""
    with reading(path) as archive:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(archive.bytes("sources.toml"))


def restore(settings: Settings, path: Path, actor: str, clock: app.Clock, *, force: bool = False) -> Restored:
    """Put the backup at `path` in the place of the database that `settings` name.

    Raises LockHeld while a run is at work; InputError if the file is not whole, is of another kind of database, or the
    database holds something and `force` is not given; NewerDatabase if it was made by a newer version."""
    with ExitStack() as stack:
        archive = stack.enter_context(reading(path))
        _same_kind(settings, archive.manifest)
        stack.enter_context(only_run(settings.folder, settings.database_url, what="restore"))
        aside = _make_way(settings, force)
        record = _recorder(archive.manifest, actor, clock)
        if archive.manifest.database == "sqlite":
            _sqlite(settings, archive, record)
        else:
            _postgresql(settings, archive, record)
        _published(settings, archive)
        beside = _configuration(settings, archive)
        with closing(app.open_store(settings, clock)) as store:
            write_edition(settings, store, clock())
            with store.reading() as tx:
                events = tx.audit.count()
        return Restored(archive.manifest, events, aside, beside)


def _same_kind(settings: Settings, manifest: Manifest) -> None:
    kind = "sqlite" if engines.parse(settings.database_url).get_backend_name() == "sqlite" else "postgresql"
    if kind != manifest.database:
        raise InputError(
            Text(
                f"the backup is of a {manifest.database} database, the one in use is {kind}",
                f"备份来自 {manifest.database} 数据库，而当前使用的是 {kind}",
            ),
            remedy=Text(
                "name a database of that kind in INGEST_DATABASE_URL", "请在 INGEST_DATABASE_URL 中写明同类数据库"
            ),
        )


def _make_way(settings: Settings, force: bool) -> Path | None:
    """Refuses a database that holds something; one that can't even be read is moved aside, by `force`."""
    try:
        with closing(Store.open(settings.database_url)) as store, store.reading() as tx:
            holds = bool(tx.audit.count() or tx.users.list() or tx.runs.latest())
    except NewerDatabase:
        raise
    except StoreError:
        if not force or not settings.database_url.startswith("sqlite"):
            raise
        return _moved_aside(Path(str(engines.parse(settings.database_url).database)))
    if holds and not force:
        raise InputError(
            Text("the database holds something already", "数据库中已有内容"),
            remedy=Text(
                "make a backup of it, then restore with --force; or name an empty one in INGEST_DATABASE_URL",
                "请先备份它，再用 --force 恢复；或在 INGEST_DATABASE_URL 中写明一个空数据库",
            ),
        )
    return None


def _moved_aside(file: Path) -> Path:
    aside = file.with_name(f"{file.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    for ending in ("-wal", "-shm", ""):
        part = Path(f"{file}{ending}")
        if part.exists():
            part.replace(Path(f"{aside}{ending}"))
    return aside


Check = Callable[[Transaction], None]


def _recorder(manifest: Manifest, actor: str, clock: app.Clock) -> Check:
    """Verifies the record of decisions, holds it against the manifest, and writes into it that this was restored."""

    def record(tx: Transaction) -> None:
        newest = tx.audit.events(limit=1)
        found = (newest[0].id, newest[0].hash) if newest else (0, "")
        if tx.audit.verify() or found != manifest.audit:
            raise InputError(
                Text(
                    "the record of decisions in the backup is broken; nothing was changed",
                    "备份中的审计记录已被破坏；未作任何改动",
                ),
                remedy=Text("take another backup file", "请使用另一个备份文件"),
            )
        detail = {"made": manifest.made.isoformat(), "version": manifest.version}
        tx.audit.append(actor, "database.restored", "database", detail, clock())

    return record


def _sqlite(settings: Settings, archive: Reader, check: Check) -> None:
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.folder) as scratch:
        copy = Path(scratch) / "database.sqlite3"
        archive.extract(copy.name, copy)
        if not whole(copy):
            raise InputError(
                Text("the database in the backup is damaged; nothing was changed", "备份中的数据库已损坏；未作任何改动")
            )
        prepared(copy)
        with closing(Store.open(str(copy))) as store, store.writing() as tx:
            check(tx)
        load_sqlite(settings.database_url, copy)


def _postgresql(settings: Settings, archive: Reader, check: Check) -> None:
    def checked(conn: Connection) -> None:
        check(Transaction(conn, app.utc_now))

    columns = archive.manifest.columns
    load_postgresql(
        settings.database_url, archive.manifest.revision, columns, lambda t: archive.open(f"{t}.copy"), checked
    )


def _published(settings: Settings, archive: Reader) -> None:
    """Editions that are not there any more; today's is written anew."""
    for name in archive.manifest.members:
        if name.startswith(PUBLISHED) and ".." not in name:
            file = settings.folder / name.removeprefix(PUBLISHED)
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                archive.extract(name, file)


def _configuration(settings: Settings, archive: Reader) -> Path | None:
    raw = archive.bytes("sources.toml")
    if settings.file.exists() and settings.file.read_bytes() == raw:
        return None
    beside = settings.file.with_name(f"{settings.file.name}.restored")
    beside.write_bytes(raw)
    return beside
