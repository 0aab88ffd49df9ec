"""What agents searched for, and what they opened of it. Words arrive without personal data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from ingest.store.aggregate import Aggregate
from ingest.store.columns import key
from ingest.store.tables import searches


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Words that found nothing: how often, and when last."""

    words: str
    times: int
    last: dt.datetime


@dataclass(frozen=True, slots=True)
class Led:
    """Words by which this entry was found and opened."""

    words: str
    words_key: str
    entry_id: int
    times: int


class Searches(Aggregate):
    """One row for each search that was meant: a word that is still being typed is none."""

    def add(self, user_id: int, words: str, hits: int) -> int:
        row = {"user_id": user_id, "at": self.clock(), "words": words, "words_key": _same(words), "hits": hits}
        return int(self.conn.execute(insert(searches).values(row).returning(searches.c.id)).scalar_one())

    def opened(self, id: int, user_id: int, entry_id: int) -> None:
        """Which entry this person took from it; the last one counts."""
        mine = update(searches).where(searches.c.id == id, searches.c.user_id == user_id)
        self.conn.execute(mine.values(entry_id=entry_id))

    def unanswered(self, since: dt.datetime, limit: int = 50) -> list[Unanswered]:
        """Searches without a hit, the most frequent first."""
        c = searches.c
        times, last = func.count().label("times"), func.max(c.at).label("last")
        found = select(func.max(c.words), times, last).where(c.hits == 0, c.at >= since).group_by(c.words_key)
        rows = self.conn.execute(found.order_by(times.desc(), last.desc()).limit(limit))
        return [Unanswered(words, count, at) for words, count, at in rows]

    def led_to(self, entry_ids: Collection[int], since: dt.datetime, until: dt.datetime) -> list[Led]:
        """By which searches these entries were opened, the most frequent first."""
        c, times = searches.c, func.count().label("times")
        chosen = select(func.max(c.words), c.words_key, c.entry_id, times).where(
            c.at >= since, c.at <= until, c.entry_id.in_(sorted(entry_ids))
        )
        rows = chosen.group_by(c.words_key, c.entry_id).order_by(times.desc(), c.words_key, c.entry_id)
        return [Led(*row) for row in self.conn.execute(rows)]


def _same(words: str) -> str:
    return key(" ".join(words.lower().split()))
