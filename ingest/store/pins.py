"""What an administrator pinned on the board until a time. A pin holds for what replaces its entry; a row stays after
its time, so that a past board is the board that was seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, insert, or_, select, update

from ingest.store.aggregate import Aggregate
from ingest.store.stamp import Kind, changed
from ingest.store.tables import board_pins, entries

_MOST = 60


@dataclass(frozen=True, slots=True)
class Pin:
    """`entry_id`: the entry that is in use in the place of what was pinned."""

    entry_id: int
    by: str
    at: dt.datetime
    until: dt.datetime


class Pins(Aggregate):
    def add(self, entry_id: int, by: str, until: dt.datetime) -> None:
        """Beside what was said before; the latest word counts."""
        row = {"entry_id": entry_id, "pinned_by": by, "at": self.clock(), "until": until, "ended_at": None}
        self.conn.execute(insert(board_pins).values(row))
        changed(self.conn, Kind.ENTRIES)

    def end(self, entry_id: int) -> bool:
        """Take off every pin that this entry stands for; False if it has none."""
        now = self.clock()
        ids = [id for id, pin in self._running(now) if pin.entry_id == entry_id]
        self.conn.execute(update(board_pins).where(board_pins.c.id.in_(ids)).values(ended_at=now))
        changed(self.conn, Kind.ENTRIES)
        return bool(ids)

    def running(self, at: dt.datetime) -> dict[int, Pin]:
        """Those of an instant, by the entry that was in use then. One query."""
        return {pin.entry_id: pin for _, pin in self._running(at)}

    def _running(self, at: dt.datetime) -> list[tuple[int, Pin]]:
        p, e = board_pins.c, entries.c
        start = select(p.id.label("pin"), p.entry_id.label("member")).where(_runs(at)).order_by(p.id.desc())
        chain = start.limit(_MOST).cte("pinned", recursive=False)
        follow = select(chain.c.pin, chain.c.member).cte("followed", recursive=True)
        replaced = and_(e.id == follow.c.member, e.superseded_by.is_not(None), e.ended_at <= at)
        follow = follow.union(select(follow.c.pin, e.superseded_by).join(entries, replaced))
        standing = or_(and_(e.superseded_by.is_(None), e.withdrawn.is_(None)), e.ended_at > at)
        chosen = select(p.id, e.id.label("entry"), p.pinned_by, p.at, p.until).select_from(follow)
        chosen = chosen.join(board_pins, p.id == follow.c.pin).join(entries, and_(e.id == follow.c.member, standing))
        return [(id, Pin(entry, by, since, until)) for id, entry, by, since, until in
                self.conn.execute(chosen.order_by(p.id))]  # fmt: skip


def _runs(at: dt.datetime) -> ColumnElement[bool]:
    p = board_pins.c
    return and_(p.at <= at, p.until > at, or_(p.ended_at.is_(None), p.ended_at > at))
