"""What waits at this moment, in groups that wait for the same people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from ingest.model import DraftState, Role, Tier
from ingest.store.drafts import OPEN
from ingest.store.entries import LIVE, running
from ingest.store.scopes import Counting, Scope, meant
from ingest.store.tables import (
    approvals,
    drafts,
    entries,
)

_ROLES = (Role.CUSTOMER_EXPERT, Role.BUSINESS_EXPERT, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Drafts that wait alike. `signed`: roles that have signed; `published`: shown already, as not yet validated."""

    tier: Tier
    state: DraftState
    department: str | None
    signed: tuple[Role, ...]
    published: bool
    drafts: int
    oldest: dt.datetime


class Waits(Counting):
    """Counted, and not listed: thousands make a few rows."""

    def waiting(self, scope: Scope, now: dt.datetime) -> list[Waiting]:
        """What is open at this moment, whenever it came; `now` is naive local time of the bank. The scope's period is
        not looked at. Snoozed drafts wait too."""
        return [*self._open(scope), *self._unvalidated(scope, now)]

    def _open(self, scope: Scope) -> list[Waiting]:
        still = select().where(self.seldom(drafts.c.state.in_(OPEN)))
        return self._wait(still, scope, drafts.c.created_at, published=False)

    def _unvalidated(self, scope: Scope, now: dt.datetime) -> list[Waiting]:
        shown = select().join_from(drafts, entries, entries.c.draft_id == drafts.c.id)
        few = select(entries.c.id).where(entries.c.validated.is_(False))
        still = shown.where(entries.c.id.in_(few), LIVE, running(now))  # the planner prefers an index of nearly all
        return self._wait(still, scope, entries.c.published_at, published=True)

    def _wait(
        self, chosen: Select[Any], scope: Scope, since: ColumnElement[dt.datetime], *, published: bool
    ) -> list[Waiting]:
        """Grouped by all that decides who is waited for."""
        d, a = drafts.c, approvals.c
        signed = [
            select(func.count())
            .where(a.draft_id == d.id, a.version == d.version, a.role == role.value)
            .correlate(drafts)
            .scalar_subquery()
            .label(role.value)
            for role in _ROLES
        ]
        one = chosen.add_columns(d.tier, d.state, d.department, since.label("since"), *signed).where(*meant(scope))
        c = one.subquery().c
        kinds = [c.tier, c.state, c.department, *(c[role.value] for role in _ROLES)]
        rows = select(*kinds, func.count(), func.min(c.since)).group_by(*kinds)
        return [
            Waiting(Tier(r[0]), DraftState(r[1]), r[2], _roles(r[3:6]), published, r[6], r[7])
            for r in self.conn.execute(rows)
        ]


def _roles(counts: Sequence[int]) -> tuple[Role, ...]:
    return tuple(role for role, count in zip(_ROLES, counts, strict=True) for _ in range(count))
