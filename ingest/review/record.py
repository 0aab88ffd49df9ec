"""The record, for those who may read it: searched by key, and its chain verified part by part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ingest.model import Actor, AuditEvent
from ingest.review.access import Permission, require
from ingest.store.audit import PART, Verified, Wanted
from ingest.store.store import Store

PAGE = 100


@dataclass(frozen=True, slots=True)
class RecordPage:
    """`older`: with which number the next page begins, None on the last. `actions` are those that occur."""

    events: tuple[AuditEvent, ...]
    older: int | None
    actions: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a verification is."""

    done: Verified
    count: int


def read_record(store: Store, actor: Actor, wanted: Wanted, before: int | None = None, limit: int = PAGE) -> RecordPage:
    """Newest first, from the row before number `before`. Raises WrongRole."""
    require(actor, Permission.READ_AUDIT)
    with store.reading() as tx:
        found = tx.audit.search(wanted, before=before, limit=limit + 1)
        actions, count = tuple(tx.audit.actions()), tx.audit.newest()
    older = found[limit - 1].id if len(found) > limit else None
    return RecordPage(tuple(found[:limit]), older, actions, count)


def verify_record(store: Store, actor: Actor, after: int = 0, limit: int = PART) -> Progress:
    """The next part of the chain, behind row `after`. Raises WrongRole."""
    require(actor, Permission.READ_AUDIT)
    with store.reading() as tx:
        return Progress(tx.audit.verify_part(after, limit), tx.audit.newest())


@contextmanager
def whole_record(store: Store, actor: Actor, wanted: Wanted) -> Iterator[Iterator[AuditEvent]]:
    """Oldest first, inside the block. Raises WrongRole."""
    require(actor, Permission.READ_AUDIT)
    with store.reading() as tx:
        yield tx.audit.all_of(wanted)


def day_after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)
