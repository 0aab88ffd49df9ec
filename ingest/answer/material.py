"""A reviewer's word on whether a new version has to be read again by those who read the one before."""

from __future__ import annotations

from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.decisions import reason_of
from ingest.review.refusals import AlreadyDecided, NoSuchEntry
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store


def decide_material(store: Store, actor: Actor, entry_id: int, material: bool, reason: str, clock: Clock) -> None:
    """A reviewer says whether the entry has to be read by those who read what it replaced.

    Raises WrongRole, NoSuchEntry, ReasonMissing, AlreadyDecided."""
    with deciding(store, actor, "material", f"entry:{entry_id}", clock) as tx:
        require(actor, Permission.DECIDE)
        entry = tx.entries.get(entry_id)
        if entry is None:
            raise NoSuchEntry
        reason = reason_of(reason)
        replaced = tx.entries.replaced_by(entry_id)
        if entry.superseded_by or entry.withdrawn or not replaced or not tx.entries.set_material(entry_id, material):
            raise AlreadyDecided
        if not material:
            for old in replaced:
                tx.acknowledgements.carry(old.id, entry_id)
        tx.audit.append(actor.name, "material", f"entry:{entry_id}", {"material": material, "reason": reason}, clock())
