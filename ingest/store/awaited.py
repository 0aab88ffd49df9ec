"""What waits for a business expert: regulated drafts that the call centre has signed and the department has not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select, union, update

from ingest.model import BulletinDraft, DraftKind, DraftState, FaqDraft, Moment, Role, Tier, Urgency
from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.codec import decode_content
from ingest.store.tables import approvals, draft_versions, drafts, entries


@dataclass(frozen=True, slots=True)
class Awaited:
    """One draft at the version that was signed. `published`: shown already, in an emergency, as not yet validated."""

    id: int
    notice_id: int
    revision_id: int
    version: int
    kind: DraftKind
    title: str
    headline: str
    language: str
    urgency: Urgency
    starts: Moment | None
    department: str | None
    due: dt.datetime | None
    last_editor: str | None
    signed_by: str
    signed_at: dt.datetime
    published: bool


_COLUMNS = tuple(
    drafts.c[name]
    for name in (
        *("id", "notice_id", "revision_id", "version", "kind", "title", "headline", "language", "urgency", "starts"),
        *("department", "due", "last_editor", "state"),
    )
)


class AwaitedDrafts(Aggregate):
    """What is put off (snoozed) waits for nobody."""

    def all(self, limit: int = 500) -> list[Awaited]:
        """Of every department; most urgent first, then what starts first. One query."""
        c, signed = drafts.c, approvals.alias("signed")
        by_centre = (signed.c.draft_id == c.id) & (signed.c.version == c.version)
        columns = (*_COLUMNS, signed.c.actor.label("signed_by"), signed.c.at.label("signed_at"))
        chosen = select(*columns).join(signed, by_centre & (signed.c.role == Role.CUSTOMER_EXPERT.value))
        late = c.snoozed_until.is_(None) | (c.snoozed_until <= self.clock())
        waiting = chosen.where(c.tier == Tier.REGULATED.value, late, ~self._answered(), self._undecided())
        rows = waiting.order_by(c.urgency, c.starts.is_(None), c.starts, c.notice_id, c.id).limit(limit)
        return [_awaited(row) for row in self.conn.execute(rows)]

    def set_due(self, due: dt.datetime, ids: Iterable[int]) -> None:
        """Of those that have none yet."""
        c = drafts.c
        self.conn.execute(update(drafts).where(c.id.in_(list(ids)), c.due.is_(None)).values(due=due))

    def version(self, draft_id: int, version: int) -> FaqDraft | BulletinDraft | None:
        """What a replaced version said."""
        c = draft_versions.c
        kind = select(drafts.c.kind).where(drafts.c.id == draft_id).scalar_subquery()
        chosen = select(c.content, kind.label("kind")).where(c.draft_id == draft_id, c.version == version)
        row = self.conn.execute(chosen).first()
        return decode_content(DraftKind(row.kind), row.content) if row else None

    def _answered(self) -> ColumnElement[bool]:
        a, c = approvals.c, drafts.c
        business = (a.draft_id == c.id) & (a.version == c.version) & (a.role == Role.BUSINESS_EXPERT.value)
        return exists(select(a.draft_id).where(business))

    def _undecided(self) -> ColumnElement[bool]:
        """By their ids, from two small indexes: what was decided long ago is not looked at. (An index on what nearly
        every entry has in common, that nothing superseded it, would be the wrong one.)"""
        c, e = drafts.c, entries.c
        standing = e.withdrawn.is_(None) & (func.coalesce(e.superseded_by, 0) == 0)
        pending = select(c.id).where(c.state == DraftState.PENDING.value)
        return c.id.in_(union(pending, select(e.draft_id).where(e.validated.is_(False), standing)))


def _awaited(r: AnyRow) -> Awaited:
    return Awaited(
        id=r.id,
        notice_id=r.notice_id,
        revision_id=r.revision_id,
        version=r.version,
        kind=DraftKind(r.kind),
        title=r.title,
        headline=r.headline,
        language=r.language,
        urgency=Urgency(r.urgency),
        starts=r.starts,
        department=r.department,
        due=r.due,
        last_editor=r.last_editor,
        signed_by=r.signed_by,
        signed_at=r.signed_at,
        published=r.state == DraftState.APPROVED.value,
    )
