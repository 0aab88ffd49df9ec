"""When a source is asked next, decided after each visit. Saves nothing.

it went well    at its next regular time
it failed       after 5 minutes, then 10, 20, 40 … up to six hours: sooner than its regular time where that is far,
                later where it is near, and then at one of its regular times
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.model import Source, VisitReport, VisitStatus
from ingest.settings.times import following, schedule_of
from ingest.store.agenda import Appointment

FIRST_RETRY = dt.timedelta(minutes=5)
LONGEST_WAIT = dt.timedelta(hours=6)
_GRACE = dt.timedelta(minutes=1)


def grace(source: Source) -> dt.timedelta:
    """How much too early an interval may end: an hourly cron job must not find an hourly source "not yet due" by some
    seconds. A cron line means its minute."""
    return dt.timedelta(0) if source.cron else min(_GRACE, source.every / 10)


def wait(failures: int) -> dt.timedelta:
    """How long to wait after so many failures in a row."""
    return min(FIRST_RETRY * (1 << min(failures - 1, 20)), LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit from `asked` to `now`, both aware. `skew`: see `Appointment`."""

    source: Source
    report: VisitReport
    asked: dt.datetime
    now: dt.datetime
    skew: int | None = None


def appointment(visited: Visited, before: Appointment | None, bank: ZoneInfo) -> Appointment | None:
    """The next one after `before`, for a bank in this time zone; None if the visit was skipped: nothing changes."""
    source, status = visited.source, visited.report.status
    if status is VisitStatus.SKIPPED:
        return None
    regular = _regular(source, visited.asked, before, bank)
    failures = (before.failures if before else 0) + 1 if status is VisitStatus.FAILED else 0
    due = _retry(source, regular, visited.now + wait(failures), bank) if failures else regular
    skew = visited.skew if visited.skew is not None or before is None else before.skew
    return Appointment(source.id, schedule_of(source), regular, due, visited.asked, failures, skew)


def _regular(source: Source, asked: dt.datetime, before: Appointment | None, bank: ZoneInfo) -> dt.datetime:
    same = before is not None and before.schedule == schedule_of(source)
    anchor = before.regular if before and same else asked
    return following(source, asked + grace(source), anchor=anchor, bank=bank)


def _retry(source: Source, regular: dt.datetime, retry: dt.datetime, bank: ZoneInfo) -> dt.datetime:
    """The last regular time up to `retry`; `retry` itself where none comes before it."""
    if retry < regular:
        return retry
    while (later := following(source, regular, anchor=regular, bank=bank)) <= retry:
        regular = later
    return regular
