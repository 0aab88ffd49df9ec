"""Who opened which entry, and when: after a correction one must know who read the wrong words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
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

    def new_to(self, user_id: int, entry_ids: Collection[int], place: str) -> list[int]:
        """Of these entries, the ones that this person was never shown at this place."""
        r = readings.c
        before = select(r.entry_id).where(r.user_id == user_id, r.entry_id.in_(entry_ids), r.place == place)
        return sorted(set(entry_ids) - set(self.conn.execute(before).scalars()))

    def add_all(self, entry_ids: Collection[int], user_id: int, place: str) -> None:
        now = self.clock()
        rows = [{"entry_id": id, "user_id": user_id, "at": now, "place": place} for id in entry_ids]
        if rows:
            self.conn.execute(insert(readings), rows)

    def of_entry(self, entry_id: int) -> list[Exposure]:
        """Oldest first."""
        r, u = readings.c, users.c
        chosen = select(u.name, u.display, r.at, r.place).join(users, u.id == r.user_id)
        return [Exposure(*row) for row in self.conn.execute(chosen.where(r.entry_id == entry_id).order_by(r.id))]
