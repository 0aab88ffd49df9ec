"""How often each entry was asked for: one row for every ask, never changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from ingest.store.aggregate import Aggregate, insert_new
from ingest.store.tables import asks


class Usage(Aggregate):
    """Counted once for each call."""

    def ask(self, entry_id: int, user_id: int, call_id: str | None) -> bool:
        """False if this call counted for this entry before."""
        row = {"entry_id": entry_id, "user_id": user_id, "call_id": call_id, "at": self.clock()}
        return insert_new(self.conn, asks, row)

    def of(self, ids: Sequence[int]) -> dict[int, int]:
        """How often each of these was asked for; those that never were are not in it."""
        c = asks.c
        counted = select(c.entry_id, func.count()).where(c.entry_id.in_(list(ids))).group_by(c.entry_id)
        return {entry_id: times for entry_id, times in self.conn.execute(counted)}  # noqa: C416 - rows, not pairs
