"""Who opened which entry, and when: after a correction one must know who read the wrong words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import insert, select

from ingest.store.aggregate import Aggregate
from ingest.store.tables import readings, users


@dataclass(frozen=True, slots=True)
class Exposure:
    """`place`: where it was opened ("card", "board", "api")."""

    user: str
    display: str
    at: dt.datetime
    place: str


class Exposures(Aggregate):
    """Append-only."""

    def add(self, entry_id: int, user_id: int, place: str) -> None:
        row = {"entry_id": entry_id, "user_id": user_id, "at": self.clock(), "place": place}
        self.conn.execute(insert(readings).values(row))

    def of_entry(self, entry_id: int) -> list[Exposure]:
        """Oldest first."""
        r, u = readings.c, users.c
        chosen = select(u.name, u.display, r.at, r.place).join(users, u.id == r.user_id)
        return [Exposure(*row) for row in self.conn.execute(chosen.where(r.entry_id == entry_id).order_by(r.id))]
