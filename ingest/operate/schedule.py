"""Which sources are due, by interval or cron, in the bank's time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from ingest.model import Source

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def cron_trigger(line: str, zone: ZoneInfo) -> CronTrigger:
    """A trigger for a five-field cron line. Weekday numbers mean what cron means by them (0 and 7 are Sunday):
    APScheduler alone would count from Monday. ValueError if the line can't be read."""
    minute, hour, day, month, weekday = line.split()
    named = "".join(_DAYS[int(c)] if c.isdigit() and int(c) < len(_DAYS) else c for c in weekday)
    if "/" in weekday or weekday == "*":
        named = weekday
    return CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=named, timezone=zone)


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
