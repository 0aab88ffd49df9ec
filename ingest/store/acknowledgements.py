"""Who said "read and understood", of what and when; and what has to be read so.

What has to be read: bulletins in use that are urgent, or that say something else than what they replaced; questions of
that kind where their notice has no bulletin. What only changed its wording keeps the acknowledgements of what it
replaced; what says something else asks for new ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, literal, or_, select, union

from ingest.model import DraftKind, Entry, Urgency
from ingest.store.aggregate import Aggregate, insert_new, upsert
from ingest.store.board import AsOf, has_live_bulletin
from ingest.store.columns import Id
from ingest.store.entry_rows import entry_of, running
from ingest.store.tables import acknowledgements, entries

ASKED_FOR = dt.timedelta(days=14)
"""So long after its publication something is waited for; what is urgent at once (P0), as long as it is in use."""
_MOST = 400

e, a = entries.c, acknowledgements.c


@dataclass(frozen=True, slots=True)
class Acknowledged:
    entry_id: int
    user_id: int
    at: dt.datetime


class Acknowledgements(Aggregate):
    """One for each person and published version."""

    def add(self, entry_id: int, user_id: int) -> bool:
        """False if this person had said so before."""
        row = {"entry_id": entry_id, "user_id": user_id, "at": self.clock()}
        if insert_new(self.conn, acknowledgements, row):
            return True
        stale = (a.entry_id == entry_id) & (a.user_id == user_id) & ~_counts()
        entry = select(acknowledgements).join(entries, e.id == a.entry_id).where(stale)
        if self.conn.execute(entry).first() is None:
            return False
        renewed = upsert(self.conn, acknowledgements).values(row)
        self.conn.execute(renewed.on_conflict_do_update(index_elements=["entry_id", "user_id"], set_={"at": row["at"]}))
        return True

    def carry(self, old: int, new: int) -> None:
        """Whoever had read `old` keeps that for `new`, as long as `new` says nothing else."""
        read = (
            select(literal(new, Id), a.user_id, a.at)
            .join(entries, e.id == a.entry_id)
            .where(a.entry_id == old, _counts())
        )
        copied = upsert(self.conn, acknowledgements).from_select(["entry_id", "user_id", "at"], read)
        self.conn.execute(copied.on_conflict_do_nothing())

    def asked(self, moment: AsOf) -> list[Entry]:
        """What has to be read at this moment, the most urgent first."""
        rows = self.conn.execute(select(entries).where(_asked(moment)).order_by(e.urgency, e.id.desc()).limit(_MOST))
        return [entry_of(row) for row in rows]

    def unread(self, user_id: int, asked: Sequence[Entry]) -> list[Entry]:
        """Of these, what this person has not read."""
        if not asked:
            return []
        mine = select(a.entry_id).join(entries, e.id == a.entry_id).where(a.user_id == user_id, _counts())
        read = set(self.conn.execute(mine.where(a.entry_id.in_([entry.id for entry in asked]))).scalars())
        return [entry for entry in asked if entry.id not in read]

    def of(self, entry_ids: Collection[int]) -> list[Acknowledged]:
        """Those that count, of these entries, oldest first."""
        chosen = select(a.entry_id, a.user_id, a.at).join(entries, e.id == a.entry_id)
        rows = self.conn.execute(chosen.where(a.entry_id.in_(entry_ids), _counts()).order_by(a.at))
        return [Acknowledged(*row) for row in rows]


def _counts() -> ColumnElement[bool]:
    """An acknowledgement that was carried over counts unless the entry says something else."""
    return or_(e.material.is_(False), a.at >= e.published_at)


def _asked(moment: AsOf) -> ColumnElement[bool]:
    """Each of the three ways to be asked for is found by an index of its own."""
    old, lately = entries.alias().c, moment.at - ASKED_FOR
    replacing = select(old.superseded_by).where(old.superseded_by.is_not(None), old.ended_at > lately)
    ways = (
        select(e.id).where(e.urgency == Urgency.P0),
        select(e.id).where(e.urgency == Urgency.P1, e.published_at > lately),
        select(e.id).where(e.id.in_(replacing), e.material, e.published_at > lately),
    )
    alone = or_(e.kind == DraftKind.BULLETIN, ~has_live_bulletin(moment.now))
    return and_(e.id.in_(select(union(*ways).subquery().c.id)), moment.in_use, running(moment.now), alone)
