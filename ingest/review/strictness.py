"""An answer never needs fewer sign-offs than the one whose place it takes: four eyes can't be passed by replacing.

The store holds every new draft to that when it knows what the draft replaces; what is settled later, or was made by
an older program, is held to it when somebody signs.
"""

from __future__ import annotations

import dataclasses

from ingest.model import StoredDraft, Tier
from ingest.review.conflicts import replaced_with
from ingest.store.transaction import Transaction


def tier_for(tx: Transaction, draft: StoredDraft, tier: Tier | None = None) -> Tier:
    """The strictest of the draft's own tier (or of this one) and of the drafts behind what it replaces."""
    revised = () if draft.revises is None else (draft.revises,)
    return tx.drafts.at_least(tier or draft.tier, {*revised, *replaced_with(tx, draft.id)})


def strictly(tx: Transaction, draft: StoredDraft) -> StoredDraft:
    """The draft with the tier by which it is signed."""
    return dataclasses.replace(draft, tier=tier_for(tx, draft))
