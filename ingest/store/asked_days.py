"""Asks by day of the bank's calendar: sums of the rows of `asks`, which stay the truth. Months of calls are read in
milliseconds, and each day begins and ends as its zone says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, func, literal, select

from ingest.model import Category, DraftKind
from ingest.store.aggregate import Aggregate
from ingest.store.meta import Meta
from ingest.store.tables import asked_categories, asked_days, asks, entries

_CLOSED = "asks.days"
_ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    day: dt.date
    category: Category | None
    asks: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Days before `day`, which began at `begins`, are summed for good."""

    zone: str
    day: dt.date
    begins: dt.datetime


class AskedDays(Aggregate):
    def closed(self) -> Closed | None:
        """None where nothing was summed yet."""
        kept = Meta(self.conn, self.clock).get(_CLOSED)
        if kept is None:
            return None
        zone, day = kept.split(" ")
        first = dt.date.fromisoformat(day)
        return Closed(zone, first, _begin(first, ZoneInfo(zone)))

    def sum_up(self, zone: ZoneInfo, today: dt.date) -> None:
        """Every day from the first that is not closed to `today`. Yesterday stays open: whoever asked a second before
        midnight may commit a second after. Another zone has other days: all of them anew."""
        self.one_at_a_time(0x696E676573740007)
        closed = self.closed()
        if closed is None or closed.zone != zone.key:
            self._forget()
            closed = None
        day = closed.day if closed else self._first_day(zone)
        while day is not None and day <= today:
            self._sum(day, _begin(day, zone), _begin(day + _ONE, zone))
            day += _ONE
        Meta(self.conn, self.clock).set(_CLOSED, f"{zone.key} {today - _ONE}")

    def by_entry(self, first: dt.date, last: dt.date) -> dict[int, int]:
        """Asks of every entry from `first` to `last`, by the id that was shown then."""
        c = asked_days.c
        counted = select(c.entry_id, func.sum(c.asks)).where(c.day.between(first, last)).group_by(c.entry_id)
        return {id: int(times) for id, times in self.conn.execute(counted)}

    def by_category(self, first: dt.date, last: dt.date) -> list[Day]:
        """Asks of FAQ entries, of each day and category."""
        c = asked_categories.c
        chosen = select(c.day, c.category, c.asks).where(c.day.between(first, last)).order_by(c.day, c.category)
        return [Day(day, Category(name) if name else None, times) for day, name, times in self.conn.execute(chosen)]

    def of_entries(self, ids: Collection[int], first: dt.date, last: dt.date) -> list[tuple[dt.date, int, int]]:
        """(day, entry, asks) of these entries."""
        c = asked_days.c
        chosen = select(c.day, c.entry_id, c.asks).where(c.entry_id.in_(sorted(ids)), c.day.between(first, last))
        return [(day, id, times) for day, id, times in self.conn.execute(chosen)] if ids else []

    def _first_day(self, zone: ZoneInfo) -> dt.date | None:
        at = self.conn.execute(select(func.min(asks.c.at))).scalar()
        return at.astimezone(zone).date() if at else None

    def _sum(self, day: dt.date, begins: dt.datetime, ends: dt.datetime) -> None:
        self._forget(day)
        within = and_(asks.c.at >= begins, asks.c.at < ends)
        on = literal(day, asked_days.c.day.type)
        counted = select(asks.c.entry_id, on, func.count()).where(within).group_by(asks.c.entry_id)
        self.conn.execute(asked_days.insert().from_select(["entry_id", "day", "asks"], counted))
        name = func.coalesce(entries.c.category, "")
        of_day = select(on, name, func.sum(asked_days.c.asks)).join(entries, entries.c.id == asked_days.c.entry_id)
        of_day = of_day.where(asked_days.c.day == day, entries.c.kind == DraftKind.FAQ).group_by(name)
        self.conn.execute(asked_categories.insert().from_select(["day", "category", "asks"], of_day))

    def _forget(self, day: dt.date | None = None) -> None:
        for table in (asked_days, asked_categories):
            gone: Any = delete(table)
            self.conn.execute(gone if day is None else gone.where(table.c.day == day))


def _begin(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, zone)
