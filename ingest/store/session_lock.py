"""Locks that one process at a time holds on a PostgreSQL database, from whichever host; some may be shared.

They belong to a connection of their own: the server lets go of them when that connection ends, however its owner ends.
TCP keepalives tell the server within a minute of a host that lost its power or its network.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from ingest.store import engines
from ingest.store.failures import explained

log = logging.getLogger(__name__)

RUN = 0x696E676573740004
"""Held for the length of a run; shared by all workers for as long as they are there."""

LEAD = 0x696E676573740005
"""Held by the one worker that says what is due."""

PULSE_SECONDS = 15.0
"""How often the holder looks whether its connection is still there."""

_NAME_BYTES = 63
_KEEPALIVES = "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
_TRY = text("SELECT pg_try_advisory_lock(:key)")
_TRY_SHARED = text("SELECT pg_try_advisory_lock_shared(:key)")
_GIVE = text("SELECT pg_advisory_unlock(:key)")
_HOLDER = text(
    """SELECT a.application_name AS name, a.backend_start AS since
    FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
    JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = :high AND l.objid = :low"""
)
_FREE = text(
    """SELECT count(pg_terminate_backend(a.pid)) FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
    JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = :high AND l.objid = :low
    AND a.state = 'idle' AND a.state_change < now() - make_interval(secs => :silent)"""
)

SILENT_SECONDS = 4 * PULSE_SECONDS
"""A holder that was not heard of for so long does not run any more, though its machine does."""


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


class Locks:
    """The locks of one process, on one connection. Thread-safe; none of its methods waits for another holder."""

    def __init__(self, conn: Connection) -> None:
        self._conn, self._mutex = conn, threading.Lock()

    def take(self, key: int, *, shared: bool = False) -> bool:
        """Whether we have it now. A lock that is taken twice must be given back twice."""
        with self._mutex, explained(self._conn.engine.url):
            return bool(self._conn.execute(_TRY_SHARED if shared else _TRY, {"key": key}).scalar())

    def give(self, key: int) -> None:
        """Give back one that is not shared."""
        with self._mutex, explained(self._conn.engine.url):
            self._conn.execute(_GIVE, {"key": key})

    def holder(self, key: int) -> Holder | None:
        """Who has it; one of them, if they share it."""
        with self._mutex, explained(self._conn.engine.url):
            row = self._conn.execute(_HOLDER, {"high": key >> 32, "low": key & 0xFFFFFFFF}).first()
        return Holder(row.name, row.since) if row else None

    def free(self, key: int, silent: float = SILENT_SECONDS) -> bool:
        """Whether it was taken from a holder that did not even look after its connection for so many seconds: a process
        that hangs or was suspended. Should it wake up, it finds its connection cut, and ends its work."""
        about = {"high": key >> 32, "low": key & 0xFFFFFFFF, "silent": silent}
        with self._mutex, explained(self._conn.engine.url):
            return bool(self._conn.execute(_FREE, about).scalar())

    def beat(self) -> None:
        with self._mutex:
            self._conn.execute(text("SELECT 1"))


@contextmanager
def session(url: str, name: str, lost: Callable[[], None]) -> Iterator[Locks]:
    """Locks on the PostgreSQL database at `url`, which all go at the end of the block. Raises StoreError.

    `lost` is called, in a thread of its own, should the connection break meanwhile: then another may have the locks."""
    place = engines.parse(url)
    engine = create_engine(place, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_named(name))
    with explained(place), engine.connect() as conn:
        for setting in _KEEPALIVES.split("; "):
            conn.execute(text(setting))
        locks = Locks(conn)
        with _pulse(locks, lost):
            yield locks


@contextmanager
def held(url: str, key: int, name: str, lost: Callable[[], None]) -> Iterator[None]:
    """Hold the lock for the length of the block; nothing happens on SQLite. Raises Taken, or StoreError. `lost` as in
    `session`."""
    if engines.parse(url).get_backend_name() == "sqlite":
        yield
        return
    with session(url, name, lost) as locks:
        if not locks.take(key):
            raise Taken(locks.holder(key))
        yield


def _named(name: str) -> dict[str, object]:
    known = name.encode("ascii", "replace")[:_NAME_BYTES].decode()
    return {"application_name": known, "connect_timeout": engines.CONNECT_SECONDS}


@contextmanager
def _pulse(locks: Locks, lost: Callable[[], None]) -> Iterator[None]:
    done = threading.Event()

    def beat() -> None:
        while not done.wait(PULSE_SECONDS):
            try:
                locks.beat()
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
