"""How often each entry was asked for: one row for every ask, never changed. Where an entry took the place of others,
what they were asked counts for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, func, select

from ingest.store.aggregate import Aggregate, insert_new
from ingest.store.asked_days import AskedDays
from ingest.store.tables import asked_days, asks, entries


class Usage(Aggregate):
    """Counted once for each call."""

    def ask(self, entry_id: int, user_id: int, call_id: str | None) -> bool:
        """False if this call counted for this entry before."""
        row = {"entry_id": entry_id, "user_id": user_id, "call_id": call_id, "at": self.clock()}
        return insert_new(self.conn, asks, row)

    def of(self, ids: Sequence[int]) -> dict[int, int]:
        """How often each of these was asked for, with those it replaced; those that never were are not in it. Days
        that are closed are summed already, so that years of calls cost what one day does."""
        chain, closed = _chain(ids), AskedDays(self.conn, self.clock).closed()
        counted = select(func.count()).where(asks.c.entry_id == chain.c.member)
        times: ColumnElement[Any] = counted.correlate(chain).scalar_subquery()
        if closed:
            d = asked_days.c
            times = counted.where(asks.c.at >= closed.begins).correlate(chain).scalar_subquery()
            summed = select(func.coalesce(func.sum(d.asks), 0)).where(d.entry_id == chain.c.member, d.day < closed.day)
            times = times + summed.correlate(chain).scalar_subquery()
        found: dict[int, int] = defaultdict(int)
        for root, count in self.conn.execute(select(chain.c.root, times)):
            found[root] += int(count)
        return {root: count for root, count in found.items() if count}

    def last(self, ids: Sequence[int]) -> dict[int, dt.datetime]:
        """When each of these, or one that it replaced, was asked for last."""
        chain = _chain(ids)
        newest = select(asks.c.at).where(asks.c.entry_id == chain.c.member).order_by(asks.c.at.desc()).limit(1)
        found: dict[int, dt.datetime] = {}
        for root, at in self.conn.execute(select(chain.c.root, newest.correlate(chain).scalar_subquery())):
            if at is not None:
                found[root] = max(at, found.get(root, at))
        return found


def _chain(ids: Sequence[int]) -> CTE:
    """(root, member): each of `ids` with itself and all that it replaced, however long ago."""
    start = select(entries.c.id.label("root"), entries.c.id.label("member")).where(entries.c.id.in_(list(ids)))
    chain = start.cte("chain", recursive=True)
    before = select(chain.c.root, entries.c.id).join(chain, entries.c.superseded_by == chain.c.member)
    return chain.union(before)  # not "union all": a ring of redirects, were there one, would never end
