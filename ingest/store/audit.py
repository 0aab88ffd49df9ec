"""The record of who did what: append-only, each row holding the hash of the row before.

Triggers refuse UPDATE and DELETE. Whoever gets round them breaks the chain, and `verify` names the first broken row;
the end of the chain is noted in `meta`, so that rows cut off there are missed too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, insert, select

from ingest.errors import Text
from ingest.model import AuditEvent
from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.columns import clean
from ingest.store.meta import Meta
from ingest.store.tables import audit

FIRST = "0" * 64
_HEAD = "audit.head"
_REASONS = {
    "missing": Text("the row is missing", "该条缺失"),
    "cut_off": Text("the last rows are missing", "末尾的记录缺失"),
    "unlinked": Text("it does not follow from the row before", "与前一条不衔接"),
    "changed": Text("its content was changed", "内容被改动"),
}
PART = 20_000
"""Rows that are verified at a time."""
_LOCK = 0x696E676573740001


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that is not as it was written; `code` says what is wrong with it."""

    id: int
    code: str

    @property
    def said(self) -> Text:
        """The same in words."""
        return _REASONS[self.code]

    @property
    def reason(self) -> str:
        """In English, for logs and programs."""
        return self.said.en


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the chain is whole: up to row `last`. `complete`: that is its end."""

    last: int
    broken: Broken | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows; None wants all. `subject` is one ("draft:7") or a kind of them ("draft"). Instants are aware;
    `until` itself is left out."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def canonical(value: object) -> str:
    """JSON with sorted keys and no blanks: what is hashed."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)


