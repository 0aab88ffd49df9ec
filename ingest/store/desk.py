"""The queue as a list: drafts as lean rows whose content is never decoded, and what is published but needs a look."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, exists, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from ingest.model import Category, DraftKind, DraftState, Entry, FlagCode, Moment, Tier, Urgency
from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.codec import FLAGS
from ingest.store.drafts import OPEN
from ingest.store.entries import entry_of, running
from ingest.store.tables import drafts, entries, notice_sources

_NEEDED = {DraftKind.FAQ: ("question", "answer"), DraftKind.BULLETIN: ("headline", "what_changes", "script")}

_MARKED = 1000
_OPEN = 30_000
"""SQLite takes 32,766 parameters."""
_IN_USE = (func.coalesce(entries.c.superseded_by, 0) == 0) & entries.c.withdrawn.is_(None)
"""As `entries.LIVE`, spelt so that no index of it is taken for a short way: nearly every entry is in use."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as the queue lists it. `untraced`: atoms that nothing in the source supports. `whole`: no needed field
    is blank. `review`: `expires` is only the day to look at it again. `sources`: where the notice was seen."""

    id: int
    notice_id: int
    revision_id: int
    kind: DraftKind
    state: DraftState
    version: int
    tier: Tier
    category: Category | None
    title: str
    headline: str
    language: str
    urgency: Urgency
    starts: Moment | None
    expires: Moment | None
    confidence: float
    untraced: int
    flags: tuple[FlagCode, ...]
    whole: bool
    review: bool
    revises: int | None
    last_editor: str | None
    created_at: dt.datetime
    changed_at: dt.datetime
    reason: str | None
    reason_code: str | None
    snoozed_until: dt.datetime | None
    department: str | None
    due: dt.datetime | None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftTime:
    """What decides a draft's place in the queue."""

    id: int
    notice_id: int
    kind: DraftKind
    urgency: Urgency
    starts: Moment | None
    expires: Moment | None
    review: bool
    created_at: dt.datetime


