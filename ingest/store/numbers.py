"""What the head of the centre counts. The databases count; only the columns that are needed come out.

A scope is a stretch of instants and, if wished, one source, category or department. Durations are in seconds.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Float,
    Integer,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from ingest.model import Category, DraftKind, DraftState, Moment, Role, Tier
from ingest.store.aggregate import Aggregate
from ingest.store.drafts import OPEN
from ingest.store.entries import LIVE, running
from ingest.store.tables import (
    approvals,
    audit,
    drafts,
    edits,
    entries,
    notice_sources,
    notices,
    revisions,
    source_health,
    users,
)

_DECISIONS = 5000
"""Returned and rejected drafts that are looked at, the newest first."""
_ROLES = (Role.CUSTOMER_EXPERT, Role.BUSINESS_EXPERT, Role.ADMINISTRATOR)
_BULLETIN = DraftKind.BULLETIN.value


@dataclass(frozen=True, slots=True)
class Scope:
    """Instants `since` ≤ … < `until`; None counts all sources, categories, departments."""

    since: dt.datetime
    until: dt.datetime
    source_id: str | None = None
    category: Category | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A bulletin whose subject began. `published`: when agents could first read it; `seen`: when the notice was."""

    draft_id: int
    notice_id: int
    starts: Moment
    seen: dt.datetime
    published: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Spread:
    """`count` durations or lengths: the smallest that half, and nine tenths, of them do not exceed."""

    count: int
    median: float
    p90: float


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


@dataclass(frozen=True, slots=True)
class Turned:
    """A draft that was returned or rejected. `rule`: what the rules made it as (an intent, or "bulletin")."""

    draft_id: int
    verdict: str
    reason: str
    code: str
    source_id: str
    rule: str


