"""What is remembered of hosts from run to run: why one is left alone and until when, and what its robots.txt says."""

from __future__ import annotations

import zlib

from sqlalchemy import delete, select

from ingest.model import HostState, RobotsFile
from ingest.store.aggregate import Aggregate, upsert
from ingest.store.codec import CAUSE, LEVEL
from ingest.store.tables import hosts, robots


class Hosts(Aggregate):
    """One row a host that is in trouble, one row an origin whose robots.txt was asked for."""

    def get(self, host: str) -> HostState | None:
        row = self.conn.execute(select(hosts).where(hosts.c.host == host)).first()
        if row is None:
            return None
        cause = CAUSE.decode(row.cause) if row.cause else None
        return HostState(row.host, row.failures, row.trips, cause, row.since, row.until)

    def in_trouble(self) -> list[HostState]:
        """Every host that is counted against or left alone, by name."""
        names = self.conn.execute(select(hosts.c.host).order_by(hosts.c.host)).scalars().all()
        return [state for name in names if (state := self.get(name))]

    def keep(self, state: HostState) -> None:
        """A host that is well again is forgotten."""
        if state == HostState(state.host):
            self.conn.execute(delete(hosts).where(hosts.c.host == state.host))
            return
        row = {
            "failures": state.failures,
            "trips": state.trips,
            "cause": CAUSE.encode(state.cause) if state.cause else None,
            "since": state.since,
            "until": state.until,
        }
        new = upsert(self.conn, hosts).values(host=state.host, **row)
        self.conn.execute(new.on_conflict_do_update(index_elements=["host"], set_=row))

    def robots(self, origin: str) -> RobotsFile | None:
        row = self.conn.execute(select(robots).where(robots.c.origin == origin)).first()
        if row is None:
            return None
        body = None if row.body is None else zlib.decompress(row.body)
        return RobotsFile(row.origin, body, row.read_at, row.failing_since)

    def keep_robots(self, file: RobotsFile) -> None:
        body = None if file.body is None else zlib.compress(file.body, LEVEL)
        row = {"body": body, "read_at": file.read_at, "failing_since": file.failing_since}
        new = upsert(self.conn, robots).values(origin=file.origin, **row)
        self.conn.execute(new.on_conflict_do_update(index_elements=["origin"], set_=row))
