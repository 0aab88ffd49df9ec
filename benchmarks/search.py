"""How long a search takes over 100,000 entries, on SQLite and PostgreSQL, beside plain FTS5, trigrams and tantivy.

    python benchmarks/search.py [--entries 100000] [--write]

The entries are those of tests/search, each some hundred times with a number of its own; what is typed are the questions of
that set, letter by letter. Needs the dependency groups `test` and `bench`.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert

sys.path += [str(Path(__file__).parents[1] / "tests" / folder) for folder in ("search", "")]

import plain_indexes as other
from customers import NOW, filled, questions, texts
from postgresql_server import serving

from ingest.answer.search import Wanted, search
from ingest.answer.warming import warm
from ingest.store import Store
from ingest.store import tables as t
from ingest.store.search_index import index_for
from ingest.store.search_terms import fields_of

LIMIT = 50
_BATCH = 2000
_AT = dt.datetime(2026, 11, 22, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Took:
    """Milliseconds, over so many searches."""

    what: str
    times: int
    p50: float
    p95: float
    most: float
    cpu: float
    """95 of 100 by the work of this process and of the database's, which other programs change less than the clock."""


def typed() -> dict[str, list[tuple[str, bool]]]:
    """What is typed, and whether it may go on, by what it is."""
    asked = [question.typed for question in questions()]
    pinyin = [question.typed for question in questions() if question.form == "pinyin"]
    begun = [one[:at] for one in asked for at in range(2, len(one), 3)]
    random.Random(7).shuffle(begun)
    common = [
        "信用卡",
        "手机银行",
        "手续费",
        "转账 限额",
        "信用卡 手续费 手机银行",
        "credit card fee",
        "mobile app limit",
        "transfer",
        "account",
        "card",
    ]
    return {
        "as it is typed": [(one, True) for one in begun[:600]],
        "the first letter": [(one, True) for one in dict.fromkeys(one[0] for one in asked)],
        "pinyin as it is typed": [(one[:at], True) for one in pinyin for at in range(1, len(one) + 1)],
        "common words": [(one, unfinished) for one in common for unfinished in (True, False)] * 3,
        "a whole question": [(one, False) for one in asked],
        "200 characters": [(" ".join(asked[at : at + 20])[:200], False) for at in range(0, 180, 9)],
    }


def took(
    what: str, searches: Sequence[Any], find: Callable[[Any], object], work: Callable[[], float] = time.process_time
) -> Took:
    spent, worked = [], []
    for one in searches:
        began, before = time.perf_counter(), work()
        find(one)
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((work() - before) * 1000)
    ordered, at = sorted(spent), int(len(spent) * 0.95)
    return Took(what, len(spent), statistics.median(spent), ordered[at], ordered[-1], sorted(worked)[at])


def fill(store: Store, count: int) -> None:
    """`count` entries of one notice: the texts in turn, each with a number of its own."""
    with store.writing() as tx:
        rows = tx.conn.execute(t.entries.select().order_by(t.entries.c.id)).mappings().all()
        made = [
            (dict(row), fields_of(entry))
            for row, entry in zip(rows, tx.search.entries([r["id"] for r in rows]), strict=True)
        ]
    for first in range(len(made) + 1, count + 1, _BATCH):
        numbers = range(first, min(first + _BATCH, count + 1))
        with store.writing() as tx:
            some = [(n, *made[n % len(made)]) for n in numbers]
            tx.conn.execute(insert(t.entries), [{**row, "id": n, "version": n} for n, row, _ in some])
            index_for(tx.conn).put({n: {**fields, "keywords": f"{fields['keywords']} bz{n}"} for n, _, fields in some})
    with store.writing() as tx:
        tx.conn.exec_driver_sql("ANALYZE")
        if tx.conn.dialect.name == "sqlite":
            tx.conn.exec_driver_sql("INSERT INTO entry_words (entry_words) VALUES ('optimize')")


def ours(store: Store) -> Iterator[Took]:
    def find(one: tuple[str, bool]) -> None:
        with store.reading() as tx:
            search(tx, Wanted(one[0], unfinished=one[1], limit=9), NOW)

    warm(store)  # as the server does when it starts
    for what, searches in typed().items():
        yield took(what, searches, find, working(store))


def working(store: Store) -> Callable[[], float]:
    """Seconds of work so far: of this process, and of the one that serves its connection to PostgreSQL."""
    with store.reading() as tx:
        if tx.conn.dialect.name == "sqlite":
            return time.process_time
        served = Path(f"/proc/{tx.conn.exec_driver_sql('SELECT pg_backend_pid()').scalar_one()}/schedstat")
    return lambda: time.process_time() + int(served.read_text("ascii").split()[0]) / 1e9


