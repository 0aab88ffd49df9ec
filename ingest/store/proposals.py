"""What is proposed about published entries. One row for each thing that can be proposed, told apart by its key; it is
decided once, by compare and set. What no longer holds is set aside, and comes back if it holds again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from ingest.store.aggregate import Aggregate, AnyRow, upsert
from ingest.store.columns import key
from ingest.store.tables import proposals


class ProposalState(StrEnum):
    OPEN = "open"
    APPLIED = "applied"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"
    """It held no longer before anybody decided."""


@dataclass(frozen=True, slots=True)
class NewProposal:
    """`about` tells apart what is proposed; `detail` is the evidence."""

    kind: str
    about: str
    entries: tuple[int, ...]
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    id: int
    kind: str
    entries: tuple[int, ...]
    detail: Mapping[str, Any]
    created_at: dt.datetime
    state: ProposalState
    decided_by: str | None
    decided_at: dt.datetime | None
    reason: str | None


class Proposals(Aggregate):
    def renew(self, new: Sequence[NewProposal], kinds: Collection[str]) -> int:
        """What holds now of these kinds: the rest of what was open lapses. How many are new or came back."""
        c, now = proposals.c, self.clock()
        before = self._open_ids(kinds)
        gone = update(proposals).where(c.state == ProposalState.OPEN.value, c.kind.in_(sorted(kinds)))
        self.conn.execute(gone.values(state=ProposalState.LAPSED.value))
        rows = [
            {
                "kind": one.kind,
                "key": key(one.about),
                "about": json.dumps({"entries": one.entries, **one.detail}, ensure_ascii=False),
                "created_at": now,
                "state": ProposalState.OPEN.value,
            }
            for one in new
        ]
        if rows:
            statement = upsert(self.conn, proposals)
            back = statement.on_conflict_do_update(
                index_elements=["kind", "key"],
                set_={"state": ProposalState.OPEN.value, "about": statement.excluded.about},
                where=c.state == ProposalState.LAPSED.value,
            )
            self.conn.execute(back, rows)
        return len(self._open_ids(kinds) - before)

    def _open_ids(self, kinds: Collection[str]) -> set[int]:
        c = proposals.c
        chosen = select(c.id).where(c.state == ProposalState.OPEN.value, c.kind.in_(sorted(kinds)))
        return set(self.conn.execute(chosen).scalars())

    def open(self, limit: int = 300) -> list[Proposal]:
        """By kind, oldest first."""
        c = proposals.c
        chosen = select(proposals).where(c.state == ProposalState.OPEN.value).order_by(c.kind, c.id).limit(limit)
        return [_proposal(row) for row in self.conn.execute(chosen)]

    def decided(self, limit: int = 30) -> list[Proposal]:
        """Newest first."""
        c = proposals.c
        chosen = select(proposals).where(c.decided_at.is_not(None)).order_by(c.decided_at.desc(), c.id.desc())
        return [_proposal(row) for row in self.conn.execute(chosen.limit(limit))]

    def get(self, id: int) -> Proposal | None:
        row = self.conn.execute(select(proposals).where(proposals.c.id == id)).first()
        return None if row is None else _proposal(row)

    def decide(self, id: int, state: ProposalState, by: str, reason: str | None) -> bool:
        """False if it was decided, or lapsed, meanwhile."""
        c = proposals.c
        waiting = update(proposals).where(c.id == id, c.state == ProposalState.OPEN.value)
        values = {"state": state.value, "decided_by": by, "decided_at": self.clock(), "reason": reason}
        return self.conn.execute(waiting.values(values)).rowcount == 1


def _proposal(row: AnyRow) -> Proposal:
    about = json.loads(row.about)
    entries = tuple(about.pop("entries"))
    return Proposal(
        row.id,
        row.kind,
        entries,
        about,
        row.created_at,
        ProposalState(row.state),
        row.decided_by,
        row.decided_at,
        row.reason,
    )
