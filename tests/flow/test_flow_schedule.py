"""`ingest schedule`: what is due is visited, what was done is remembered, and it ends when it is told to."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from bank_web import FEED, LIST, BankWeb, Runs
from clocked import Clock
from installation import Installation, patient

from ingest.operate.passes import Passes
from ingest.store.store import Store


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_scheduler_visits_what_is_due_and_ends_cleanly_and_a_restart_asks_nothing_twice(
    runs: Runs, bank: BankWeb, tmp_path: Path, how: signal.Signals
) -> None:
    runs.settings(LIST, FEED)
    ingest = Installation(tmp_path)
    first = ingest.started("schedule")
    first.wait_for(lambda: first.heard("run.end") == 1)
    first.process.send_signal(how)
    assert first.ended() == 0
    assert not [e for e in first.events if e["level"] in ("warning", "error")], first.said
    asked = len(bank.requests)
    second = ingest.started("schedule")
    second.wait_for(lambda: second.heard("edition.written") >= 1)
    second.process.send_signal(how)
    assert second.ended() == 0
    assert len(bank.requests) == asked and second.heard("run.begin") == 0


def test_the_scheduler_leaves_a_pass_out_while_another_run_is_at_work(
    runs: Runs, bank: BankWeb, tmp_path: Path
) -> None:
    runs.settings(LIST)
    patient(tmp_path)
    ingest = Installation(tmp_path)
    released = threading.Event()
    bank.pages["/list.html"] = lambda handler: released.wait(60) and None
    running = ingest.started("run", "--all")
    running.wait_for(lambda: "/list.html" in bank.requests)
    scheduler = ingest.started("schedule")
    scheduler.wait_for(lambda: scheduler.heard("pass.locked") == 1)
    scheduler.process.send_signal(signal.SIGTERM)
    assert scheduler.ended() == 0
    released.set()
    running.kill()


def test_sigterm_in_the_middle_of_a_pass_ends_it_and_the_next_one_goes_on(
    runs: Runs, bank: BankWeb, tmp_path: Path
) -> None:
    runs.settings(LIST)
    ingest = Installation(tmp_path)
    page = bank.pages["/n/7.html"]
    assert isinstance(page, bytes)

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.5)
        bank._send(handler, 200, page)

    bank.pages["/n/7.html"] = slowly
    first = ingest.started("schedule")
    first.wait_for(lambda: "/n/7.html" in bank.requests)
    first.process.send_signal(signal.SIGTERM)
    assert first.ended() == 0 and first.heard("visit.end") == 0
    second = ingest.started("schedule")
    second.wait_for(lambda: second.heard("run.end") == 1)
    second.process.send_signal(signal.SIGTERM)
    assert second.ended() == 0
    store = Store.open(ingest.url)
    with store.reading() as tx:
        assert len({d.notice_id for d in tx.drafts.queue(limit=1000)}) == 3
    store.close()


def test_a_slow_place_keeps_no_other_waiting(
    runs: Runs, bank: BankWeb, store: Store, sqlite_url: str, clock: Clock
) -> None:
    """A pass that hangs at one source, and a second pass a minute later over another that became due."""
    slow = f"id = 'slow'\nkind = 'listing'\nurl = '{bank.base.replace('127.0.0.1', 'localhost')}/slow.html'"
    made = runs.settings(slow, FEED + "\nevery = '5m'")
    settings = replace(made, database_url=sqlite_url, fetch=made.fetch.model_copy(update={"timeout_seconds": 60.0}))
    released = threading.Event()
    bank.pages["/slow.html"] = lambda handler: 404 if released.wait(60) else 500
    passes = Passes(settings, store, clock, threading.Event())
    hanging = threading.Thread(target=passes.go)
    hanging.start()
    _wait_for(lambda: _visited(store, "feed") == 1 and "/slow.html" in bank.requests)
    clock.forward(minutes=5)
    passes.go()
    assert _visited(store, "feed") == 2 and _visited(store, "slow") == 0
    released.set()
    hanging.join(30)
    assert _visited(store, "slow") == 1


def _visited(store: Store, source: str) -> int:
    with store.reading() as tx:
        latest = tx.runs.latest()
        reports = [tx.runs.report(n) for n in range(1, latest.run_id + 1)] if latest else []
    return sum(v.source_id == source for r in reports if r for v in r.visits)


def _wait_for(happened: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def test_a_source_that_fails_is_asked_again_after_five_minutes_and_then_at_its_regular_time(
    runs: Runs, bank: BankWeb, store: Store, sqlite_url: str, clock: Clock
) -> None:
    settings = replace(runs.settings(LIST + "\ncron = '30 8 * * *'"), database_url=sqlite_url)
    passes = Passes(settings, store, clock, threading.Event())
    asked: list[int] = []
    began = clock.now
    bank.pages["/list.html"] = 404
    while clock.now <= began + dt.timedelta(days=1):
        before = _visited(store, "list")
        passes.go()
        if _visited(store, "list") > before:
            asked.append(int((clock.now - began).total_seconds()) // 60)
            if len(asked) == 3:
                bank.pages.pop("/list.html")
        clock.forward(minutes=5 if clock.now < began + dt.timedelta(minutes=40) else 20)
    assert asked == [0, 5, 15, 35, 24 * 60]
