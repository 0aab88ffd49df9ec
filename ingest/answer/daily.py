"""Once a day, or when somebody asks for it: what was asked is counted, and what follows from it is proposed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from ingest.answer.bands import count, last_days, stretch
from ingest.answer.proposing import propose
from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction


def count_daily(store: Store, zone: ZoneInfo, now: dt.datetime) -> int | None:
    """How many entries were counted; None where this day was counted already."""
    until = stretch(last_days(now, zone), zone).ends
    with store.reading() as tx:
        kept = tx.frequencies.counted()
    if kept and kept[1] == until:
        return None
    with store.writing() as tx:
        return _count(tx, zone, now)


def count_now(store: Store, actor: Actor, zone: ZoneInfo, clock: Clock) -> int:
    """The same at once. Raises WrongRole."""
    with deciding(store, actor, "count bands", "bands", clock) as tx:
        require(actor, Permission.CURATE)
        entries = _count(tx, zone, clock())
        tx.audit.append(actor.name, "bands counted", "bands", {"entries": entries}, clock())
        return entries


def _count(tx: Transaction, zone: ZoneInfo, now: dt.datetime) -> int:
    before = tx.frequencies.bands()
    rows = count(tx, stretch(last_days(now, zone), zone), zone, now)
    tx.frequencies.put(rows)
    propose(tx, rows, before, zone, now)
    return len(rows)
