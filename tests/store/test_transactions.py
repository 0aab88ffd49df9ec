"""Whole or not at all: failures, full disks, kills, and many writers at once."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError
from store_samples import URL, add_draft, add_notice, document, facts, fingerprint

from ingest.errors import DiskFull, StoreError
from ingest.model import DraftState, Snapshot, Validators
from ingest.store import Store, engines


def test_what_fails_half_way_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as tx:
        add_notice(tx)
        raise RuntimeError
    with store.reading() as tx:
        assert tx.notices.at(URL) is None


def test_reading_refuses_to_write(store: Store) -> None:
    with pytest.raises((DBAPIError, StoreError), match=r"read-?only"), store.reading() as tx:
        tx.meta.set("a", "b")


def test_a_file_that_became_read_only_is_explained(sqlite_url: str) -> None:
    store = Store.open(sqlite_url)
    with pytest.raises(StoreError) as refused, store.writing() as tx:
        tx.conn.exec_driver_sql("PRAGMA query_only=ON")
        tx.meta.set("a", "b")
    assert "may write" in str(refused.value.remedy)
    store.close()


def test_a_file_that_is_damaged_is_explained(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)
    with pytest.raises(StoreError) as refused:
        store = Store.open(sqlite_url)
        with store.writing() as tx:
            add_notice(tx)
    assert "damaged" in str(refused.value.remedy)


def test_reading_sees_one_state_while_others_write(store: Store) -> None:
    with store.reading() as reading:
        assert reading.meta.get("a") is None
        with store.writing() as tx:
            tx.meta.set("a", "b")
        assert reading.meta.get("a") is None
    with store.reading() as tx:
        assert tx.meta.get("a") == "b"


def _fill(store: Store) -> None:
    """SQLite says that the disk is full; PostgreSQL's can't be filled without breaking the server: a trigger says so."""
    with store.writing() as tx:
        if store.dialect == "sqlite":
            pages = tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
            tx.conn.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")
        else:
            tx.conn.exec_driver_sql(_FULL)
        tx.meta.set("before", "x")
        raw = os.urandom(2_000_000)
        tx.snapshots.keep(Snapshot(URL, URL, 200, None, None, raw, "d" * 64, Validators(), tx.clock()))


_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON snapshots FOR EACH ROW EXECUTE FUNCTION full_disk()
"""


def test_a_full_disk_is_named_and_nothing_is_half_written(store: Store) -> None:
    with pytest.raises(DiskFull) as full:
        _fill(store)
    assert full.value.remedy
    with store.reading() as tx:
        assert tx.meta.get("before") is None and tx.snapshots.raw("d" * 64) is None


def test_a_writer_that_waits_too_long_is_told_why(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_PRAGMAS", ("busy_timeout=50",))
    store = Store.open(sqlite_url)
    with store.writing() as tx:
        tx.meta.set("a", "b")
        with pytest.raises(StoreError, match="locked") as locked, store.writing():
            pass
    assert locked.value.remedy
    store.close()


def test_a_mistake_in_our_own_statements_is_not_blamed_on_the_database(store: Store) -> None:
    with pytest.raises(DBAPIError), store.writing() as tx:
        tx.conn.execute(text("SELECT * FROM no_such_table"))


def test_an_instant_without_a_time_zone_is_a_mistake(store: Store) -> None:
    with pytest.raises(StatementError, match="time zone"), store.writing() as tx:
        tx.runs.begin(dt.datetime(2026, 3, 2, 12))


def test_an_instant_of_any_zone_comes_back_as_the_same_instant(store: Store) -> None:
    shanghai = dt.datetime(2026, 3, 2, 20, 0, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    with store.writing() as tx:
        report = tx.runs.report(tx.runs.begin(shanghai))
    assert report and report.started == shanghai and report.started.utcoffset() == dt.timedelta(0)


def test_many_threads_write_without_losing_anything(store: Store) -> None:
    def add(n: int) -> None:
        with store.writing() as tx:
            add_draft(tx, f"{URL}?{n}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    with store.reading() as tx:
        assert tx.drafts.counts()[DraftState.PENDING] == 40
        assert all(tx.notices.at(f"{URL}?{n}") for n in range(40))


def test_of_many_who_decide_at_once_one_wins(store: Store) -> None:
    with store.writing() as tx:
        id = add_draft(tx)
    together = threading.Barrier(8)

    def decide(_: int) -> bool:
        together.wait()
        with store.writing() as tx:
            moved = DraftState.APPROVED
            return tx.drafts.move(id, version=1, from_states=(DraftState.PENDING,), to=moved, reason=None)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(decide, range(8))) == 1


def test_of_many_who_revise_at_once_each_makes_its_own_revision(store: Store) -> None:
    with store.writing() as tx:
        notice_id, _ = add_notice(tx)
    together = threading.Barrier(6)

    def revise(n: int) -> int:
        together.wait()
        with store.writing() as tx:
            return tx.notices.revise(
                notice_id,
                snapshot_sha=None,
                fingerprint=fingerprint(f"v1:change{n % 3}"),
                document=document(),
                facts=facts(),
                differences=(),
            )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(revise, range(6)))
    with store.reading() as tx:
        numbers = [r.number for r in tx.notices.revisions(notice_id)]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 4


def test_of_many_who_add_the_same_address_at_once_one_adds(store: Store) -> None:
    together = threading.Barrier(6)

    def add(_: int) -> tuple[int, int]:
        together.wait()
        with store.writing() as tx:
            return add_notice(tx)

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(add, range(6)))) == 1


_WRITER = """
import sys
sys.path.insert(0, {tests!r})
from store_samples import add_draft
from ingest.store import Store
store = Store.open({url!r})
n = 0
while True:
    n += 1
    with store.writing() as tx:
        add_draft(tx, f"https://www.bank.example/{me}/{{n}}")
        tx.audit.append("ingest", "add", "{me}", {{}}, store.clock())
        tx.meta.set("{me}", str(n))
    print(n, flush=True)
"""


def test_writers_that_are_killed_leave_a_whole_store(store_url: str) -> None:
    writers = {me: _start_writer(me, store_url) for me in ("north", "south")}
    for writer in writers.values():
        _kill_after(writer, 20)
    store = Store.open(store_url)
    with store.reading() as tx:
        counts = {me: int(tx.meta.get(me) or 0) for me in writers}
        assert all(count >= 20 for count in counts.values())
        assert tx.drafts.counts()[DraftState.PENDING] == tx.audit.count() == sum(counts.values())
        assert all(len(tx.audit.events(me, limit=count + 1)) == count for me, count in counts.items())
        assert tx.audit.verify() is None
    with store.writing() as tx:
        add_draft(tx, "https://www.bank.example/north/20")
        assert tx.drafts.counts()[DraftState.PENDING] == sum(counts.values())
    store.close()


def _start_writer(me: str, url: str) -> subprocess.Popen[str]:
    code = _WRITER.format(tests=str(Path(__file__).parent), url=url, me=me)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def _kill_after(writer: subprocess.Popen[str], transactions: int) -> None:
    with writer:
        assert writer.stdout
        while (line := writer.stdout.readline()) and int(line) < transactions:
            pass
        writer.send_signal(signal.SIGKILL)
