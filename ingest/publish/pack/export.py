"""A pack for somebody who may have it: that it was given out goes on record, with its hash."""

from __future__ import annotations

import hashlib

from ingest.model import Actor
from ingest.publish.pack.bundle import pack
from ingest.review.access import Permission, require
from ingest.review.refusals import NoSuchEntry
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store


def export_evidence(
    store: Store, actor: Actor, entry_id: int, clock: Clock, *, bank_name: str, time_zone: str
) -> bytes:
    """The zip file. Raises WrongRole, NoSuchEntry."""
    with deciding(store, actor, "export_evidence", f"entry:{entry_id}", clock) as tx:
        require(actor, Permission.EXPORT_EVIDENCE)
        raw = pack(tx, entry_id, bank_name=bank_name, time_zone=time_zone)
        if raw is None:
            raise NoSuchEntry
        detail = {"sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)}
        tx.audit.append(actor.name, "evidence_exported", f"entry:{entry_id}", detail, clock())
        return raw
