"""Which sources are due, by interval or cron, in the bank's time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from ingest.model import Source
from ingest.settings import cron_trigger


def is_due(source: Source, last: dt.datetime | None, now: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether `source` should be visited at `now`, `last` being the start of its last visit (both aware)."""
    if last is None:
        return True
    if source.cron:
        following = cron_trigger(source.cron, zone).get_next_fire_time(last, last + dt.timedelta(seconds=1))
        return following is not None and following <= now
    # a minute of grace: an hourly cron job must not find an hourly source "not yet due" by some seconds
    return now - last >= source.every - dt.timedelta(minutes=1)


def due(sources: Iterable[Source], last: Mapping[str, dt.datetime], now: dt.datetime, zone: ZoneInfo) -> list[Source]:
    """The enabled sources that are due, in the order of the configuration."""
    return [s for s in sources if s.enabled and is_due(s, last.get(s.id), now, zone)]
