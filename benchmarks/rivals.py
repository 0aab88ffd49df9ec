"""The same work by Scrapy (tuned) and urlwatch, each as a command that `throughput.timed` can start in a folder."""

from __future__ import annotations

import json
import sys
import urllib.request
from pathlib import Path

TUNED = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

TUNED = {
    "LOG_ENABLED": False, "ROBOTSTXT_OBEY": False, "CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "COOKIES_ENABLED": False, "RETRY_ENABLED": False, "REDIRECT_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0, "HTTPCACHE_ENABLED": False, "DOWNLOADER_STATS": False,
}

def crawl(spider):
    process = CrawlerProcess(TUNED)
    process.crawl(spider)
    process.start()
    print(spider.seen)
"""

AGAIN = """
from tuned import *

class Again(scrapy.Spider):
    name = "again"
    handle_httpstatus_list = [304]
    seen = 0
    async def start(self):
        for url, tag in json.load(open("tags.json")).items():
            yield scrapy.Request(url, headers={"If-None-Match": tag}, dont_filter=True)
    def parse(self, response):
        Again.seen += response.status == 304

crawl(Again)
"""

FULL = """
from tuned import *
import trafilatura

class Full(scrapy.Spider):
    name = "full"
    seen = 0
    out = open("texts.jsonl", "w")
    async def start(self):
        for url in json.load(open("lists.json")):
            yield scrapy.Request(url, callback=self.parse_list)
    def parse_list(self, response):
        for link in response.css("ul.list a"):
            yield response.follow(link, callback=self.parse)
    def parse(self, response):
        text = trafilatura.extract(response.text, fast=True, include_tables=True)
        Full.out.write(json.dumps({"url": response.url, "text": text}) + "\\n")
        Full.seen += bool(text)

crawl(Full)
"""

SCRAPY_AGAIN = (sys.executable, "again.py")
SCRAPY_FULL = (sys.executable, "full.py")
URLWATCH = (
    *(
        sys.executable,
        "-c",
        "from urlwatch.cli import main; main()",
        "--urls",
        "urls.yaml",
        "--config",
        "urlwatch.yaml",
    ),
    *("--hooks", "hooks.py", "--cache", "cache.db"),
)
"""The first time it stores all pages; after that it asks for them conditionally, ten at a time."""


def prepare(folder: Path, pages: int, hosts: int, port: int) -> None:
    """Writes what the commands above read. The tags are each page's address and ETag, as a first pass would have learned
    them."""
    for name, spider in (("tuned", TUNED), ("again", AGAIN), ("full", FULL)):
        (folder / f"{name}.py").write_text(spider)
    each = -(-pages // hosts)
    urls = [f"http://127.0.0.{n // each + 1}:{port}/n/{n}.html" for n in range(pages)]
    (folder / "tags.json").write_text(json.dumps({url: _tag(url) for url in urls}))
    (folder / "lists.json").write_text(json.dumps([f"http://127.0.0.{n + 1}:{port}/list.html" for n in range(hosts)]))
    (folder / "urls.yaml").write_text("---\n".join(f"name: n{n}\nurl: {url}\n" for n, url in enumerate(urls)))
    (folder / "urlwatch.yaml").write_text("report:\n  stdout:\n    enabled: false\n")
    (folder / "hooks.py").write_text("")


def _tag(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.headers["ETag"])
