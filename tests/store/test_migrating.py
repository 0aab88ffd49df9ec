"""What a database of the first revision holds is there, and told as before, after it was brought to the newest."""

from __future__ import annotations

import json

import pytest
from postgresql_server import Databases
from sqlalchemy import create_engine, text

from ingest.model import Cause, VisitStatus
from ingest.store import Store, engines
from ingest.store.migrate import upgrade
from ingest.text.causes import told_all

REPORT = {
    "source_id": "lake",
    "status": "degraded",
    "requests": 3,
    "found": 4,
    "reason": "the list is empty, where 3 were before",
    "turned": [{"url": "https://b.example/1", "title": "招标", "code": "procurement", "reason": "招标公告"}],
}


@pytest.fixture(params=["sqlite", "postgresql"])
def first(request, tmp_path, postgresql: Databases):
    """The address of a database of revision 0001, with one run and two visits."""
    name = postgresql.create()
    url = f"sqlite:///{tmp_path / 'first.db'}" if request.param == "sqlite" else postgresql.url_of(name)
    engine = create_engine(engines.parse(url))
    with engine.begin() as conn:
        upgrade(conn, "0001")
        conn.execute(text("INSERT INTO runs (id, started) VALUES (1, '2026-03-02 12:00:00')"))
        row = "INSERT INTO visits (run_id, source_id, status, found, report) VALUES (1, :id, :status, 4, :report)"
        conn.execute(text(row), {"id": "lake", "status": "degraded", "report": json.dumps(REPORT)})
        well = {"source_id": "sea", "status": "ok", "reason": None, "turned": []}
        conn.execute(text(row), {"id": "sea", "status": "ok", "report": json.dumps(well)})
    engine.dispose()
    yield url
    postgresql.drop(name)


def test_reasons_of_old_visits_are_told_as_they_were(first: str) -> None:
    store = Store.open(first)
    with store.reading() as tx:
        lake, sea = tx.runs.coverage().visits
        assert tx.health.summaries() == [] and tx.deliveries.counts()["pending"] == 0
    store.close()
    assert lake.status is VisitStatus.DEGRADED and lake.found == 4 and sea.causes == ()
    assert told_all(lake.causes).zh == REPORT["reason"]
    assert lake.turned[0].cause == Cause("procurement", {"words": "招标公告"})
