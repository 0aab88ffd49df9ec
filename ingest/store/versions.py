"""Every version of a draft's words: the replaced ones as they were kept, then the current one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from ingest.model import Approval, BulletinDraft, DraftKind, FaqDraft, Role
from ingest.store.aggregate import Aggregate
from ingest.store.codec import decode_content
from ingest.store.tables import approvals, draft_versions, drafts


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """`editor` wrote it (None: the rules) and it began at `at`; `cause` says why the version before was replaced."""

    draft_id: int
    version: int
    content: FaqDraft | BulletinDraft
    editor: str | None
    at: dt.datetime
    cause: str | None


class Versions(Aggregate):
    def of(self, draft_id: int) -> list[DraftVersion]:
        """Oldest first; empty if there is no such draft."""
        return self.of_several([draft_id]).get(draft_id, [])

    def of_several(self, draft_ids: Collection[int]) -> dict[int, list[DraftVersion]]:
        """Two queries, however many drafts."""
        c, d = draft_versions.c, drafts.c
        now = self.conn.execute(select(drafts).where(d.id.in_(draft_ids))).all()
        kept = self.conn.execute(select(draft_versions).where(c.draft_id.in_(draft_ids)).order_by(c.version)).all()
        found: dict[int, list[DraftVersion]] = {}
        for current in now:
            kind = DraftKind(current.kind)
            began, cause, rows = current.created_at, None, [row for row in kept if row.draft_id == current.id]
            versions = found.setdefault(current.id, [])
            for row in rows:
                content = decode_content(kind, row.content)
                versions.append(DraftVersion(current.id, row.version, content, row.editor, began, cause))
                began, cause = row.at, row.cause
            content = decode_content(kind, current.content)
            last = DraftVersion(current.id, current.version, content, current.last_editor, began, cause)
            versions.append(last)
        return found

    def approvals(self, *draft_ids: int) -> list[Approval]:
        """Sign-offs on every version of these drafts, oldest first."""
        c = approvals.c
        rows = select(approvals).where(c.draft_id.in_(draft_ids)).order_by(c.at, c.draft_id, c.version, c.actor)
        return [Approval(r.draft_id, r.version, r.actor, Role(r.role), r.at) for r in self.conn.execute(rows)]
