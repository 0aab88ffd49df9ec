"""The times at which a source is asked: `cron` on the clock of its zone, `every` in elapsed time.

Daylight saving, as Vixie's cron has it: a line with fixed hours runs once a day, also on the day when its hour comes
twice (the first counts) or not at all (then it runs when the clocks have gone forward); a line whose hours begin with *
goes on at its pace. APScheduler alone repeats the hour that comes twice, so its trigger only counts on a clock face.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from ingest.model import Source
from ingest.settings.values import cron_trigger

_UTC = ZoneInfo("UTC")
_SECOND = dt.timedelta(seconds=1)
_SET_BACK = dt.timedelta(hours=3)
"""Clocks are never set back by more."""


def zone_of(source: Source, bank: ZoneInfo) -> ZoneInfo:
    """The source's own time zone, or the bank's."""
    return ZoneInfo(source.time_zone) if source.time_zone else bank


def schedule_of(source: Source) -> str:
    """What the configuration says, in one line: a change of it starts the count anew."""
    return (
        f"cron {source.cron} {source.time_zone or ''}" if source.cron else f"every {source.every.total_seconds():.0f}"
    )


def following(source: Source, after: dt.datetime, *, anchor: dt.datetime, bank: ZoneInfo) -> dt.datetime:
    """The first regular time of `source` after an instant, in UTC. Intervals count from `anchor`, so that one visit's
    delay does not become the delay of all that follow."""
    if source.cron:
        return _by_cron(source.cron, after, zone_of(source, bank))
    every, begin = max(source.every, _SECOND), anchor.astimezone(dt.UTC)
    return begin + ((after - begin) // every + 1) * every


def _by_cron(line: str, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    trigger, paced = cron_trigger(line, _UTC), line.split()[1].startswith("*")
    face = after.astimezone(zone).replace(tzinfo=dt.UTC) - _SET_BACK
    later: list[dt.datetime] = []
    while True:
        face = trigger.get_next_fire_time(None, face + _SECOND)
        if face is None:  # `values.py` takes no line that never comes
            return after.astimezone(dt.UTC) + dt.timedelta(days=366)
        first, *again = _instants(face, zone)
        later += [at for at in (first, *(again if paced else ())) if at > after]
        if first > after:
            return min(later)


def _instants(face: dt.datetime, zone: ZoneInfo) -> list[dt.datetime]:
    """When clocks in `zone` show this face: once, or twice where they are set back. A face that is skipped is shown
    as much later as the clocks are set forward."""
    naive = face.replace(tzinfo=None)
    first, second = (naive.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    twice = second > first and second.astimezone(zone).replace(tzinfo=None) == naive
    return [first, second] if twice else [first]
