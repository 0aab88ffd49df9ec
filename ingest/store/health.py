"""How each source is. The whole state is one value; what monitors and screens ask for stands in columns beside it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from ingest.model import Health, HealthStatus
from ingest.store.aggregate import Aggregate, upsert
from ingest.store.codec import HEALTH
from ingest.store.tables import source_health


@dataclass(frozen=True, slots=True)
class HealthSummary:
    """What a monitor asks of one source. `visits` so far, by status; `requests` so far."""

    source_id: str
    status: HealthStatus
    since: dt.datetime | None
    last_good: dt.datetime | None
    visited: dt.datetime | None
    requests: int
    visits: Mapping[str, int]


class SourceHealth(Aggregate):
    """One row a source that was ever visited."""

    def of(self, source_id: str) -> Health | None:
        """In a writing transaction the row stays as it is read until the transaction ends."""
        asked = select(source_health.c.state).where(source_health.c.source_id == source_id)
        if not self.conn.get_execution_options().get("postgresql_readonly"):
            asked = asked.with_for_update()  # SQLite has only one writer anyway, and knows no such clause
        data = self.conn.execute(asked).scalar()
        return None if data is None else HEALTH.unpack(data)

    def put(self, health: Health) -> None:
        row = {
            "status": health.status.value,
            "since": health.since,
            "last_good": health.last_good,
            "visited": health.visited,
            "requests": health.requests,
            "visits": json.dumps(dict(health.visits)),
            "state": HEALTH.pack(health),
        }
        new = upsert(self.conn, source_health).values(source_id=health.source_id, **row)
        self.conn.execute(new.on_conflict_do_update(index_elements=["source_id"], set_=row))

    def in_trouble(self) -> list[Health]:
        """Those that are not well, the longest trouble first."""
        c = source_health.c
        rows = select(c.state).where(c.status != HealthStatus.WELL.value).order_by(c.since, c.source_id)
        return [HEALTH.unpack(data) for data in self.conn.execute(rows).scalars()]

    def summaries(self) -> list[HealthSummary]:
        """Every source, by name, without what was learnt of it."""
        c = source_health.c
        columns = (c.source_id, c.status, c.since, c.last_good, c.visited, c.requests, c.visits)
        return [
            HealthSummary(*row[:1], HealthStatus(row[1]), *row[2:6], json.loads(row[6]))
            for row in self.conn.execute(select(*columns).order_by(c.source_id))
        ]

    def forget(self, source_id: str) -> None:
        """What was learnt and is told of the source; the next visit begins anew."""
        self.conn.execute(delete(source_health).where(source_health.c.source_id == source_id))
