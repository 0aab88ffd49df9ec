"""Giving the disk back what the database no longer needs.

SQLite keeps the pages of deleted rows and uses them again; new databases can hand them back bit by bit
(auto_vacuum=INCREMENTAL), older ones are rewritten once, by `ingest vacuum`. PostgreSQL does its own housekeeping.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from ingest.store import engines
from ingest.store.failures import explained
from ingest.store.tables import metadata

_PAGES_A_STEP = 500
"""Two megabytes: a step holds the database for some milliseconds."""

_INCREMENTAL = 2


def size(url: str) -> int:
    """Bytes on disk: of SQLite with its write-ahead log."""
    place = engines.parse(url)
    if place.get_backend_name() == "sqlite":
        path = Path(str(place.database))
        return sum(p.stat().st_size for p in (path, Path(f"{path}-wal")) if p.exists())
    engine = create_engine(place)
    with explained(place), engine.connect() as conn:
        found = int(conn.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    engine.dispose()
    return found


def free_some(url: str) -> int:
    """Hand free pages back in small steps; the bytes that this made free. Nothing happens where the database was not
    made for it."""
    place = engines.parse(url)
    if place.get_backend_name() != "sqlite":
        return 0
    before = size(url)
    engine = create_engine(place, isolation_level="AUTOCOMMIT")
    with explained(place), engine.connect() as conn:
        conn.exec_driver_sql(f"PRAGMA busy_timeout={engines.WAIT_MS}")
        if _number(conn, "auto_vacuum") == _INCREMENTAL:
            while (free := _number(conn, "freelist_count")) > 0:
                _whole(conn, f"PRAGMA incremental_vacuum({_PAGES_A_STEP})")
                if _number(conn, "freelist_count") >= free:
                    break
        _whole(conn, "PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return max(0, before - size(url))


def free_all(url: str) -> int:
    """Rewrite the whole database without its free pages, and have its statistics renewed; the bytes that this made
    free. SQLite needs as much room again while it lasts, and nobody writes meanwhile."""
    place = engines.parse(url)
    before = size(url)
    engine = create_engine(place, isolation_level="AUTOCOMMIT")
    with explained(place), engine.connect() as conn:
        if place.get_backend_name() == "sqlite":
            conn.exec_driver_sql(f"PRAGMA busy_timeout={engines.WAIT_MS}")
            for statement in ("PRAGMA auto_vacuum=INCREMENTAL", "VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
                _whole(conn, statement)
        else:
            for table in metadata.sorted_tables:
                conn.exec_driver_sql(f'VACUUM (ANALYZE) "{table.name}"')
    engine.dispose()
    return max(0, before - size(url))


def _number(conn: Connection, pragma: str) -> int:
    return int(conn.exec_driver_sql(f"PRAGMA {pragma}").scalar_one())


def _whole(conn: Connection, statement: str) -> None:
    """Some statements do their work as their rows are read, and have none to show: the driver reads them anyway."""
    cursor = conn.connection.cursor()
    cursor.execute(statement)
    cursor.fetchall()
