"""A call centre at its busiest: agents look at the board and search while they type, and a crawl runs.

    python benchmarks/agents.py                       makes a store of 100,000 notices, which takes some minutes
    python benchmarks/agents.py --store big.db        one that big_store.py made; it is copied
    python benchmarks/agents.py --seconds 60          a first look
    python benchmarks/agents.py --write               renews the section of docs/performance.md

Four processes on the same machine, over HTTP on loopback: `ingest serve`, `ingest run --all` over a generated web, that web,
and the agents, who share one process. Each request has its moment, whether those before it were answered or not, and its
time counts from that moment: a server that falls behind can't hide it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from agents_at_work import Agents, Asked
from agents_store import DAY, prepare
from big_store import build
from desk import OUT, renewed
from throughput import HERE, INGEST, configuration, machine

HEAD = "## Two hundred agents and a crawl"
LIMIT = 200
"""Milliseconds in which nineteen of twenty answers are there."""


@dataclass
class Work:
    """CPU seconds, by who spent them."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def process(
        self, name: str, *command: str, folder: Path, wait_for: bytes = b""
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A process that is told to end at the end of the block; what it spent counts, with those that it started."""
        log = folder / f"{name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            while wait_for and wait_for not in log.read_bytes():
                if process.poll() is not None:
                    raise SystemExit(f"{name}: {log.read_text()[-2000:]}")
                time.sleep(0.05)
            yield process
        finally:
            self.spent.setdefault(name, _cpu(process.pid))
            process.send_signal(signal.SIGINT if name == "server" else signal.SIGTERM)
            process.wait()
            if process.returncode not in (0, 1, 130, -signal.SIGTERM, -signal.SIGINT):
                print(f"{name} left with {process.returncode}: {log.read_text()[-2000:]}", file=sys.stderr)

    @contextmanager
    def own(self, name: str) -> Iterator[None]:
        """What this process spends in the block."""
        began = time.process_time()
        yield
        self.spent[name] = time.process_time() - began

    @contextmanager
    def meanwhile(self, name: str, pid: int) -> Iterator[None]:
        """What another one spends in the block: not what it needed to start."""
        began = _cpu(pid)
        yield
        self.spent[name] = _cpu(pid) - began


@dataclass(frozen=True)
class Found:
    """What came of it. `spent`: CPU seconds by process; `crawled`: pages that the crawl read meanwhile."""

    agents: int
    seconds: float
    entries: int
    asked: tuple[Asked, ...]
    spent: dict[str, float]
    crawled: int
    load: float


def measure(args: argparse.Namespace, folder: Path) -> Found:
    """Everything at work for so long."""
    url, work = str(folder / "output" / "ingest.db"), Work()
    tokens, entries = prepare(url, args.agents, folder)
    os.sync()  # the copy of a gigabyte, which no commit should wait for
    pages = int(args.seconds * args.hosts / args.spacing * 1.1)
    (folder / "sources.toml").write_text(
        f'[bank]\nname = "湖滨银行"\n{configuration(pages, args.hosts, args.port, args.spacing)}', "utf-8"
    )
    port = _free()
    web = (sys.executable, str(HERE / "web_of_notices.py"), *map(str, (pages, args.hosts, args.port)))
    serve = (*INGEST, "serve", "--no-scheduler", "--port", str(port), "--today", DAY)
    crawl = (*INGEST, "run", "--all", "--today", DAY)
    with (
        work.process("web", *web, folder=folder, wait_for=b"ready"),
        work.process("server", *serve, folder=folder, wait_for=str(port).encode()) as server,
    ):
        _wait_for(folder / "output" / ".whole")  # what a server does once when it starts
        with work.process("crawl", *crawl, folder=folder) if args.crawl else nullcontext():
            agents = Agents(port, tokens, entries, args.rate)
            with work.own("agents"), work.meanwhile("server", server.pid):
                asyncio.run(agents.work(args.seconds))
            load, crawled = os.getloadavg()[0], _crawled(url)
    if args.crawl and not crawled:
        raise SystemExit(f"the crawl read nothing: {(folder / 'crawl.log').read_text()[-2000:]}")
    return Found(args.agents, args.seconds, len(entries), tuple(agents.asked), work.spent, crawled, load)


def _wait_for(file: Path) -> None:
    until = time.monotonic() + 600
    while not file.exists():
        if time.monotonic() > until:
            raise SystemExit(f"{file} was never written")
        time.sleep(0.1)


def _cpu(session: int) -> float:
    """Seconds that the processes of a session have worked, with those that they waited for (proc(5))."""
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = file.read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15])) if int(fields[3]) == session else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        return int(made.getsockname()[1])


def _crawled(url: str) -> int:
    import sqlite3

    with sqlite3.connect(url) as conn:
        return int(conn.execute("SELECT count(*) FROM notices WHERE url LIKE '%//127.%'").fetchone()[0])


def section(found: Found) -> str:
    """As it stands in docs/performance.md."""
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for one in found.asked:
        kinds[one.kind].append(one)
    rows = "\n".join(_row(name, some) for name, some in (("all", found.asked), *sorted(kinds.items())))
    wrong = Counter(f"{one.kind}: {one.status}" for one in found.asked if one.wrong)
    took = sorted(one.milliseconds for one in found.asked)
    held = "held" if not wrong and took[int(len(took) * 0.95)] < LIMIT else "**not held**"
    shares = ", ".join(f"{name} {spent / found.seconds:.2f}" for name, spent in sorted(found.spent.items()))
    return f"""{HEAD}

