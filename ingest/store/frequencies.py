"""How much each FAQ entry is used: its asks in the last period that was counted, the band that follows, and whether a
person pinned it. One row an entry in use; `answer/bands.py` makes them. Sums and lists come from indexes: with a
hundred thousand entries, nobody reads them all to show a page of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from ingest.model import Category, DraftKind, Moment
from ingest.store.aggregate import Aggregate, AnyRow, upsert
from ingest.store.entry_rows import LIVE
from ingest.store.meta import Meta
from ingest.store.stamp import Kind, changed
from ingest.store.tables import entries, frequencies

_BATCH = 2000
_COUNTED = "bands.counted"


@dataclass(frozen=True, slots=True)
class Frequency:
    """An entry with its use, without its words."""

    entry_id: int
    category: Category | None
    asks: int
    band: str
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """The count before: the days of it, and when it was made."""

    first: dt.date
    last: dt.date
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class InUse:
    """What decides whether an FAQ entry may be very low; `over` is the first minute after its window, in the form that
    sorts."""

    id: int
    category: Category | None
    published_at: dt.datetime
    starts: Moment | None
    over: str | None


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

    def put(self, rows: Sequence[Frequency], counted: Counted) -> None:
        """What changed since the count before; pins stay as they are now, whatever they were when it was counted. What
        is no longer in use goes, and its pin to what took its place."""
        before = {one.entry_id: one for one in self._all()}
        new = upsert(self.conn, frequencies)
        told = {name: new.excluded[name] for name in ("category", "asks", "band")}
        change = new.on_conflict_do_update(index_elements=["entry_id"], set_=told)
        new_use = [asdict(one) for one in rows if _use(before.get(one.entry_id)) != _use(one)]
        for at in range(0, len(new_use), _BATCH):
            self.conn.execute(change, new_use[at : at + _BATCH])
        gone = sorted(before.keys() - {one.entry_id for one in rows})
        self._hand_on(id for id in gone if before[id].pinned)
        for at in range(0, len(gone), _BATCH):
            self.conn.execute(delete(frequencies).where(frequencies.c.entry_id.in_(gone[at : at + _BATCH])))
        Meta(self.conn, self.clock).set(_COUNTED, f"{counted.first} {counted.last} {counted.at.isoformat()}")

    def _hand_on(self, pinned: Iterable[int]) -> None:
        """Pins of entries that were replaced."""
        for id in pinned:
            seen = [id]
            while by := self.conn.scalar(select(entries.c.superseded_by).where(entries.c.id == seen[-1])):
                if by in seen:
                    break
                seen.append(by)
            last = update(frequencies).where(frequencies.c.entry_id == seen[-1])
            self.conn.execute(last.values(pinned=True))
            changed(self.conn, Kind.ENTRIES)

    def _all(self) -> list[Frequency]:
        return [_frequency(row) for row in self.conn.execute(select(frequencies))]

    def bands(self) -> dict[int, str]:
        c = frequencies.c
        return {id: band for id, band in self.conn.execute(select(c.entry_id, c.band))}  # noqa: C416 - rows

    def counted(self) -> Counted | None:
        """None where nothing was counted yet."""
        kept = Meta(self.conn, self.clock).get(_COUNTED)
        if kept is None:
            return None
        first, last, at = kept.split(" ")
        return Counted(dt.date.fromisoformat(first), dt.date.fromisoformat(last), dt.datetime.fromisoformat(at))

    def groups(self) -> dict[tuple[Category | None, str], tuple[int, int]]:
        """How many entries, and asks of them, by category and band."""
        c = frequencies.c
        summed = select(c.category, c.band, func.count(), func.sum(c.asks)).group_by(c.category, c.band)
        return {
            (Category(name) if name else None, band): (entries, int(times))
            for name, band, entries, times in self.conn.execute(summed)
        }

    def listed(self, category: Category | None, band: str | None, *, limit: int, offset: int = 0) -> list[Frequency]:
        """The most asked first; of those that are asked as often, the newest. None narrows nothing."""
        c = frequencies.c
        chosen = select(frequencies).order_by(c.asks.desc(), c.entry_id.desc()).limit(limit).offset(offset)
        if category:
            chosen = chosen.where(c.category == category)
        if band:
            chosen = chosen.where(c.band == band)
        return [_frequency(row) for row in self.conn.execute(chosen)]

    def pinned(self) -> list[int]:
        c = frequencies.c
        return list(self.conn.execute(select(c.entry_id).where(c.pinned).order_by(c.asks.desc(), c.entry_id)).scalars())

    def of(self, ids: Collection[int]) -> dict[int, Frequency]:
        """Those of these entries that were counted."""
        wanted: ColumnElement[Any] = frequencies.c.entry_id.in_(sorted(ids))
        rows = self.conn.execute(select(frequencies).where(wanted)) if ids else ()
        return {row.entry_id: _frequency(row) for row in rows}

    def pin(self, entry_id: int, pinned: bool) -> bool:
        """False if it was so already, or if the entry was never counted."""
        c = frequencies.c
        other = update(frequencies).where(c.entry_id == entry_id, c.pinned.is_(not pinned))
        changed(self.conn, Kind.ENTRIES)
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


def _frequency(row: AnyRow) -> Frequency:
    return Frequency(row.entry_id, Category(row.category) if row.category else None, row.asks, row.band, row.pinned)


def _use(one: Frequency | None) -> tuple[Category | None, int, str] | None:
    return (one.category, one.asks, one.band) if one else None
