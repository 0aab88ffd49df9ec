"""What cron mails and what a log collector reads."""

from __future__ import annotations

import json
from pathlib import Path

from bank_web import FEED, LIST, BankWeb, Runs
from installation import Installation


def test_a_quiet_run_prints_troubles_alone_and_its_events_are_objects_with_run_and_source(
    runs: Runs, bank: BankWeb, tmp_path: Path
) -> None:
    runs.settings(LIST, FEED)
    ingest = Installation(tmp_path)
    ingest.environment["INGEST_DEBUG"] = ""
    well = ingest("run", "--all", "--quiet")
    assert well.stdout == ""
    events = [json.loads(line) for line in well.stderr.splitlines()]
    assert [e["code"] for e in events].count("visit.end") == 2
    assert {(e["run"], e["source"]) for e in events if e["code"] == "visit.end"} == {(1, "list"), (1, "feed")}
    assert all({"at", "level", "code", "run", "source", "message"} <= e.keys() for e in events)
    bank.pages["/feed.xml"] = 404
    troubled = ingest("run", "--all", "--quiet", code=1)
    assert [line.partition(":")[0] for line in troubled.stdout.splitlines()] == ["feed"]


def test_a_refusal_is_an_object_too_and_hides_the_password(runs: Runs, bank: BankWeb, tmp_path: Path) -> None:
    runs.settings(LIST)
    ingest = Installation(tmp_path, "postgresql://ingest:hunter22@127.0.0.1:9/none?connect_timeout=2")
    said = ingest("run", "--all", code=2).stderr
    (event,) = [json.loads(line) for line in said.splitlines()]
    assert event["code"] == "refused.StoreError" and event["exit_code"] == 2 and event["remedy"]
    assert "hunter22" not in said


def test_a_form_of_logs_that_is_none_is_told(runs: Runs, tmp_path: Path) -> None:
    runs.settings(LIST)
    ingest = Installation(tmp_path)
    ingest.environment["INGEST_LOG"] = "xml"
    assert "INGEST_LOG=xml" in ingest("run", code=2).stderr
