"""What is published. Every published version stays as it was approved; only marks are set on it afterwards:
`source_changed`, `superseded_by`, `withdrawn`, and `validated` when the second sign-off of the fast lane
arrives. Triggers refuse any other change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Update, select, update

from ingest.model import Approval, Category, DraftKind, Entry
from ingest.store.aggregate import Aggregate, upsert
from ingest.store.codec import APPROVALS
from ingest.store.entry_rows import LIVE, ends, entry_of, row_of, running
from ingest.store.search import Search
from ingest.store.stamp import Kind, changed
from ingest.store.tables import entries

__all__ = ["LIVE", "Entries", "ends", "entry_of", "running"]


class Entries(Aggregate):
    """FAQ entries and bulletin notices. Superseded and withdrawn ones leave the search index."""

    def publish(self, entry: Entry) -> int:
        """Store and index an approved version: its id (`entry.id` is not looked at). Publishing the same version of
        the same draft again gives the same id."""
        new = upsert(self.conn, entries).on_conflict_do_nothing(index_elements=["draft_id", "version"])
        id = self.conn.execute(new.returning(entries.c.id), row_of(entry)).scalar()
        if id is None:
            same = (entries.c.draft_id == entry.draft_id) & (entries.c.version == entry.version)
            return int(self.conn.execute(select(entries.c.id).where(same)).scalar_one())
        Search(self.conn, self.clock).put(int(id), entry)
        changed(self.conn, Kind.ENTRIES)
        return int(id)

    def supersede(self, id: int, by: int) -> bool:
        """Mark that another entry replaces this one; False if it was superseded or withdrawn before."""
        return self._end(id, {"superseded_by": by})

    def withdraw(self, id: int, reason: str) -> bool:
        """Take the entry out of use; False if it was superseded or withdrawn before."""
        return self._end(id, {"withdrawn": reason})

    def _end(self, id: int, mark: dict[str, Any]) -> bool:
        live = update(entries).where(entries.c.id == id, LIVE).values({**mark, "ended_at": self.clock()})
        if not self._mark(live):
            return False
        Search(self.conn, self.clock).drop(id)
        return True

    def validate(self, id: int, approvals: tuple[Approval, ...]) -> bool:
        """The missing sign-off of a fast-lane entry has come; False if nothing was missing."""
        waiting = update(entries).where(entries.c.id == id, entries.c.validated.is_(False))
        values = {"validated": True, "approvals": APPROVALS.encode(approvals)}
        return self._mark(waiting.values(values)) == 1

    def source_changed(self, notice_id: int, mark: bool) -> int:
        """Set or take away the mark on the notice's live entries; how many it changed."""
        c = entries.c
        other = update(entries).where(c.notice_id == notice_id, c.source_changed.is_(not mark), LIVE)
        return self._mark(other.values(source_changed=mark))

    def set_material(self, id: int, material: bool) -> bool:
        """Does the entry say something else than what it replaced? False if that was settled so before."""
        other = update(entries).where(entries.c.id == id, entries.c.material.is_not(material))
        return self._mark(other.values(material=material)) == 1

    def settle_source(self, id: int) -> bool:
        """Take the mark "source changed" from one live entry; False if it had none."""
        c = entries.c
        marked = update(entries).where(c.id == id, c.source_changed.is_(True), LIVE)
        return self._mark(marked.values(source_changed=False)) == 1

    def _mark(self, marked: Update) -> int:
        """How many it changed; the board is another then."""
        count = self.conn.execute(marked).rowcount
        if count:
            changed(self.conn, Kind.ENTRIES)
        return count

    def several(self, ids: Collection[int]) -> list[Entry]:
        """These entries, whatever became of them, oldest first."""
        return self._where(entries.c.id.in_(sorted(ids))) if ids else []

    def get(self, id: int) -> Entry | None:
        row = self.conn.execute(select(entries).where(entries.c.id == id)).first()
        return None if row is None else entry_of(row)

    def ids(self) -> list[int]:
        """Of everything that was ever published, oldest first."""
        return list(self.conn.execute(select(entries.c.id).order_by(entries.c.id)).scalars())

    def replaced_by(self, id: int) -> list[Entry]:
        """Those in whose place this entry stands, oldest first."""
        return self._where(entries.c.superseded_by == id)

    def of_draft(self, draft_id: int) -> list[Entry]:
        """Every published version of the draft, oldest first."""
        return self._where(entries.c.draft_id == draft_id)

    def of_notice(self, notice_id: int) -> list[Entry]:
        """Everything published from the notice, oldest first."""
        return self._where(entries.c.notice_id == notice_id)

    def all(
        self, kind: DraftKind | None = None, include_ended: bool = False, *, now: dt.datetime | None = None
    ) -> list[Entry]:
        """Newest first. Without `include_ended`: neither superseded nor withdrawn, and, when `now` (naive local time
        of the bank) is given, not expired."""
        chosen = select(entries).order_by(entries.c.published_at.desc(), entries.c.id.desc())
        if kind:
            chosen = chosen.where(entries.c.kind == kind)
        if not include_ended:
            chosen = chosen.where(LIVE)
            chosen = chosen if now is None else chosen.where(running(now))
        return [entry_of(row) for row in self.conn.execute(chosen)]

    def page(
        self,
        *,
        kind: DraftKind | None = None,
        category: Category | None = None,
        now: dt.datetime | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Entry]:
        """The newest `limit` entries, of those with ids below `before`; with `now` (naive local time of the bank) only
        those that are in use and not over."""
        chosen = select(entries).order_by(entries.c.id.desc()).limit(limit)
        if kind:
            chosen = chosen.where(entries.c.kind == kind)
        if category:
            chosen = chosen.where(entries.c.category == category)
        if now:
            chosen = chosen.where(LIVE, running(now))
        if before is not None:
            chosen = chosen.where(entries.c.id < before)
        return [entry_of(row) for row in self.conn.execute(chosen)]

    def _where(self, condition: ColumnElement[bool]) -> list[Entry]:
        rows = self.conn.execute(select(entries).where(condition).order_by(entries.c.id))
        return [entry_of(row) for row in rows]
