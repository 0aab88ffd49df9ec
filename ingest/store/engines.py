"""Engines: one that writes and one that only reads, for SQLite and PostgreSQL.

SQLite takes the write lock when a transaction begins (BEGIN IMMEDIATE): with a deferred one, a transaction that reads
before it writes fails at once when another wrote meanwhile, instead of waiting its turn.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from ingest.errors import StoreError, Text
from ingest.store.failures import hint, unusable

WAIT_MS = 15_000
"""How long a writer of SQLite waits for another."""

CONNECT_SECONDS = 10
"""How long to wait for a PostgreSQL server that does not answer, unless the address says otherwise."""

_PRAGMAS = (
    f"busy_timeout={WAIT_MS}",
    "foreign_keys=ON",
    "synchronous=NORMAL",
    "cache_size=-32000",
    "temp_store=MEMORY",
)
_FORMS = Text(
    "Use sqlite:///path, a path, or postgresql://user:password@host/name.",
    "请写成 sqlite:///路径、文件路径，或 postgresql://用户:密码@主机/库名。",
)


def parse(url: str) -> URL:
    """StoreError if it is none of the forms that we know."""
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        place = make_url(url)
    except (ArgumentError, ValueError) as error:
        said = Text("The address of the database can't be read.", "数据库地址无法识别。")
        raise StoreError(said, remedy=_FORMS) from error
    backend = place.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return place.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(
            Text(f"Databases of the kind {backend!r} are not supported.", f"不支持 {backend!r} 类数据库。"),
            remedy=_FORMS,
        )
    if place.database in (None, "", ":memory:"):
        raise StoreError(
            Text("A database in memory can't be shared between threads.", "内存数据库不能供多个线程共用。"),
            remedy=_FORMS,
        )
    return place.set(drivername="sqlite")


def prepare(place: URL) -> None:
    """Create the folder of a SQLite file, and the file so that no stranger reads it: it holds password hashes."""
    if place.get_backend_name() != "sqlite":
        return
    path = Path(str(place.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(unusable(str(path), str(error)), remedy=hint(str(error))) from error
    with suppress(OSError):  # SQLite explains better than we what can't be
        path.touch(0o640, exist_ok=False)


def writer(place: URL) -> Engine:
    if place.get_backend_name() == "sqlite":
        return _sqlite(place, "BEGIN IMMEDIATE")
    patience = {} if "connect_timeout" in place.query else {"connect_timeout": CONNECT_SECONDS}
    return create_engine(place, pool_pre_ping=True, connect_args=patience)


def reader(place: URL, writer: Engine) -> Engine:
    """Refuses to write; sees one consistent state for a whole transaction. On PostgreSQL it shares the pool."""
    if place.get_backend_name() == "sqlite":
        return _sqlite(place, "BEGIN", "query_only=ON")
    return writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _is_new(file: Path) -> bool:
    return not file.exists() or file.stat().st_size == 0


def _sqlite(place: URL, begin: str, *pragmas: str) -> Engine:
    engine = create_engine(place, pool_size=8, max_overflow=32)

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy begins; the driver's own BEGIN would come too late
        if _is_new(Path(str(place.database))):  # it must be said before the first table is made
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        for pragma in (*_PRAGMAS, *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    begun: Callable[[Connection], object] = lambda connection: connection.exec_driver_sql(begin)  # noqa: E731
    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine
