"""Failures that belong to nobody: of an address, of a name that nobody has, of tokens that fit nothing."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from ingest.store.aggregate import Aggregate, upsert
from ingest.store.columns import key as short
from ingest.store.tables import throttles

FORGOTTEN = dt.timedelta(hours=24)
"""After so long without another failure the count begins anew."""


class Throttles(Aggregate):
    """Counted by a key such as "address:10.0.0.7"; kept as its hash."""

    def count(self, key: str) -> tuple[int, dt.datetime | None]:
        """Failures in a row, and when the last one was."""
        c = throttles.c
        chosen = select(c.failures, c.failed_at).where(c.key == short(key), c.failed_at > self.clock() - FORGOTTEN)
        row = self.conn.execute(chosen).first()
        return (row.failures, row.failed_at) if row else (0, None)

    def fail(self, key: str) -> int:
        """Count one more; how many they are now. What is long over is cleared."""
        c, now = throttles.c, self.clock()
        self.conn.execute(delete(throttles).where(c.failed_at <= now - FORGOTTEN))
        new = upsert(self.conn, throttles).values(key=short(key), failures=1, failed_at=now)
        more = new.on_conflict_do_update(index_elements=["key"], set_={"failures": c.failures + 1, "failed_at": now})
        return int(self.conn.execute(more.returning(c.failures)).scalar_one())

    def forget(self, key: str) -> None:
        self.conn.execute(delete(throttles).where(throttles.c.key == short(key)))
