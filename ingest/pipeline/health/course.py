"""The course of a trouble, from the first bad visit to the recovery, and what of it is told.

    well ─bad visit→ in trouble ─bad as often or as long as patience allows→ told ─it fails now, too→ told again
      ↑                 │ a good visit                                         │
      ├─────────────────┘                                                      │ some good visits in a row
      └────────────────────────────────────────────────────────recovery told───┘

One bad visit is told on its own line and in the coverage statement, but alerts nobody. Once a trouble is told, a good
visit in between does not end it: a source that comes and goes is one trouble, not many. It shows as well at once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from ingest.model import (
    Cause,
    Health,
    HealthChange,
    HealthEvent,
    HealthStatus,
    Source,
    Usual,
    VisitReport,
    VisitStatus,
)
from ingest.pipeline.health.learn import learnt, with_news
from ingest.pipeline.health.signs import ABOUT_PAGES, MISSED, signs

_STATUS = {
    VisitStatus.OK: HealthStatus.WELL,
    VisitStatus.UNCHANGED: HealthStatus.WELL,
    VisitStatus.DEGRADED: HealthStatus.DEGRADED,
    VisitStatus.FAILED: HealthStatus.FAILING,
}
_NOT_ABOUT_WHAT_WAS_SEEN = frozenset(("dead_links", "no_news"))
_NEARLY = 0.95
"""Of the hours: what runs once a day does so not to the minute."""


@dataclass(frozen=True, slots=True)
class Patience:
    """When a trouble is told: after so many bad visits in a row, or bad ones in a row for so many hours."""

    visits: int = 3
    minutes: float = 60.0
    """That the bad visits in a row have to last, too: a host that failed is asked again within minutes."""
    hours: float = 24.0
    settle: int = 2
    """Good visits in a row that end a trouble that was told; one is enough `hours` after the last bad one."""

    @property
    def long(self) -> dt.timedelta:
        return dt.timedelta(hours=self.hours * _NEARLY)


@dataclass(frozen=True, slots=True)
class Assessed:
    """A visit as it is told, how its source is after it, and what is worth an alert."""

    report: VisitReport
    health: Health
    events: tuple[HealthEvent, ...] = ()


def assess(before: Health | None, report: VisitReport, source: Source, at: dt.datetime, patience: Patience) -> Assessed:
    """Judge a visit that began at `at`. A report that is good by its counts may still be suspicious beside those
    before it."""
    health = _same_block(before or Health(source.id), source)
    if report.status is VisitStatus.SKIPPED:
        return Assessed(report, replace(health, visits=_one_more(health, report)))
    report = _suspicious(report, source, health, at)
    after = _after(health, report, at, patience)
    shown = replace(report, since=after.since if after.status is not HealthStatus.WELL else None)
    return _told(health, after, shown, at, patience)


def _same_block(health: Health, source: Source) -> Health:
    """Another block of sources.toml reads another list: what was usual with the old one says nothing."""
    block = hashlib.sha256(repr(source).encode()).hexdigest()[:16]
    return health if health.block == block else replace(health, block=block, usual=Usual(), last_news=None)


def _suspicious(report: VisitReport, source: Source, health: Health, at: dt.datetime) -> VisitReport:
    if report.measures is None or report.status is VisitStatus.FAILED:
        return report
    codes = {cause.code for cause in report.causes}
    odd = [cause for cause in signs(source, report.measures, health, at) if _adds(cause, codes)]
    if not odd:
        return report
    return replace(report, status=VisitStatus.DEGRADED, causes=(*report.causes, *odd))


def _adds(cause: Cause, codes: set[str]) -> bool:
    """Dead links say nothing new where not one page could be had."""
    return cause.code not in codes and not (cause.code == "dead_links" and "none_had" in codes)


def _after(health: Health, report: VisitReport, at: dt.datetime, patience: Patience) -> Health:
    status, seen = _STATUS[report.status], report.measures
    well = status is HealthStatus.WELL
    same = status is health.status
    after = replace(
        health,
        status=status,
        causes=(*report.causes, *_still(health, report)),
        streak=health.streak + 1 if same else 1,
        bad=0 if well else health.bad + 1,
        visited=at,
        last_good=at if well else health.last_good,
        visits=_one_more(health, report),
        requests=health.requests + report.requests,
    )
    if not well:
        after = replace(after, since=health.since or at)
    elif _settled(health, after, at, patience):
        after = replace(after, since=None, told=None)
    if seen is None:
        return after
    after = with_news(after, seen, at)
    return replace(after, usual=learnt(after.usual, seen)) if well or _teaches(report) else after


def _teaches(report: VisitReport) -> bool:
    """Links that lead nowhere, and silence, say nothing against what the visit did see."""
    return report.status is VisitStatus.DEGRADED and _NOT_ABOUT_WHAT_WAS_SEEN.issuperset(c.code for c in report.causes)


def _still(health: Health, report: VisitReport) -> tuple[Cause, ...]:
    """A visit that failed says nothing of what the pages were like before it."""
    if report.status is not VisitStatus.FAILED:
        return ()
    return tuple(cause for cause in health.causes if cause.code in ABOUT_PAGES)


def _one_more(health: Health, report: VisitReport) -> dict[str, int]:
    return {**health.visits, report.status.value: health.visits.get(report.status.value, 0) + 1}


def _settled(before: Health, after: Health, at: dt.datetime, patience: Patience) -> bool:
    quiet = at - before.visited if before.visited and before.bad else dt.timedelta(0)
    return before.told is None or after.streak >= patience.settle or quiet >= patience.long


def _told(before: Health, after: Health, report: VisitReport, at: dt.datetime, patience: Patience) -> Assessed:
    events = []
    missed = tuple(cause for cause in report.causes if cause.code == MISSED)
    again = any(cause.code == MISSED for cause in before.causes)  # at visit after visit it is a trouble, told as such
    if missed and not again:
        events.append(HealthEvent(after.source_id, HealthChange.MISSED, after.status, at, at, missed))
    if before.told and before.since and after.since is None:
        events.append(HealthEvent(after.source_id, HealthChange.RECOVERED, after.status, before.since, at))
    if after.since and _worth_telling(after, at, patience):
        after = replace(after, told=after.status)
        causes = report.causes
        events.append(HealthEvent(after.source_id, HealthChange.TROUBLE, after.status, after.since or at, at, causes))
    return Assessed(report, after, tuple(events))


def _worth_telling(health: Health, at: dt.datetime, patience: Patience) -> bool:
    if health.status is HealthStatus.WELL or health.since is None:
        return False
    if health.told is not None:
        worse = health.told is HealthStatus.DEGRADED and health.status is HealthStatus.FAILING
        return worse and health.streak >= patience.visits
    lasted = at - health.since
    often = health.bad >= patience.visits and lasted >= dt.timedelta(minutes=patience.minutes)
    return often or lasted >= patience.long
