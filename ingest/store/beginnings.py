"""Bulletins whose subject began, and whether agents could read them by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from ingest.model import DraftState, Moment, Role, Tier
from ingest.store.drafts import OPEN
from ingest.store.scopes import BULLETIN, Counting, Scope, meant
from ingest.store.tables import (
    approvals,
    drafts,
    entries,
    notices,
)


@dataclass(frozen=True, slots=True)
class Begun:
    """A bulletin whose subject began. `published`: when agents could first read it; `seen`: when the notice was."""

    draft_id: int
    notice_id: int
    starts: Moment
    seen: dt.datetime
    published: dt.datetime | None


class Beginnings(Counting):
    """Reading only."""

    def begun(self, first: dt.date, last: dt.date, scope: Scope) -> list[Begun]:
        """The newest bulletin of each change that began on the days from `first` to `last`."""
        b, n, later = drafts.c, notices.c, drafts.alias()
        newer = select(later.c.id).where(
            later.c.notice_id == b.notice_id,
            later.c.kind == BULLETIN,
            later.c.change == b.change,
            later.c.revision_id > b.revision_id,
            later.c.state.in_((*OPEN, DraftState.APPROVED)),
        )
        same = drafts.alias()
        published = (
            select(func.min(entries.c.published_at))
            .join(same, same.c.id == entries.c.draft_id)
            .where(entries.c.notice_id == b.notice_id, entries.c.kind == BULLETIN, same.c.change == b.change)
            .where(entries.c.withdrawn.is_(None) | same.c.state.not_in(OPEN))  # a publication that was undone is none
        ).scalar_subquery()
        chosen = (
            select(b.id, b.notice_id, b.starts, n.first_seen, published)
            .join(notices, n.id == b.notice_id)
            .where(b.kind == BULLETIN, b.starts >= Moment(first), b.starts < Moment(last + dt.timedelta(days=1)))
            .where(b.state.in_((*OPEN, DraftState.APPROVED)), ~newer.exists(), *meant(scope))
        )
        return [Begun(*row) for row in self.conn.execute(chosen)]

    def headlines(self, ids: Sequence[int]) -> dict[int, tuple[str, str, Tier, DraftState, str | None]]:
        """Of these drafts: headline, the notice's title, tier, state, department."""
        c = drafts.c
        rows = select(c.id, c.headline, c.title, c.tier, c.state, c.department).where(c.id.in_(ids))
        return {r[0]: (r[1], r[2], Tier(r[3]), DraftState(r[4]), r[5]) for r in self.conn.execute(rows)}

    def signed(self, ids: Sequence[int]) -> dict[int, list[tuple[Role, dt.datetime]]]:
        """Who signed the present version of these drafts, and when, oldest first."""
        c = approvals.c
        now = (drafts.c.id == c.draft_id) & (drafts.c.version == c.version)
        rows = select(c.draft_id, c.role, c.at).join(drafts, now).where(c.draft_id.in_(ids)).order_by(c.at)
        found: dict[int, list[tuple[Role, dt.datetime]]] = {}
        for draft_id, role, at in self.conn.execute(rows):
            found.setdefault(draft_id, []).append((Role(role), at))
        return found
