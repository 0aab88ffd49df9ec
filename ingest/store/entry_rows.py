"""A published entry as a row, and back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement

from ingest.model import Category, DraftKind, Entry, Moment, Urgency
from ingest.store.aggregate import AnyRow
from ingest.store.codec import APPROVALS, decode_content, encode_content
from ingest.store.tables import entries


def ends(expires: Moment | None) -> str | None:
    """The first minute after the window, in a form that sorts."""
    return None if expires is None else expires.latest().isoformat(timespec="minutes")


def running(now: dt.datetime) -> ColumnElement[bool]:
    """Not over at `now`, a naive local datetime of the bank."""
    return entries.c.ends.is_(None) | (entries.c.ends > now.isoformat(timespec="minutes"))


def entry_of(row: AnyRow) -> Entry:
    kind = DraftKind(row.kind)
    return Entry(
        id=row.id,
        kind=kind,
        draft_id=row.draft_id,
        notice_id=row.notice_id,
        revision_id=row.revision_id,
        version=row.version,
        content=decode_content(kind, row.content),
        category=Category(row.category) if row.category else None,
        language=row.language,
        title=row.title,
        source_url=row.source_url,
        starts=row.starts,
        expires=row.expires,
        urgency=Urgency(row.urgency),
        published_at=row.published_at,
        approvals=APPROVALS.decode(row.approvals),
        validated=row.validated,
        source_changed=row.source_changed,
        superseded_by=row.superseded_by,
        withdrawn=row.withdrawn,
        emergency=row.emergency,
        ended_at=row.ended_at,
        material=row.material,
    )


def row_of(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind.value,
        "draft_id": entry.draft_id,
        "notice_id": entry.notice_id,
        "revision_id": entry.revision_id,
        "version": entry.version,
        "content": encode_content(entry.content),
        "category": entry.category,
        "language": entry.language,
        "title": entry.title,
        "source_url": entry.source_url,
        "starts": entry.starts,
        "expires": entry.expires,
        "ends": ends(entry.expires),
        "urgency": entry.urgency.value,
        "published_at": entry.published_at,
        "approvals": APPROVALS.encode(entry.approvals),
        "validated": entry.validated,
        "source_changed": entry.source_changed,
        "superseded_by": entry.superseded_by,
        "withdrawn": entry.withdrawn,
        "emergency": entry.emergency,
        "material": entry.material,
    }


LIVE = entries.c.superseded_by.is_(None) & entries.c.withdrawn.is_(None)
"""Neither superseded nor withdrawn."""
