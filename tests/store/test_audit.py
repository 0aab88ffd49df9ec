"""The record of who did what can't be changed unnoticed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from store_samples import NOON

from ingest.store import Store, Transaction


def _three(store: Store) -> None:
    with store.writing() as tx:
        for n in range(1, 4):
            tx.audit.append("wang", "approve", f"draft:{n}", {"版本": n, "at": NOON}, NOON + dt.timedelta(seconds=n))


def _without_triggers(tx: Transaction) -> None:
    if tx.conn.dialect.name == "postgresql":
        tx.conn.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for name in ("update", "delete", "replace"):
        tx.conn.execute(text(f"DROP TRIGGER audit_no_{name}"))


def test_events_come_back_newest_first(store: Store) -> None:
    _three(store)
    with store.reading() as tx:
        events = tx.audit.events()
        assert [e.id for e in events] == [3, 2, 1] and tx.audit.count() == 3
        assert events[0].detail == {"版本": 3, "at": str(NOON)} and events[0].at == NOON + dt.timedelta(seconds=3)
        assert events[0].previous == events[1].hash
        assert [e.subject for e in tx.audit.events("draft:2")] == ["draft:2"]
        assert len(tx.audit.events(limit=2)) == 2
        assert list(tx.audit.oldest_first()) == events[::-1]


def test_an_untouched_record_is_whole(store: Store) -> None:
    with store.reading() as tx:
        assert tx.audit.verify() is None
    _three(store)
    with store.reading() as tx:
        assert tx.audit.verify() is None


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'li' WHERE id = 2", "DELETE FROM audit WHERE id = 3", "DELETE FROM audit"]
)
def test_the_database_itself_refuses_to_change_it(store: Store, statement: str) -> None:
    _three(store)
    with pytest.raises(DBAPIError, match="append-only"), store.writing() as tx:
        tx.conn.execute(text(statement))
    with store.reading() as tx:
        assert tx.audit.count() == 3 and tx.audit.verify() is None


def test_the_database_refuses_to_replace_or_empty_it(store: Store) -> None:
    _three(store)
    replace = "INSERT OR REPLACE INTO audit SELECT id, at, 'li', action, subject, detail, previous, hash FROM audit"
    statement = replace if store.dialect == "sqlite" else "TRUNCATE audit"
    with pytest.raises(DBAPIError, match="append-only"), store.writing() as tx:
        tx.conn.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE audit SET actor = 'li' WHERE id = 2", 2),
        ("UPDATE audit SET detail = replace(detail, '2', '9') WHERE id = 2", 2),
        ("UPDATE audit SET subject = 'draft:9' WHERE id = 1", 1),
        ("DELETE FROM audit WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 3", 3),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET hash = previous WHERE id = 3", 3),
    ],
)
def test_whoever_gets_round_the_triggers_is_found(store: Store, statement: str, row: int) -> None:
    _three(store)
    with store.writing() as tx:
        _without_triggers(tx)
        tx.conn.execute(text(statement))
    with store.reading() as tx:
        broken = tx.audit.verify()
    assert broken and broken.id == row and broken.reason


def test_many_may_append_at_once(store: Store) -> None:
    def append(n: int) -> None:
        with store.writing() as tx:
            tx.audit.append(f"user{n}", "look", "x", {}, NOON)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(append, range(24)))
    with store.reading() as tx:
        assert tx.audit.count() == 24 and tx.audit.verify() is None


def test_an_event_of_an_undone_transaction_never_was(store: Store) -> None:
    def failing(act: Callable[[], object]) -> None:
        act()
        raise RuntimeError

    with pytest.raises(RuntimeError), store.writing() as tx:
        failing(lambda: tx.audit.append("wang", "approve", "x", {}, NOON))
    with store.reading() as tx:
        assert tx.audit.count() == 0 and tx.audit.verify() is None
