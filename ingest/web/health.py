"""/healthz for a load balancer or a monitor: does the database answer, does the scheduler work, how was the last run?

Open to all, so it tells counts and times and no names. /healthz/live says only that the process answers.
"""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ingest.errors import StoreError
from ingest.model import Coverage, VisitStatus
from ingest.store.meta import PULSE
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.web.options import WebOptions

router = APIRouter()

_PULSE_STOPS = dt.timedelta(minutes=5)
_RUN_IS_RECENT = dt.timedelta(minutes=15)


@router.get("/healthz/live")
def live() -> Response:
    return JSONResponse({"status": "alive"})


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """200 with "ok" or "degraded"; 503 with "down" if the database can't be read, or with "stalled" if the scheduler
    stands still and nobody else runs either."""
    store: Store = request.app.state.store
    options: WebOptions = request.app.state.options
    try:
        with store.reading() as tx:
            said = _state(tx, options.clock())
    except StoreError:
        said = {"status": "down", "database": "down"}
    return JSONResponse(said, 503 if said["status"] in ("down", "stalled") else 200)


def _state(tx: Transaction, now: dt.datetime) -> dict[str, object]:
    coverage, started = tx.runs.coverage(), tx.runs.last_started()
    scheduler = _scheduler(tx.meta.get(PULSE), now)
    sources = _sources(coverage)
    well = coverage.run_id is not None and not (sources["failed"] or sources["degraded"])
    stalled = scheduler == "silent" and not (started and now - started < _RUN_IS_RECENT)
    return {
        "status": "stalled" if stalled else "ok" if well else "degraded",
        "database": "ok",
        "scheduler": scheduler,
        "last_run": coverage.at.isoformat() if coverage.at else None,
        "last_run_age_seconds": round((now - started).total_seconds()) if started else None,
        "sources": sources,
        "drafts": {state.value: count for state, count in tx.drafts.counts().items()},
        "deliveries": tx.deliveries.counts(),
    }


def _scheduler(pulse: str | None, now: dt.datetime) -> str:
    """ "working", "silent", or "none" where none was started, or it went as it was told to: cron runs then."""
    if pulse is None:
        return "none"
    return "working" if now - dt.datetime.fromisoformat(pulse) < _PULSE_STOPS else "silent"


def _sources(coverage: Coverage) -> dict[str, int]:
    statuses = [visit.status for visit in coverage.visits]
    return {status.value: statuses.count(status) for status in VisitStatus}