def size(store: Store) -> float:
    """Of the index of words, in MB."""
    with store.reading() as tx:
        if tx.conn.dialect.name == "sqlite":
            return (
                float(
                    tx.conn.exec_driver_sql(
                        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'entry_words%'"
                    ).scalar_one()
                )
                / 1e6
            )
        return (
            float(
                tx.conn.exec_driver_sql(
                    "SELECT pg_total_relation_size('entry_words') + pg_total_relation_size('entry_terms')"
                ).scalar_one()
            )
            / 1e6
        )


def kept_up(store: Store) -> tuple[float, float]:
    """Milliseconds to index one entry more, and seconds to index 1,000 anew."""
    with store.writing() as tx:
        some = tx.search.entries(range(1, 241))
        one = took("", some * 2, lambda entry: (tx.search.drop(entry.id), tx.search.put(entry.id, entry)))
        index, many = index_for(tx.conn), (some * 5)[:1000]
        for entry in some:
            index.drop(entry.id)
        began = time.perf_counter()
        for at in range(0, 1000, len(some)):
            batch = many[at : at + len(some)]
            index.put({entry.id: fields_of(entry) for entry in batch})
            for entry in batch:
                index.drop(entry.id)
        again = time.perf_counter() - began
        index.put({entry.id: fields_of(entry) for entry in some})
    return one.p50, again


@contextlib.contextmanager
def stores(count: int) -> Iterator[dict[str, Store]]:
    with tempfile.TemporaryDirectory() as folder, serving() as url:
        made = {"SQLite": filled(Path(folder) / "s.db")[0], "PostgreSQL": filled(url)[0]}
        for store in made.values():
            fill(store, count)
        yield made
        for store in made.values():
            store.close()


def others(count: int) -> Iterator[tuple[str, float, float, Took]]:
    """Name, MB, seconds to fill, and how long whole questions take."""
    written = [other.text_of(entry) for entry in texts()]
    asked = [question.typed for question in questions()]
    with tempfile.TemporaryDirectory() as folder:
        for name, index in other.indexes(folder):
            began = time.perf_counter()
            index.fill(f"{written[n % len(written)]} bz{n}" for n in range(count))
            filling = time.perf_counter() - began
            yield name, index.size() / 1e6, filling, took(name, asked, index.find)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="renew the section of docs/performance.md")
    asked = parser.parse_args()
    part = made(asked.entries)
    if asked.write:
        import desk

        desk.OUT.write_text(desk.renewed(desk.OUT.read_text("utf-8"), part, HEAD), "utf-8")
    sys.stdout.write(part)


HEAD = "## Search"


def made(count: int) -> str:
    """The section, as it stands in docs/performance.md."""
    from throughput import machine

    load, rows, sizes = os.getloadavg()[0], [], []
    with stores(count) as each:
        for name, store in each.items():
            rows += [
                f"| {name}, {one.what} | {one.times} | {one.p50:.1f} ms | {one.p95:.1f} ms | {one.most:.0f} ms | {one.cpu:.1f} ms |"
                for one in ours(store)
            ]
            one, again = kept_up(store)
            print("\n".join(rows), file=sys.stderr, flush=True)
            sizes.append(f"| ingest, {name} | {size(store):.0f} MB | {one:.1f} ms | {again * count / 1000:.0f} s |")
    for name, megabytes, filling, one in others(count):
        rows.append(
            f"| {name}, a whole question | {one.times} | {one.p50:.1f} ms | {one.p95:.1f} ms | {one.most:.0f} ms | {one.cpu:.1f} ms |"
        )
        sizes.append(f"| {name} | {megabytes:.0f} MB | | {filling:.0f} s |")
    return f"""{HEAD}

{count:,} entries: those of [the set of questions](search.md), each {count // 240} times with a number of its own, so that every thing
that is said is in hundreds of entries and common words in tens of thousands. Time in the server without a network, from
what was typed to the entries; {machine()}, load {load:.1f}. What others find of the same questions: [search.md](search.md).

| | searches | median | 95 of 100 | longest | work, 95 of 100 |
|---|---|---|---|---|---|
{chr(10).join(rows)}

| index | size | one entry more | all anew |
|---|---|---|---|
{chr(10).join(sizes)}

"All anew" of ours is worked out from 1,000 entries; it reads each entry, cuts it, and writes its pinyin.
"""


if __name__ == "__main__":
    main()
