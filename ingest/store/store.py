"""Opening the database, and transactions on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from ingest.store import engines
from ingest.store.failures import explained
from ingest.store.migrate import migrate
from ingest.store.search import reindex
from ingest.store.stamp import Stamps, forget
from ingest.store.transaction import Transaction


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Store:
    """The database of one installation. Threads may share it; each transaction has its own connection."""

    def __init__(self, writer: Engine, reader: Engine, clock: Callable[[], dt.datetime]) -> None:
        self._writer = writer
        self._reader = reader
        self.clock = clock

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], dt.datetime] = utc_now) -> Store:
        """Open the database at `url`, creating or migrating its tables.

        `url` is `sqlite:///path`, a plain path (its folder is created), or `postgresql://user:password@host/name`.
        NewerDatabase if a newer version wrote it, StoreError if it can't be reached or is no database of ingest; in
        both cases nothing was changed.
        """
        place = engines.parse(url)
        engines.prepare(place)
        writer = engines.writer(place)
        try:
            with explained(place):
                migrate(writer)
                reindex(writer, clock)
        except BaseException:
            writer.dispose()
            raise
        return cls(writer, engines.reader(place, writer), clock)

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._writer.dialect.name

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """One transaction: committed when the block ends, undone when it raises. One writer at a time on SQLite.
        DiskFull if there is no room: nothing of it was written."""
        with explained(self._writer.url), self._writer.begin() as conn:
            forget(conn)
            yield Transaction(conn, self.clock)
            Stamps(conn, self.clock).settle()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A consistent view of the moment of the first query, which never waits for a writer and can't write."""
        with explained(self._reader.url), self._reader.begin() as conn:
            yield Transaction(conn, self.clock)

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()
