"""Finding published entries by words: all of them if any entry has all, else those that have some."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from ingest.model import Entry
from ingest.store.aggregate import Aggregate
from ingest.store.entries import Entries, entry_of
from ingest.store.search_index import index_for, minute
from ingest.store.tables import entries
from ingest.store.tokens import query_words

LONGEST_QUERY = 200
"""Characters of a query that are looked at: an agent types a few words, a pasted page is a mistake."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry and how well it fits; scores compare only within one answer."""

    entry: Entry
    score: float


class Search(Aggregate):
    """Searches entries that are neither superseded nor withdrawn."""

    def find(self, words: str, *, limit: int = 10, now: dt.datetime | None = None) -> list[Hit]:
        """Best first. With `now` (naive local time of the bank), without those that are over."""
        wanted = query_words(words[:LONGEST_QUERY])
        if not wanted:
            return []
        index, ends = index_for(self.conn), minute(now)
        found = index.find(wanted, every=True, limit=limit, ends_after=ends)
        if not found and len(wanted) > 1:
            found = index.find(wanted, every=False, limit=limit, ends_after=ends)
        return self._hits(found)

    def rebuild(self) -> int:
        """Index every live entry anew, for instance after the dictionary changed; how many they are."""
        index = index_for(self.conn)
        index.clear()
        live = Entries(self.conn, self.clock).all()
        for entry in live:
            index.put(entry.id, entry)
        return len(live)

    def _hits(self, found: list[tuple[int, float]]) -> list[Hit]:
        if not found:
            return []
        rows = self.conn.execute(select(entries).where(entries.c.id.in_([id for id, _ in found])))
        by_id = {row.id: entry_of(row) for row in rows}
        return [Hit(by_id[id], score) for id, score in found]
