"""When people are there. A shift begins when somebody comes back after being away for long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from ingest.store.aggregate import Aggregate
from ingest.store.tables import shifts

AWAY = dt.timedelta(hours=4)
"""Whoever was not seen for longer begins another shift."""
_TO_THE_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """`last_seen`: when the person was last there in the shift before; None in the first."""

    began: dt.datetime
    seen: dt.datetime
    last_seen: dt.datetime | None = None


class Shifts(Aggregate):
    """Written when somebody logs in and, once a minute, when a session is used."""

    def seen(self, user_id: int) -> None:
        """This person is there now."""
        now, s = self.clock(), shifts.c
        last = self.conn.execute(
            select(s.id, s.seen).where(s.user_id == user_id).order_by(s.seen.desc(), s.id.desc()).limit(1)
        ).first()
        if last is None or now - last.seen > AWAY:
            self.conn.execute(insert(shifts).values(user_id=user_id, began=now, seen=now))
        elif now - last.seen >= _TO_THE_MINUTE:
            self.conn.execute(update(shifts).where(s.id == last.id).values(seen=now))

    def current(self, user_id: int) -> Shift | None:
        """The shift that this person is in or was in last."""
        s = shifts.c
        newest = select(s.began, s.seen).where(s.user_id == user_id).order_by(s.seen.desc(), s.id.desc()).limit(2)
        rows = self.conn.execute(newest).all()
        if not rows:
            return None
        return Shift(rows[0].began, rows[0].seen, rows[1].seen if len(rows) > 1 else None)

    def last_seen(self) -> dict[int, dt.datetime]:
        """When each person was there last, by their ids."""
        s = shifts.c
        return {row[0]: row[1] for row in self.conn.execute(select(s.user_id, func.max(s.seen)).group_by(s.user_id))}
