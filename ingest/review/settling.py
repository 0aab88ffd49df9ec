"""A person settles what contradicts a draft: one decision about all the entries that they chose for."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.conflicts import Choice, settle_conflicts
from ingest.review.refusals import AlreadyDecided, DraftChanged, NoSuchDraft, NothingChosen
from ingest.review.signing import OPEN
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store


def settle_all(
    store: Store, actor: Actor, draft_id: int, version: int, choices: Sequence[Choice], clock: Clock
) -> None:
    """Put every choice on record, and end what is to be ended.

    Raises WrongRole, NoSuchDraft, DraftChanged, AlreadyDecided, NothingChosen, NoSuchEntry or ReasonMissing."""
    with deciding(store, actor, "settle", f"draft:{draft_id}", clock) as tx:
        require(actor, Permission.DECIDE)
        draft = tx.drafts.get(draft_id)
        if draft is None:
            raise NoSuchDraft
        if draft.version != version:
            raise DraftChanged
        if draft.state not in OPEN:
            raise AlreadyDecided
        if not choices:
            raise NothingChosen
        settle_conflicts(tx, actor, draft, choices, clock)
