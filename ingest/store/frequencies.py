"""How much each FAQ entry is used: its asks in the last period that was counted, the band that follows, and whether a
person pinned it. One row an entry in use; `answer/bands.py` writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, String, cast, delete, func, select, update

from ingest.model import Category, DraftKind, Moment
from ingest.store.aggregate import Aggregate, AnyRow, upsert
from ingest.store.entry_rows import LIVE
from ingest.store.tables import asks, entries, frequencies

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Frequency:
    """`asks` in the period from `begins` to before `ends`."""

    entry_id: int
    asks: int
    band: str
    begins: dt.datetime
    ends: dt.datetime
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class InUse:
    """What decides whether an FAQ entry may be very low; `over` is the first minute after its window, in the form that
    sorts."""

    id: int
    category: Category | None
    published_at: dt.datetime
    starts: Moment | None
    over: str | None


@dataclass(frozen=True, slots=True)
class Banded:
    """An entry with its use, without its words."""

    entry_id: int
    category: Category | None
    asks: int
    band: str
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    day: dt.date
    category: Category | None
    asks: int


class Frequencies(Aggregate):
    def in_use(self) -> list[InUse]:
        """Every FAQ entry that is neither superseded nor withdrawn."""
        c = entries.c
        chosen = select(c.id, c.category, c.published_at, c.starts, c.ends).where(c.kind == DraftKind.FAQ, LIVE)
        return [
            InUse(id, Category(category) if category else None, at, starts, over)
            for id, category, at, starts, over in self.conn.execute(chosen)
        ]

    def redirects(self) -> dict[int, int]:
        """What took the place of each entry that was replaced."""
        c = entries.c
        replaced = select(c.id, c.superseded_by).where(c.superseded_by.is_not(None))
        return {id: by for id, by in self.conn.execute(replaced)}  # noqa: C416 - rows

    def first_published(self, ids: Collection[int]) -> dict[int, dt.datetime]:
        """When these entries, whatever became of them, were published."""
        c, wanted = entries.c, sorted(ids)
        found: dict[int, dt.datetime] = {}
        for at in range(0, len(wanted), _BATCH):
            chosen = select(c.id, c.published_at).where(c.id.in_(wanted[at : at + _BATCH]))
            found |= {id: when for id, when in self.conn.execute(chosen)}  # noqa: C416 - rows
        return found

    def put(self, rows: Sequence[Frequency]) -> None:
        """All of them anew; pins stay. What is no longer in use goes."""
        new = upsert(self.conn, frequencies)
        told = ("asks", "band", "begins", "ends")
        change = new.on_conflict_do_update(
            index_elements=["entry_id"], set_={name: new.excluded[name] for name in told}
        )
        for at in range(0, len(rows), _BATCH):
            self.conn.execute(change, [_row(one) for one in rows[at : at + _BATCH]])
        live = select(entries.c.id).where(entries.c.kind == DraftKind.FAQ, LIVE)
        self.conn.execute(delete(frequencies).where(frequencies.c.entry_id.not_in(live)))

    def bands(self) -> dict[int, str]:
        c = frequencies.c
        return {id: band for id, band in self.conn.execute(select(c.entry_id, c.band))}  # noqa: C416 - rows

    def counted(self) -> tuple[dt.datetime, dt.datetime] | None:
        """The period that was counted last: from, and to before."""
        row = self.conn.execute(select(frequencies.c.begins, frequencies.c.ends).limit(1)).first()
        return (row.begins, row.ends) if row else None

    def asked(self) -> list[Banded]:
        """Those with asks, the most asked first."""
        f = frequencies.c
        chosen = _BANDED.where(f.asks > 0).order_by(f.asks.desc(), f.entry_id)
        return [_banded(row) for row in self.conn.execute(chosen)]

    def unasked(self, limit: int) -> tuple[dict[tuple[Category | None, str], int], list[Banded]]:
        """How many nobody asked for, by category and band; and some of them, the oldest of the lowest bands first."""
        f, e = frequencies.c, entries.c
        joined = select(e.category, f.band, func.count()).join(entries, e.id == f.entry_id).where(f.asks == 0)
        groups = {
            (Category(name) if name else None, band): count
            for name, band, count in self.conn.execute(joined.group_by(e.category, f.band))
        }
        some = _BANDED.where(f.asks == 0).order_by(f.band.desc(), f.entry_id).limit(limit)
        return groups, [_banded(row) for row in self.conn.execute(some)]

    def pinned(self) -> list[int]:
        c = frequencies.c
        return list(self.conn.execute(select(c.entry_id).where(c.pinned).order_by(c.asks.desc(), c.entry_id)).scalars())

    def of(self, ids: Collection[int]) -> dict[int, Frequency]:
        """Those of these entries that were counted."""
        rows = self.conn.execute(select(frequencies).where(frequencies.c.entry_id.in_(sorted(ids)))) if ids else ()
        return {row.entry_id: Frequency(*row) for row in rows}

    def pin(self, entry_id: int, pinned: bool) -> bool:
        """False if it was so already, or if the entry was never counted."""
        c = frequencies.c
        other = update(frequencies).where(c.entry_id == entry_id, c.pinned.is_(not pinned))
        return self.conn.execute(other.values(pinned=pinned)).rowcount == 1

    def over(self, band: str, now: dt.datetime, limit: int) -> list[tuple[int, int, str]]:
        """(entry, asks, first minute after its window) of a band that is over at `now`, naive local time; what ended
        first, first."""
        f, e = frequencies.c, entries.c
        ended = e.ends <= now.isoformat(timespec="minutes")
        chosen = select(f.entry_id, f.asks, e.ends).join(entries, e.id == f.entry_id).where(f.band == band, ended, LIVE)
        rows = self.conn.execute(chosen.order_by(e.ends, e.id).limit(limit))
        return [(id, times, over) for id, times, over in rows]

    def absorb(self, entry_id: int, other: int) -> None:
        """What `other` was asked counts for this entry at once; so does its pin."""
        c = frequencies.c
        gone = self.conn.execute(select(c.asks, c.pinned).where(c.entry_id == other)).first()
        if gone:
            mine = update(frequencies).where(c.entry_id == entry_id)
            self.conn.execute(mine.values(asks=c.asks + gone.asks, **({"pinned": True} if gone.pinned else {})))
            self.conn.execute(delete(frequencies).where(c.entry_id == other))

    def by_day(self, since: dt.datetime, until: dt.datetime, zone: str, offset: int) -> list[Day]:
        """Asks of FAQ entries for each day of the bank's calendar and each category."""
        a, e = asks.c, entries.c
        day = self._day(zone, offset).label("day")
        chosen = select(day, e.category, func.count()).join(entries, e.id == a.entry_id)
        chosen = chosen.where(a.at >= since, a.at < until, e.kind == DraftKind.FAQ).group_by(day, e.category)
        return [
            Day(dt.date.fromisoformat(str(on)), Category(name) if name else None, times)
            for on, name, times in self.conn.execute(chosen)
        ]

    def by_day_of(
        self, ids: Collection[int], since: dt.datetime, until: dt.datetime, zone: str, offset: int
    ) -> list[tuple[dt.date, int, int]]:
        """(day, entry, asks) of these entries."""
        a = asks.c
        day = self._day(zone, offset).label("day")
        chosen = select(day, a.entry_id, func.count()).where(a.at >= since, a.at < until, a.entry_id.in_(sorted(ids)))
        rows = self.conn.execute(chosen.group_by(day, a.entry_id)) if ids else ()
        return [(dt.date.fromisoformat(str(on)), id, times) for on, id, times in rows]

    def _day(self, zone: str, offset: int) -> ColumnElement[Any]:
        """SQLite has no zones: there the day turns by the clock that holds at the end of the period."""
        if self.conn.dialect.name == "sqlite":
            return cast(func.date(asks.c.at, f"{offset:+d} seconds"), String)
        return cast(func.timezone(zone, asks.c.at), Date)


_BANDED = select(
    frequencies.c.entry_id, entries.c.category, frequencies.c.asks, frequencies.c.band, frequencies.c.pinned
).join(entries, entries.c.id == frequencies.c.entry_id)


def _banded(row: AnyRow) -> Banded:
    return Banded(row.entry_id, Category(row.category) if row.category else None, row.asks, row.band, row.pinned)


def _row(one: Frequency) -> dict[str, Any]:
    told = {"entry_id": one.entry_id, "asks": one.asks, "band": one.band, "pinned": one.pinned}
    return {**told, "begins": one.begins, "ends": one.ends}
