"""Throughput of `ingest worker`, 1, 2 and 4 processes side by side: `python benchmarks/workers.py [--pages 800] [--hosts 32]`.

Each number of workers gets an empty PostgreSQL database. All of them wait at the run's lock until the last one is ready, then
they make a first pass over the generated web; after a restart a second one in which nothing changed; and a third one with a
pause between the requests to a host. Prints a table in Markdown: what a visit and a page cost in time and in CPU, and what the
queue costs with 10,000 jobs in it.

PostgreSQL is the one of `--database` (a server whose user may create databases), else one of our own that writes to disk as
a bank's does (fsync on).
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from throughput import arguments, web_and_folder

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import postgresql_server

from ingest.operate.workers import jobs
from ingest.store.session_lock import RUN, session
from ingest.store.store import Store

CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
SPACING = 0.25
"""Seconds between two requests to a host in the third pass: what politeness costs, and that workers make up for it."""


@dataclass
class Pass:
    """`seconds` from the first job's start to the last visit's end; `cpu` of all workers and their readers."""

    visits: int
    pages: int
    seconds: float
    cpu: float
    connections: int
    peak_mb: float


def one_pass(folder: Path, url: str, workers: int, hosts: int) -> Pass:
    before, environment = (
        resource.getrusage(resource.RUSAGE_CHILDREN),
        os.environ
        | {
            "INGEST_DATABASE_URL": url,
            "INGEST_LOG": "json",
        },
    )
    command = [sys.executable, "-m", "ingest", "worker", "--visits", "8", "--readers", "1"]
    logs = [folder / f"worker{n}.log" for n in range(workers)]
    with session(url, "benchmark", lambda: None) as locks:
        locks.take(RUN)
        processes = []
        for log in logs:
            with log.open("w") as out:
                processes.append(subprocess.Popen(command, cwd=folder, env=environment, stderr=out))
        wait_for(lambda: all(heard(log, "worker.waiting") for log in logs))
    wait_for(lambda: sum(len(heard(log, "visit.end")) for log in logs) >= hosts)
    with psycopg.connect(url) as conn:
        connections = conn.execute(CONNECTIONS).fetchone()[0]  # type: ignore[index]
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        assert process.wait(60) == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = min(at(e) for log in logs for e in heard(log, "run.begin"))
    ends = [e for log in logs for e in heard(log, "visit.end")]
    assert len(ends) == hosts and {e["status"] for e in ends} <= {"ok", "unchanged"}, ends
    return Pass(
        len(ends),
        sum(e["found"] for e in ends),
        (max(map(at, ends)) - begun).total_seconds(),
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        connections,
        after.ru_maxrss / 1024,
    )


def all_due(url: str) -> None:
    with psycopg.connect(url) as conn:
        conn.execute("UPDATE agenda SET due = '2000-01-01', regular = '2000-01-01'")


@contextmanager
def polite(folder: Path, url: str) -> Iterator[None]:
    """All is due again, and hosts are asked with a pause."""
    file = folder / "sources.toml"
    before = file.read_text()
    file.write_text(re.sub(r"(seconds_between_requests = )\S+", rf"\g<1>{SPACING}", before))
    all_due(url)
    yield
    file.write_text(before)


def wait_for(happened: object, seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.1)


def heard(log: Path, code: str) -> list[dict[str, object]]:
    lines = log.read_text("utf-8").splitlines()
    return [e for line in lines if code in line and line.endswith("}") and (e := json.loads(line))["code"] == code]


def at(event: dict[str, object]) -> dt.datetime:
    return dt.datetime.fromisoformat(str(event["at"]))


def empty_worker(folder: Path, url: str) -> float:
    """CPU seconds of a worker's start and end alone."""
    with psycopg.connect(url) as conn:
        conn.execute("UPDATE agenda SET due = '2100-01-01', asked = now()")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    log = folder / "empty.log"
    with log.open("w") as out:
        environment = os.environ | {"INGEST_DATABASE_URL": url, "INGEST_LOG": "json"}
        process = subprocess.Popen([sys.executable, "-m", "ingest", "worker"], cwd=folder, env=environment, stderr=out)
    wait_for(lambda: bool(heard(log, "workers.lead")))
    time.sleep(2)
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


