"""What monitors may ask without a log-in: that all is well, and figures for those who may see them."""

from __future__ import annotations

import datetime as dt

import anyio
import httpx
import pytest
from visits import Browser

from ingest.model import Cause, Health, HealthStatus, VisitReport, VisitStatus
from ingest.store.meta import PULSE
from ingest.web.app import create_app
from ingest.web.options import WebOptions


def ask(app, path="/metrics", *, host="127.0.0.1", **headers):
    async def once():
        transport = httpx.ASGITransport(app, client=(host, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            return await client.get(path, headers=headers)

    return anyio.run(once)


@pytest.fixture
def visited(store, clock):
    with store.writing() as tx:
        run = tx.runs.begin(clock())
        tx.runs.visit(run, VisitReport("lake", VisitStatus.OK, requests=7))
        tx.runs.finish(run, clock())
        ago = clock() - dt.timedelta(hours=2)
        tx.health.put(Health("lake", last_good=ago, visited=clock(), visits={"ok": 3, "failed": 1}, requests=40))
        causes = (Cause("timeout"),)
        tx.health.put(Health('a"b\\c', HealthStatus.FAILING, ago, causes, visits={"failed": 2}, requests=2))
        tx.deliveries.put("email", "k", "alert", {})
    return store


def test_the_process_is_alive_also_without_a_database(app, store, browser, monkeypatch):
    def away():
        raise AssertionError("the database was asked")

    monkeypatch.setattr(store, "reading", away)
    assert browser.get("/healthz/live").json() == {"status": "alive"}


def test_health_tells_how_old_the_last_run_is_and_no_names(visited, clock, browser):
    clock.forward(minutes=10)
    answer = browser.get("/healthz")
    assert answer.status_code == 200 and "lake" not in answer.text
    said = answer.json()
    assert (said["status"], said["database"], said["scheduler"]) == ("ok", "ok", "none")
    assert said["last_run_age_seconds"] == 600 and said["deliveries"]["pending"] == 1


def test_a_scheduler_that_stands_still_is_a_failure_unless_somebody_else_runs(visited, clock, browser):
    with visited.writing() as tx:
        tx.meta.set(PULSE, clock().isoformat())
    clock.forward(minutes=4)
    assert browser.get("/healthz").json()["scheduler"] == "working"
    clock.forward(minutes=4)
    assert browser.get("/healthz").json()["scheduler"] == "silent" and browser.get("/healthz").status_code == 200
    clock.forward(minutes=10)
    stalled = browser.get("/healthz")
    assert (stalled.status_code, stalled.json()["status"]) == (503, "stalled")
    with visited.writing() as tx:
        tx.meta.set(PULSE, None)
    assert browser.get("/healthz").status_code == 200


def test_prometheus_gets_what_it_can_alert_on(visited, app):
    answer = ask(app)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    for line in (
        'ingest_visits_total{status="failed"} 3',
        'ingest_visits_total{status="ok"} 3',
        'ingest_source_failures_total{source="lake"} 1',
        'ingest_requests_total{source="lake"} 40',
        'ingest_source_last_good_seconds{source="lake"} 7200',
        'ingest_source_health{source="a\\"b\\\\c",status="failing"} 1',
        'ingest_drafts{state="pending"} 0',
        'ingest_deliveries{state="pending"} 1',
        "ingest_disappearances_undecided 0",
        "ingest_last_run_age_seconds 0",
    ):
        assert line in lines, line
    names = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert all(line.startswith("#") or line.split("{")[0].split()[0] in names for line in lines)


@pytest.mark.parametrize("path", ["/metrics"])
def test_figures_are_for_this_machine_only(app, path):
    assert ask(app, path, host="::1").status_code == 200
    assert ask(app, path, host="10.1.2.3").status_code == 403
    assert ask(app, path, **{"X-Forwarded-For": "10.1.2.3"}).status_code == 403


def test_with_a_token_nobody_is_let_in_without_it(store, clock):
    app = create_app(store, WebOptions("湖滨银行", clock=clock, metrics_token="sesame"))
    assert ask(app).status_code == ask(app, Authorization="Bearer opened").status_code == 403
    assert ask(app, host="10.1.2.3", Authorization="Bearer sesame").status_code == 200
    assert "sesame" not in repr(app.state.options)
    assert Browser(app).get("/healthz").status_code == 200
