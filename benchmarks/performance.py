"""The figures of docs/performance.md, all in one run: `python benchmarks/performance.py [--pages 2000] [--runs 3] [--write]`.

Commands are timed as cron would start them, in turn, beside Scrapy (tuned) and urlwatch on the same loopback server, which
runs in a process of its own. Medians count where runs repeat. The dependency group `bench` brings the others.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import desk
import rivals
import search
from throughput import INGEST, Timed, arguments, machine, timed, web_and_folder
from web_of_notices import page

OUT = Path(__file__).parent.parent / "docs" / "performance.md"
RUN = (*INGEST, "run", "--all", "--json")
NAMES = {"ingest": "ingest", "scrapy": "Scrapy", "urlwatch": "urlwatch"}


def median(runs: Sequence[Timed]) -> Timed:
    """Of each figure."""
    seconds, cpu, peak = (statistics.median(getattr(r, n) for r in runs) for n in ("seconds", "cpu", "peak_mb"))
    return Timed(seconds, cpu, peak, "")


def unchanged(args: Namespace, log: Path) -> dict[str, Timed]:
    """A second crawl of pages that stayed as they are: all of them answer 304."""
    commands = {"ingest": RUN, "scrapy": rivals.SCRAPY_AGAIN, "urlwatch": rivals.URLWATCH}
    with web_and_folder(args, log=log) as folder:
        rivals.prepare(folder, args.pages, args.hosts, args.port)
        timed(RUN, folder)
        timed(rivals.URLWATCH, folder)
        found = defaultdict(list)
        for _ in range(args.runs):
            for name, command in commands.items():
                found[name].append(timed(command, folder))
        assert all(r.totals["unchanged"] == args.pages for r in found["ingest"])
        assert all(int(r.said.split()[-1]) == args.pages for r in found["scrapy"])
    told = Counter(path.startswith("/n/") and status for _, _, path, status in read(log))
    assert told["304"] == 3 * args.runs * args.pages, told  # the other two asked for every page, and conditionally too
    return {name: median(runs) for name, runs in found.items()}


def full(args: Namespace) -> tuple[dict[str, Timed], int]:
    """The first crawl, from the lists: bytes to stored drafts; and Scrapy, whose parse step extracts the main text."""
    found = defaultdict(list)
    drafts = 0
    for _ in range(args.runs):
        with web_and_folder(args) as folder:
            rivals.prepare(folder, args.pages, args.hosts, args.port)
            ours = timed(RUN, folder)
            assert ours.totals["new"] + ours.totals["repeated"] == args.pages, ours.totals
            drafts = ours.totals["drafts"]
            theirs = timed(rivals.SCRAPY_FULL, folder)
            assert int(theirs.said.split()[-1]) == args.pages, theirs.said
            found["ingest"].append(ours)
            found["scrapy"].append(theirs)
    return {name: median(runs) for name, runs in found.items()}, drafts


def read(log: Path) -> Iterator[tuple[float, str, str, str]]:
    for line in log.read_text("utf-8").splitlines():
        at, host, path, status = line.split()
        yield float(at), host, path, status


def rate(args: Namespace, log: Path, spacing: float) -> list[str]:
    """Rows: how close together the server saw the requests of each host."""
    few = Namespace(**vars(args) | {"pages": min(args.pages, 40 * args.hosts)})
    with web_and_folder(few, spacing=spacing, log=log) as folder:
        for _ in range(2):
            timed(RUN, folder)
    seen = defaultdict(list)
    for at, host, _, _ in read(log):
        seen[host].append(at)
    rows = []
    for host, times in sorted(seen.items()):
        closest = min(b - a for a, b in pairwise(times))
        most = max(sum(a <= b < a + 1 for b in times) for a in times)
        rows.append(f"| {host} | {len(times)} | {most} | {closest:.3f} s |")
        assert most <= round(1 / spacing), (host, most)
    return rows


def text_alone() -> dict[str, float]:
    """CPU milliseconds a page, in one process: what the first crawl does in both, and what ours does after it."""
    import trafilatura

    from ingest.extract import extract
    from ingest.model import Reading
    from ingest.pipeline.job import Job
    from ingest.pipeline.read import read

    pages, reading = [page(n) for n in range(200)], Reading(today=dt.date(2026, 3, 2))
    ways: dict[str, Callable[[bytes], object]] = {
        "trafilatura": lambda raw: trafilatura.extract(raw.decode(), fast=True, include_tables=True),
        "text": lambda raw: extract(raw, url=None, media_type="text/html", charset=None),
        "all": lambda raw: read(Job(raw, reading, media_type="text/html")),
    }
    found = {}
    for name, way in ways.items():
        way(pages[0])
        began = time.process_time()
        for raw in pages:
            way(raw)
        found[name] = (time.process_time() - began) / len(pages) * 1000
    return found


def start_up() -> dict[str, Timed]:
    found = {}
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "sources.toml").write_text("[[source]]\nid = 'f'\nkind = 'folder'\npath = '.'\nenabled = true\n")
        for words in (("--help",), ("sources", "check"), ("run",)):
            runs = [timed((*INGEST, *words), Path(name)) for _ in range(8)][1:]
            found[" ".join(words)] = median(runs)
    return found


def table(found: dict[str, Timed], pages: int) -> str:
    ours = found["ingest"]
    lines = [
        "| | wall time | pages/s | CPU time, all processes | largest process | wall, beside ours | CPU, beside ours |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, r in found.items():
        label = NAMES[name] if name == "ingest" else f"{NAMES[name]} {version(name)}"
        beside = (f"{r.seconds / ours.seconds:.2f} ×", f"{r.cpu / ours.cpu:.2f} ×") if r is not ours else ("1", "1")
        lines.append(
            f"| {label} | {r.seconds:.2f} s | {pages / r.seconds:.0f} | {r.cpu:.2f} s | {r.peak_mb:.0f} MB | {' | '.join(beside)} |"
        )
    return "\n".join(lines)


def alone() -> str:
    ms = text_alone()
    return f"""Where the difference comes from, in CPU time a page and in one process: main text and tables take ingest {ms["text"]:.1f} ms and
