"""How long the server takes for each page over a big store: p50 and p95, and how many questions it asks the database.

python benchmarks/pages.py big.db            made by big_store.py
python benchmarks/pages.py big.db /queue /board --times 100
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import secrets
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
from big_store import NOW
from fastapi import FastAPI
from sqlalchemy import event

from ingest.review.sessions import token_hash
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.options import WebOptions

PAGES = (
    *("/queue", "/queue?group=no", "/queue?waits=me", "/queue?words=%E5%B9%B4%E8%B4%B9", "/queue?order=doubtful"),
    *("/queue?category=fee_change&tier=R", "/drafts/{draft}"),
)
_ENOUGH = 20_000
"""Milliseconds for one page: a slow one is called less often, three times at least."""


@dataclass(frozen=True)
class Measured:
    """Milliseconds in the server, without a network: by the clock, and of work (`cpu`); size in kB."""

    path: str
    status: int
    p50: float
    p95: float
    cpu: float
    queries: int
    size: float


async def measure(app: FastAPI, store: Store, path: str, headers: Mapping[str, str], times: int) -> Measured:
    queries: list[str] = []
    note = lambda *seen: queries.append(seen[2])  # noqa: E731
    event.listen(store._reader, "before_cursor_execute", note)
    transport = httpx.ASGITransport(app)
    took: list[float] = []
    worked: list[float] = []
    async with httpx.AsyncClient(transport=transport, base_url="http://desk", headers=headers) as client:
        answer = await client.get(path)
        queries.clear()
        await client.get(path)
        asked = len(queries)
        for n in range(times):
            if n > 2 and sum(took) > _ENOUGH:
                break
            began, work = time.perf_counter(), time.process_time()
            answer = await client.get(path)
            took.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - work))
    event.remove(store._reader, "before_cursor_execute", note)
    p95 = statistics.quantiles(took, n=20)[-1]
    cpu, size = statistics.median(worked), len(answer.content) / 1000
    return Measured(path, answer.status_code, statistics.median(took), p95, cpu, asked, size)


def pages(url: str, paths: Sequence[str], times: int, person: str) -> list[Measured]:
    """Each page as `person` sees it."""
    store = Store.open(url, clock=lambda: NOW)
    try:
        with store.writing() as tx:
            user = tx.users.by_name(person)
            assert user, "make the store with big_store.py"
            token = secrets.token_urlsafe(16)
            tx.sessions.open(token_hash(token), user.id, NOW + dt.timedelta(hours=9), "benchmark")
        options = WebOptions("湖滨银行", clock=lambda: NOW)
        app, headers = create_app(store, options), {"Cookie": f"{options.session_cookie}={token}"}
        with store.reading() as tx:
            draft = max(row.id for row in tx.desk.rows())
        return [asyncio.run(measure(app, store, p.format(draft=draft), headers, times)) for p in paths]
    finally:
        store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("url")
    parser.add_argument("paths", nargs="*", default=PAGES)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--person", default="li")
    asked = parser.parse_args()
    print(f"{'page':<46}{'status':>7}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'queries':>9}{'kB':>8}")
    for m in pages(asked.url, asked.paths, asked.times, asked.person):
        print(f"{m.path:<46}{m.status:>7}{m.p50:>9.1f}{m.p95:>9.1f}{m.cpu:>9.1f}{m.queries:>9}{m.size:>8.0f}")


if __name__ == "__main__":
    main()
