"""What agents flagged in published entries, and what came of it. A flag is written once and answered once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.tables import drafts, entries, entry_flags, users


class FlagState(StrEnum):
    OPEN = "open"
    FIXED = "fixed"
    NOT_SO = "not_so"
    """The entry is right as it is."""


@dataclass(frozen=True, slots=True)
class EntryFlag:
    """`sentence`: the words of the entry that it is about, None for the entry as a whole. `by` is a log-in name;
    `department`: the one that the entry's draft was given to."""

    id: int
    entry_id: int
    by: str
    display: str
    at: dt.datetime
    sentence: str | None
    code: str
    words: str | None
    state: FlagState
    decided_by: str | None
    decided_at: dt.datetime | None
    answer: str | None
    department: str | None


class EntryFlags(Aggregate):
    def add(self, entry_id: int, user_id: int, sentence: str | None, code: str, words: str | None) -> int:
        row = {
            "entry_id": entry_id,
            "user_id": user_id,
            "at": self.clock(),
            "sentence": sentence,
            "reason_code": code,
            "reason": words,
            "state": FlagState.OPEN.value,
        }
        return int(self.conn.execute(insert(entry_flags).values(row).returning(entry_flags.c.id)).scalar_one())

    def get(self, id: int) -> EntryFlag | None:
        return next(iter(self._all(_FLAGS.where(entry_flags.c.id == id))), None)

    def open(self, limit: int = 200) -> list[EntryFlag]:
        """Oldest first."""
        c = entry_flags.c
        return self._all(_FLAGS.where(c.state == FlagState.OPEN.value).order_by(c.at, c.id).limit(limit))

    def by(self, user_id: int, limit: int = 50) -> list[EntryFlag]:
        """What one person flagged, newest first."""
        c = entry_flags.c
        return self._all(_FLAGS.where(c.user_id == user_id).order_by(c.id.desc()).limit(limit))

    def answered(self, limit: int = 50) -> list[EntryFlag]:
        """Newest answer first."""
        c = entry_flags.c
        done = _FLAGS.where(c.state != FlagState.OPEN.value).order_by(c.decided_at.desc(), c.id.desc())
        return self._all(done.limit(limit))

    def of_entry(self, entry_id: int) -> list[EntryFlag]:
        return self._all(_FLAGS.where(entry_flags.c.entry_id == entry_id).order_by(entry_flags.c.id))

    def since(self, ids: Collection[int]) -> dict[int, dt.datetime]:
        """When each of these was flagged first by a flag that still waits; whoever fixes one publishes anew."""
        c = entry_flags.c
        waiting = select(c.entry_id, func.min(c.at)).where(c.entry_id.in_(sorted(ids)), c.state == FlagState.OPEN.value)
        return {id: at for id, at in self.conn.execute(waiting.group_by(c.entry_id))}  # noqa: C416 - rows

    def answer(self, id: int, state: FlagState, by: str, words: str | None) -> bool:
        """False if it was answered meanwhile."""
        c = entry_flags.c
        waiting = update(entry_flags).where(c.id == id, c.state == FlagState.OPEN.value)
        values = {"state": state.value, "decided_by": by, "decided_at": self.clock(), "answer": words}
        return self.conn.execute(waiting.values(values)).rowcount == 1

    def _all(self, chosen: Select[Any]) -> list[EntryFlag]:
        return [_flag(row) for row in self.conn.execute(chosen)]


_FLAGS = (
    select(entry_flags, users.c.name, users.c.display, drafts.c.department)
    .join(users, users.c.id == entry_flags.c.user_id)
    .join(entries, entries.c.id == entry_flags.c.entry_id)
    .join(drafts, drafts.c.id == entries.c.draft_id)
)


def _flag(row: AnyRow) -> EntryFlag:
    return EntryFlag(
        row.id,
        row.entry_id,
        row.name,
        row.display,
        row.at,
        row.sentence,
        row.reason_code,
        row.reason,
        FlagState(row.state),
        row.decided_by,
        row.decided_at,
        row.answer,
        row.department,
    )
