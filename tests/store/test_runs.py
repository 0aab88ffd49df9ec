"""Runs and visits."""

from __future__ import annotations

import datetime as dt

from store_samples import NOON

from ingest.model import Cause, Coverage, RunReport, TurnedAway, VisitReport, VisitStatus
from ingest.store import Store
from ingest.store.agenda import Appointment
from ingest.store.runs import LastVisit

OK, FAILED, SKIPPED = VisitStatus.OK, VisitStatus.FAILED, VisitStatus.SKIPPED
HOUR = dt.timedelta(hours=1)


def _pass(store: Store, started: dt.datetime, *visits: VisitReport, finish: bool = True) -> int:
    with store.writing() as tx:
        run = tx.runs.begin(started)
    for visit in visits:
        with store.writing() as tx:
            tx.runs.visit(run, visit)
    if finish:
        with store.writing() as tx:
            tx.runs.finish(run, started + HOUR)
    return run


def test_a_run_is_told_with_its_visits(store: Store) -> None:
    turned = (TurnedAway("https://b.example/1", "招标", Cause("procurement", {"words": "招标"})),)
    visits = (
        VisitReport("one", OK, 3, 1, 20, 2, turned_away=1, turned=turned),
        VisitReport(
            "two", FAILED, causes=(Cause("page", {"url": "https://b.example/2", "n": 3}, (Cause("timeout"),)),)
        ),
    )
    run = _pass(store, NOON, *visits)
    with store.reading() as tx:
        assert tx.runs.report(run) == tx.runs.latest() == RunReport(run, NOON, NOON + HOUR, visits)
        assert tx.runs.report(run + 1) is None


def test_before_the_first_run_there_is_nothing(store: Store) -> None:
    with store.reading() as tx:
        assert tx.runs.latest() is None and tx.runs.last_visits() == {}
        assert tx.runs.coverage() == Coverage(None, None)


def test_a_run_that_was_cut_off_keeps_the_visits_that_were_done(store: Store) -> None:
    run = _pass(store, NOON, VisitReport("one", OK, found=5), finish=False)
    with store.reading() as tx:
        latest = tx.runs.latest()
    assert latest == RunReport(run, NOON, NOON, (VisitReport("one", OK, found=5),))


def test_coverage_tells_of_what_is_watched_also_where_nobody_looked(store_url: str) -> None:
    now = NOON
    store = Store.open(store_url, clock=lambda: now)
    visits = (VisitReport("read", OK), VisitReport("late", OK), VisitReport("down", FAILED), VisitReport("removed", OK))
    _pass(store, NOON - HOUR, *visits)
    with store.writing() as tx:
        assert [v.source_id for v in tx.runs.coverage().visits] == ["down", "late", "read", "removed"]
        tx.runs.watch(["read", "never", "late", "down"])
        tx.agenda.put(Appointment("read", "1h", NOON, NOON, NOON - HOUR))
        for name in ("late", "down"):
            tx.agenda.put(Appointment(name, "1h", NOON - 9 * HOUR, NOON - 9 * HOUR, NOON - 10 * HOUR))
    with store.reading() as tx:
        stated = {v.source_id: v for v in tx.runs.coverage().visits}
    assert {name: v.status.value for name, v in stated.items()} == {
        "down": "failed",
        "late": "skipped",
        "never": "skipped",
        "read": "ok",
    }
    assert stated["late"].since == NOON - 9 * HOUR and stated["late"].causes == (Cause("visit_overdue", {"hours": 9}),)
    now = NOON + 2 * HOUR + dt.timedelta(minutes=1)
    with store.reading() as tx:
        assert {v.source_id: v for v in tx.runs.coverage().visits}["read"].status is VisitStatus.SKIPPED
    store.close()


def test_a_visit_that_is_stored_twice_counts_once(store: Store) -> None:
    visits = VisitReport("one", FAILED), VisitReport("one", OK, found=3)
    run = _pass(store, NOON, *visits)
    with store.reading() as tx:
        assert (report := tx.runs.report(run)) and report.visits == visits[1:]
        assert tx.runs.last_visits()["one"].failures_in_a_row == 0


def test_the_last_visit_tells_success_and_failures_since(store: Store) -> None:
    day = dt.timedelta(days=1)
    _pass(store, NOON, VisitReport("one", OK, found=20), VisitReport("two", FAILED))
    _pass(store, NOON + day, VisitReport("one", FAILED), VisitReport("two", FAILED))
    _pass(store, NOON + 2 * day, VisitReport("one", FAILED), VisitReport("two", SKIPPED), VisitReport("three", SKIPPED))
    with store.reading() as tx:
        assert tx.runs.last_visits() == {
            "one": LastVisit(NOON + 2 * day, FAILED, 0, NOON, 20, 2),
            "two": LastVisit(NOON + day, FAILED, 0, None, None, 2),
        }


def test_a_degraded_visit_ends_a_row_of_failures_but_is_not_good(store: Store) -> None:
    degraded = VisitReport("one", VisitStatus.DEGRADED, found=1)
    for n, visit in enumerate(
        [VisitReport("one", VisitStatus.UNCHANGED, found=9), VisitReport("one", FAILED), degraded]
    ):
        _pass(store, NOON + n * HOUR, visit)
    with store.reading() as tx:
        assert tx.runs.last_visits()["one"] == LastVisit(NOON + 2 * HOUR, VisitStatus.DEGRADED, 1, NOON, 9, 0)


def test_coverage_shows_every_sources_latest_visit(store: Store) -> None:
    _pass(store, NOON, VisitReport("b", OK, found=20), VisitReport("a", FAILED), VisitReport("c", SKIPPED))
    run = _pass(store, NOON + HOUR, VisitReport("a", OK, found=2), VisitReport("b", SKIPPED))
    with store.reading() as tx:
        coverage = tx.runs.coverage()
    visits = (VisitReport("a", OK, found=2), VisitReport("b", OK, found=20), VisitReport("c", SKIPPED))
    assert coverage == Coverage(run, NOON + 2 * HOUR, visits)


def test_a_visit_that_is_stored_is_known_by_its_run(store: Store) -> None:
    run = _pass(store, NOON, VisitReport("a", OK))
    with store.reading() as tx:
        assert tx.runs.visited(run, "a")
        assert not tx.runs.visited(run, "b") and not tx.runs.visited(run + 1, "a")