class Desk(Aggregate):
    """Reading only; the number of queries is the same for one draft and for thousands."""

    def rows(self, *, states: Sequence[DraftState] = OPEN, limit: int = 5000) -> list[DraftRow]:
        """Most urgent first, then what starts first, then oldest. Two queries."""
        c = drafts.c
        chosen = select(*self._columns()).where(c.state.in_(states))
        return self._read(chosen.order_by(c.urgency, c.starts.is_(None), c.starts, c.id).limit(limit))

    def matching(self, words: str) -> set[int]:
        """The open drafts that have all these words, in any letter case, in what they say or in their notice's title.
        Two queries."""
        c = drafts.c
        chosen = select(c.id).where(c.id.in_(self._open()))
        for word in words.split():
            chosen = chosen.where(c.title.icontains(word, autoescape=True) | c.content.icontains(word, autoescape=True))
        return {row[0] for row in self.conn.execute(chosen)}

    def _open(self) -> Sequence[int]:
        """Asked for by itself: the index of states holds all of it, so that nobody reads every draft there ever was."""
        return self.conn.scalars(select(drafts.c.id).where(drafts.c.state.in_(OPEN)).limit(_OPEN)).all()

    def get(self, ids: Iterable[int]) -> list[DraftRow]:
        """The drafts that exist, by id. Two queries."""
        wanted = list(ids)
        return self._read(select(*self._columns()).where(drafts.c.id.in_(wanted)).order_by(drafts.c.id))

    def timetable(self) -> list[DraftTime]:
        """Of every open draft only what decides its place in the queue. Two queries."""
        c = drafts.c
        columns = select(c.id, c.notice_id, c.kind, c.urgency, c.starts, c.expires, self._review(), c.created_at)
        rows = columns.where(c.id.in_(self._open()), c.snoozed_until.is_(None) | (c.snoozed_until <= self.clock()))
        return [
            DraftTime(id, notice, DraftKind(kind), Urgency(urgency), starts, expires, bool(review), created)
            for id, notice, kind, urgency, starts, expires, review, created in self.conn.execute(rows)
        ]

    def count(self, states: Sequence[DraftState] = OPEN) -> int:
        return int(self.conn.execute(select(func.count()).where(drafts.c.state.in_(states))).scalar_one())

    def unvalidated(self, now: dt.datetime, limit: int = 100) -> list[Entry]:
        """Published by one person and waiting for a second, newest first; `now` is naive local time of the bank."""
        return self._entries(self._marked(entries.c.validated.is_(False)), running(now), limit)

    def count_unvalidated(self, now: dt.datetime) -> int:
        """How many of them there are."""
        waiting = entries.c.validated.is_(False) & _IN_USE & running(now)
        return int(self.conn.execute(select(func.count()).select_from(entries).where(waiting)).scalar_one())

    def changed(self, now: dt.datetime, limit: int = 100) -> list[Entry]:
        """Published while their source says something else and no open draft would replace them, newest first."""
        waiting = exists().where(drafts.c.notice_id == entries.c.notice_id, drafts.c.state.in_(OPEN))
        return self._entries(self._marked(entries.c.source_changed.is_(True)), running(now) & ~waiting, limit)

    def published(self, notice_ids: Iterable[int], now: dt.datetime, limit: int = 500) -> list[Entry]:
        """What still runs of these notices, newest first."""
        c = entries.c
        of_them = self.conn.scalars(select(c.id).where(c.notice_id.in_(list(notice_ids))).limit(_MARKED)).all()
        return self._entries(of_them, running(now), limit)

    def _marked(self, mark: ColumnElement[bool]) -> Sequence[int]:
        """The newest of the few entries with this mark. Asked for by itself, so that no database thinks that another
        index, of what nearly all entries have, would do better than the small one made for this."""
        return self.conn.scalars(select(entries.c.id).where(mark).order_by(entries.c.id.desc()).limit(_MARKED)).all()

    def _entries(self, ids: Sequence[int], condition: ColumnElement[bool], limit: int) -> list[Entry]:
        if not ids:
            return []
        chosen = select(entries).where(entries.c.id.in_(ids), condition, _IN_USE).order_by(entries.c.id.desc())
        return [entry_of(row) for row in self.conn.execute(chosen.limit(limit))]

    def _columns(self) -> list[ColumnElement[Any]]:
        plain = [c for c in drafts.c if c.name not in ("content", "change", "topic", "split_from")]
        blank = [
            case((drafts.c.kind == kind.value, self._blank(names)), else_=literal(False))
            for kind, names in _NEEDED.items()
        ]
        return [*plain, (blank[0] | blank[1]).label("blank"), self._review()]

    def _review(self) -> ColumnElement[bool]:
        return (self._field("review") == "true").label("review")

    def _blank(self, names: Iterable[str]) -> ColumnElement[bool]:
        first, *others = [func.trim(func.coalesce(self._field(name), "")) == "" for name in names]
        for other in others:
            first = first | other
        return first

    def _field(self, name: str) -> ColumnElement[str]:
        """A field of the content, as text: read by the database, which is quicker by far than decoding it here."""
        if self.conn.dialect.name == "sqlite":
            value = func.json_extract(drafts.c.content, f"$.{name}")
            truth = func.json_type(drafts.c.content, f"$.{name}")
            return truth if name == "review" else cast(value, Text)  # JSON's true is 1 there
        return func.jsonb_extract_path_text(cast(drafts.c.content, JSONB), name)

    def _read(self, chosen: Select[Any]) -> list[DraftRow]:
        rows = self.conn.execute(chosen).all()
        sources = self._sources({row.notice_id for row in rows})
        return [_row(row, sources) for row in rows]

    def _sources(self, notice_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """In one query: a constant number of parameters short of what either database takes."""
        wanted, c = list(notice_ids), notice_sources.c
        found: dict[int, list[str]] = {}
        seen = select(c.notice_id, c.source_id).where(c.notice_id.in_(wanted)).order_by(c.notice_id, c.source_id)
        for notice_id, source in self.conn.execute(seen):
            found.setdefault(notice_id, []).append(source)
        return {id: tuple(names) for id, names in found.items()}


_KINDS = {one.value: one for one in DraftKind}
_STATES = {one.value: one for one in DraftState}
_TIERS = {one.value: one for one in Tier}
_CATEGORIES = {one.value: one for one in Category}
_URGENCIES = {one.value: one for one in Urgency}
"""Looked up hundreds of times a page."""


def _row(r: AnyRow, sources: dict[int, tuple[str, ...]]) -> DraftRow:
    flags = () if r.flags == "[]" else tuple(dict.fromkeys(flag.code for flag in FLAGS.decode(r.flags)))
    return DraftRow(
        id=r.id,
        notice_id=r.notice_id,
        revision_id=r.revision_id,
        kind=_KINDS[r.kind],
        state=_STATES[r.state],
        version=r.version,
        tier=_TIERS[r.tier],
        category=_CATEGORIES[r.category] if r.category else None,
        title=r.title,
        headline=r.headline,
        language=r.language,
        urgency=_URGENCIES[r.urgency],
        starts=r.starts,
        expires=r.expires,
        confidence=r.confidence,
        untraced=0 if r.unsupported == "[]" else len(json.loads(r.unsupported)),
        flags=flags,
        whole=not r.blank,
        review=bool(r.review),
        revises=r.revises,
        last_editor=r.last_editor,
        created_at=r.created_at,
        changed_at=r.changed_at,
        reason=r.reason,
        reason_code=r.reason_code,
        snoozed_until=r.snoozed_until,
        department=r.department,
        due=r.due,
        sources=sources.get(r.notice_id, ()),
    )
