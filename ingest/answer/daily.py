"""Once a day, or when somebody asks for it: what was asked is counted, and what follows from it is proposed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.answer.bands import count, last_days
from ingest.answer.proposing import propose
from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.counting import Period
from ingest.review.transaction import Clock, deciding
from ingest.store.frequencies import Counted, Frequency
from ingest.store.store import Store
from ingest.store.transaction import Transaction


def count_daily(store: Store, zone: ZoneInfo, now: dt.datetime) -> int | None:
    """How many entries were counted; None where this day was counted already."""
    days = last_days(now, zone)
    with store.reading() as tx:
        kept = tx.frequencies.counted()
    if kept and (kept.first, kept.last) == (days.first, days.last):
        return None
    counting = _count(store, zone, now)
    with store.writing() as tx:
        return counting.keep(tx)


def count_now(store: Store, actor: Actor, zone: ZoneInfo, clock: Clock) -> int:
    """The same at once. Raises WrongRole."""
    with deciding(store, actor, "count bands", "bands", clock):
        require(actor, Permission.CURATE)
    counting = _count(store, zone, clock())
    with store.writing() as tx:
        entries = counting.keep(tx)
        tx.audit.append(actor.name, "bands counted", "bands", {"entries": entries}, clock())
        return entries


def sum_up(store: Store, zone: ZoneInfo, now: dt.datetime) -> None:
    """What was asked until now, by day."""
    with store.writing() as tx:
        tx.asked_days.sum_up(zone, now.astimezone(zone).date())


@dataclass(frozen=True, slots=True)
class _Counting:
    rows: list[Frequency]
    days: Period
    zone: ZoneInfo
    now: dt.datetime

    def keep(self, tx: Transaction) -> int:
        before = tx.frequencies.bands()
        tx.frequencies.put(self.rows, Counted(self.days.first, self.days.last, self.now))
        propose(tx, self.rows, before, self.days, self.zone, self.now)
        return len(self.rows)


def _count(store: Store, zone: ZoneInfo, now: dt.datetime) -> _Counting:
    """Counted while others write: a hundred thousand entries take a second or two."""
    sum_up(store, zone, now)
    days = last_days(now, zone)
    with store.reading() as tx:
        return _Counting(count(tx, days, zone, now), days, zone, now)