trafilatura {ms["trafilatura"]:.1f} ms ({ms["trafilatura"] / ms["text"]:.1f} times as long); all of ingest's reading, with facts and checked drafts, {ms["all"]:.1f} ms. The rest of
ours is the store: each notice with its evidence, drafts and audit record in one transaction."""


def report(args: Namespace, folder: Path) -> str:
    load, spacing = os.getloadavg()[0], 0.2
    again = unchanged(args, folder / "again.log")
    once, drafts = full(args)
    rates = "\n".join(rate(args, folder / "rate.log", spacing))
    starts = "\n".join(
        f"| `ingest {words}` | {r.seconds * 1000:.0f} ms | {r.peak_mb:.0f} MB |" for words, r in start_up().items()
    )
    return f"""# Performance

Written by `make performance` (`benchmarks/performance.py --write`) on {dt.date.today()}: {machine()}, load {load:.1f} before it began.
Machines are noisy: the ratios, taken side by side in one run, are what counts. The web is generated, {args.pages:,} notice pages of
about 40 KB on {args.hosts} loopback addresses, in a process of its own on the same cores; whole commands are timed, with their start-up, in
turn; medians of {args.runs}.

## A second crawl, nothing changed

Every page is asked for conditionally and answers 304 (the server's log was counted). ingest also reads its lists, keeps its books
(addresses, sightings, the run's record, source health) and writes the edition; Scrapy is given all ETags and keeps no books; urlwatch
keeps its history in its own database and has no lists.

{table(again, args.pages)}

## A first crawl

From the lists to the end of the work. ingest: main text, tables, facts, {drafts:,} drafts with their evidence, all stored; it reads
documents in a process for each core. Scrapy: the same pages by the same lists, `trafilatura.extract(fast=True)` in its parse step,
texts written to a file. It does a part of the work, and in less time.

{table(once, args.pages)}

{alone()}

## Requests per host

`seconds_between_requests = {spacing}`, two runs one after the other; what the server saw. No host is asked more than {round(1 / spacing)} times in any
second: the pause begins when the answer is there.

| host | requests | most in any second | closest two |
|---|---|---|---|
{rates}

{desk.made(None, 100_000, 40)}
{search.made(100_000)}
## Start

Medians of seven. `run` has a folder without news: it opens the database, visits, and writes the edition.

| command | wall time | memory |
|---|---|---|
{starts}

How the drafts' quality is measured: [quality.md](quality.md).
"""


def main() -> None:
    parser = arguments(__doc__, 2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="renew docs/performance.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        text = report(args, Path(name))
    if args.write:
        OUT.write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
