"""First and second pass over generated notice pages: `python benchmarks/throughput.py [--pages 1000] [--hosts 8]`.

The whole command `ingest run` is timed, as cron would start it; the web runs in a process of its own on the same machine.
Prints pages per second, CPU seconds and peak memory (largest of the run's processes) for both passes, and the start-up time
of `ingest --help`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent


def configuration(pages: int, hosts: int, port: int) -> str:
    source = (
        "[[source]]\nid = 'h{n}'\nkind = 'listing'\nurl = 'http://127.0.0.{n}:{port}/list.html'\nlink = 'ul.list a'\n"
        "max_items = {pages}\n"
    )
    blocks = "".join(source.format(n=n + 1, port=port, pages=pages) for n in range(hosts))
    return f"[fetch]\nseconds_between_requests = 0\nobey_robots = false\nallow_private = ['127.0.0.0/8']\n{blocks}"


def timed(folder: Path) -> dict[str, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "run", "--all", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    totals = json.loads(done.stdout)["totals"]
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "cpu": cpu, "peak_mb": after.ru_maxrss / 1024, **totals}


def start_up() -> float:
    times = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "ingest", "--help"], capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    return sorted(times)[3]


def arguments(about: str | None, pages: int) -> argparse.ArgumentParser:
    """The options of both benchmarks."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--pages", type=int, default=pages)
    parser.add_argument("--hosts", type=int, default=8)
    parser.add_argument("--port", type=int, default=18080)
    return parser


@contextmanager
def web_and_folder(args: argparse.Namespace) -> Iterator[Path]:
    """The generated web in a process of its own, and a folder with a configuration over it; says on what machine."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, {args.pages} pages, {args.hosts} hosts")
    command = [sys.executable, str(HERE / "web_of_notices.py"), *map(str, (args.pages, args.hosts, args.port))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as web, tempfile.TemporaryDirectory() as name:
        assert web.stdout is not None
        web.stdout.readline()
        (Path(name) / "sources.toml").write_text(configuration(args.pages, args.hosts, args.port))
        try:
            yield Path(name)
        finally:
            web.terminate()


def main() -> None:
    args = arguments(__doc__, 1000).parse_args()
    with web_and_folder(args) as place:
        for name in ("first pass", "second pass", "third pass"):
            r = timed(place)
            print(
                f"{name}: {args.pages / r['seconds']:.0f} pages/s ({r['seconds']:.1f} s, CPU {r['cpu']:.1f} s, "
                f"peak {r['peak_mb']:.0f} MB); new {r['new']}, drafts {r['drafts']}, unchanged {r['unchanged']}"
            )
    print(f"ingest --help: {start_up() * 1000:.0f} ms")


if __name__ == "__main__":
    main()
