"""All that a database holds of notices, in a form that does not tell when or in which order it came there."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sqlalchemy import create_engine, select

from ingest.store import engines, tables
from ingest.store.store import Store


def stored(url: str) -> dict[str, Any]:
    """By table; counted, so that nothing doubled is overlooked."""
    engine = create_engine(engines.parse(url))
    t = tables
    with engine.connect() as conn:

        def rows(*columns: Any, join: Any = None) -> Counter[tuple[Any, ...]]:
            chosen = select(*columns)
            every = conn.execute(chosen.select_from(join) if join is not None else chosen)
            return Counter(tuple(map(_whenever, row)) for row in every)

        of_revision = t.drafts.join(t.revisions, t.drafts.c.revision_id == t.revisions.c.id).join(
            t.notices, t.notices.c.id == t.drafts.c.notice_id
        )
        found = {
            "notices": rows(t.notices.c.url, t.notices.c.title, t.notices.c.revision, t.notices.c.gone_at.is_(None)),
            "revisions": rows(
                t.notices.c.url,
                t.revisions.c.number,
                t.revisions.c.content,
                t.revisions.c.snapshot_sha,
                join=t.revisions.join(t.notices, t.notices.c.id == t.revisions.c.notice_id),
            ),
            "drafts": rows(
                t.notices.c.url,
                t.revisions.c.number,
                *(t.drafts.c[name] for name in ("kind", "change", "topic", "state", "version", "content")),
                join=of_revision,
            ),
            "sources": rows(
                t.notices.c.url,
                t.notice_sources.c.source_id,
                join=t.notice_sources.join(t.notices, t.notices.c.id == t.notice_sources.c.notice_id),
            ),
            "addresses": rows(t.addresses.c.url, t.addresses.c.sha256, t.addresses.c.code, t.addresses.c.parent),
            "sightings": rows(t.sightings.c.source_id, t.sightings.c.key),
            "snapshots": rows(t.snapshots.c.sha256),
            "lists": rows(t.list_pages.c.source_id, t.list_pages.c.position, t.list_pages.c.page),
            "questions": rows(
                t.notices.c.url,
                t.questions.c.position,
                t.questions.c.question,
                join=t.questions.join(t.notices, t.notices.c.id == t.questions.c.notice_id),
            ),
        }
    engine.dispose()
    return found | _audited(url)


_TO_LOOK_AGAIN = re.compile(r'"expires":\{[^}]*\}(?=.*"review":true)')


def _whenever(value: Any) -> Any:
    """A bulletin without an end is looked at again some months after the day on which it was read."""
    return _TO_LOOK_AGAIN.sub('"expires":"to look again"', value) if isinstance(value, str) else value


def _audited(url: str) -> dict[str, Any]:
    store = Store.open(url)
    with store.reading() as tx:
        assert tx.audit.verify() is None
        events = Counter(
            (e.action, str(e.detail.get("url")), str(e.detail.get("sha256"))) for e in tx.audit.oldest_first()
        )
    store.close()
    return {"audit": events}
