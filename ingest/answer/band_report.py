"""The bands of a period for people: which entries, how they spread over categories, days and keywords.

The last 30 days are read as they were counted last; any other period is counted when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.answer.band_use import Anew, Kept, Narrowed, Use, fits, remembered
from ingest.answer.band_words import by_word, keywords, word_days
from ingest.answer.bands import Band, last_days
from ingest.answer.daily import count_daily
from ingest.answer.reviewing import next_review
from ingest.errors import InputError, Text
from ingest.model import Actor, Category, Entry
from ingest.review.access import Permission, require
from ingest.review.counting import Period
from ingest.store.asked_days import Day
from ingest.store.frequencies import Counted, Frequency
from ingest.store.store import Store
from ingest.store.transaction import Transaction

SHOWN = 100
"""Entries on a page."""
_WORDS = 12
_READ = 400
"""Entries whose keywords are counted, those that are asked most: what is asked less would not be among the first."""


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
    """`rows` are a page (the first is 1) of `matching`, the most asked first. `groups` spread all entries over
    categories and bands, whatever was narrowed; `words` are keywords with their asks; `word_days` those of the first
    few by day. `at`: when it was counted; `now`: when it was looked at."""

    period: Period
    at: dt.datetime
    now: dt.datetime
    rows: tuple[Row, ...]
    matching: int
    page: int
    pages: int
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
    store: Store,
    actor: Actor,
    days: Period | None,
    wanted: Narrowed,
    zone: ZoneInfo,
    now: dt.datetime,
    *,
    page: int = 1,
    shown: int = SHOWN,
) -> Report:
    """`days` None: the last 30 as counted last. Raises WrongRole."""
    require(actor, Permission.READ_NUMBERS)
    return bands_of(store, days, wanted, zone, now, page=page, shown=shown)


def bands_of(
    store: Store,
    days: Period | None,
    wanted: Narrowed,
    zone: ZoneInfo,
    now: dt.datetime,
    *,
    page: int = 1,
    shown: int = SHOWN,
) -> Report:
    with store.reading() as tx:
        kept = tx.frequencies.counted()
    if kept is None:
        count_daily(store, zone, now)
    with store.reading() as tx:
        kept = tx.frequencies.counted() or Counted(*_last(now, zone), now)
        use: Use = Kept(tx, wanted)
        if days is not None:
            use = Anew(remembered.rows(store, tx, days, zone, kept.at), wanted)
        return _report(tx, use, days or Period(kept.first, kept.last), _Look(wanted, zone, kept.at, now, page, shown))


def _last(now: dt.datetime, zone: ZoneInfo) -> tuple[dt.date, dt.date]:
    days = last_days(now, zone)
    return days.first, days.last


@dataclass(frozen=True, slots=True)
class _Look:
    wanted: Narrowed
    zone: ZoneInfo
    counted: dt.datetime
    now: dt.datetime
    page: int
    shown: int


def _report(tx: Transaction, use: Use, days: Period, look: _Look) -> Report:
    wanted, most = look.wanted, use.listed(_READ)
    read = {entry.id: entry for entry in tx.search.entries([row.entry_id for row in most])}
    groups = {(name, Band(band)): Volume(*counts) for (name, band), counts in use.groups().items()}
    if wanted.word:
        most = [row for row in most if row.entry_id in read and wanted.word in keywords(read[row.entry_id])]
    fit = len(most) if wanted.word else _sum(v for name, v in groups.items() if fits(*name, wanted)).entries
    pages = max(1, -(-fit // look.shown))
    page = min(max(1, look.page), pages)
    words = by_word(most, read)
    chosen = [wanted.word] if wanted.word else [word for word, _ in words[:3]]
    start = (page - 1) * look.shown
    in_view = most[start : start + look.shown]
    if not wanted.word and start + look.shown > len(most):
        in_view = use.listed(look.shown, start)
    return Report(
        period=days,
        at=look.counted,
        now=look.now,
        rows=_rows(tx, in_view, read),
        matching=fit,
        page=page,
        pages=pages,
        groups=groups,
        days=tuple(
            day for day in tx.asked_days.by_category(days.first, days.last) if wanted.category in (None, day.category)
        ),
        words=tuple(words[:_WORDS]),
        word_days=word_days(tx, read, chosen, days),
    )


def _rows(tx: Transaction, shown: Sequence[Frequency], read: Mapping[int, Entry]) -> tuple[Row, ...]:
    ids = [row.entry_id for row in shown]
    missing = [id for id in ids if id not in read]
    known = {**read, **{entry.id: entry for entry in tx.search.entries(missing)}} if missing else read
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
        if (entry := known.get(row.entry_id))
    )


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
