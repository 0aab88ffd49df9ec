"""`ingest worker`: many processes that share the visits of one PostgreSQL database, by their commands alone."""

from __future__ import annotations

import itertools
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from bank_houses import Houses
from bank_web import LIST, Runs
from installation import Installation, Started
from stored import stored

from ingest.operate.workers.jobs import SCHEMA
from ingest.store.store import Store

SPACING = 0.3
QUICKER = {
    "ingest.operate.workers.worker:BEAT_SECONDS": 0.5,
    "ingest.operate.workers.worker:_POLL_SECONDS": 0.25,
    "ingest.operate.workers.worker:_WAIT_SECONDS": 0.5,
    "ingest.operate.workers.worker:_FIRST_PAUSE": 0.5,
    "ingest.operate.workers.leader:STALLED_SECONDS": 5.0,
    "ingest.operate.workers.leader:_LOOK_SECONDS": 0.5,
    "ingest.operate.workers.crew:_BUSY_SECONDS": 1,
}
"""What a bank's workers do each few seconds, some times faster."""


@pytest.fixture
def houses() -> Iterator[Houses]:
    made = Houses()
    yield made
    made.close()


@pytest.fixture
def fleet(houses: Houses, postgresql_url: str, tmp_path: Path) -> Iterator[Fleet]:
    (tmp_path / "sources.toml").write_text(houses.sources(SPACING), "utf-8")
    made = Fleet(Installation(tmp_path, postgresql_url))
    yield made
    made.close()


class Fleet:
    """Workers of one installation; none outlives the test, nor does their queue."""

    def __init__(self, ingest: Installation) -> None:
        self.ingest, self.url, self.workers = ingest, ingest.url, list[Started]()

    def worker(self) -> Started:
        self.workers.append(self.ingest.started("worker", "--visits", "3", "--readers", "1", constants=QUICKER))
        return self.workers[-1]

    def heard(self, code: str) -> int:
        return sum(w.heard(code) for w in self.workers)

    def visited(self) -> Counter[str]:
        """Visits that were stored, by source."""
        events = [e for w in self.workers for e in list(w.events)]
        return Counter(e["source"] for e in events if e.get("code") == "visit.end")

    def query(self, statement: str) -> list[tuple[object, ...]]:
        path = f"-c search_path={SCHEMA},public"
        with psycopg.connect(self.url, autocommit=True, options=path) as conn:
            done = conn.execute(statement)  # type: ignore[call-overload]
            return done.fetchall() if done.description else []

    def close(self) -> None:
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.kill()
        with psycopg.connect(self.url, autocommit=True) as conn:
            conn.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")  # type: ignore[call-overload]


def _nothing_at_once(houses: Houses) -> None:
    for host, asked in houses.by_host().items():
        for one, next_ in itertools.pairwise(asked):
            assert next_.began >= one.ended, f"{host} was asked by two at once"
        span = asked[-1].began - asked[0].began
        assert span >= (len(asked) - 1) * SPACING - 0.4, f"{host} was asked too often"  # less than one pause short


def test_workers_share_the_visits_one_at_a_time_a_host_and_nothing_twice(fleet: Fleet, houses: Houses) -> None:
    first, second, third = (fleet.worker() for _ in range(3))
    first.wait_for(lambda: fleet.heard("run.end") == 1, 60)
    _nothing_at_once(houses)
    assert fleet.visited() == Counter(f"{host}-{name}" for host in houses.hosts for name in "ab")
    for path in ("/robots.txt", "/a.html", "/b/2.html"):
        assert houses.times(path) == [1] * len(houses.hosts), path
    assert (fleet.heard("workers.lead"), fleet.heard("run.begin")) == (1, 1)
    assert sum(w.heard("visit.end") > 0 for w in (first, second, third)) >= 2
    first.wait_for(lambda: fleet.heard("edition.written") > 0)
    for worker in fleet.workers:
        worker.process.send_signal(signal.SIGTERM)
    assert [w.ended() for w in fleet.workers] == [0, 0, 0]
    assert not [e for w in fleet.workers for e in w.events if e["level"] in ("warning", "error")]
    found = stored(fleet.url)
    assert len(found["notices"]) == 24 and set(found["drafts"].values()) == {1}
    store = Store.open(fleet.url)
    with store.reading() as tx:
        latest = tx.runs.latest()
        assert latest and latest.finished > latest.started and len(latest.visits) == 8
        assert len(tx.runs.coverage().visits) == 8
    store.close()


def test_the_work_of_a_worker_that_is_killed_is_done_by_another_within_a_minute(
    fleet: Fleet, houses: Houses, tmp_path: Path
) -> None:
    houses.hold.clear()
    leader = fleet.worker()
    leader.wait_for(lambda: leader.heard("workers.lead") == 1)
    leader.wait_for(lambda: leader.heard("page.saved") >= 2 and leader.heard("visit.listed") >= 2)
    other = fleet.worker()
    other.wait_for(lambda: other.heard("worker.begin") == 1)
    leader.process.kill()
    killed = time.monotonic()
    assert leader.ended() == -9
    houses.hold.set()
    other.wait_for(lambda: other.heard("run.end") == 1, 60)
    assert time.monotonic() - killed < 60
    assert other.heard("visit.rescued") > 0 and other.heard("workers.lead") == 1
    assert set(fleet.visited().values()) == {1} and len(fleet.visited()) == 8
    twin = tmp_path / "twin"
    twin.mkdir()
    (twin / "sources.toml").write_text(houses.sources(), "utf-8")
    undisturbed = Installation(twin)
    undisturbed("run", "--all")
    found, expected = stored(fleet.url), stored(undisturbed.url)
    for name in expected:
        assert found[name] == expected[name], name


