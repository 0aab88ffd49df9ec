"""Notices, their addresses and sources, and every revision that was seen of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from ingest.model import Category, Document, FactDifference, Facts, Fingerprint, Known
from ingest.store.aggregate import Aggregate, AnyRow, insert_missing, insert_new, upsert
from ingest.store.codec import DIFFERENCES, DOCUMENT, FACTS, SKETCH
from ingest.store.sketches import band_hashes
from ingest.store.tables import bands, key, notice_sources, notice_urls, notices, revisions

_LOCK = 0x696E676573740003
SIMILAR = 20
"""At most so many candidates are handed to the comparison."""


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


_CURRENT = (revisions.c.notice_id == notices.c.id) & (revisions.c.number == notices.c.revision)
_PRINT = (revisions.c.content, revisions.c.title, revisions.c.published, revisions.c.sketch)


def _fingerprint(row: AnyRow) -> Fingerprint:
    return Fingerprint(row.content, row.title, row.published, SKETCH.decode(row.sketch))


def _revision(row: AnyRow) -> StoredRevision:
    document, facts = DOCUMENT.unpack(row.document), FACTS.unpack(row.facts)
    differences = DIFFERENCES.decode(row.differences)
    return StoredRevision(
        row.id, row.notice_id, row.number, row.snapshot_sha, document, facts, differences, row.seen_at
    )


class Notices(Aggregate):
    """Every write can be repeated: it then finds its own work done."""

    # ------------------------------------------------------------------------------------------------------ reading

    def at(self, url: str) -> Known | None:
        """The notice that this address leads to, with its current revision."""
        owner = select(notice_urls.c.notice_id).where(notice_urls.c.key == key(url))
        notice_id = self.conn.execute(owner).scalar()
        return None if notice_id is None else self._known([notice_id]).get(notice_id)

    def similar(self, fp: Fingerprint) -> list[Known]:
        """Notices that may be the same: equal content first, then equal title, then shared bands of the sketch.

        Where an older revision has the equal content, it is that revision that is returned. In a writing transaction
        nobody else can add a notice between the question and the answer's use.
        """
        self.one_at_a_time(_LOCK)
        exact = self._with_content(fp.content)
        titled = self._with_title(fp.title) if fp.title else []
        candidates = [n for n in dict.fromkeys([*titled, *self._with_bands(fp)]) if n not in exact]
        known = self._known(candidates[:SIMILAR])
        return [*exact.values(), *(known[n] for n in candidates if n in known)][:SIMILAR]

    def get(self, notice_id: int) -> StoredNotice | None:
        rows = select(notices, revisions.c.id.label("revision_id")).join(revisions, _CURRENT)
        row = self.conn.execute(rows.where(notices.c.id == notice_id)).first()
        if row is None:
            return None
        category = Category(row.category) if row.category else None
        urls, sources = self._urls([row.id])[row.id], self.source_ids([row.id])[row.id]
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

    def source_ids(self, notice_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The sources that showed each notice, sorted; one query."""
        c = notice_sources.c
        rows = select(c.notice_id, c.source_id).where(c.notice_id.in_(notice_ids)).order_by(c.source_id)
        return self._grouped(notice_ids, self.conn.execute(rows).all())

    def _urls(self, notice_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        c = notice_urls.c
        rows = select(c.notice_id, c.url).where(c.notice_id.in_(notice_ids)).order_by(c.url)
        return self._grouped(notice_ids, self.conn.execute(rows).all())

    @staticmethod
    def _grouped(ids: Sequence[int], rows: Sequence[AnyRow]) -> dict[int, tuple[str, ...]]:
        groups: dict[int, list[str]] = {i: [] for i in ids}
        for notice_id, text in rows:
            groups[notice_id].append(text)
        return {i: tuple(texts) for i, texts in groups.items()}

    def _known(self, notice_ids: Sequence[int]) -> dict[int, Known]:
        if not notice_ids:
            return {}
        columns = select(notices.c.id.label("notice_id"), revisions.c.id, *_PRINT).join(revisions, _CURRENT)
        return self._knowns(self.conn.execute(columns.where(notices.c.id.in_(notice_ids))).all())

    def _knowns(self, rows: Sequence[AnyRow]) -> dict[int, Known]:
        if not rows:
            return {}
        urls = self._urls([row.notice_id for row in rows])
        return {row.notice_id: Known(row.notice_id, row.id, urls[row.notice_id], _fingerprint(row)) for row in rows}

    def _with_content(self, content: str) -> dict[int, Known]:
        columns = select(revisions.c.notice_id, revisions.c.id, *_PRINT).where(revisions.c.content == content)
        return self._knowns(self.conn.execute(columns.order_by(revisions.c.id).limit(SIMILAR)).all())

    def _with_title(self, title: str) -> list[int]:
        c = revisions.c
        newest = select(c.notice_id).where(c.title_key == key(title)).order_by(c.id.desc()).limit(SIMILAR)
        return list(self.conn.execute(newest).scalars())

    def _with_bands(self, fp: Fingerprint) -> list[int]:
        hashes = band_hashes(fp.sketch)
        if not hashes:
            return []
        shared = select(bands.c.notice_id).where(bands.c.band.in_(hashes)).group_by(bands.c.notice_id)
        most = shared.order_by(func.count().desc(), bands.c.notice_id.desc()).limit(SIMILAR)
        return list(self.conn.execute(most).scalars())

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
        self.one_at_a_time(_LOCK)
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
