"""How long the server takes for the pages of the review desk and the JSON interface, with 100,000 notices in the store.

    python benchmarks/desk.py                     makes the store, which takes some minutes
    python benchmarks/desk.py --store big.db      one that big_store.py made
    python benchmarks/desk.py --write             renews the section of docs/performance.md

The application is called in this process, without a network; every page some dozen times, after one that nobody counts.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from big_store import NOW, build
from fastapi import FastAPI
from pages import Measured, measure
from throughput import machine

from ingest.answer.warming import settle, warm
from ingest.review.sessions import token_hash
from ingest.review.tokens import make
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.options import WebOptions

OUT = Path(__file__).parent.parent / "docs" / "performance.md"
LIMIT = 150
"""Milliseconds in which nineteen of twenty pages are there."""
HEAD = "## The review desk"


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    person: str = "li"
    program: bool = False


PAGES = (
    Page("queue", "/queue"),
    Page("queue, one category and tier", "/queue?category=fee_change&tier=R"),
    Page("queue, words", "/queue?words=%E5%B9%B4%E8%B4%B9"),
    Page("queue, waits for me", "/queue?waits=me"),
    Page("notice with its drafts", "/notices/{notice}"),
    Page("one draft", "/drafts/{draft}"),
    Page("published entry, with its history", "/entries/{entry}"),
    Page("bulletin board", "/board"),
    Page("agents' search", "/find?q=%E5%B9%B4%E8%B4%B9"),
    Page("numbers of the week", "/numbers", "ada"),
    Page("numbers of a quarter", "/numbers?span=dates&first=2026-09-01&last=2026-11-30", "ada"),
    Page("how much answers are used", "/bands", "ada"),
    Page("how much answers are used, of one category", "/bands?category=fee_change", "ada"),
    Page("how much answers are used, 90 days", "/bands?when=90", "ada"),
    Page("record, newest", "/audit", "au"),
    Page("record, by action", "/audit?action=published", "au"),
    Page("record, by subject", "/audit?subject=entry:50000", "au"),
    Page("interface: queue", "/api/v1/queue", program=True),
    Page("interface: queue, one category", "/api/v1/queue?category=fee_change", program=True),
    Page("interface: one notice", "/api/v1/notices/{notice}", program=True),
    Page("interface: entries, a page in the middle", "/api/v1/entries?after=50000&ended=true", program=True),
    Page("interface: search", "/api/v1/search?words=%E5%B9%B4%E8%B4%B9", program=True),
    Page("interface: record", "/api/v1/record?limit=100", "au", program=True),
    Page("interface: numbers", "/api/v1/numbers", "ada", program=True),
)


def desk(url: str, times: int) -> list[tuple[Page, Measured]]:
    store = Store.open(url, clock=lambda: NOW)
    try:
        return list(_measured(store, times))
    finally:
        store.close()


def _measured(store: Store, times: int) -> Iterator[tuple[Page, Measured]]:
    options = WebOptions("湖滨银行", clock=lambda: NOW)
    app, places = create_app(store, options), _places(store)
    warm(store)  # as `ingest serve` does when it starts
    settle()
    for page in PAGES:
        headers = _program(store, page.person) if page.program else _session(store, options, page.person)
        yield page, _one(app, store, page.path.format(**places), headers, times)


def _one(app: FastAPI, store: Store, path: str, headers: Mapping[str, str], times: int) -> Measured:
    found = asyncio.run(measure(app, store, path, headers, times))
    if found.status != 200:
        print(path, found.status)
    return found


def _places(store: Store) -> dict[str, int]:
    with store.reading() as tx:
        draft = max(tx.desk.rows(), key=lambda row: row.id)
    return {"draft": draft.id, "notice": draft.notice_id, "entry": 50_000 if draft.notice_id > 50_000 else 1}


def _session(store: Store, options: WebOptions, person: str) -> dict[str, str]:
    token = secrets.token_urlsafe(16)
    with store.writing() as tx:
        user = tx.users.by_name(person)
        assert user, "make the store with big_store.py"
        tx.sessions.open(token_hash(token), user.id, NOW + dt.timedelta(hours=9), "benchmark")
    return {"Cookie": f"{options.session_cookie}={token}"}


def _program(store: Store, person: str) -> dict[str, str]:
    from ingest.model import Actor, Role

    actor = Actor(person, frozenset(Role))
    token = make(store, actor, f"benchmark {secrets.token_hex(4)}", 1, lambda: NOW).token
    return {"Authorization": f"Bearer {token}"}


def section(url: str, notices: int, times: int) -> str:
    """As it stands in docs/performance.md."""
    load, found = os.getloadavg()[0], desk(url, times)
    rows = "\n".join(
        f"| {page.name} | {m.p50:.0f} ms | {m.p95:.0f} ms | {m.cpu:.0f} ms | {m.queries} | {m.size:.0f} kB |"
        for page, m in found
    )
    over = [page.name for page, m in found if m.p95 > LIMIT]
    held = (
        f"Over {LIMIT} ms: {', '.join(over)}."
        if over
        else f"Nineteen of twenty are there within {LIMIT} ms, every one of these pages."
    )
    return f"""{HEAD}

Time in the server, without a network, with {notices:,} notices, as many published entries, {2 * notices:,} rows of the record, 500 open
drafts and 30 days of asks (16,000 each) in SQLite; {machine()}, load {load:.1f}; {times} times each. The work (CPU time of the process) is what other programs
on the machine do not change. {held}

| page | median | 95 of 100 | work | queries | size |
|---|---|---|---|---|---|
{rows}
"""


def renewed(text: str, part: str, head: str = HEAD) -> str:
    """`text` with `part` in the place of the section of that head, or before the last one."""
    old = re.search(rf"^{re.escape(head)}\n.*?(?=^## |^How the drafts)", text, re.M | re.S)
    if old:
        return text[: old.start()] + part + "\n" + text[old.end() :]
    at = text.index("## Start")
    return text[:at] + part + "\n" + text[at:]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--store", help="a file that big_store.py made; without it one is made")
    parser.add_argument("--notices", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--write", action="store_true", help="renew the section of docs/performance.md")
    return parser.parse_args()


def made(store: str | None, notices: int, times: int) -> str:
    """The section, over a store that is there or is made for it."""
    if store:
        return section(store, notices, times)
    with tempfile.TemporaryDirectory() as folder:
        url = str(Path(folder) / "big.db")
        build(url, notices=notices, days=30)
        return section(url, notices, times)


def main() -> None:
    asked = arguments()
    part = made(asked.store, asked.notices, asked.times)
    if asked.write:
        OUT.write_text(renewed(OUT.read_text("utf-8"), part), "utf-8")
    sys.stdout.write(part)


if __name__ == "__main__":
    main()