async def of_the_queue(url: str, many: int = 10_000) -> tuple[float, float]:
    """Seconds to put so many jobs into the queue, and to take one out and sign it off while the others wait."""
    jobs.prepare(url)
    app = jobs.queue(url, "benchmark")
    app.task(name=jobs.TASK, queue=jobs.QUEUE)(lambda **_: None)
    async with app.open_async():
        task, worker = app.tasks[jobs.TASK], await app.job_manager.register_worker()
        made = [
            task.configure(lock=f"h{n % 7000}.example", queueing_lock=f"s{n}").make_new_job(run=1, source=f"s{n}")
            for n in range(many)
        ]
        began = time.perf_counter()
        await app.job_manager.batch_defer_jobs_async(made)
        put = time.perf_counter() - began
        await app.connector.execute_query_async("ANALYZE procrastinate_jobs")
        began = time.perf_counter()
        for _ in range(200):
            job = await app.job_manager.fetch_job([jobs.QUEUE], worker)
            assert job
            await app.job_manager.finish_job(job, jobs_status(), delete_job=True)
        return put, (time.perf_counter() - began) / 200


def jobs_status() -> object:
    from procrastinate.jobs import Status

    return Status.SUCCEEDED


@contextmanager
def databases(url: str | None) -> Iterator[postgresql_server.Databases]:
    postgresql_server._OPTIONS = ("max_connections=200", "shared_buffers=256MB")
    with ExitStack() as stack:
        yield postgresql_server.Databases(url or stack.enter_context(postgresql_server.serving()))


def sized(url: str) -> float:
    with psycopg.connect(url) as conn:
        return conn.execute("SELECT pg_database_size(current_database())").fetchone()[0] / 1e6  # type: ignore[index]


def of_a_visit(url: str) -> float:
    """KB in the tables of runs and visits, with their indexes."""
    with psycopg.connect(url) as conn:
        conn.execute("ANALYZE visits")
        asked = "SELECT pg_total_relation_size('visits') / 1e3 / count(*) FROM visits"
        return float(conn.execute(asked).fetchone()[0])  # type: ignore[index]


def row(workers: int, name: str, p: Pass) -> str:
    each = 1000 * p.cpu / p.pages
    rates = f"{p.visits / p.seconds:.1f} | {p.pages / p.seconds:.0f} | {each:.1f} | {p.peak_mb:.0f} | {p.connections}"
    return f"| {workers} | {name} | {p.seconds:.1f} | {rates} |"


def options() -> argparse.Namespace:
    parser = arguments(__doc__, 800)
    parser.set_defaults(hosts=32, port=18090)
    parser.add_argument("--database", default=None, help="A PostgreSQL server's URL.")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    return parser.parse_args()


def main() -> None:
    args = options()
    with databases(args.database) as server, web_and_folder(args) as folder:
        print("\n| workers | pass | seconds | visits/s | pages/s | CPU ms a page | largest process MB | connections |")
        print("|---|---|---|---|---|---|---|---|", flush=True)
        for workers in args.workers:
            url = server.url_of(server.create())
            Store.open(url).close()
            empty = sized(url)
            first = one_pass(folder, url, workers, args.hosts)
            print(row(workers, "first", first), flush=True)
            grown = sized(url) - empty
            all_due(url)
            print(row(workers, "nothing changed", one_pass(folder, url, workers, args.hosts)), flush=True)
            with polite(folder, url):
                print(
                    row(workers, f"the same, {SPACING} s apart", one_pass(folder, url, workers, args.hosts)), flush=True
                )
        print(f"\nstart and end of a worker: {empty_worker(folder, url):.1f} s of CPU")
        print(f"the database grew by {1000 * grown / first.pages:.0f} KB a page")
        print(f"a visit takes {of_a_visit(url):.1f} KB")
        put, taken = asyncio.run(of_the_queue(server.url_of(server.create())))
        print(
            f"10,000 jobs are put into the queue in {put:.2f} s; one is taken and signed off in {1000 * taken:.1f} ms"
        )


if __name__ == "__main__":
    main()
