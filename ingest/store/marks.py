"""What is noted about an open draft without changing it: that it sleeps for a while, and which department has it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, update

from ingest.store.aggregate import Aggregate
from ingest.store.drafts import OPEN
from ingest.store.tables import drafts

Assignment = tuple[str | None, dt.datetime | None]
"""A department, and until when it should answer."""


class Marks(Aggregate):
    """By compare and set, as everything about drafts: the version and the mark that were seen stand in the WHERE."""

    def snooze(self, id: int, *, version: int, was: dt.datetime | None, until: dt.datetime | None) -> bool:
        """Hide it until then; None: show it again. False if somebody else changed it meanwhile."""
        same = drafts.c.snoozed_until.is_not_distinct_from(was)
        return self._set(id, version, same, {"snoozed_until": until})

    def assign(self, id: int, *, version: int, was: Assignment, to: Assignment) -> bool:
        """False if somebody else changed it meanwhile."""
        c = drafts.c
        same = c.department.is_not_distinct_from(was[0]) & c.due.is_not_distinct_from(was[1])
        return self._set(id, version, same, {"department": to[0], "due": to[1]})

    def _set(self, id: int, version: int, same: ColumnElement[bool], values: dict[str, object]) -> bool:
        c = drafts.c
        seen = update(drafts).where(c.id == id, c.version == version, c.state.in_(OPEN), same)
        return self.conn.execute(seen.values({**values, "changed_at": self.clock()})).rowcount == 1
