"""Pages of which no draft was made, because they seemed to be no notice for customers: each address once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from ingest.store.aggregate import Aggregate, upsert
from ingest.store.columns import key
from ingest.store.tables import turned_away

_RENEWED = ("source_id", "department", "title", "code", "words", "at", "sha256", "reading")
_COLUMNS = ("id", "url", "source_id", "department", "title", "code", "words", "at", "sha256", "reading")


@dataclass(frozen=True, slots=True)
class Turned:
    """A page that was turned away, and why: `code`, and the page's own `words`. Without `sha256` its bytes are not
    kept; `reading` is with what they were read."""

    id: int
    url: str
    source_id: str
    department: str | None
    title: str | None
    code: str
    words: str
    at: dt.datetime
    sha256: str | None
    reading: str | None


class TurnedAway(Aggregate):
    """Addresses are compared as the caller writes them."""

    def add(
        self,
        url: str,
        source_id: str,
        *,
        title: str | None,
        code: str,
        words: str,
        department: str | None = None,
        sha256: str | None = None,
        reading: str | None = None,
    ) -> None:
        """Now. An address that was turned away before is renewed."""
        row: dict[str, object] = {"key": key(url), "url": url, "source_id": source_id, "department": department}
        row |= {"title": title, "code": code, "words": words, "at": self.clock(), "sha256": sha256, "reading": reading}
        new = upsert(self.conn, turned_away).values(row)
        renewed = {name: new.excluded[name] for name in _RENEWED}
        self.conn.execute(new.on_conflict_do_update(index_elements=["key"], set_=renewed))

    def newest(self, limit: int, code: str | None = None) -> list[Turned]:
        """What nobody admitted, the newest first."""
        c = turned_away.c
        rows = select(*(c[name] for name in _COLUMNS)).where(c.admitted_at.is_(None))
        rows = rows.where(c.code == code) if code else rows
        return [Turned(*row) for row in self.conn.execute(rows.order_by(c.at.desc(), c.id.desc()).limit(limit))]

    def codes(self) -> dict[str, int]:
        """How many there are of each kind."""
        c = turned_away.c
        rows = select(c.code, func.count()).where(c.admitted_at.is_(None)).group_by(c.code)
        return {row[0]: row[1] for row in self.conn.execute(rows.order_by(c.code))}

    def since(self, at: dt.datetime) -> int:
        c = turned_away.c
        mine = select(func.count()).where(c.at >= at, c.admitted_at.is_(None))
        return int(self.conn.execute(mine).scalar_one())

    def get(self, id: int) -> Turned | None:
        """One that nobody admitted."""
        c = turned_away.c
        rows = select(*(c[name] for name in _COLUMNS)).where(c.id == id, c.admitted_at.is_(None))
        row = self.conn.execute(rows).first()
        return None if row is None else Turned(*row)

    def admitted(self, id: int) -> bool:
        c = turned_away.c
        return self.conn.execute(select(c.id).where(c.id == id, c.admitted_at.is_not(None))).first() is not None

    def admit(self, id: int, by: str) -> bool:
        """False if somebody did already."""
        mine = update(turned_away).where(turned_away.c.id == id, turned_away.c.admitted_at.is_(None))
        return self.conn.execute(mine.values(admitted_by=by, admitted_at=self.clock())).rowcount == 1

    def forget(self, url: str) -> None:
        """The address gave a notice; what a person admitted stays on record."""
        c = turned_away.c
        self.conn.execute(delete(turned_away).where(c.key == key(url), c.admitted_at.is_(None)))

    def prune(self, before: dt.datetime, limit: int) -> int:
        """How many rows of earlier days went."""
        c = turned_away.c
        old: Sequence[int] = self.conn.execute(select(c.id).where(c.at < before).limit(limit)).scalars().all()
        self.conn.execute(delete(turned_away).where(c.id.in_(old)))
        return len(old)
