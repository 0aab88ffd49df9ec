"""How far all sources that are watched were read: the latest visit of each, and what is missing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import func, select

from ingest.model import Cause, Coverage, VisitReport, VisitStatus
from ingest.store.agenda import Agenda, Appointment
from ingest.store.aggregate import Aggregate
from ingest.store.codec import VISIT
from ingest.store.meta import Meta
from ingest.store.tables import runs, visits

_WATCHED = "watched"
_GRACE = dt.timedelta(hours=1)


class Coverages(Aggregate):
    """One statement for the whole installation."""

    def watch(self, source_ids: Iterable[str]) -> bool:
        """Which sources are watched: the statement is about these, and no others. False if it was about them before."""
        meta, names = Meta(self.conn, self.clock), json.dumps(sorted(source_ids))
        if meta.get(_WATCHED) == names:
            return False
        meta.set(_WATCHED, names)
        return True

    def now(self) -> Coverage:
        """The latest visit of every source that is watched, skipped only if it never was anything else. One that was
        never visited counts as skipped, and so does one whose next visit is long overdue: nobody looked.

        Until `watch` was told which are watched: the latest visit of every source."""
        run = self.conn.execute(select(runs).order_by(runs.c.id.desc()).limit(1)).first()
        if run is None:
            return Coverage(None, None)
        reports = self._latest()
        watched = Meta(self.conn, self.clock).get(_WATCHED)
        if watched is None:
            stated = [reports[name] for name in sorted(reports)]
        else:
            agenda, now = Agenda(self.conn, self.clock).all(), self.clock()
            stated = [_stated(name, reports.get(name), agenda.get(name), now) for name in json.loads(watched)]
        return Coverage(run.id, run.finished or run.started, tuple(stated))

    def _latest(self) -> dict[str, VisitReport]:
        newest = select(func.max(visits.c.id)).group_by(visits.c.source_id)
        rows = select(visits.c.source_id, visits.c.report)
        reports: dict[str, VisitReport] = {}
        for choice in (newest, newest.where(visits.c.status != VisitStatus.SKIPPED)):
            for source, text in self.conn.execute(rows.where(visits.c.id.in_(choice))):
                reports[source] = VISIT.decode(text)
        return reports


def _stated(name: str, report: VisitReport | None, next_: Appointment | None, now: dt.datetime) -> VisitReport:
    if report is None:
        return VisitReport(name, VisitStatus.SKIPPED, causes=(Cause("never_visited"),))
    if next_ is None or report.status is VisitStatus.FAILED:
        return report
    late = now - next_.due
    if late <= max(_GRACE, next_.due - next_.asked):
        return report
    overdue = Cause("visit_overdue", {"hours": int(late / _GRACE)})
    return replace(report, status=VisitStatus.SKIPPED, causes=(overdue, *report.causes), since=next_.due)
