"""/metrics for Prometheus (text format 0.0.4). Names of sources stand in it: whoever asks shows a token, or sits here.

With a token (INGEST_METRICS_TOKEN) only `Authorization: Bearer …` is let in; without one only this machine is, and
nobody that a proxy speaks for.
"""

from __future__ import annotations

import datetime as dt
import hmac
import ipaddress
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from ingest.store.health import HealthSummary
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.web.options import WebOptions

router = APIRouter()

_SPOKEN_FOR = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")

Labels = Mapping[str, str]
Sample = tuple[Labels, float]


@router.get("/metrics")
def metrics(request: Request) -> Response:
    store: Store = request.app.state.store
    options: WebOptions = request.app.state.options
    if not _may_ask(request, options.metrics_token):
        raise HTTPException(403)
    with store.reading() as tx:
        text = "".join(_lines(tx, options.clock()))
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _may_ask(request: Request, token: str | None) -> bool:
    if token:
        shown = request.headers.get("authorization", "")
        return hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
    if request.client is None or any(name in request.headers for name in _SPOKEN_FOR):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _lines(tx: Transaction, now: dt.datetime) -> Iterator[str]:
    sources, started = tx.health.summaries(), tx.runs.last_started()
    yield from _metric("ingest_visits_total", "counter", "Visits so far, by status.", _visits(sources))
    failed = [({"source": s.source_id}, float(s.visits.get("failed", 0))) for s in sources]
    yield from _metric("ingest_source_failures_total", "counter", "Visits that failed, by source.", failed)
    requests = [({"source": s.source_id}, float(s.requests)) for s in sources]
    yield from _metric("ingest_requests_total", "counter", "Requests sent so far, by source.", requests)
    good = [({"source": s.source_id}, _age(s.last_good, now)) for s in sources if s.last_good]
    yield from _metric("ingest_source_last_good_seconds", "gauge", "Seconds since the last good visit.", good)
    health = [({"source": s.source_id, "status": s.status.value}, 1.0) for s in sources]
    yield from _metric("ingest_source_health", "gauge", "1 for how the source is: well, degraded, failing.", health)
    drafts = [({"state": state.value}, float(n)) for state, n in tx.drafts.counts().items()]
    yield from _metric("ingest_drafts", "gauge", "Drafts, by state.", drafts)
    deliveries = [({"state": state}, float(n)) for state, n in tx.deliveries.counts().items()]
    yield from _metric("ingest_deliveries", "gauge", "Messages in the outbox, by state.", deliveries)
    gone: list[Sample] = [({}, float(len(tx.disappearances.undecided())))]
    yield from _metric("ingest_disappearances_undecided", "gauge", "Notices gone from their site, undecided.", gone)
    runs: list[Sample] = [({}, _age(started, now))] if started else []
    yield from _metric("ingest_last_run_age_seconds", "gauge", "Seconds since the last run began.", runs)


def _visits(sources: list[HealthSummary]) -> list[Sample]:
    counts: Counter[str] = Counter()
    for source in sources:
        counts.update(source.visits)
    return [({"status": status}, float(n)) for status, n in sorted(counts.items())]


def _age(then: dt.datetime | None, now: dt.datetime) -> float:
    return (now - then).total_seconds() if then else float("nan")


def _metric(name: str, kind: str, help_: str, samples: Sequence[tuple[Labels, float]]) -> Iterator[str]:
    yield f"# HELP {name} {help_}\n# TYPE {name} {kind}\n"
    for labels, value in samples:
        inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"{name}{{{inside}}} {value:.15g}\n" if inside else f"{name} {value:.15g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