class Numbers(Aggregate):
    """Reading only; the number of queries depends on nothing."""

    def begun(self, first: dt.date, last: dt.date, scope: Scope) -> list[Begun]:
        """The newest bulletin of each change that began on the days from `first` to `last`."""
        b, n, later = drafts.c, notices.c, drafts.alias()
        newer = select(later.c.id).where(
            later.c.notice_id == b.notice_id,
            later.c.kind == _BULLETIN,
            later.c.change == b.change,
            later.c.revision_id > b.revision_id,
            later.c.state.in_((*OPEN, DraftState.APPROVED)),
        )
        same = drafts.alias()
        published = (
            select(func.min(entries.c.published_at))
            .join(same, same.c.id == entries.c.draft_id)
            .where(entries.c.notice_id == b.notice_id, entries.c.kind == _BULLETIN, same.c.change == b.change)
        ).scalar_subquery()
        chosen = (
            select(b.id, b.notice_id, b.starts, n.first_seen, published)
            .join(notices, n.id == b.notice_id)
            .where(b.kind == _BULLETIN, b.starts >= Moment(first), b.starts < Moment(last + dt.timedelta(days=1)))
            .where(b.state.in_((*OPEN, DraftState.APPROVED)), ~newer.exists(), *_of(scope))
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

    def spreads(self, scope: Scope, offset: int) -> dict[str, Spread]:
        """Of what was published: how long each step took, and how many characters of it people had changed.
        `offset`: seconds by which the bank's clock is ahead of UTC; printed days begin at its midnight."""
        c, first = entries.c, approvals.c
        sign_off = select(func.min(first.at)).where(first.draft_id == c.draft_id, first.version == c.version)
        steps = (
            self._published(
                scope,
                case((revisions.c.number == 1, self._epoch(revisions.c.published) - offset)).label("printed"),
                self._epoch(revisions.c.seen_at).label("seen"),
                self._epoch(drafts.c.created_at).label("drafted"),
                self._epoch(sign_off.scalar_subquery()).label("signed"),
                self._epoch(c.published_at).label("published"),
                edits.c.changed,
            )
            .join(revisions, revisions.c.id == c.revision_id)
            .outerjoin(edits, edits.c.entry_id == c.id)
            .cte("steps")
        ).c
        pairs = {
            "printed_seen": steps.seen - steps.printed,
            "seen_drafted": steps.drafted - steps.seen,
            "drafted_signed": steps.signed - steps.drafted,
            "signed_published": steps.published - steps.signed,
            "seen_published": steps.published - steps.seen,
        }
        measures: dict[str, ColumnElement[Any]] = {
            name: case((lasted > 0, lasted), (lasted.is_not(None), 0.0)) for name, lasted in pairs.items()
        }
        measures["changed"] = case((steps.changed > 0, cast(steps.changed, Float)))
        return {name: Spread(n, float(half), float(most)) for name, n, half, most in self._spread(measures)}

    def _spread(self, measures: dict[str, ColumnElement[Any]]) -> Iterator[Any]:
        """By nearest rank: the value whose rank first reaches the share."""
        each = union_all(
            *(
                select(literal(name).label("name"), m.label("value")).where(m.is_not(None))
                for name, m in measures.items()
            )
        ).subquery()
        rank = func.row_number().over(partition_by=each.c.name, order_by=each.c.value).label("rank")
        of = func.count().over(partition_by=each.c.name).label("of")
        r = select(each.c.name, each.c.value, rank, of).subquery().c
        reached = [func.min(case((r.rank >= r.of * share, r.value))) for share in (0.5, 0.9)]
        yield from self.conn.execute(select(r.name, func.max(r.of), *reached).group_by(r.name))

    def edited(self, scope: Scope) -> tuple[int, int, int, int]:
        """Published entries whose edits are known, those published as the rules wrote them, characters changed, and
        all characters."""
        unchanged = func.sum(case((edits.c.changed == 0, 1), else_=0))
        columns = (func.count(), unchanged, func.sum(edits.c.changed), func.sum(edits.c.length))
        row = self.conn.execute(self._published(scope, *columns).join(edits, edits.c.entry_id == entries.c.id)).one()
        return int(row[0]), int(row[1] or 0), int(row[2] or 0), int(row[3] or 0)

    def waiting(self, scope: Scope, now: dt.datetime) -> list[Waiting]:
        """What is open at this moment, whenever it came; `now` is naive local time of the bank. The scope's period is
        not looked at. Snoozed drafts wait too."""
        return [*self._open(scope), *self._unvalidated(scope, now)]

    def _open(self, scope: Scope) -> list[Waiting]:
        return self._wait(select().where(drafts.c.state.in_(OPEN)), scope, drafts.c.created_at, published=False)

    def _unvalidated(self, scope: Scope, now: dt.datetime) -> list[Waiting]:
        shown = select().join_from(drafts, entries, entries.c.draft_id == drafts.c.id)
        still = shown.where(entries.c.validated.is_(False), LIVE, running(now))
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
        one = chosen.add_columns(d.tier, d.state, d.department, since.label("since"), *signed).where(*_of(scope))
        c = one.subquery().c
        kinds = [c.tier, c.state, c.department, *(c[role.value] for role in _ROLES)]
        rows = select(*kinds, func.count(), func.min(c.since)).group_by(*kinds)
        return [
            Waiting(Tier(r[0]), DraftState(r[1]), r[2], _roles(r[3:6]), published, r[6], r[7])
            for r in self.conn.execute(rows)
        ]

    def turned(self, scope: Scope) -> list[Turned]:
        """Drafts that were returned or rejected, once for each source that showed their notice; the newest first."""
        a, s = audit.c, notice_sources.c
        draft_id = cast(func.substr(a.subject, len("draft:") + 1), Integer)
        verdicts = (DraftState.RETURNED.value, DraftState.REJECTED.value)
        done = select(a.id, a.action, a.detail, draft_id.label("draft_id")).where(
            a.action.in_(verdicts), a.at >= scope.since, a.at < scope.until, a.subject.startswith("draft:")
        )
        e = done.order_by(a.id.desc()).limit(_DECISIONS).subquery().c
        rows = (
            select(e.draft_id, e.action, e.detail, s.source_id, self._rule())
            .join(drafts, drafts.c.id == e.draft_id)
            .join(notice_sources, s.notice_id == drafts.c.notice_id)
            .where(*_of(scope))
            .order_by(e.id.desc(), s.source_id)
        )
        return [_turned(*row) for row in self.conn.execute(rows)]

    def published_by_source(self, scope: Scope) -> dict[str, int]:
        s = notice_sources.c
        mine = self._published(scope, s.source_id, func.count()).join(
            notice_sources, s.notice_id == entries.c.notice_id
        )
        return {row[0]: row[1] for row in self.conn.execute(mine.group_by(s.source_id))}

    def published_by_rule(self, scope: Scope) -> dict[str, int]:
        rule = self._rule()
        return {row[0]: row[1] for row in self.conn.execute(self._published(scope, rule, func.count()).group_by(rule))}

    def by_category(self, scope: Scope) -> dict[Category | None, tuple[int, int]]:
        """Notices that came, and entries that were published."""
        came = self._came(scope, notices.c.category, func.count()).group_by(notices.c.category)
        out = self._published(scope, drafts.c.category, func.count()).group_by(drafts.c.category)
        return self._beside(came, out, lambda name: Category(name) if name else None)

    def by_day(self, scope: Scope, zone: str, offset: int) -> dict[dt.date, tuple[int, int]]:
        """The same by the bank's calendar day."""
        came_on = self._day(notices.c.first_seen, zone, offset).label("day")
        out_on = self._day(entries.c.published_at, zone, offset).label("day")
        came = self._came(scope, came_on, func.count()).group_by(came_on)
        out = self._published(scope, out_on, func.count()).group_by(out_on)
        return self._beside(came, out, lambda day: dt.date.fromisoformat(str(day)))

    def sources(self) -> list[str]:
        return list(self.conn.execute(select(source_health.c.source_id).order_by(source_health.c.source_id)).scalars())

    def departments(self) -> list[str]:
        """Those that people belong to, and those that open drafts wait for."""
        people = select(users.c.department).where(users.c.department.is_not(None))
        waiting = select(drafts.c.department).where(drafts.c.state.in_(OPEN), drafts.c.department.is_not(None))
        return sorted(str(name) for name in self.conn.execute(people.union(waiting)).scalars())

    # ------------------------------------------------------------------------------------------------------- pieces

    def _published(self, scope: Scope, *columns: ColumnElement[Any]) -> Select[Any]:
        in_period = (entries.c.published_at >= scope.since, entries.c.published_at < scope.until)
        joined = select(*columns).select_from(entries).join(drafts, drafts.c.id == entries.c.draft_id)
        return joined.where(*in_period, *_of(scope))

    def _came(self, scope: Scope, *columns: ColumnElement[Any]) -> Select[Any]:
        n = notices.c
        chosen = select(*columns).where(n.first_seen >= scope.since, n.first_seen < scope.until)
        if scope.category:
            chosen = chosen.where(n.category == scope.category)
        if scope.source_id:
            chosen = chosen.where(n.id.in_(_shown_by(scope.source_id)))
        if scope.department:
            chosen = chosen.where(n.id.in_(select(drafts.c.notice_id).where(drafts.c.department == scope.department)))
        return chosen

    def _beside(self, came: Select[Any], out: Select[Any], read: Any) -> dict[Any, tuple[int, int]]:
        found: dict[Any, tuple[int, int]] = {}
        for name, count in self.conn.execute(came):
            found[read(name)] = (count, 0)
        for name, count in self.conn.execute(out):
            found[read(name)] = (found.get(read(name), (0, 0))[0], count)
        return found

    def _rule(self) -> ColumnElement[str]:
        """A draft keeps as its topic what it was made as: an intent, a colon, a key of 32 characters."""
        intent = func.substr(drafts.c.topic, 1, func.length(drafts.c.topic) - 33)
        return case((drafts.c.kind == _BULLETIN, literal(_BULLETIN)), else_=intent).label("rule")

    def _epoch(self, at: ColumnElement[Any]) -> ColumnElement[float]:
        """Seconds since a fixed moment, of an instant or a day."""
        if self.conn.dialect.name == "sqlite":
            return cast(func.julianday(at), Float) * 86400.0
        return cast(func.extract("epoch", at), Float)

    def _day(self, at: ColumnElement[dt.datetime], zone: str, offset: int) -> ColumnElement[Any]:
        """SQLite has no zones: there the day turns by the clock that holds at the end of the period."""
        if self.conn.dialect.name == "sqlite":
            return cast(func.date(at, f"{offset:+d} seconds"), String)
        return cast(func.timezone(zone, at), Date)


def _of(scope: Scope) -> list[ColumnElement[bool]]:
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


def _roles(counts: Sequence[int]) -> tuple[Role, ...]:
    return tuple(role for role, count in zip(_ROLES, counts, strict=True) for _ in range(count))


def _turned(draft_id: int, verdict: str, detail: str, source_id: str, rule: str) -> Turned:
    said = json.loads(detail)
    code = said.get("reason_code") or said.get("code") or ""
    return Turned(draft_id, verdict, str(said.get("reason") or ""), str(code), source_id, rule)
