"""How often each entry was asked for: one row for every ask, never changed. Where an entry took the place of others,
what they were asked counts for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import CTE, func, select

from ingest.store.aggregate import Aggregate, insert_new
from ingest.store.tables import asks, entries


class Usage(Aggregate):
    """Counted once for each call."""

    def ask(self, entry_id: int, user_id: int, call_id: str | None) -> bool:
        """False if this call counted for this entry before."""
        row = {"entry_id": entry_id, "user_id": user_id, "call_id": call_id, "at": self.clock()}
        return insert_new(self.conn, asks, row)

    def of(self, ids: Sequence[int]) -> dict[int, int]:
        """How often each of these was asked for, with those it replaced; those that never were are not in it."""
        chain = _chain(ids)
        counted = select(chain.c.root, func.count()).join(asks, asks.c.entry_id == chain.c.member)
        return {root: times for root, times in self.conn.execute(counted.group_by(chain.c.root))}  # noqa: C416 - rows

    def last(self, ids: Sequence[int]) -> dict[int, dt.datetime]:
        """When each of these, or one that it replaced, was asked for last."""
        chain = _chain(ids)
        latest = select(chain.c.root, func.max(asks.c.at)).join(asks, asks.c.entry_id == chain.c.member)
        return {root: at for root, at in self.conn.execute(latest.group_by(chain.c.root))}  # noqa: C416 - rows

    def between(self, since: dt.datetime, until: dt.datetime) -> dict[int, int]:
        """Asks of every entry from `since` to before `until`, by the id that was shown then."""
        c = asks.c
        counted = select(c.entry_id, func.count()).where(c.at >= since, c.at < until).group_by(c.entry_id)
        return {id: times for id, times in self.conn.execute(counted)}  # noqa: C416 - rows


def _chain(ids: Sequence[int]) -> CTE:
    """(root, member): each of `ids` with itself and all that it replaced, however long ago."""
    start = select(entries.c.id.label("root"), entries.c.id.label("member")).where(entries.c.id.in_(list(ids)))
    chain = start.cte("chain", recursive=True)
    before = select(chain.c.root, entries.c.id).join(chain, entries.c.superseded_by == chain.c.member)
    return chain.union(before)  # not "union all": a ring of redirects, were there one, would never end
