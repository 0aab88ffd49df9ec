"""A published entry is taken off the board. (`carrying.py` keeps one whose source changed.)"""

from __future__ import annotations

from ingest.model import Actor, Entry
from ingest.review.access import Permission, require
from ingest.review.decisions import reason_of
from ingest.review.refusals import AlreadyDecided, NoSuchEntry
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction


def withdraw(store: Store, actor: Actor, entry_id: int, reason: str, clock: Clock) -> None:
    """Take a published entry off the board at once, with a reason."""
    with deciding(store, actor, "withdraw", f"entry:{entry_id}", clock) as tx:
        _entry(tx, actor, entry_id)
        reason = reason_of(reason)
        if not tx.entries.withdraw(entry_id, reason):
            raise AlreadyDecided
        tx.audit.append(actor.name, "withdrawn", f"entry:{entry_id}", {"reason": reason}, clock())


def _entry(tx: Transaction, actor: Actor, entry_id: int) -> Entry:
    require(actor, Permission.DECIDE)
    entry = tx.entries.get(entry_id)
    if entry is None:
        raise NoSuchEntry
    if entry.withdrawn or entry.superseded_by:
        raise AlreadyDecided
    return entry
