"""Drafts that new values were carried into: which published entry each replaces, and whose revision the values are of.

Those that one decision made are a group, named by its first draft.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, insert, select

from ingest.store.aggregate import Aggregate, AnyRow, upsert
from ingest.store.draft_rows import NewDraft, row_of
from ingest.store.placing import Placing
from ingest.store.tables import carried, drafts


@dataclass(frozen=True, slots=True)
class CarriedDraft:
    """`changes` as people read them: (what, old, new)."""

    draft_id: int
    group_id: int
    entry_id: int
    revision_id: int
    changes: tuple[tuple[str, str, str], ...]


def _carried(row: AnyRow) -> CarriedDraft:
    changes = tuple((what, old, new) for what, old, new in json.loads(row.changes))
    return CarriedDraft(row.draft_id, row.group_id, row.entry_id, row.revision_id, changes)


class CarriedDrafts(Aggregate):
    def draft(self, new: NewDraft) -> int:
        """A draft that replaces the entry `new.revises`, beside whatever was drafted from the same revision."""
        c = drafts.c
        before = self.conn.execute(select(func.count()).where(c.revises == new.revises)).scalar_one()
        topic = f"carried:{new.revises}:{before}"
        (placed,) = Placing(self.conn, self.clock).placed([new])
        row = {**row_of(placed, self.clock()), "topic": topic}
        return int(self.conn.execute(insert(drafts).returning(c.id), row).scalar_one())

    def note(self, draft: CarriedDraft) -> None:
        """What a draft was made for; a later carrying into the same draft takes the place of the earlier."""
        row = {
            "draft_id": draft.draft_id,
            "group_id": draft.group_id,
            "entry_id": draft.entry_id,
            "revision_id": draft.revision_id,
            "changes": json.dumps(draft.changes, ensure_ascii=False),
        }
        new = upsert(self.conn, carried).values(row)
        self.conn.execute(new.on_conflict_do_update(index_elements=["draft_id"], set_=row))

    def of_draft(self, draft_id: int) -> CarriedDraft | None:
        row = self.conn.execute(select(carried).where(carried.c.draft_id == draft_id)).first()
        return None if row is None else _carried(row)

    def of_group(self, group_id: int) -> list[CarriedDraft]:
        rows = select(carried).where(carried.c.group_id == group_id).order_by(carried.c.draft_id)
        return [_carried(row) for row in self.conn.execute(rows)]

    def together(self, draft_ids: Collection[int]) -> dict[int, frozenset[int]]:
        """The entries that the whole group of each of these drafts replaces."""
        mine, group = carried.alias(), carried
        rows = select(mine.c.draft_id, group.c.entry_id).join(group, group.c.group_id == mine.c.group_id)
        found: dict[int, frozenset[int]] = {}
        for draft_id, entry_id in self.conn.execute(rows.where(mine.c.draft_id.in_(draft_ids))):
            found[draft_id] = found.get(draft_id, frozenset()) | {entry_id}
        return found

    def of_entries(self, entry_ids: Collection[int]) -> list[CarriedDraft]:
        """Those that would replace one of these entries, whatever became of them; newest first."""
        if not entry_ids:
            return []
        rows = select(carried).where(carried.c.entry_id.in_(sorted(entry_ids))).order_by(carried.c.draft_id.desc())
        return [_carried(row) for row in self.conn.execute(rows)]

    def join(self, made: Sequence[CarriedDraft]) -> int:
        """Note these as one group; its number."""
        group = min(draft.draft_id for draft in made)
        for draft in made:
            self.note(replace(draft, group_id=group))
        return group
