"""What a draft has from the notice that it belongs to, and from the entry whose place it takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select, update

from ingest.model import Tier
from ingest.store.aggregate import Aggregate
from ingest.store.draft_rows import NewDraft
from ingest.store.tables import drafts, entries


class Placing(Aggregate):
    def placed(self, new: Sequence[NewDraft]) -> list[NewDraft]:
        """What names no department belongs to the one that its notice's newest draft belongs to; what replaces an entry
        is decided on as strictly as that was."""
        loose = {n.notice_id for n in new if n.department is None}
        c = drafts.c
        rows = select(c.notice_id, c.department).where(c.notice_id.in_(loose), c.department.is_not(None)).order_by(c.id)
        known = {row.notice_id: row.department for row in self.conn.execute(rows)} if loose else {}
        behind = self._tiers_behind({n.revises for n in new if n.revises is not None})
        tiers = [_strictest(n.tier, behind.get(n.revises or 0)) for n in new]
        departments = [n.department or known.get(n.notice_id) for n in new]
        return [replace(n, department=d, tier=t) for n, d, t in zip(new, departments, tiers, strict=True)]

    def at_least(self, tier: Tier, entry_ids: Collection[int]) -> Tier:
        """The strictest of `tier` and of those of the drafts behind these entries."""
        return _strictest(tier, *self._tiers_behind(entry_ids).values())

    def _tiers_behind(self, entry_ids: Collection[int]) -> dict[int, Tier]:
        """By entry."""
        if not entry_ids:
            return {}
        rows = select(entries.c.id, drafts.c.tier).join(drafts, drafts.c.id == entries.c.draft_id)
        return {row.id: Tier(row.tier) for row in self.conn.execute(rows.where(entries.c.id.in_(entry_ids)))}

    def hold_to(self, id: int, entry_ids: Collection[int]) -> None:
        """The draft takes at least the sign-offs that the drafts behind these entries took; those that it has stay."""
        c = drafts.c
        own = self.conn.execute(select(c.tier).where(c.id == id)).scalar_one()
        tier = self.at_least(Tier(own), entry_ids)
        self.conn.execute(update(drafts).where(c.id == id).values(tier=tier.value, changed_at=self.clock()))


def _strictest(*tiers: Tier | None) -> Tier:
    return max((tier for tier in tiers if tier), key=lambda tier: tier.strictness)
