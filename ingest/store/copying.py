"""The whole database out and in, each way from one consistent moment, while others read and write.

SQLite is copied page by page (its online backup), PostgreSQL table by table with COPY in one REPEATABLE READ
transaction: no client tools are needed. Putting it back is one transaction: others see the old or the new, and
never a part.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
from sqlalchemy import URL, Connection, cast, create_engine, func, literal, select, text
from sqlalchemy.dialects.postgresql import REGCLASS

from ingest.errors import StoreError
from ingest.store import engines
from ingest.store.failures import explained, hint, unusable
from ingest.store.migrate import migrate, upgrade
from ingest.store.tables import metadata

_WORDS = "entry_words"
_OTHERS = ("alembic_version", "entry_terms", _WORDS)
_FUNCTIONS = ("audit_refuse", "entries_refuse")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a dump. `columns` in the order of the data, empty for a whole SQLite file."""

    name: str
    columns: tuple[str, ...]
    write: Callable[[BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Dump:
    """A database at one moment. `audit`: the last event's number and hash."""

    revision: str
    audit: tuple[int, str]
    parts: tuple[Part, ...]


_NEWEST = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"
_REVISION = "SELECT version_num FROM alembic_version"


@contextmanager
def dump(url: str, scratch: Path) -> Iterator[Dump]:
    """The database as it is at this moment; its parts are written inside the block. `scratch` is a
    folder with room for a copy of a SQLite file."""
    place = engines.parse(url)
    if place.get_backend_name() == "sqlite":
        with _explained(place):
            copied = _sqlite_copy(Path(str(place.database)), scratch)
        yield copied
        return
    engine = create_engine(place, isolation_level="REPEATABLE READ")
    with _explained(place), engine.connect() as conn:
        conn.execute(text("SET TRANSACTION READ ONLY"))
        newest = conn.execute(text(_NEWEST)).first()
        names = (*(table.name for table in metadata.sorted_tables), _WORDS)
        parts = tuple(_copied_out(conn, name, columns) for name in names if (columns := _columns(conn, name)))
        yield Dump(conn.execute(text(_REVISION)).scalar_one(), (newest.id, newest.hash) if newest else (0, ""), parts)
    engine.dispose()


def _sqlite_copy(file: Path, scratch: Path) -> Dump:
    copy = scratch / "database.sqlite3"
    with closing(sqlite3.connect(file, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        found, newest = target.execute(_REVISION).fetchone(), target.execute(_NEWEST).fetchone()

    def write(to: BinaryIO) -> None:
        with copy.open("rb") as pages:
            while chunk := pages.read(_CHUNK):
                to.write(chunk)

    return Dump(found[0], newest or (0, ""), (Part(copy.name, (), write),))


def _copied_out(conn: Connection, table: str, columns: tuple[str, ...]) -> Part:
    def write(to: BinaryIO) -> None:
        with _cursor(conn).copy(f"COPY {table} ({_listed(columns)}) TO STDOUT") as copy:
            for chunk in copy:
                to.write(chunk)

    return Part(f"{table}.copy", columns, write)


def _columns(conn: Connection, table: str) -> tuple[str, ...]:
    """Without those that the database computes; none of a table that this revision does not have."""
    asked = text(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = :table AND is_generated = 'NEVER' ORDER BY ordinal_position"
    )
    return tuple(conn.execute(asked, {"table": table}).scalars())


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _cursor(conn: Connection) -> Any:
    return conn.connection.cursor()


@contextmanager
def _explained(place: URL) -> Iterator[None]:
    """What the drivers say when they are asked directly, in our words."""
    try:
        with explained(place):
            yield
    except (sqlite3.Error, psycopg.Error) as error:
        words, name = str(error).strip(), place.render_as_string(hide_password=True)
        raise StoreError(unusable(name, words), remedy=hint(words)) from error


# ------------------------------------------------------------------------------------------------------------- back in


def load_sqlite(url: str, copy: Path) -> None:
    """Put `copy`, a whole file of the newest revision, in the place of the database's content, in one transaction."""
    place = engines.parse(url)
    engines.prepare(place)
    with (
        _explained(place),
        closing(sqlite3.connect(copy)) as source,
        closing(sqlite3.connect(str(place.database), timeout=30)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL")


def load_postgresql(
    url: str,
    made_at: str,
    columns: Mapping[str, tuple[str, ...]],
    part: Callable[[str], BinaryIO],
    check: Callable[[Connection], None],
) -> None:
    """Everything anew, in one transaction: the tables of revision `made_at`, their rows, the newest revision. `columns`
    are by table, `part` opens a table's rows; what `check` raises undoes it all."""
    place = engines.parse(url)
    engine = create_engine(place)
    with _explained(place), engine.begin() as conn:
        for name in (*_OTHERS, *(t.name for t in metadata.sorted_tables)):
            conn.exec_driver_sql(f"DROP TABLE IF EXISTS {name} CASCADE")
        for function in _FUNCTIONS:
            conn.exec_driver_sql(f"DROP FUNCTION IF EXISTS {function} CASCADE")
        upgrade(conn, made_at)
        for table, names in columns.items():
            with part(table) as rows, _cursor(conn).copy(f"COPY {table} ({_listed(names)}) FROM STDIN") as copy:
                while chunk := rows.read(_CHUNK):
                    copy.write(chunk)
        upgrade(conn)
        _count_on(conn)
        check(conn)
    engine.dispose()


def _count_on(conn: Connection) -> None:
    """New rows are numbered after those that came with their numbers."""
    for table in metadata.sorted_tables:
        name = conn.execute(
            text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": _first(table)}
        ).scalar()
        if name:
            newest = select(func.coalesce(func.max(table.primary_key.columns[_first(table)]), 0) + 1).scalar_subquery()
            conn.execute(select(func.setval(cast(literal(name), REGCLASS), newest, False)))


def _first(table: Any) -> str:
    return str(next(iter(table.primary_key.columns)).name)


def prepared(copy: Path) -> None:
    """Bring a whole SQLite file to the newest revision."""
    engine = engines.writer(engines.parse(str(copy)))
    migrate(engine)
    engine.dispose()
    with closing(sqlite3.connect(copy)) as conn:
        conn.execute("PRAGMA journal_mode=DELETE")


def whole(copy: Path) -> bool:
    """Does SQLite find nothing wrong with the file?"""
    with closing(sqlite3.connect(copy)) as conn:
        try:
            return bool(conn.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        except sqlite3.DatabaseError:
            return False
