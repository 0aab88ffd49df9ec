"""The automatic flow on one screen.

    for each source, a few at a time
        list it            kind.visit → candidates, or why not
        look at each       conditional request → same | fresh | refused | unreached
        read what is fresh bytes → document → facts → drafts, in other processes
        reword what is new where a model is configured: the rules' drafts are its plan, and stand where it fails
        save it            identity → new | revised | repeated | unchanged, one transaction a notice
        look for the gone  addresses that fell off the list are asked once more
        report             counts → ok | unchanged | degraded | failed
        compare            with what is usual at the source → degraded; a trouble that lasts → the outbox

Each notice is saved with its address in one transaction, and a list is remembered only when all of it is done: a run
that dies leaves nothing half-done, and the next one goes on where it stopped.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

from ingest.errors import IngestError, Interrupted
from ingest.logs import about
from ingest.model import Cause, Fetched, Fetcher, Post, RunReport, Source, Validators, VisitReport
from ingest.pipeline.agenda import Visited, appointment
from ingest.pipeline.health.watch import IMPORTED, watched
from ingest.pipeline.heard import Heard
from ingest.pipeline.parts import Pipeline
from ingest.pipeline.tally import Tally
from ingest.pipeline.visit import Visit
from ingest.text.causes import told_all

log = logging.getLogger(__name__)

_AT_ONCE = 8


def collect(sources: Sequence[Source], at: Pipeline) -> RunReport:
    """One pass over `sources`. One bad source never stops the others; a store that can't be written stops all.

    Raises StoreError, or Interrupted once `at.stop` is set; what was saved until then stays.
    """
    at = stoppable(at)
    started = at.clock()
    with at.store.writing() as tx:
        run_id = tx.runs.begin(started)
    log.info("run %d: %d sources", run_id, len(sources), extra={"code": "run.begin", "run": run_id})
    with ThreadPoolExecutor(_AT_ONCE, "visit") as threads:
        visits = [threads.submit(visited, source, at, run_id) for source in sources]
        try:
            reports = {r.source_id: r for r in (v.result() for v in as_completed(visits))}
        except BaseException:
            at.stop.set()
            for visit in visits:
                visit.cancel()
            raise
    finished = at.clock()
    with at.store.writing() as tx:
        tx.runs.finish(run_id, finished)
    log.info("run %d is done", run_id, extra={"code": "run.end", "run": run_id})
    return RunReport(run_id, started, finished, tuple(reports[s.id] for s in sources))


def stoppable(at: Pipeline) -> Pipeline:
    """The pipeline whose visits raise Interrupted once `at.stop` is set."""
    return replace(at, fetcher=_UntilStopped(at.fetcher, at.stop))


def visited(source: Source, at: Pipeline, run_id: int) -> VisitReport:
    """One visit, stored, and what the log says of it. Raises StoreError, or Interrupted once `at.stop` is set."""
    return _told(source, run_id, lambda: _visit(source, at, run_id))


def given_up(source: Source, at: Pipeline, run_id: int, cause: Cause) -> VisitReport:
    """A visit that is not made, stored as one that failed: it is told, and the source is asked again later."""
    report = Tally(source).failed(cause)
    return _told(source, run_id, lambda: _stored(source, at, run_id, report, at.clock()))


def _told(source: Source, run_id: int, visit: Callable[[], VisitReport]) -> VisitReport:
    began = time.monotonic()
    with about(run=run_id, source=source.id):
        log.debug("visit", extra={"code": "visit.begin"})
        report = visit()
        told = {"code": "visit.end", "status": report.status.value, "causes": [c.code for c in report.causes]}
        counts = {name: getattr(report, name) for name in ("found", "new", "revised", "gone", "drafts", "requests")}
        seconds = round(time.monotonic() - began, 3)
        log.info("%s %s", report.status.value, told_all(report.causes), extra=told | counts | {"seconds": seconds})
    return report


def _visit(source: Source, at: Pipeline, run_id: int) -> VisitReport:
    asked, heard = at.clock(), Heard(at.fetcher)
    try:
        report = Visit(source, replace(at, fetcher=heard), run_id).go()
    except IngestError:
        raise
    except Exception as e:
        log.exception("%s: %s: %s; INGEST_DEBUG=1 shows where", source.id, type(e).__name__, e)
        report = Tally(source).failed(Cause("unexpected", {"detail": f"{type(e).__name__}: {e}"}))
    return _stored(source, at, run_id, report, asked, heard.skew)


def _stored(
    source: Source, at: Pipeline, run_id: int, report: VisitReport, asked: dt.datetime, skew: int | None = None
) -> VisitReport:
    """The report as it is beside the source's history, and when the source is asked next, in one transaction."""
    with at.store.writing() as tx:
        report = watched(tx, source, report, asked, at.watch)
        tx.runs.visit(run_id, report)
        done = Visited(source, report, asked, at.clock(), skew)
        following = appointment(done, tx.agenda.get(source.id), at.zone)
        if following and not source.id.startswith(IMPORTED):
            tx.agenda.put(following)
    return report


@dataclass(frozen=True, slots=True)
class _UntilStopped:
    """A fetcher that asks nothing more once `stop` is set: every visit passes here between two pages."""

    fetcher: Fetcher
    stop: threading.Event

    def get(
        self,
        url: str,
        *,
        source: Source,
        validators: Validators | None = None,
        post: Post | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        if self.stop.is_set():
            raise Interrupted
        if post is None and headers is None:
            return self.fetcher.get(url, source=source, validators=validators)
        return self.fetcher.get(url, source=source, validators=validators, post=post, headers=headers)
