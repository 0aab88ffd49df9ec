"""Bands: how much each FAQ entry is asked for, against all others.

Sorted by asks, the entries that make up the first 50 % of all asks are very high, those of the next 30 % high, of the
next 15 % low; the last 5 % and those that nobody asked for are very low. An entry that is younger than 14 days, or
whose window is open, is never very low: its wave may be still to come. Asks of what an entry replaced are its own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from zoneinfo import ZoneInfo

from ingest.review.counting import Period
from ingest.store.frequencies import Frequency, InUse
from ingest.store.transaction import Transaction

DAYS = 30
YOUNG = dt.timedelta(days=14)


class Band(StrEnum):
    VERY_HIGH = "very_high"
    HIGH = "high"
    LOW = "low"
    VERY_LOW = "very_low"

    @property
    def step(self) -> int:
        """0 for the highest."""
        return list(Band).index(self)


_UNTIL = ((0.50, Band.VERY_HIGH), (0.80, Band.HIGH), (0.95, Band.LOW))
"""Share of all asks up to which a band reaches."""


def ranked(asked: Mapping[int, int], exempt: Iterable[int] = ()) -> dict[int, Band]:
    """The band of every id of `asked`. Equal asks are an equal band; an entry belongs to the band in which its asks
    begin, so that the one that is asked most is always very high."""
    total, spared = sum(asked.values()), frozenset(exempt)
    found: dict[int, Band] = {}
    before, level, last = 0, 0, -1
    for id, times in sorted(asked.items(), key=lambda pair: (-pair[1], pair[0])):
        if times != last:
            level, last = before, times
        band = _band(level, total) if times else Band.VERY_LOW
        found[id] = Band.LOW if band is Band.VERY_LOW and id in spared else band
        before += times
    return found


def _band(before: int, total: int) -> Band:
    return next((band for share, band in _UNTIL if before < share * total), Band.VERY_LOW)


def after(days: Period, zone: ZoneInfo) -> dt.datetime:
    """The first moment after them."""
    return dt.datetime.combine(days.last + dt.timedelta(days=1), dt.time.min, zone)


def last_days(now: dt.datetime, zone: ZoneInfo, days: int = DAYS) -> Period:
    """The last `days` days of the bank's calendar, today among them."""
    today = now.astimezone(zone).date()
    return Period(today - dt.timedelta(days=days - 1), today)


def count(tx: Transaction, days: Period, zone: ZoneInfo, now: dt.datetime) -> list[Frequency]:
    """Every FAQ entry in use, with its asks of the days that are summed up, and its band; nothing is stored."""
    live = tx.frequencies.in_use()
    redirects = tx.frequencies.redirects()
    asked = dict.fromkeys((one.id for one in live), 0)
    for id, times in tx.asked_days.by_entry(days.first, days.last).items():
        if (last := final(id, redirects)) in asked:
            asked[last] += times
    bands = ranked(asked, _spared(tx, live, redirects, min(after(days, zone), now), zone))
    pinned = {final(id, redirects) for id in tx.frequencies.pinned()}
    return [Frequency(one.id, one.category, asked[one.id], bands[one.id].value, one.id in pinned) for one in live]


def final(id: int, redirects: Mapping[int, int]) -> int:
    """Where the redirects of an entry end."""
    seen: set[int] = set()
    while id in redirects and id not in seen:
        seen.add(id)
        id = redirects[id]
    return id


def _spared(
    tx: Transaction, live: Iterable[InUse], redirects: Mapping[int, int], at: dt.datetime, zone: ZoneInfo
) -> set[int]:
    """What may not be very low yet: an entry is as old as the first that it stands for."""
    local = at.astimezone(zone).replace(tzinfo=None)
    minute = local.isoformat(timespec="minutes")
    replaced = defaultdict(list)
    for id, when in tx.frequencies.first_published(redirects).items():
        replaced[final(id, redirects)].append(when)
    return {
        one.id
        for one in live
        if at - min([one.published_at, *replaced.get(one.id, ())]) < YOUNG or _window_open(one, local, minute)
    }


def _window_open(one: InUse, local: dt.datetime, minute: str) -> bool:
    """What has no end has no window that could close."""
    if one.over is None or one.over <= minute:
        return False
    return one.starts is None or one.starts.earliest() <= local
