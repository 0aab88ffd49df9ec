"""Notices whose address says that they are no more. What was published of them is for a person to decide."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from ingest.model import Disappearance
from ingest.store.aggregate import Aggregate
from ingest.store.tables import disappearances, notices

OPEN, EXPIRED, KEPT, BACK = "open", "expired", "kept", "back"
"""Undecided; taken off; left as it is; the notice came back by itself."""


class Disappearances(Aggregate):
    """At most one undecided row a notice: `Notices.gone` marks a notice once."""

    def propose(self, notice_id: int, source_id: str) -> None:
        row = {"notice_id": notice_id, "source_id": source_id, "seen": self.clock(), "state": OPEN}
        self.conn.execute(insert(disappearances).values(row))

    def undecided(self) -> list[Disappearance]:
        """Oldest first."""
        c, n = disappearances.c, notices.c
        columns = select(c.id, c.notice_id, c.source_id, n.url, n.title, c.seen).join(notices, n.id == c.notice_id)
        rows = columns.where(c.state == OPEN).order_by(c.id)
        return [Disappearance(*row) for row in self.conn.execute(rows)]

    def known(self, id: int) -> bool:
        """Was there ever such a row?"""
        return self.conn.execute(select(disappearances.c.id).where(disappearances.c.id == id)).first() is not None

    def decide(self, id: int, to: str, by: str, reason: str) -> bool:
        """False if somebody decided before, or the notice is back."""
        values = {"state": to, "decided_by": by, "decided_at": self.clock(), "reason": reason}
        open_one = update(disappearances).where(disappearances.c.id == id, disappearances.c.state == OPEN)
        return self.conn.execute(open_one.values(values)).rowcount == 1

    def back(self, notice_id: int) -> None:
        """The notice is there again: nothing is left to decide."""
        c = disappearances.c
        open_ones = update(disappearances).where(c.notice_id == notice_id, c.state == OPEN)
        self.conn.execute(open_ones.values(state=BACK, decided_at=self.clock()))
