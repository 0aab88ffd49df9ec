"""The bands of a period for people: which entries, how they spread over categories, days and keywords.

The last 30 days are read as they were counted last; any other period is counted when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.answer.bands import Band, Stretch, count, last_days, stretch
from ingest.answer.reviewing import next_review
from ingest.errors import InputError, Text
from ingest.model import Actor, Category, Entry, FaqDraft
from ingest.review.access import Permission, require
from ingest.review.counting import Period
from ingest.store.frequencies import Banded, Day
from ingest.store.store import Store
from ingest.store.transaction import Transaction

SHOWN = 200
_WORDS = 12
_READ = 400
"""Entries whose keywords are counted, those that are asked most: what is asked less would not be among the first."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """None: all. `word`: one of an entry's keywords."""

    category: Category | None = None
    band: Band | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`review`: when it is to be looked at again."""

    entry: Entry
    asks: int
    band: Band
    pinned: bool
    review: dt.datetime


@dataclass(frozen=True, slots=True)
class Volume:
    entries: int = 0
    asks: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """`rows` are the most asked first, at most `SHOWN` of `matching`. `groups` spread all entries over categories and
    bands, whatever was narrowed; `words` are keywords with their asks; `word_days` those of the first few by day."""

    period: Period
    at: dt.datetime
    rows: tuple[Row, ...]
    matching: int
    groups: Mapping[tuple[Category | None, Band], Volume]
    days: tuple[Day, ...]
    words: tuple[tuple[str, int], ...]
    word_days: Mapping[str, Mapping[dt.date, int]]

    def of_band(self, band: Band) -> Volume:
        return _sum(volume for (_, other), volume in self.groups.items() if other is band)

    def of_category(self, category: Category | None) -> Volume:
        return _sum(volume for (other, _), volume in self.groups.items() if other is category)

    @property
    def asks(self) -> int:
        return sum(volume.asks for volume in self.groups.values())


def report(
    store: Store, actor: Actor, days: Period | None, wanted: Narrowed, zone: ZoneInfo, now: dt.datetime
) -> Report:
    """`days` None: the last 30 as counted last. Raises WrongRole."""
    require(actor, Permission.READ_NUMBERS)
    return bands_of(store, days, wanted, zone, now)


def bands_of(store: Store, days: Period | None, wanted: Narrowed, zone: ZoneInfo, now: dt.datetime) -> Report:
    with store.reading() as tx:
        kept = tx.frequencies.counted() if days is None else None
        if kept:
            when = Stretch(*kept)
            asked = tx.frequencies.asked()
            idle, some = tx.frequencies.unasked(_SOME)
        else:
            when = stretch(days or last_days(now, zone), zone)
            asked, idle, some = _counted(tx, when, zone, now)
        return _report(tx, when, (asked, idle, some), wanted, zone, now)


_SOME = 5000
"""Entries that nobody asked for, from which those of one category are shown."""


_Counts = tuple[list[Banded], dict[tuple[Category | None, str], int], list[Banded]]


def _counted(tx: Transaction, when: Stretch, zone: ZoneInfo, now: dt.datetime) -> _Counts:
    category = {one.id: one.category for one in tx.frequencies.in_use()}
    rows = [
        Banded(one.entry_id, category.get(one.entry_id), one.asks, one.band, one.pinned)
        for one in count(tx, when, zone, now)
    ]
    asked = sorted((row for row in rows if row.asks), key=lambda row: (-row.asks, row.entry_id))
    idle = [row for row in rows if not row.asks]
    return asked, Counter((row.category, row.band) for row in idle), idle[:_SOME]


def _report(
    tx: Transaction, when: Stretch, counts: _Counts, wanted: Narrowed, zone: ZoneInfo, now: dt.datetime
) -> Report:
    asked, idle, some = counts
    offset = int((when.ends.astimezone(zone).utcoffset() or dt.timedelta()).total_seconds())
    fit = [row for row in (*asked, *some) if _fits(row, wanted)]
    read = {entry.id: entry for entry in tx.search.entries([row.entry_id for row in fit[:_READ]])}
    if wanted.word:
        fit = [row for row in fit[:_READ] if row.entry_id in read and wanted.word in _keywords(read[row.entry_id])]
    words = _by_word(fit, read)
    chosen = [wanted.word] if wanted.word else [word for word, _ in words[:3]]
    days = tx.frequencies.by_day(when.begins, when.ends, zone.key, offset)
    return Report(
        period=_period(when, zone),
        at=now,
        rows=_rows(tx, fit[:SHOWN], read),
        matching=_matching(fit, idle, some, wanted),
        groups=_groups(asked, idle),
        days=tuple(day for day in days if wanted.category in (None, day.category)),
        words=tuple(words[:_WORDS]),
        word_days=_word_days(tx, read, chosen, when, zone, offset),
    )


def _fits(row: Banded, wanted: Narrowed) -> bool:
    return wanted.category in (None, row.category) and wanted.band in (None, row.band)


def _matching(
    fit: Sequence[Banded], idle: Mapping[tuple[Category | None, str], int], some: Sequence[Banded], wanted: Narrowed
) -> int:
    if wanted.word:
        return len(fit)
    hidden = sum(
        n for (category, band), n in idle.items() if wanted.category in (None, category) and wanted.band in (None, band)
    )
    return len(fit) - sum(_fits(row, wanted) for row in some) + hidden


def _groups(
    asked: Iterable[Banded], idle: Mapping[tuple[Category | None, str], int]
) -> dict[tuple[Category | None, Band], Volume]:
    found = {(category, Band(band)): Volume(n, 0) for (category, band), n in idle.items()}
    for row in asked:
        old = found.get((row.category, Band(row.band)), Volume())
        found[row.category, Band(row.band)] = Volume(old.entries + 1, old.asks + row.asks)
    return found


def _rows(tx: Transaction, shown: Sequence[Banded], read: Mapping[int, Entry]) -> tuple[Row, ...]:
    ids = [row.entry_id for row in shown]
    last, flagged = tx.usage.last(ids), tx.entry_flags.since(ids)
    return tuple(
        Row(
            entry,
            row.asks,
            Band(row.band),
            row.pinned,
            next_review(Band(row.band), entry.published_at, last.get(entry.id), flagged.get(entry.id)),
        )
        for row in shown
        if (entry := read.get(row.entry_id))
    )


def _keywords(entry: Entry) -> tuple[str, ...]:
    return entry.content.keywords if isinstance(entry.content, FaqDraft) else ()


def _by_word(rows: Iterable[Banded], read: Mapping[int, Entry]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row.asks and (entry := read.get(row.entry_id)):
            counts.update(dict.fromkeys(_keywords(entry), row.asks))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _word_days(
    tx: Transaction, read: Mapping[int, Entry], words: Sequence[str], when: Stretch, zone: ZoneInfo, offset: int
) -> dict[str, dict[dt.date, int]]:
    """Asks of the entries as they are now: those of what they replaced are counted with the categories."""
    holders = {id: [word for word in words if word in _keywords(entry)] for id, entry in read.items()}
    found: dict[str, dict[dt.date, int]] = {word: defaultdict(int) for word in words}
    ids = [id for id, held in holders.items() if held]
    for day, id, times in tx.frequencies.by_day_of(ids, when.begins, when.ends, zone.key, offset):
        for word in holders[id]:
            found[word][day] += times
    return {word: dict(days) for word, days in found.items()}


def _period(when: Stretch, zone: ZoneInfo) -> Period:
    last = when.ends.astimezone(zone).date() - dt.timedelta(days=1)
    return Period(when.begins.astimezone(zone).date(), last)


def _sum(volumes: Iterable[Volume]) -> Volume:
    every = list(volumes)
    return Volume(sum(one.entries for one in every), sum(one.asks for one in every))


def month(text: str) -> Period:
    """ "2026-10". Raises InputError."""
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise InputError(
            Text(f"{text}: not a month", f"{text}：不是月份"),
            remedy=Text("write it as 2026-10", "请写成 2026-10 的形式"),
        ) from error
    return Period(first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1))