{found.agents} agents, each with a session and a connection of their own, for {found.seconds:.0f} s at {len(took) / found.seconds:.0f} requests/s in all: they open
the board and keep it open, type what customers say and get hits letter by letter, open cards and count calls.
`ingest serve` in one process over SQLite with {found.entries:,} entries, while `ingest run --all` reads {found.crawled:,} new pages into the same database;
{machine()}, load {found.load:.1f}. Times by the clock, from the moment when a request was due. CPU seconds a second: {shares}.
Less than {LIMIT} ms for nineteen of twenty, and no error: {held}{f" ({dict(wrong)})" if wrong else ""}.

| request | how many | errors | median | 95 of 100 | 99 of 100 | longest |
|---|---|---|---|---|---|---|
{rows}
"""


def _row(name: str, some: tuple[Asked, ...] | list[Asked]) -> str:
    took = sorted(one.milliseconds for one in some)
    cut = [statistics.median(took), took[int(len(took) * 0.95)], took[int(len(took) * 0.99)], took[-1]]
    wrong = sum(one.wrong for one in some)
    return f"| {name} | {len(some):,} | {wrong} | " + " | ".join(f"{ms:.0f} ms" for ms in cut) + " |"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, default=50, help="requests a second, of all agents together")
    parser.add_argument("--store", help="a file that big_store.py made; without it one is made")
    parser.add_argument("--notices", type=int, default=100_000, help="of the store that is made")
    parser.add_argument("--hosts", type=int, default=8, help="bank sites that the crawl reads")
    parser.add_argument("--spacing", type=float, default=1.0, help="seconds between two requests to one of them")
    parser.add_argument("--port", type=int, default=18080, help="of the generated web")
    parser.add_argument("--no-crawl", dest="crawl", action="store_false")
    parser.add_argument("--write", action="store_true", help="renew the section of docs/performance.md")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    with tempfile.TemporaryDirectory() as name:
        output = Path(name) / "output"
        output.mkdir()
        if args.store:
            shutil.copy(args.store, output / "ingest.db")
        else:
            build(str(output / "ingest.db"), notices=args.notices)
        part = section(measure(args, Path(name)))
    if args.write:
        OUT.write_text(renewed(OUT.read_text("utf-8"), part, HEAD), "utf-8")
    sys.stdout.write(part)


if __name__ == "__main__":
    main()
