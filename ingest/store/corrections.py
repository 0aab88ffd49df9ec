"""What people corrected in the facts of a revision. Rows are only added: the facts as they were read stay as they are,
and what holds now follows from both (`review/facts.py`)."""

from __future__ import annotations

import functools

from sqlalchemy import func, insert, select

from ingest.model import Category, Contact, Correction, Fact, FactKind, Figure, Tier, Window
from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.codec import Codec
from ingest.store.tables import corrections, revisions

_SHAPES = {
    FactKind.WINDOW: Window,
    FactKind.FIGURE: Figure,
    FactKind.CONTACT: Contact,
    FactKind.CATEGORY: Category,
    FactKind.TIER: Tier,
}


@functools.cache
def _codec(kind: FactKind) -> Codec[Fact]:
    return Codec(_SHAPES[kind])


class Corrections(Aggregate):
    """The order of their ids is the order in which they apply."""

    def add(
        self,
        revision_id: int,
        *,
        kind: FactKind,
        position: int,
        before: Fact | None,
        after: Fact | None,
        actor: str,
        reason: str | None = None,
    ) -> int:
        row = {
            "revision_id": revision_id,
            "kind": kind.value,
            "position": position,
            "before": None if before is None else _codec(kind).encode(before),
            "after": None if after is None else _codec(kind).encode(after),
            "actor": actor,
            "at": self.clock(),
            "reason": reason,
        }
        return int(self.conn.execute(insert(corrections).returning(corrections.c.id), row).scalar_one())

    def of_revision(self, revision_id: int) -> tuple[Correction, ...]:
        """Oldest first."""
        rows = select(corrections).where(corrections.c.revision_id == revision_id).order_by(corrections.c.id)
        return tuple(correction_of(row) for row in self.conn.execute(rows))

    def lock(self, revision_id: int) -> int:
        """Nobody else corrects this revision until the transaction ends; how many corrections there are."""
        self.conn.execute(select(revisions.c.id).where(revisions.c.id == revision_id).with_for_update())
        mine = select(func.count()).where(corrections.c.revision_id == revision_id)
        return int(self.conn.execute(mine).scalar_one())


def correction_of(row: AnyRow) -> Correction:
    kind = FactKind(row.kind)
    before, after = (None if text is None else _codec(kind).decode(text) for text in (row.before, row.after))
    return Correction(row.id, row.revision_id, kind, row.position, before, after, row.actor, row.at, row.reason)
