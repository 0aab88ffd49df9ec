"""When each source is asked next, written with the report of its visit: a restart neither forgets nor repeats."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from ingest.store.aggregate import Aggregate, upsert
from ingest.store.tables import agenda


@dataclass(frozen=True, slots=True)
class Appointment:
    """`due` is when the source is asked next; `regular` the next time by its schedule, which a retry does not move.

    `schedule` is the configuration that this was reckoned by, `asked` the start of the last visit, `failures` counts
    failed visits in a row. `skew`: seconds that the server's clock was ahead of ours, None where it told no time."""

    source_id: str
    schedule: str
    regular: dt.datetime
    due: dt.datetime
    asked: dt.datetime
    failures: int = 0
    skew: int | None = None


class Agenda(Aggregate):
    """One row a source."""

    def all(self) -> dict[str, Appointment]:
        rows = self.conn.execute(select(agenda).order_by(agenda.c.source_id))
        return {row.source_id: Appointment(*row) for row in rows}

    def get(self, source_id: str) -> Appointment | None:
        row = self.conn.execute(select(agenda).where(agenda.c.source_id == source_id)).first()
        return Appointment(*row) if row else None

    def put(self, appointment: Appointment) -> None:
        row = {name: getattr(appointment, name) for name in Appointment.__slots__}
        new = upsert(self.conn, agenda).values(row)
        self.conn.execute(new.on_conflict_do_update(index_elements=["source_id"], set_=row))
