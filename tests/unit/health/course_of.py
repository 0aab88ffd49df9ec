"""Visits of a made-up source, one after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.model import (
    Cause,
    Health,
    HealthEvent,
    Measures,
    Source,
    SourceKind,
    VisitReport,
    VisitStatus,
)
from ingest.pipeline.health.course import Assessed, Patience, assess

BEGIN = dt.datetime(2026, 3, 2, 0, 30, tzinfo=dt.UTC)
SOURCE = Source("lake", SourceKind.LISTING, ("https://www.lakebank.example/notices/",))
USUAL = Measures(listed=20, listed_before=20, carried=20, dated=20)


@dataclass
class Course:
    """`visit` makes the next visit, `every` later than the one before."""

    every: dt.timedelta = dt.timedelta(hours=1)
    source: Source = SOURCE
    patience: Patience = field(default_factory=Patience)
    at: dt.datetime = BEGIN
    health: Health | None = None
    events: list[HealthEvent] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """The changes of the events, in order."""

    def visit(self, seen: Measures | None = USUAL, *causes: Cause, status: VisitStatus | None = None) -> Assessed:
        if status is None:
            degraded = VisitStatus.DEGRADED if causes else VisitStatus.UNCHANGED
            status = degraded if seen else VisitStatus.FAILED
        report = VisitReport(self.source.id, status, requests=2, causes=causes, measures=seen)
        assessed = assess(self.health, report, self.source, self.at, self.patience)
        self.health = assessed.health
        self.events += assessed.events
        self.told += [event.change.value for event in assessed.events]
        self.at += self.every
        return assessed

    def usual(self, times: int = 1, **changes: Any) -> Course:
        for _ in range(times):
            self.visit(replace(USUAL, **changes))
        return self

    def fail(self, times: int = 1) -> Assessed:
        return [self.visit(None, Cause("timeout")) for _ in range(times)][-1]


def codes(assessed: Assessed) -> list[str]:
    return [cause.code for cause in assessed.report.causes]
