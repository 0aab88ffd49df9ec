"""Entries with their use: as it was counted last, or counted for one look."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Protocol
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from ingest.answer.bands import Band, count
from ingest.model import Category
from ingest.review.counting import Period
from ingest.store.frequencies import Frequency
from ingest.store.store import Store
from ingest.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Narrowed:
    """None: all. `word`: one of an entry's keywords."""

    category: Category | None = None
    band: Band | None = None
    word: str | None = None


class Use(Protocol):
    """Entries with their use, of one period."""

    def groups(self) -> Mapping[tuple[Category | None, str], tuple[int, int]]: ...

    def listed(self, limit: int, offset: int = 0) -> Sequence[Frequency]:
        """Those that are wanted, the most asked first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """As it was counted last."""

    tx: Transaction
    wanted: Narrowed

    def groups(self) -> Mapping[tuple[Category | None, str], tuple[int, int]]:
        return self.tx.frequencies.groups()

    def listed(self, limit: int, offset: int = 0) -> Sequence[Frequency]:
        return self.tx.frequencies.listed(self.wanted.category, self.wanted.band, limit=limit, offset=offset)


@dataclass(frozen=True, slots=True)
class Anew:
    """Of another period than the one that is kept."""

    rows: Sequence[Frequency]
    wanted: Narrowed

    def groups(self) -> Mapping[tuple[Category | None, str], tuple[int, int]]:
        entries = Counter((row.category, row.band) for row in self.rows)
        asks: Counter[tuple[Category | None, str]] = Counter()
        for row in self.rows:
            asks[row.category, row.band] += row.asks
        return {name: (n, asks[name]) for name, n in entries.items()}

    def listed(self, limit: int, offset: int = 0) -> Sequence[Frequency]:
        fit = (row for row in self.rows if fits(row.category, row.band, self.wanted))
        return nsmallest(offset + limit, fit, key=lambda row: (-row.asks, -row.entry_id))[offset:]


class _Remembered:
    """The last few periods that were looked at: counting one takes a second with a hundred thousand entries, and who
    looks turns its pages. They hold until it is counted again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: WeakKeyDictionary[Store, dict[tuple[Period, str, dt.datetime], Sequence[Frequency]]]
        self._of = WeakKeyDictionary()

    def rows(self, store: Store, tx: Transaction, days: Period, zone: ZoneInfo, at: dt.datetime) -> Sequence[Frequency]:
        """As it was counted at `at`."""
        name = (days, zone.key, at)
        with self._lock:
            known = self._of.setdefault(store, {})
            found = known.get(name)
        if found is None:
            found = count(tx, days, zone, at)
            with self._lock:
                known[name] = found
                for old in list(known)[:-_PERIODS]:
                    del known[old]
        return found


_PERIODS = 3
remembered = _Remembered()


def fits(category: Category | None, band: str, wanted: Narrowed) -> bool:
    return wanted.category in (None, category) and wanted.band in (None, band)
