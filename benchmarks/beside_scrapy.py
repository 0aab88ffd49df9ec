"""Unchanged pages, ours beside Scrapy (tuned) in one run: `python benchmarks/beside_scrapy.py [--pages 2000] [--runs 3]`.

Both ask every page of the generated web conditionally and get 304. Scrapy keeps no books (it only sends the ETags that it
is given); ours is the whole command `ingest run` with lists, addresses, sightings, the run's record and the edition. Each
is timed as a process, in turn; the ratio of medians is printed. Scrapy stands in the dependency group `bench`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from throughput import arguments, timed, web_and_folder

SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

tags = json.load(open(sys.argv[1]))

class Again(scrapy.Spider):
    name = "again"
    handle_httpstatus_list = [304]
    seen = 0
    async def start(self):
        for url, tag in tags.items():
            yield scrapy.Request(url, headers={"If-None-Match": tag}, dont_filter=True)
    def parse(self, response):
        Again.seen += response.status == 304

process = CrawlerProcess({
    "LOG_ENABLED": False, "ROBOTSTXT_OBEY": False, "CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "COOKIES_ENABLED": False, "RETRY_ENABLED": False, "REDIRECT_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0, "HTTPCACHE_ENABLED": False, "DOWNLOADER_STATS": False,
})
process.crawl(Again)
process.start()
print(Again.seen)
"""


def tags(pages: int, hosts: int, port: int) -> dict[str, str]:
    """Every page's address and ETag, as a first pass would have learned them."""
    each, found = -(-pages // hosts), {}
    for n in range(pages):
        url = f"http://127.0.0.{n // each + 1}:{port}/n/{n}.html"
        with urllib.request.urlopen(url) as answer:
            found[url] = answer.headers["ETag"]
    return found


def scrapy_run(folder: Path) -> tuple[float, float, int]:
    began = time.perf_counter()
    before = os.times()
    done = subprocess.run(
        [sys.executable, "spider.py", "tags.json"], cwd=folder, capture_output=True, text=True, check=True
    )
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, cpu, int(done.stdout.split()[-1])


def main() -> None:
    parser = arguments(__doc__, 2000)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    with web_and_folder(args) as folder:
        (folder / "spider.py").write_text(SPIDER)
        (folder / "tags.json").write_text(json.dumps(tags(args.pages, args.hosts, args.port)))
        first = timed(folder)
        print(
            f"first pass: {args.pages / first['seconds']:.0f} pages/s, peak {first['peak_mb']:.0f} MB, {first['drafts']} drafts"
        )
        ours, theirs = [], []
        for _ in range(args.runs):
            r = timed(folder)
            assert r["unchanged"] == args.pages and r["drafts"] == 0, r
            ours.append((r["seconds"], r["cpu"]))
            seconds, cpu, seen = scrapy_run(folder)
            assert seen == args.pages, seen
            theirs.append((seconds, cpu))
        for label, runs in (("ingest", ours), ("scrapy", theirs)):
            seconds, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{label}: {args.pages / seconds:.0f} unchanged pages/s ({seconds:.2f} s, CPU {cpu:.2f} s)")
        ratio = statistics.median(s for s, _ in theirs) / statistics.median(s for s, _ in ours)
        print(f"ratio: {ratio:.2f} times as fast as Scrapy, whole commands")


if __name__ == "__main__":
    main()
