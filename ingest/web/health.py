"""/healthz: for a load balancer or a monitor. Says whether the database answers and how the last run went, no more."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ingest.errors import StoreError
from ingest.model import Coverage, VisitStatus
from ingest.store.store import Store

router = APIRouter()


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """200 with "ok" or "degraded", 503 with "down" if the database can't be read."""
    store: Store = request.app.state.store
    try:
        with store.reading() as tx:
            coverage, counts = tx.runs.coverage(), tx.drafts.counts()
    except StoreError:
        return JSONResponse({"status": "down"}, 503)
    sources = _sources(coverage)
    well = coverage.run_id is not None and not (sources["failed"] or sources["degraded"])
    return JSONResponse(
        {
            "status": "ok" if well else "degraded",
            "last_run": coverage.at.isoformat() if coverage.at else None,
            "sources": sources,
            "drafts": {state.value: count for state, count in counts.items()},
        }
    )


def _sources(coverage: Coverage) -> dict[str, int]:
    statuses = [visit.status for visit in coverage.visits]
    return {status.value: statuses.count(status) for status in VisitStatus}