def chain_hash(previous: str, id: int, at: dt.datetime, actor: str, action: str, subject: str, detail: str) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the row; `detail` is canonical JSON itself."""
    row = canonical([id, at.astimezone(dt.UTC).isoformat(timespec="microseconds"), actor, action, subject, detail])
    return hashlib.sha256(f"{previous}\n{row}".encode()).hexdigest()


def _event(r: AnyRow) -> AuditEvent:
    return AuditEvent(r.id, r.at, r.actor, r.action, r.subject, json.loads(r.detail), r.previous, r.hash)


class Audit(Aggregate):
    """Ids count from 1 without gaps."""

    def append(
        self, actor: str, action: str, subject: str, detail: Mapping[str, object], at: dt.datetime
    ) -> AuditEvent:
        self.one_at_a_time(_LOCK)
        newest = select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)
        last = self.conn.execute(newest).first()
        id, previous = (last.id + 1, last.hash) if last else (1, FIRST)
        actor, action, subject, words = clean(actor), clean(action), clean(subject), canonical(dict(detail))
        digest = chain_hash(previous, id, at, actor, action, subject, words)
        row = {"id": id, "at": at, "actor": actor, "action": action, "subject": subject, "detail": words}
        self.conn.execute(insert(audit).values(**row, previous=previous, hash=digest))
        Meta(self.conn, self.clock).set(_HEAD, f"{id}:{digest}")
        return AuditEvent(id, at, actor, action, subject, json.loads(words), previous, digest)

    def verify(self, progress: Callable[[int], None] = lambda _: None) -> Broken | None:
        """Read the whole chain; None if it is whole. `progress` is told how many rows are read."""
        done = Verified(0)
        while True:
            done = self.verify_part(done.last, PART)
            progress(done.last)
            if done.broken or done.complete:
                return done.broken

    def verify_part(self, after: int, limit: int) -> Verified:
        """The next rows of the chain: those behind row `after`, which itself was verified before."""
        last = self.conn.execute(select(audit.c.hash).where(audit.c.id == after)).scalar() if after else FIRST
        if last is None:
            return Verified(after, Broken(after, "missing"))
        id, previous, read = after, last, 0
        rows = select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(limit)
        for row in self.conn.execute(rows):
            broken = _check(row, id + 1, previous)
            if broken:
                return Verified(id, broken)
            id, previous, read = row.id, row.hash, read + 1
        if read == limit:
            return Verified(id)
        head = self.head_noted()
        if head != (f"{id}:{previous}" if id else None):
            return Verified(id, Broken(id + 1, "cut_off"))
        return Verified(id, complete=True)

    def newest(self) -> int:
        """The number of the newest row; 0 if there is none. Numbers have no gaps, so that it is their count too."""
        return int(self.conn.execute(select(func.max(audit.c.id))).scalar() or 0)

    def hash_of(self, id: int) -> str | None:
        """None if there is no such row."""
        return self.conn.execute(select(audit.c.hash).where(audit.c.id == id)).scalar()

    def head_noted(self) -> str | None:
        """The end of the chain as it is noted beside it: "NUMBER:HASH"."""
        return Meta(self.conn, self.clock).get(_HEAD)

    def search(self, wanted: Wanted, *, before: int | None = None, limit: int = 100) -> list[AuditEvent]:
        """Newest first; `before`: only rows with a smaller number, which is how pages follow each other."""
        chosen = select(audit).where(*_conditions(wanted)).order_by(audit.c.id.desc()).limit(limit)
        chosen = chosen if before is None else chosen.where(audit.c.id < before)
        return [_event(row) for row in self.conn.execute(chosen)]

    def all_of(self, wanted: Wanted) -> Iterator[AuditEvent]:
        """Oldest first, a thousand rows at a time."""
        return map(_event, self._rows(*_conditions(wanted)))

    def about(self, subjects: Collection[str]) -> list[AuditEvent]:
        """Everything about these subjects, oldest first."""
        rows = select(audit).where(audit.c.subject.in_(list(subjects))).order_by(audit.c.id)
        return [_event(row) for row in self.conn.execute(rows)]

    def actions(self) -> list[str]:
        """The actions that occur, by the index alone: from each to the next."""
        found: list[str] = []
        while True:
            c = audit.c.action
            following = select(func.min(c)).where(c > found[-1]) if found else select(func.min(c))
            action = self.conn.execute(following).scalar()
            if action is None:
                return found
            found.append(action)

    def events(self, subject: str | None = None, limit: int = 100) -> list[AuditEvent]:
        """Newest first."""
        chosen = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if subject is not None:
            chosen = chosen.where(audit.c.subject == subject)
        return [_event(row) for row in self.conn.execute(chosen)]

    def head(self) -> int:
        """The newest event; 0 before the first."""
        return int(self.conn.execute(select(func.coalesce(func.max(audit.c.id), 0))).scalar_one())

    def of(self, actor: str, limit: int = 100) -> list[AuditEvent]:
        """What this person did, newest first."""
        mine = select(audit).where(audit.c.actor == actor).order_by(audit.c.id.desc()).limit(limit)
        return [_event(row) for row in self.conn.execute(mine)]

    def events_of(self, subjects: Collection[str], limit: int = 1000) -> dict[str, list[AuditEvent]]:
        """The newest of several subjects by subject, newest first. One query."""
        found: dict[str, list[AuditEvent]] = {subject: [] for subject in subjects}
        chosen = select(audit).where(audit.c.subject.in_(list(found))).order_by(audit.c.id.desc()).limit(limit)
        for row in self.conn.execute(chosen):
            found[row.subject].append(_event(row))
        return found

    def oldest_first(self) -> Iterator[AuditEvent]:
        """The whole record, a thousand rows at a time."""
        return map(_event, self._rows())

    def count(self) -> int:
        return int(self.conn.execute(select(func.count()).select_from(audit)).scalar_one())

    def _rows(self, *conditions: ColumnElement[bool]) -> Iterator[AnyRow]:
        chain = select(audit).where(*conditions).order_by(audit.c.id).execution_options(yield_per=1000)
        with self.conn.execute(chain) as rows:
            yield from rows


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    c = audit.c
    if wanted.actor:
        yield c.actor == wanted.actor
    if wanted.action:
        yield c.action == wanted.action
    if wanted.subject:
        kind = wanted.subject.removesuffix(":")
        yield c.subject == wanted.subject if ":" in kind else c.subject.startswith(f"{kind}:", autoescape=True)
    if wanted.since:
        yield c.at >= wanted.since
    if wanted.until:
        yield c.at < wanted.until


def _check(row: AnyRow, id: int, previous: str) -> Broken | None:
    if row.id != id:
        return Broken(id, "missing")
    if row.previous != previous:
        return Broken(id, "unlinked")
    if row.hash != chain_hash(previous, row.id, row.at, row.actor, row.action, row.subject, row.detail):
        return Broken(id, "changed")
    return None
