"""How long each step to publication took, and how much people changed. Durations are in seconds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Float, case, cast, func, select

from ingest.store.scopes import Counting, Scope
from ingest.store.tables import (
    approvals,
    drafts,
    edits,
    entries,
    revisions,
)


@dataclass(frozen=True, slots=True)
class Spread:
    """`count` durations or lengths: the smallest that half, and nine tenths, of them do not exceed."""

    count: int
    median: float
    p90: float


class Spreads(Counting):
    """Medians and ninth deciles, which the database finds."""

    def spreads(self, scope: Scope, offset: int) -> dict[str, Spread]:
        """Of what was published: how long each step took, and how many characters of it people had changed.
        `offset`: seconds by which the bank's clock is ahead of UTC; printed days begin at its midnight."""
        c, first = entries.c, approvals.c
        sign_off = select(func.min(first.at)).where(first.draft_id == c.draft_id, first.version == c.version)
        steps = (
            self.published(
                scope,
                case((revisions.c.number == 1, self.epoch(revisions.c.published) - offset)).label("printed"),
                self.epoch(revisions.c.seen_at).label("seen"),
                self.epoch(drafts.c.created_at).label("drafted"),
                self.epoch(sign_off.scalar_subquery()).label("signed"),
                self.epoch(c.published_at).label("published"),
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
        """By nearest rank: the value whose rank first reaches the share. Sorted here: a database ranks each row of
        each measure, and takes twice as long for that."""
        found = self.conn.execute(select(*measures.values())).all()
        for name, column in zip(measures, zip(*found, strict=True), strict=False):
            values = sorted(value for value in column if value is not None)
            if count := len(values):
                yield name, count, *(values[math.ceil(count * share) - 1] for share in (0.5, 0.9))

    def edited(self, scope: Scope) -> tuple[int, int, int, int]:
        """Published entries whose edits are known, those published as the rules wrote them, characters changed, and
        all characters."""
        unchanged = func.sum(case((edits.c.changed == 0, 1), else_=0))
        columns = (func.count(), unchanged, func.sum(edits.c.changed), func.sum(edits.c.length))
        row = self.conn.execute(self.published(scope, *columns).join(edits, edits.c.entry_id == entries.c.id)).one()
        return int(row[0]), int(row[1] or 0), int(row[2] or 0), int(row[3] or 0)
