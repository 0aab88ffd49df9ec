"""Runs and visits: what was read when, and with what success. A visit is stored as soon as its source is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from ingest.model import Coverage, RunReport, VisitReport, VisitStatus
from ingest.store.aggregate import Aggregate, upsert
from ingest.store.codec import VISIT
from ingest.store.coverage import Coverages
from ingest.store.stamp import Kind, changed
from ingest.store.tables import runs, visits

_GOOD = (VisitStatus.OK, VisitStatus.UNCHANGED)


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The latest visit of a source that was not skipped, and the latest good one (`ok` or `unchanged`).

    `started` and `last_ok` are the starts of their runs; `found` counts the listed items.
    """

    started: dt.datetime
    status: VisitStatus
    found: int
    last_ok: dt.datetime | None
    last_ok_found: int | None
    failures_in_a_row: int


class Runs(Aggregate):
    """One row a run, one row a visit; a visit that is stored twice replaces itself."""

    def begin(self, started: dt.datetime) -> int:
        changed(self.conn, Kind.VISITS)
        return int(self.conn.execute(insert(runs).values(started=started).returning(runs.c.id)).scalar_one())

    def visit(self, run_id: int, report: VisitReport) -> None:
        row = {"status": report.status.value, "found": report.found, "report": VISIT.encode(report)}
        new = upsert(self.conn, visits).values(run_id=run_id, source_id=report.source_id, **row)
        self.conn.execute(new.on_conflict_do_update(index_elements=["run_id", "source_id"], set_=row))
        changed(self.conn, Kind.VISITS)

    def visited(self, run_id: int, source_id: str) -> bool:
        """Whether a run's visit of a source is stored."""
        chosen = select(visits.c.id).where(visits.c.run_id == run_id, visits.c.source_id == source_id)
        return self.conn.execute(chosen).first() is not None

    def finish(self, run_id: int, finished: dt.datetime) -> None:
        self.conn.execute(update(runs).where(runs.c.id == run_id).values(finished=finished))
        changed(self.conn, Kind.VISITS)

    def report(self, run_id: int) -> RunReport | None:
        """A run that was cut off counts as finished when it started."""
        run = self.conn.execute(select(runs).where(runs.c.id == run_id)).first()
        if run is None:
            return None
        rows = select(visits.c.report).where(visits.c.run_id == run_id).order_by(visits.c.id)
        reports = tuple(VISIT.decode(text) for text in self.conn.execute(rows).scalars())
        return RunReport(run.id, run.started, run.finished or run.started, reports)

    def latest(self) -> RunReport | None:
        """The newest run, finished or not."""
        newest = self.conn.execute(select(func.max(runs.c.id))).scalar()
        return None if newest is None else self.report(newest)

    def last_started(self) -> dt.datetime | None:
        """When the newest run began."""
        return self.conn.execute(select(runs.c.started).order_by(runs.c.id.desc()).limit(1)).scalar()

    def visits_since(self, at: dt.datetime) -> list[VisitReport]:
        """Every visit of the runs that started at `at` or later."""
        rows = select(visits.c.report).join(runs, runs.c.id == visits.c.run_id).where(runs.c.started >= at)
        return [VISIT.decode(text) for text in self.conn.execute(rows.order_by(visits.c.id)).scalars()]

    def last_visits(self) -> dict[str, LastVisit]:
        """By source; a source that was never visited is not there."""
        good = {r.source_id: (r.started, r.found) for r in self.conn.execute(_newest(visits.c.status.in_(_GOOD)))}
        failures = self._failures_in_a_row()
        return {
            source: LastVisit(
                r.started, VisitStatus(r.status), r.found, *good.get(source, (None, None)), failures.get(source, 0)
            )
            for r in self.conn.execute(_newest(visits.c.status != VisitStatus.SKIPPED))
            if (source := r.source_id)
        }

    def _failures_in_a_row(self) -> dict[str, int]:
        neither = (VisitStatus.FAILED, VisitStatus.SKIPPED)
        last = select(visits.c.source_id, func.max(visits.c.id).label("id"))
        last_other = last.where(visits.c.status.not_in(neither)).group_by(visits.c.source_id).subquery()
        count = (
            select(visits.c.source_id, func.count())
            .outerjoin(last_other, last_other.c.source_id == visits.c.source_id)
            .where(visits.c.status == VisitStatus.FAILED, visits.c.id > func.coalesce(last_other.c.id, 0))
            .group_by(visits.c.source_id)
        )
        return {row[0]: row[1] for row in self.conn.execute(count)}

    def watch(self, source_ids: Iterable[str]) -> None:
        """Which sources are watched: of these, and of no others, `coverage` tells."""
        if Coverages(self.conn, self.clock).watch(source_ids):
            changed(self.conn, Kind.VISITS)

    def coverage(self) -> Coverage:
        """How far all sources that are watched were read; see `Coverages.now`."""
        return Coverages(self.conn, self.clock).now()


def _newest(condition: ColumnElement[bool]) -> Select[tuple[str, dt.datetime, str, int]]:
    """The newest visit of each source that meets the condition."""
    newest = select(func.max(visits.c.id)).where(condition).group_by(visits.c.source_id)
    columns = select(visits.c.source_id, runs.c.started, visits.c.status, visits.c.found)
    return columns.join(runs, runs.c.id == visits.c.run_id).where(visits.c.id.in_(newest))
