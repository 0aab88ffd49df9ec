"""Views of the queue that people saved: a name for a set of filters, each person's own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from ingest.store.aggregate import Aggregate, upsert
from ingest.store.tables import saved_views

DEFAULT = 0
"""The position of the view that opens by itself; the others count from 1."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """`query` is the part of the queue's address after "?"."""

    id: int
    name: str
    query: str
    default: bool


class SavedViews(Aggregate):
    """Every function sees only the person's own views."""

    def of(self, user_id: int) -> list[SavedView]:
        """The default first, then in the order in which they were saved."""
        c = saved_views.c
        rows = select(c.id, c.name, c.query, c.position).where(c.user_id == user_id).order_by(c.position, c.id)
        return [SavedView(r.id, r.name, r.query, r.position == DEFAULT) for r in self.conn.execute(rows)]

    def save(self, user_id: int, name: str, query: str) -> int:
        """Its id; a view of that name is replaced."""
        c = saved_views.c
        last = select(func.coalesce(func.max(c.position), DEFAULT)).where(c.user_id == user_id)
        position = int(self.conn.execute(last).scalar_one()) + 1
        row = {"user_id": user_id, "name": name, "query": query, "position": position}
        new = upsert(self.conn, saved_views).values(row)
        kept = new.on_conflict_do_update(index_elements=["user_id", "name"], set_={"query": query})
        return int(self.conn.execute(kept.returning(c.id)).scalar_one())

    def rename(self, user_id: int, id: int, name: str) -> bool:
        """False if there is no such view of theirs, or another one has the name."""
        c = saved_views.c
        try:
            with self.conn.begin_nested():
                mine = update(saved_views).where(c.user_id == user_id, c.id == id)
                return self.conn.execute(mine.values(name=name)).rowcount == 1
        except IntegrityError:
            return False

    def delete(self, user_id: int, id: int) -> bool:
        c = saved_views.c
        return self.conn.execute(delete(saved_views).where(c.user_id == user_id, c.id == id)).rowcount == 1

    def open_by_itself(self, user_id: int, id: int | None) -> bool:
        """Make it the one that opens by itself, in place of the one that did; None: no view does."""
        c = saved_views.c
        mine = update(saved_views).where(c.user_id == user_id)
        self.conn.execute(mine.where(c.position == DEFAULT).values(position=c.id))
        return id is None or self.conn.execute(mine.where(c.id == id).values(position=DEFAULT)).rowcount == 1
