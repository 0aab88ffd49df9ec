"""The life of what is published, by the bank's clock: computed whenever somebody asks, so nothing is missed while the
server is down."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from ingest.model import Entry, EntryState

SOON = dt.timedelta(days=3)
"""So long before its end an entry counts as expiring."""
_MINUTE = dt.timedelta(minutes=1)


class Phase(StrEnum):
    """An entry's state, and of what is in force whether its end is near."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


def phase(entry: Entry, now: dt.datetime) -> Phase:
    """At `now`, local time of the bank as `wall_clock` gives it. It begins with its first minute, and is over with the
    minute that its end names."""
    state = entry.state(now)
    if state is EntryState.ACTIVE and entry.expires and entry.expires.latest() - now <= SOON:
        return Phase.EXPIRING
    return Phase(state.value)


def wall_clock(instant: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """`instant` as the bank's naive local time that never runs backwards.

    In the hour that comes twice when summer time ends, the second round stands at the last minute of the first: what
    began or ended in the first round stays so, and does not come back for an hour.
    """
    seen = instant.astimezone(zone)
    naive = seen.replace(tzinfo=None, fold=0)
    if not seen.fold:
        return naive
    naive = naive.replace(second=0, microsecond=0)
    while _twice(naive + _MINUTE, zone):
        naive += _MINUTE
    return naive


def instant_of(local: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The instant of a naive local time; of an hour that comes twice, the first."""
    return local.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)


def _twice(naive: dt.datetime, zone: dt.tzinfo) -> bool:
    first, second = (naive.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second
