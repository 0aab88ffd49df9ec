"""Finding the notice again: by its address, by equal content, by its title, by a similar text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from ingest.model import Fingerprint, Known
from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.codec import SKETCH
from ingest.store.columns import key
from ingest.store.sketches import band_hashes
from ingest.store.tables import bands, notice_urls, notices, revisions

LOCK = 0x696E676573740003
"""Held while a writing transaction decides whether a notice is new or revised: two workers that read it in two sources
must not both find that it is."""

SIMILAR = 20
"""At most so many candidates are handed to the comparison."""

CURRENT = (revisions.c.notice_id == notices.c.id) & (revisions.c.number == notices.c.revision)
_PRINT = (revisions.c.content, revisions.c.title, revisions.c.published, revisions.c.sketch)


def _fingerprint(row: AnyRow) -> Fingerprint:
    return Fingerprint(row.content, row.title, row.published, SKETCH.decode(row.sketch))


class Recognition(Aggregate):
    """What identity needs to see of the notices that are known."""

    def at(self, url: str) -> Known | None:
        """The notice that this address leads to, with its current revision.

        In a writing transaction nobody else can revise a notice between the question and the answer's use."""
        self.one_at_a_time(LOCK)
        owner = select(notice_urls.c.notice_id).where(notice_urls.c.key == key(url))
        notice_id = self.conn.execute(owner).scalar()
        return None if notice_id is None else self._known([notice_id]).get(notice_id)

    def similar(self, fp: Fingerprint) -> list[Known]:
        """Notices that may be the same: equal content first, then equal title, then shared bands of the sketch.

        Where an older revision has the equal content, it is that revision that is returned. In a writing transaction
        nobody else can add a notice between the question and the answer's use.
        """
        self.one_at_a_time(LOCK)
        exact = self._with_content(fp.content)
        titled = self._with_title(fp.title) if fp.title else []
        candidates = [n for n in dict.fromkeys([*titled, *self._with_bands(fp)]) if n not in exact]
        known = self._known(candidates[:SIMILAR])
        return [*exact.values(), *(known[n] for n in candidates if n in known)][:SIMILAR]

    def urls(self, notice_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        c = notice_urls.c
        rows = select(c.notice_id, c.url).where(c.notice_id.in_(notice_ids)).order_by(c.url)
        return self.grouped(notice_ids, self.conn.execute(rows).all())

    @staticmethod
    def grouped(ids: Sequence[int], rows: Sequence[AnyRow]) -> dict[int, tuple[str, ...]]:
        groups: dict[int, list[str]] = {i: [] for i in ids}
        for notice_id, text in rows:
            groups[notice_id].append(text)
        return {i: tuple(texts) for i, texts in groups.items()}

    def _known(self, notice_ids: Sequence[int]) -> dict[int, Known]:
        if not notice_ids:
            return {}
        columns = select(notices.c.id.label("notice_id"), revisions.c.id, *_PRINT).join(revisions, CURRENT)
        return self._knowns(self.conn.execute(columns.where(notices.c.id.in_(notice_ids))).all())

    def _knowns(self, rows: Sequence[AnyRow]) -> dict[int, Known]:
        if not rows:
            return {}
        urls = self.urls([row.notice_id for row in rows])
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
