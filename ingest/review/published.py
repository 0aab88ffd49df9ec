"""What people decide about a published entry: withdraw it, or keep it although its source changed."""

from __future__ import annotations

from ingest.model import Actor, Entry
from ingest.review.access import Permission, require
from ingest.review.decisions import reason_of
from ingest.review.refusals import AlreadyDecided, NoSuchEntry, StillOpen
from ingest.review.signing import OPEN
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


def keep(store: Store, actor: Actor, entry_id: int, reason: str, clock: Clock) -> None:
    """What is published of the entry's notice still holds: the mark "source changed" goes, the reason stays on record.

    Raises StillOpen while drafts of the new revision wait for a decision.
    """
    with deciding(store, actor, "keep", f"entry:{entry_id}", clock) as tx:
        entry = _entry(tx, actor, entry_id)
        reason = reason_of(reason)
        if any(draft.state in OPEN for draft in tx.drafts.of_notice(entry.notice_id)):
            raise StillOpen
        if not tx.entries.source_changed(entry.notice_id, False):
            raise AlreadyDecided
        detail = {"notice": entry.notice_id, "reason": reason}
        tx.audit.append(actor.name, "kept", f"entry:{entry_id}", detail, clock())


def _entry(tx: Transaction, actor: Actor, entry_id: int) -> Entry:
    require(actor, Permission.DECIDE)
    entry = tx.entries.get(entry_id)
    if entry is None:
        raise NoSuchEntry
    if entry.withdrawn or entry.superseded_by:
        raise AlreadyDecided
    return entry
