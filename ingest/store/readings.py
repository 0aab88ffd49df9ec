"""How each revision was read: the settings beside its bytes, and the version of the rules."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from ingest.store.aggregate import Aggregate
from ingest.store.tables import revisions


@dataclass(frozen=True, slots=True)
class StoredReading:
    """`reading` is JSON (`pipeline/how_read.py`); both are None for what was read before they were kept."""

    reading: str | None
    rules: str | None


class Readings(Aggregate):
    def keep(self, revision_id: int, reading: str, rules: str) -> None:
        """Written with the revision and never changed."""
        c = revisions.c
        new = update(revisions).where(c.id == revision_id, c.rules.is_(None))
        self.conn.execute(new.values(reading=reading, rules=rules))

    def of(self, revision_id: int) -> StoredReading:
        c = revisions.c
        row = self.conn.execute(select(c.reading, c.rules).where(c.id == revision_id)).first()
        return StoredReading(row.reading, row.rules) if row else StoredReading(None, None)
