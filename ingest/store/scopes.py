"""What is counted: a stretch of instants and, if wished, one source, category or department."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, Float, Select, String, case, cast, func, literal, select

from ingest.model import Category, DraftKind
from ingest.store.aggregate import Aggregate
from ingest.store.tables import (
    drafts,
    entries,
    notice_sources,
    notices,
)

BULLETIN = DraftKind.BULLETIN.value


@dataclass(frozen=True, slots=True)
class Scope:
    """Instants `since` ≤ … < `until`; None counts all sources, categories, departments."""

    since: dt.datetime
    until: dt.datetime
    source_id: str | None = None
    category: Category | None = None
    department: str | None = None


class Counting(Aggregate):
    """The pieces that the counts are put together from."""

    def published(self, scope: Scope, *columns: ColumnElement[Any]) -> Select[Any]:
        in_period = (entries.c.published_at >= scope.since, entries.c.published_at < scope.until)
        joined = select(*columns).select_from(entries).join(drafts, drafts.c.id == entries.c.draft_id)
        return joined.where(*in_period, *meant(scope))

    def came(self, scope: Scope, *columns: ColumnElement[Any]) -> Select[Any]:
        n = notices.c
        chosen = select(*columns).where(n.first_seen >= scope.since, n.first_seen < scope.until)
        if scope.category:
            chosen = chosen.where(n.category == scope.category)
        if scope.source_id:
            chosen = chosen.where(n.id.in_(_shown_by(scope.source_id)))
        if scope.department:
            chosen = chosen.where(n.id.in_(select(drafts.c.notice_id).where(drafts.c.department == scope.department)))
        return chosen

    def rule(self) -> ColumnElement[str]:
        """What a draft was made as: its topic begins with an intent, or with "carried", and a colon."""
        topic = drafts.c.topic
        if self.conn.dialect.name == "sqlite":
            intent = func.substr(topic, 1, func.instr(topic, ":") - 1)
        else:
            intent = func.split_part(topic, ":", 1)
        return case((drafts.c.kind == BULLETIN, literal(BULLETIN)), else_=intent).label("rule")

    def epoch(self, at: ColumnElement[Any]) -> ColumnElement[float]:
        """Seconds since a fixed moment, of an instant or a day."""
        if self.conn.dialect.name == "sqlite":
            return cast(func.julianday(at), Float) * 86400.0
        return cast(func.extract("epoch", at), Float)

    def day(self, at: ColumnElement[dt.datetime], zone: str, offset: int) -> ColumnElement[Any]:
        """SQLite has no zones: there the day turns by the clock that holds at the end of the period."""
        if self.conn.dialect.name == "sqlite":
            return cast(func.date(at, f"{offset:+d} seconds"), String)
        return cast(func.timezone(zone, at), Date)


def meant(scope: Scope) -> list[ColumnElement[bool]]:
    """Which drafts the scope means, whatever its period."""
    found: list[ColumnElement[bool]] = []
    if scope.category:
        found.append(drafts.c.category == scope.category)
    if scope.department:
        found.append(drafts.c.department == scope.department)
    if scope.source_id:
        found.append(drafts.c.notice_id.in_(_shown_by(scope.source_id)))
    return found


def _shown_by(source_id: str) -> Select[Any]:
    return select(notice_sources.c.notice_id).where(notice_sources.c.source_id == source_id)
