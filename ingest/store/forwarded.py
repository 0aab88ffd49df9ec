"""Difficult questions that agents forwarded, and who asked them: `forwarded` and `askers`.

    open → assigned → answered (its draft is under review) → published
      └──────┴─→ closed (with a reason) · joined (into another question)

A question changes only by compare and set: the version that was seen stands in the WHERE.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, exists, func, insert, select, update

from ingest.model import DraftState
from ingest.store.aggregate import Aggregate, AnyRow, insert_missing, insert_new
from ingest.store.tables import askers, drafts, entries, forwarded, notices, questions, revisions, users

_LOCK = 7_104_001
"""One question is forwarded at a time: equal ones find each other."""


class Stage(StrEnum):
    """Where a forwarded question stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    PUBLISHED = "published"
    CLOSED = "closed"
    JOINED = "joined"


WAITING = (Stage.OPEN, Stage.ASSIGNED)
LIVE = (*WAITING, Stage.ANSWERED)
_DECIDED = tuple(s.value for s in (DraftState.APPROVED, DraftState.REJECTED, DraftState.SUPERSEDED))


@dataclass(frozen=True, slots=True)
class Question:
    """One forwarded question. `asked`: how many times agents forwarded it; `notice_id`: the notice that left it open;
    `draft_id`: of its answer; `entry_id`: what was published of it."""

    id: int
    words: str
    language: str
    stage: Stage
    version: int
    notice_id: int | None
    entry_id: int | None
    draft_id: int | None
    department: str | None
    assigned_by: str | None
    assigned_at: dt.datetime | None
    due: dt.datetime | None
    created_at: dt.datetime
    answered_at: dt.datetime | None
    answer: str | None
    reason: str | None
    joined_into: int | None
    mail_key: str
    asked: int = 0

    @property
    def tag(self) -> str:
        """What marks its mails: in their subject, and in that of every reply."""
        return f"[Q-{self.id}-{self.mail_key}]"

    def overdue(self, now: dt.datetime) -> bool:
        return self.stage in WAITING and self.due is not None and self.due <= now


