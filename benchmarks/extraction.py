"""How many pages a second ingest reads, side by side with trafilatura's fast mode.

    uv run --group bench python benchmarks/extraction.py FOLDER [--seconds 5] [--only ingest|trafilatura]

FOLDER is searched for .html, .htm, .php and .jhtml files; each is decoded once, so that both start from the same text.
Both give title, date and main text; ingest also gives tables as grids and the place of every passage.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ingest.extract import extract
from ingest.text.encoding import decode

SUFFIXES = {".html", ".htm", ".php", ".jhtml", ".aspx"}


def pages_in(folder: Path) -> list[str]:
    """The pages of a folder as text; pages without any markup are left out."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    texts = [decode(p.read_bytes()).text for p in files]
    return [t for t in texts if "<" in t[:2000] and "<rss" not in t[:2000] and "<feed" not in t[:2000]]


def read_with_ingest(page: str) -> int:
    document = extract(page.encode(), url=None, media_type="text/html", charset="utf-8")
    return len(document.text)


def read_with_trafilatura(page: str) -> int:
    import trafilatura

    return len(trafilatura.extract(page, fast=True, with_metadata=True, include_tables=True) or "")


def measure(name: str, read: Callable[[str], int], pages: list[str], seconds: float) -> None:
    """Whole rounds over the pages until the time is up; the median round counts, in processor time."""
    read(pages[0])
    rounds: list[float] = []
    characters = 0
    until = time.perf_counter() + seconds
    while not rounds or time.perf_counter() < until:
        begun = time.process_time()
        characters = sum(read(page) for page in pages)
        rounds.append(time.process_time() - begun)
    took = statistics.median(rounds)
    size = sum(map(len, pages)) / len(pages) / 1024
    print(f"{name:12} {len(pages) / took:8.0f} pages/s   {took / len(pages) * 1000:6.2f} ms/page   "
          f"{len(pages)} pages of {size:.0f} KB on average   {characters} characters found")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--only", choices=["ingest", "trafilatura"])
    options = parser.parse_args()
    pages = pages_in(options.folder)
    if not pages:
        print(f"no pages under {options.folder}", file=sys.stderr)
        return 2
    for name, read in (("ingest", read_with_ingest), ("trafilatura", read_with_trafilatura)):
        if options.only in (None, name):
            measure(name, read, pages, options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
