"""Small facts about the installation itself, by name."""

from __future__ import annotations

from sqlalchemy import delete, select

from ingest.store.aggregate import Aggregate, upsert
from ingest.store.tables import meta

PULSE = "scheduler.pulse"
"""When a scheduler was last at work, as an ISO instant; a scheduler that is told to end takes it away."""


class Meta(Aggregate):
    """Key and value, both text."""

    def get(self, name: str) -> str | None:
        return self.conn.execute(select(meta.c.value).where(meta.c.name == name)).scalar()

    def set(self, name: str, value: str | None) -> None:
        """None forgets it."""
        if value is None:
            self.conn.execute(delete(meta).where(meta.c.name == name))
            return
        insert = upsert(self.conn, meta).values(name=name, value=value)
        self.conn.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