@dataclass(frozen=True, slots=True)
class Asker:
    """Who forwarded it, in which words, during which call ("" where none was named)."""

    user_id: int
    name: str
    display: str
    call_id: str
    words: str
    at: dt.datetime
    told_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A question that a notice leaves open, and nobody forwarded yet."""

    revision_id: int
    position: int
    notice_id: int
    title: str
    language: str
    question: str
    reason: str


_COLUMNS = tuple(
    forwarded.c[name]
    for name in (
        *("id", "words", "language", "state", "version", "notice_id", "entry_id", "draft_id", "department"),
        *("assigned_by", "assigned_at", "due", "created_at", "answered_at", "answer", "reason", "joined_into"),
        "mail_key",
    )
)


class Forwarded(Aggregate):
    """`words` arrive without personal data; `words_key` is what equal questions share."""

    def add(self, words: str, words_key: str, language: str, mail_key: str, *, notice_id: int | None = None) -> int:
        row: dict[str, Any] = {"words": words, "words_key": words_key, "language": language, "mail_key": mail_key}
        row |= {"state": Stage.OPEN.value, "version": 1, "notice_id": notice_id, "created_at": self.clock()}
        return int(self.conn.execute(insert(forwarded).values(row).returning(forwarded.c.id)).scalar_one())

    def ask(self, id: int, user_id: int, call_id: str, words: str) -> bool:
        """One more asks it; False if this person forwarded it for this call before."""
        row = {"forwarded_id": id, "user_id": user_id, "call_id": call_id, "words": words, "at": self.clock()}
        return insert_new(self.conn, askers, row)

    def alone(self) -> None:
        """Nobody else forwards anything until this transaction ends."""
        self.one_at_a_time(_LOCK)

    def move(self, id: int, *, version: int, stages: Sequence[Stage], **values: Any) -> bool:
        """Compare and set; `stage` among the values is the new one. False if somebody else was quicker."""
        c = forwarded.c
        seen = update(forwarded).where(c.id == id, c.version == version, c.state.in_([s.value for s in stages]))
        if (stage := values.pop("stage", None)) is not None:
            values["state"] = stage.value
        return self.conn.execute(seen.values(version=version + 1, **values)).rowcount == 1

    def join(self, id: int, into: int) -> None:
        """Whoever asked `id` asks `into`."""
        c = askers.c
        rows = [
            {"forwarded_id": into, "user_id": r.user_id, "call_id": r.call_id, "words": r.words, "at": r.at}
            for r in self.conn.execute(select(askers).where(c.forwarded_id == id))
        ]
        insert_missing(self.conn, askers, rows)

    # ------------------------------------------------------------------------------------------------------ reading

    def get(self, id: int) -> Question | None:
        return next(iter(self._all(_asked().where(forwarded.c.id == id))), None)

    def same(self, words_key: str) -> Question | None:
        """The newest question of these words that nobody closed."""
        c = forwarded.c
        stages = [stage.value for stage in (*LIVE, Stage.PUBLISHED)]
        chosen = _asked().where(c.words_key == words_key, c.state.in_(stages))
        return next(iter(self._all(chosen.order_by(c.id.desc()).limit(1))), None)

    def by_key(self, id: int, mail_key: str) -> Question | None:
        """The question that a subject names, or the one that it was joined into."""
        found, seen = self.get(id), set[int]()
        if found is None or found.mail_key != mail_key:
            return None
        while found and found.joined_into and found.id not in seen:
            seen.add(found.id)
            found = self.get(found.joined_into)
        return found

    def listed(self, stages: Sequence[Stage], *, limit: int = 200, newest: bool = False) -> list[Question]:
        """What is due first, then what was asked first; or, for what is over, the newest first. One query."""
        c = forwarded.c
        chosen = _asked().where(c.state.in_([stage.value for stage in stages]))
        order = (c.id.desc(),) if newest else (c.due.is_(None), c.due, c.id)
        return self._all(chosen.order_by(*order).limit(limit))

    def since(self, begins: dt.datetime, ends: dt.datetime) -> list[Question]:
        """All that were forwarded then, the oldest first."""
        c = forwarded.c
        return self._all(_asked().where(c.created_at >= begins, c.created_at < ends).order_by(c.id))

    def counts(self, now: dt.datetime) -> tuple[int, int]:
        """How many wait, and how many of them are overdue."""
        c = forwarded.c
        waiting = c.state.in_([stage.value for stage in WAITING])
        rows = select(func.count(), func.count().filter(c.due <= now)).where(waiting)
        all_, late = self.conn.execute(rows).one()
        return int(all_), int(late)

    def due_by(self, until: dt.datetime) -> list[Question]:
        """Those that a department is to answer by then."""
        c = forwarded.c
        return self._all(_asked().where(c.state == Stage.ASSIGNED.value, c.due <= until).order_by(c.due))

    def askers(self, id: int) -> list[Asker]:
        c, u = askers.c, users.c
        rows = select(c.user_id, u.name, u.display, c.call_id, c.words, c.at, c.told_at).join(users, u.id == c.user_id)
        return [Asker(*row) for row in self.conn.execute(rows.where(c.forwarded_id == id).order_by(c.at, c.user_id))]

    def of(self, user_id: int, limit: int = 50) -> list[Question]:
        """What this person forwarded, the newest first."""
        mine = select(askers.c.forwarded_id).where(askers.c.user_id == user_id)
        return self._all(_asked().where(forwarded.c.id.in_(mine)).order_by(forwarded.c.id.desc()).limit(limit))

    def untold(self, user_id: int, limit: int = 10) -> list[Question]:
        """Questions of this person that were settled, and the person has not seen it yet."""
        c, over = forwarded.c, (Stage.PUBLISHED.value, Stage.CLOSED.value)
        mine = select(askers.c.forwarded_id).where(askers.c.user_id == user_id, askers.c.told_at.is_(None))
        return self._all(_asked().where(c.id.in_(mine), c.state.in_(over)).order_by(c.id).limit(limit))

    def told(self, id: int, user_id: int) -> bool:
        """The person has seen it; False if that was known."""
        c = askers.c
        mine = update(askers).where(c.forwarded_id == id, c.user_id == user_id, c.told_at.is_(None))
        return self.conn.execute(mine.values(told_at=self.clock())).rowcount > 0

    def settled(self, limit: int = 200) -> list[tuple[int, int, int | None]]:
        """Answered questions whose draft was decided: id, version, and the entry, or None where it was turned down."""
        c, e, d = forwarded.c, entries.c, drafts.c
        entry = select(func.max(e.id)).where(e.draft_id == c.draft_id, e.withdrawn.is_(None)).correlate(forwarded)
        rows = select(c.id, c.version, entry.scalar_subquery(), d.state).join(drafts, d.id == c.draft_id)
        decided = rows.where(c.state == Stage.ANSWERED.value, d.state.in_(_DECIDED)).order_by(c.id).limit(limit)
        return [
            (id, version, published)
            for id, version, published, state in self.conn.execute(decided)
            if published is not None or state != DraftState.APPROVED.value
        ]

    def left_open(self, limit: int = 100) -> list[LeftOpen]:
        """Questions that notices leave open as they stand now, and nobody forwarded; of the newest notices first."""
        q, n, r, c = questions.c, notices.c, revisions.c, forwarded.c
        current = and_(r.id == q.revision_id, r.notice_id == n.id, r.number == n.revision)
        there = exists(select(c.id).where(c.notice_id == q.notice_id, c.words == q.question))
        language = select(func.max(drafts.c.language)).where(drafts.c.revision_id == q.revision_id).scalar_subquery()
        rows = (
            select(q.revision_id, q.position, q.notice_id, n.title, language, q.question, q.reason)
            .join(notices, n.id == q.notice_id)
            .join(revisions, current)
            .where(n.gone_at.is_(None), ~there)
            .order_by(q.revision_id.desc(), q.position)
            .limit(limit)
        )
        return [LeftOpen(a, b, c_, d, e or "zh", f, g) for a, b, c_, d, e, f, g in self.conn.execute(rows)]

    def left_open_one(self, revision_id: int, position: int) -> LeftOpen | None:
        q, n = questions.c, notices.c
        language = select(func.max(drafts.c.language)).where(drafts.c.revision_id == revision_id).scalar_subquery()
        rows = select(q.revision_id, q.position, q.notice_id, n.title, language, q.question, q.reason)
        found = rows.join(notices, n.id == q.notice_id).where(q.revision_id == revision_id, q.position == position)
        row = self.conn.execute(found).first()
        return LeftOpen(*row[:4], row[4] or "zh", *row[5:]) if row else None

    def _all(self, chosen: Select[Any]) -> list[Question]:
        return [_question(row) for row in self.conn.execute(chosen)]


def _asked() -> Select[Any]:
    count = select(func.count()).where(askers.c.forwarded_id == forwarded.c.id).correlate(forwarded).scalar_subquery()
    return select(*_COLUMNS, count.label("asked"))


def _question(r: AnyRow) -> Question:
    values = dict(r._mapping)
    return Question(stage=Stage(values.pop("state")), **values)
