"""What people decide about a notice that is gone from its site: take off what is published of it, or leave it."""

from __future__ import annotations

from ingest.model import Actor, Disappearance
from ingest.review.access import Permission, require
from ingest.review.decisions import reason_of
from ingest.review.refusals import AlreadyDecided, NoSuchEntry
from ingest.review.transaction import Clock, deciding
from ingest.store.disappearances import EXPIRED, KEPT
from ingest.store.store import Store
from ingest.store.transaction import Transaction


def expire(store: Store, actor: Actor, id: int, reason: str, clock: Clock) -> int:
    """Everything published of the notice goes off the board, with the reason; how many entries that were."""
    with deciding(store, actor, "expire", f"disappearance:{id}", clock) as tx:
        gone, reason = _decided(tx, actor, id, EXPIRED, reason)
        ended = [e.id for e in tx.entries.of_notice(gone.notice_id) if tx.entries.withdraw(e.id, reason)]
        for entry_id in ended:
            tx.audit.append(actor.name, "withdrawn", f"entry:{entry_id}", {"reason": reason}, clock())
        detail = {"reason": reason, "url": gone.url, "entries": ended}
        tx.audit.append(actor.name, "notice.expired", f"notice:{gone.notice_id}", detail, clock())
        return len(ended)


def leave(store: Store, actor: Actor, id: int, reason: str, clock: Clock) -> None:
    """What is published of the notice still holds, although its page is gone."""
    with deciding(store, actor, "leave", f"disappearance:{id}", clock) as tx:
        gone, reason = _decided(tx, actor, id, KEPT, reason)
        detail = {"reason": reason, "url": gone.url}
        tx.audit.append(actor.name, "notice.left", f"notice:{gone.notice_id}", detail, clock())


def _decided(tx: Transaction, actor: Actor, id: int, to: str, reason: str) -> tuple[Disappearance, str]:
    """The claim. Raises WrongRole, NoSuchEntry, ReasonMissing, AlreadyDecided."""
    require(actor, Permission.DECIDE)
    gone = next((one for one in tx.disappearances.undecided() if one.id == id), None)
    if gone is None:
        raise AlreadyDecided if tx.disappearances.known(id) else NoSuchEntry
    reason = reason_of(reason)
    if not tx.disappearances.decide(id, to, actor.name, reason):
        raise AlreadyDecided
    return gone, reason
