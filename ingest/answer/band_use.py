"""Entries with their use: as it was counted last, or counted for one look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Protocol

from ingest.answer.bands import Band
from ingest.model import Category
from ingest.store.frequencies import Frequency
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
    """Counted for this look."""

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


def fits(category: Category | None, band: str, wanted: Narrowed) -> bool:
    return wanted.category in (None, category) and wanted.band in (None, band)
