"""A lock that one process at a time holds on a PostgreSQL database, from whichever host.

It belongs to a connection of its own: the server lets go of it when that connection ends, however its owner ends. TCP
keepalives tell the server within a minute of a host that lost its power or its network.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from ingest.store import engines
from ingest.store.failures import explained

log = logging.getLogger(__name__)

RUN = 0x696E676573740004
"""Held for the length of a run."""

PULSE_SECONDS = 15.0
"""How often the holder looks whether its connection is still there."""

_NAME_BYTES = 63
_KEEPALIVES = "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
_TRY = text("SELECT pg_try_advisory_lock(:key)")
_HOLDER = text(
    """SELECT a.application_name AS name, a.backend_start AS since
    FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
    JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = :high AND l.objid = :low"""
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, as it named itself, and since when."""

    name: str
    since: dt.datetime | None


class Taken(Exception):
    """Somebody else holds the lock; `holder` is None if it let go of it that moment."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def held(url: str, key: int, name: str, lost: Callable[[], None]) -> Iterator[None]:
    """Hold the lock for the length of the block; nothing happens on SQLite. Raises Taken, or StoreError.

    `lost` is called, in a thread of its own, should the connection break meanwhile: then another may have the lock."""
    place = engines.parse(url)
    if place.get_backend_name() == "sqlite":
        yield
        return
    engine = create_engine(place, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_named(name))
    with explained(place), engine.connect() as conn:
        _take(conn, key)
        with _pulse(conn, engine, lost):
            yield


def _named(name: str) -> dict[str, object]:
    known = name.encode("ascii", "replace")[:_NAME_BYTES].decode()
    return {"application_name": known, "connect_timeout": engines.CONNECT_SECONDS}


def _take(conn: Connection, key: int) -> None:
    for setting in _KEEPALIVES.split("; "):
        conn.execute(text(setting))
    if conn.execute(_TRY, {"key": key}).scalar():
        return
    row = conn.execute(_HOLDER, {"high": key >> 32, "low": key & 0xFFFFFFFF}).first()
    raise Taken(Holder(row.name, row.since) if row else None)


@contextmanager
def _pulse(conn: Connection, engine: Engine, lost: Callable[[], None]) -> Iterator[None]:
    done = threading.Event()

    def beat() -> None:
        while not done.wait(PULSE_SECONDS):
            try:
                conn.execute(text("SELECT 1"))
            except DBAPIError as error:
                log.error("the lock on the database is lost: %s", str(error.orig).strip())
                lost()
                return

    thread = threading.Thread(target=beat, name="lock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
