"""One decision is one transaction. A refusal undoes it and is itself put on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import ReviewError
from ingest.model import Actor
from ingest.store.aggregate import Clock
from ingest.store.store import Store
from ingest.store.transaction import Transaction

__all__ = ["Clock", "deciding"]


@contextmanager
def deciding(store: Store, actor: Actor, action: str, subject: str, clock: Clock) -> Iterator[Transaction]:
    """A writing transaction for `action` on `subject` ("draft:7"); a ReviewError is audited and raised on."""
    try:
        with store.writing() as tx:
            yield tx
    except ReviewError as refusal:
        with store.writing() as tx:
            detail = {"action": action, "why": type(refusal).__name__}
            tx.audit.append(actor.name, "refused", subject, detail, clock())
        raise