def test_a_worker_that_was_taken_for_dead_and_is_not_is_waited_for_and_nothing_is_done_twice(
    fleet: Fleet, houses: Houses
) -> None:
    houses.hold.clear()
    frozen = fleet.worker()
    frozen.wait_for(lambda: "/a/0.html" in [a.path for a in houses.log] or frozen.heard("visit.listed") >= 2)
    frozen.process.send_signal(signal.SIGSTOP)
    fleet.query(  # its connections stay, and so do its locks: the lead too, until it is awake again
        f"UPDATE {SCHEMA}.procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'"
    )
    other = fleet.worker()
    other.wait_for(lambda: other.heard("worker.begin") == 1)
    fleet.query(
        f"UPDATE {SCHEMA}.procrastinate_jobs SET status = 'todo' WHERE status = 'doing' AND worker_id IN "
        f"(SELECT id FROM {SCHEMA}.procrastinate_workers WHERE last_heartbeat < now() - interval '1 minute')"
    )
    other.wait_for(lambda: other.heard("visit.place_taken") > 0, 60)
    houses.hold.set()
    frozen.process.send_signal(signal.SIGCONT)
    other.wait_for(lambda: fleet.heard("run.end") == 1, 60)
    assert set(fleet.visited().values()) == {1} and len(fleet.visited()) == 8
    _nothing_at_once(houses)


def test_a_source_over_which_workers_die_again_and_again_is_told_of_and_not_tried_again_at_once(
    fleet: Fleet, houses: Houses
) -> None:
    """The queue as three deaths leave it."""
    houses.hold.clear()
    first = fleet.worker()
    first.wait_for(lambda: first.heard("visit.listed") >= 2)
    first.kill()
    fleet.query(f"UPDATE {SCHEMA}.procrastinate_jobs SET priority = -2 WHERE args->>'source' = '127.0.0.2-a'")
    houses.hold.set()
    second = fleet.worker()
    second.wait_for(lambda: second.heard("run.end") == 1, 60)
    failed = [e for e in second.events if e.get("code") == "visit.end" and e["status"] == "failed"]
    assert [(e["source"], e["causes"]) for e in failed] == [("127.0.0.2-a", ["worker_died"])]
    assert "3 workers in a row died over it" in failed[0]["message"]


def test_a_worker_that_is_told_to_stop_hands_its_visits_back(fleet: Fleet, houses: Houses) -> None:
    first = fleet.worker()
    first.wait_for(lambda: first.heard("page.fresh") >= 2)
    first.process.send_signal(signal.SIGTERM)
    assert first.ended() == 0
    assert fleet.query(f"SELECT DISTINCT status::text FROM {SCHEMA}.procrastinate_jobs") == [("todo",)]
    second = fleet.worker()
    second.wait_for(lambda: second.heard("run.end") == 1, 60)
    assert second.heard("visit.rescued") == 0 and second.heard("run.begin") == 0
    assert set(fleet.visited().values()) == {1} and len(fleet.visited()) == 8
    _nothing_at_once(houses)


def test_a_worker_whose_locks_are_lost_begins_anew(fleet: Fleet) -> None:
    worker = fleet.worker()
    worker.wait_for(lambda: worker.heard("run.end") == 1, 60)
    fleet.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name LIKE 'ingest worker%' AND datname = current_database()"
    )
    worker.wait_for(lambda: worker.heard("worker.lost") == 1 and worker.heard("worker.begin") == 2, 60)
    worker.wait_for(lambda: worker.heard("workers.lead") == 2)
    assert set(fleet.visited().values()) == {1}


def test_a_run_leaves_with_75_while_workers_are_there_and_a_worker_waits_for_a_run(
    fleet: Fleet, houses: Houses
) -> None:
    houses.hold.clear()
    run = fleet.ingest.started("run", "--all")
    run.wait_for(lambda: run.heard("visit.listed") >= 2)
    worker = fleet.worker()
    worker.wait_for(lambda: worker.heard("worker.waiting") == 1)
    houses.hold.set()
    assert run.ended() in (0, 1)
    worker.wait_for(lambda: worker.heard("worker.begin") == 1)
    refused = fleet.ingest("run", "--all", code=75)
    assert f"ingest worker, process {worker.process.pid}" in refused.stderr


def test_over_sqlite_there_are_no_workers(runs: Runs, tmp_path: Path) -> None:
    runs.settings(LIST)
    ingest = Installation(tmp_path)
    ingest.environment["INGEST_LOG"] = "text"
    assert "PostgreSQL; this installation uses SQLite\n  -> set INGEST_DATABASE_URL" in ingest("worker", code=2).stderr
    ingest.environment["INGEST_LANG"] = "zh"
    assert "当前使用的是 SQLite" in ingest("worker", code=2).stderr
