"""Notices, their addresses and sources, and every revision that was seen of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from ingest.model import Category, Document, FactDifference, Facts, Fingerprint
from ingest.store.aggregate import AnyRow, batches, insert_missing, insert_new, upsert
from ingest.store.codec import DIFFERENCES, DOCUMENT, FACTS, SKETCH
from ingest.store.columns import key
from ingest.store.recognition import CURRENT, LOCK, Recognition
from ingest.store.sketches import band_hashes
from ingest.store.tables import bands, notice_sources, notice_urls, notices, revisions


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """A notice as it stands. `url` is where it was first seen, `urls` are all its addresses."""

    id: int
    title: str
    url: str
    urls: tuple[str, ...]
    source_ids: tuple[str, ...]
    category: Category | None
    first_seen: dt.datetime
    gone_at: dt.datetime | None
    current_revision_id: int


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """One state of a notice; `number` counts from 1. `differences` are those to the revision before."""

    id: int
    notice_id: int
    number: int
    snapshot_sha: str | None
    document: Document
    facts: Facts
    differences: tuple[FactDifference, ...]
    seen_at: dt.datetime


def _revision(row: AnyRow) -> StoredRevision:
    document, facts = DOCUMENT.unpack(row.document), FACTS.unpack(row.facts)
    differences = DIFFERENCES.decode(row.differences)
    return StoredRevision(
        row.id, row.notice_id, row.number, row.snapshot_sha, document, facts, differences, row.seen_at
    )


class Notices(Recognition):
    """Every write can be repeated: it then finds its own work done."""

    # ------------------------------------------------------------------------------------------------------ reading

    def get(self, notice_id: int) -> StoredNotice | None:
        rows = select(notices, revisions.c.id.label("revision_id")).join(revisions, CURRENT)
        row = self.conn.execute(rows.where(notices.c.id == notice_id)).first()
        if row is None:
            return None
        category = Category(row.category) if row.category else None
        urls, sources = self.urls([row.id])[row.id], self.source_ids([row.id])[row.id]
        return StoredNotice(
            row.id, row.title, row.url, urls, sources, category, row.first_seen, row.gone_at, row.revision_id
        )

    def revision(self, revision_id: int) -> StoredRevision | None:
        row = self.conn.execute(select(revisions).where(revisions.c.id == revision_id)).first()
        return None if row is None else _revision(row)

    def revisions(self, notice_id: int) -> list[StoredRevision]:
        """Oldest first."""
        rows = select(revisions).where(revisions.c.notice_id == notice_id).order_by(revisions.c.number)
        return [_revision(row) for row in self.conn.execute(rows)]

    def read_on(self, revision_id: int) -> dt.date | None:
        """The day for which the rules read this revision: "tomorrow" and the expiry of a bulletin count from it."""
        c = revisions.c
        row = self.conn.execute(select(c.reading, c.seen_at).where(c.id == revision_id)).first()
        if row is None:
            return None
        day = json.loads(row.reading).get("today") if row.reading else None
        return dt.date.fromisoformat(day) if day else row.seen_at.date()

    def before(self, revision_id: int) -> StoredRevision | None:
        """The revision before this one; None for the first."""
        c = revisions.c
        this = select(c.notice_id, c.number).where(c.id == revision_id).subquery()
        earlier = select(revisions).where(c.notice_id == this.c.notice_id, c.number < this.c.number)
        row = self.conn.execute(earlier.order_by(c.number.desc()).limit(1)).first()
        return None if row is None else _revision(row)

    def source_ids(self, notice_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The sources that showed each notice, sorted; one query."""
        c = notice_sources.c
        rows = select(c.notice_id, c.source_id).where(c.notice_id.in_(notice_ids)).order_by(c.source_id)
        return self.grouped(notice_ids, self.conn.execute(rows).all())

    # ------------------------------------------------------------------------------------------------------ writing

    def add(
        self,
        *,
        source_id: str,
        url: str,
        snapshot_sha: str | None,
        fingerprint: Fingerprint,
        document: Document,
        facts: Facts,
    ) -> tuple[int, int]:
        """A new notice and its first revision: their ids. The same content at the same address is not added twice;
        other content takes the address over from the notice that had it."""
        self.one_at_a_time(LOCK)
        there = self.at(url)
        if there and there.fingerprint.content == fingerprint.content:
            self.sight(there.notice_id, source_id, url)
            return there.notice_id, there.revision_id
        new = insert(notices).values(
            title=facts.title, url=url, category=facts.category, first_seen=self.clock(), revision=1
        )
        notice_id = int(self.conn.execute(new.returning(notices.c.id)).scalar_one())
        revision_id = self._revise(notice_id, 1, snapshot_sha, fingerprint, document, facts, ())
        self._own(notice_id, url)
        insert_missing(self.conn, notice_sources, [{"notice_id": notice_id, "source_id": source_id}])
        return notice_id, revision_id

    def revise(
        self,
        notice_id: int,
        *,
        snapshot_sha: str | None,
        fingerprint: Fingerprint,
        document: Document,
        facts: Facts,
        differences: tuple[FactDifference, ...],
    ) -> int:
        """A new revision, which becomes the current one: its id. The current content again gives the current id."""
        number = self.conn.execute(
            select(notices.c.revision).where(notices.c.id == notice_id).with_for_update()
        ).scalar_one()
        c = revisions.c
        current = self.conn.execute(select(c.id, c.content).where(c.notice_id == notice_id, c.number == number)).one()
        if current.content == fingerprint.content:
            return int(current.id)
        changed = {"title": facts.title, "category": facts.category, "revision": number + 1, "gone_at": None}
        self.conn.execute(update(notices).where(notices.c.id == notice_id).values(changed))
        self.conn.execute(delete(bands).where(bands.c.notice_id == notice_id))
        return self._revise(notice_id, number + 1, snapshot_sha, fingerprint, document, facts, differences)

    def sight(self, notice_id: int, source_id: str, url: str) -> bool:
        """Another source or another address shows the notice; True if the source is new for it.

        An address that leads elsewhere already stays there."""
        insert_missing(self.conn, notice_urls, [{"key": key(url), "url": url, "notice_id": notice_id}])
        return insert_new(self.conn, notice_sources, {"notice_id": notice_id, "source_id": source_id})

    def gone(self, notice_id: int, at: dt.datetime) -> bool:
        """Mark that the notice is no longer at its address; False if that was known."""
        live = update(notices).where(notices.c.id == notice_id, notices.c.gone_at.is_(None))
        return self.conn.execute(live.values(gone_at=at)).rowcount == 1

    def gone_of(self, notice_ids: Iterable[int]) -> set[int]:
        """Those of the notices that are marked as gone."""
        found: set[int] = set()
        for batch in batches(map(str, sorted(set(notice_ids)))):
            mine = notices.c.id.in_([int(id_) for id_ in batch])
            found |= set(self.conn.execute(select(notices.c.id).where(mine, notices.c.gone_at.is_not(None))).scalars())
        return found

    def back(self, notice_id: int) -> bool:
        """Take the mark away; False if there was none."""
        marked = update(notices).where(notices.c.id == notice_id, notices.c.gone_at.is_not(None))
        return self.conn.execute(marked.values(gone_at=None)).rowcount == 1

    def _own(self, notice_id: int, url: str) -> None:
        new = upsert(self.conn, notice_urls).values(key=key(url), url=url, notice_id=notice_id)
        self.conn.execute(new.on_conflict_do_update(index_elements=["key"], set_={"notice_id": notice_id}))

    def _revise(
        self,
        notice_id: int,
        number: int,
        snapshot_sha: str | None,
        fingerprint: Fingerprint,
        document: Document,
        facts: Facts,
        differences: tuple[FactDifference, ...],
    ) -> int:
        row = {
            "notice_id": notice_id,
            "number": number,
            "snapshot_sha": snapshot_sha,
            "content": fingerprint.content,
            "title_key": key(fingerprint.title),
            "title": fingerprint.title,
            "published": fingerprint.published,
            "sketch": SKETCH.encode(fingerprint.sketch),
            "document": DOCUMENT.pack(document),
            "facts": FACTS.pack(facts),
            "differences": DIFFERENCES.encode(differences),
            "seen_at": self.clock(),
        }
        revision_id = int(self.conn.execute(insert(revisions).returning(revisions.c.id), row).scalar_one())
        rows = [{"band": band, "notice_id": notice_id} for band in band_hashes(fingerprint.sketch)]
        insert_missing(self.conn, bands, rows)
        return revision_id
