"""What the head of the centre counts. The databases count; only the columns that are needed come out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, select

from ingest.model import Category, DraftState
from ingest.store.beginnings import Beginnings
from ingest.store.drafts import OPEN
from ingest.store.scopes import Scope, meant
from ingest.store.spreads import Spreads
from ingest.store.tables import (
    audit,
    drafts,
    entries,
    notice_sources,
    notices,
    source_health,
    users,
)
from ingest.store.waits import Waits

_DECISIONS = 5000
"""Returned and rejected drafts that are looked at, the newest first."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A draft that was returned or rejected. `rule`: what the rules made it as (an intent, or "bulletin")."""

    draft_id: int
    verdict: str
    reason: str
    code: str
    source_id: str
    rule: str


class Numbers(Beginnings, Spreads, Waits):
    """Reading only; the number of queries depends on nothing."""

    def turned(self, scope: Scope) -> list[Turned]:
        """Drafts that were returned or rejected, once for each source that showed their notice; the newest first."""
        a, s = audit.c, notice_sources.c
        draft_id = cast(func.substr(a.subject, len("draft:") + 1), Integer)
        verdicts = (DraftState.RETURNED.value, DraftState.REJECTED.value)
        done = select(a.id, a.action, a.detail, draft_id.label("draft_id")).where(
            a.action.in_(verdicts), *self._within(scope), a.at < scope.until, a.subject.startswith("draft:")
        )
        newest = (a.id + 0).desc()  # a bare number would make SQLite walk the whole record, newest first
        e = done.order_by(newest).limit(_DECISIONS).subquery().c
        rows = (
            select(e.id, e.draft_id, e.action, e.detail, s.source_id, self.rule())
            .join(drafts, drafts.c.id == e.draft_id)
            .join(notice_sources, s.notice_id == drafts.c.notice_id)
            .where(*meant(scope))
            .order_by(e.id.desc(), s.source_id)
        )
        undone = self._undone(scope)
        return [_turned(*row[1:]) for row in self.conn.execute(rows) if row[0] not in undone]

    def _within(self, scope: Scope) -> tuple[ColumnElement[bool], ...]:
        """Since the period began, by number: the index of actions holds numbers, so that only they are read."""
        a = audit.alias().c
        # without "+ 0" SQLite looks for the smallest number first, through all the years before the period
        first = select(func.min(a.id + 0)).where(a.at >= scope.since).scalar_subquery()
        return audit.c.id >= first, audit.c.at >= scope.since

    def _undone(self, scope: Scope) -> set[int]:
        """Decisions since the period began that were taken back, whenever."""
        taken = select(audit.c.detail).where(audit.c.action == "undone", *self._within(scope))
        return {id for detail in self.conn.execute(taken).scalars() for id in json.loads(detail).get("events", ())}

    def published_by_source(self, scope: Scope) -> dict[str, int]:
        s = notice_sources.c
        mine = self.published(scope, s.source_id, func.count()).join(notice_sources, s.notice_id == entries.c.notice_id)
        return {row[0]: row[1] for row in self.conn.execute(mine.group_by(s.source_id))}

    def published_by_rule(self, scope: Scope) -> dict[str, int]:
        rule = self.rule()
        return {row[0]: row[1] for row in self.conn.execute(self.published(scope, rule, func.count()).group_by(rule))}

    def by_category(self, scope: Scope) -> dict[Category | None, tuple[int, int]]:
        """Notices that came, and entries that were published."""
        came = self.came(scope, notices.c.category, func.count()).group_by(notices.c.category)
        out = self.published(scope, drafts.c.category, func.count()).group_by(drafts.c.category)
        return self._beside(came, out, lambda name: Category(name) if name else None)

    def by_day(self, scope: Scope, zone: str, offset: int) -> dict[dt.date, tuple[int, int]]:
        """The same by the bank's calendar day."""
        came_on = self.day(notices.c.first_seen, zone, offset).label("day")
        out_on = self.day(entries.c.published_at, zone, offset).label("day")
        came = self.came(scope, came_on, func.count()).group_by(came_on)
        out = self.published(scope, out_on, func.count()).group_by(out_on)
        return self._beside(came, out, lambda day: dt.date.fromisoformat(str(day)))

    def sources(self) -> list[str]:
        return list(self.conn.execute(select(source_health.c.source_id).order_by(source_health.c.source_id)).scalars())

    def departments(self) -> list[str]:
        """Those that people belong to, and those that open drafts wait for."""
        people = select(users.c.department).where(users.c.department.is_not(None))
        waiting = select(drafts.c.department).where(
            self.seldom(drafts.c.state.in_(OPEN)), drafts.c.department.is_not(None)
        )
        return sorted(str(name) for name in self.conn.execute(people.union(waiting)).scalars())

    def _beside(self, came: Select[Any], out: Select[Any], read: Any) -> dict[Any, tuple[int, int]]:
        found: dict[Any, tuple[int, int]] = {}
        for name, count in self.conn.execute(came):
            found[read(name)] = (count, 0)
        for name, count in self.conn.execute(out):
            found[read(name)] = (found.get(read(name), (0, 0))[0], count)
        return found


def _turned(draft_id: int, verdict: str, detail: str, source_id: str, rule: str) -> Turned:
    said = json.loads(detail)
    code = said.get("reason_code") or said.get("code") or ""
    return Turned(draft_id, verdict, str(said.get("reason") or ""), str(code), source_id, rule)
