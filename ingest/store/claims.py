"""Who is at work on which notice: a soft mark with a lease, which keeps nobody out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from ingest.store.aggregate import Aggregate, upsert
from ingest.store.tables import claims, users


@dataclass(frozen=True, slots=True)
class Claim:
    """`name` is how people know the owner."""

    notice_id: int
    owner: str
    name: str
    since: dt.datetime
    until: dt.datetime


class Claims(Aggregate):
    """At most one a notice; one that ran out counts as none."""

    def take(self, notice_id: int, owner: str, until: dt.datetime) -> bool:
        """Claim it, or renew one's own claim; False if somebody else holds it now."""
        now, c = self.clock(), claims.c
        row = {"notice_id": notice_id, "owner": owner, "since": now, "until": until}
        mine = upsert(self.conn, claims).values(row)
        renewed = mine.on_conflict_do_update(
            index_elements=["notice_id"],
            set_={
                "owner": owner,
                "until": until,
                "since": func.coalesce(
                    select(c.since).where(c.owner == owner, c.until > now, c.notice_id == notice_id).scalar_subquery(),
                    now,
                ),
            },
            where=(c.owner == owner) | (c.until <= now),
        )
        return self.conn.execute(renewed.returning(c.notice_id)).first() is not None

    def release(self, notice_id: int, owner: str) -> bool:
        """False if it was not this person's."""
        c = claims.c
        return self.conn.execute(delete(claims).where(c.notice_id == notice_id, c.owner == owner)).rowcount == 1

    def of(self, notice_id: int) -> Claim | None:
        """The claim that holds now."""
        return self.live().get(notice_id)

    def live(self) -> dict[int, Claim]:
        """Every claim that holds now, by notice."""
        c = claims.c
        held = select(c.notice_id, c.owner, func.coalesce(users.c.display, c.owner), c.since, c.until)
        rows = held.outerjoin(users, users.c.name == c.owner).where(c.until > self.clock())
        return {row[0]: Claim(*row) for row in self.conn.execute(rows)}
