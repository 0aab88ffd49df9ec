"""What other screens have to know at once: who is at work on what, and which drafts were decided or changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Label, String, cast, func, literal, select, union_all

from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.columns import Id
from ingest.store.tables import audit, claims, users

_ABOUT = "draft:"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something was decided about a draft. `event` is its place on record, `name` how people know the actor."""

    event: int
    draft_id: int
    actor: str
    name: str
    action: str


@dataclass(frozen=True, slots=True)
class Beat:
    """`head`: the newest event on record. `claims`: owner and name by notice."""

    head: int
    deeds: tuple[Deed, ...]
    claims: dict[int, tuple[str, str]]


class Pulse(Aggregate):
    """Asked once a second by each process in which somebody listens."""

    def since(self, head: int, most: int = 200) -> Beat:
        """What happened after the event `head`, and every claim that holds now. One query, by primary keys."""
        c, a, u = claims.c, audit.c, users.c
        held = select(_kind("claim"), cast(c.notice_id, Id), c.owner, func.coalesce(u.display, c.owner), literal(""))
        done = select(_kind("deed"), a.id, a.actor, func.coalesce(u.display, a.actor), a.subject + " " + a.action)
        newest = select(_kind("head"), func.coalesce(func.max(a.id), 0), literal(""), literal(""), literal(""))
        held = held.outerjoin(users, u.name == c.owner).where(c.until > self.clock())
        done = done.outerjoin(users, u.name == a.actor)
        done = done.where(a.id > head, a.subject.startswith(_ABOUT), a.action != "refused")
        rows = self.conn.execute(union_all(held, done, newest)).all()
        deeds = sorted((_deed(row) for row in rows if row[0] == "deed"), key=lambda deed: deed.event)
        return Beat(
            next(int(row[1]) for row in rows if row[0] == "head"),
            tuple(deeds[-most:]),
            {int(row[1]): (row[2], row[3]) for row in rows if row[0] == "claim"},
        )


def _kind(name: str) -> Label[str]:
    return literal(name, String).label("kind")


def _deed(row: AnyRow) -> Deed:
    subject, _, action = row[4].partition(" ")
    return Deed(int(row[1]), int(subject.removeprefix(_ABOUT)), row[2], row[3], action)
