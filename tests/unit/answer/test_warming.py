"""The search is warm before the first customer calls."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from ingest.answer.warming import warm, warming
from ingest.store import Store
from ingest.store.search import Search
from ingest.store.search_terms import Term, Way


def test_every_way_of_saying_what_customers_say_is_counted_unless_the_server_stops(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Way] = []
    monkeypatch.setattr(Search, "counts", lambda self, ways: counted.extend(ways) or {})
    monkeypatch.setattr("ingest.answer.warming.lexicon", lambda: SimpleNamespace(groups=("信用卡", "年费")))
    monkeypatch.setattr("ingest.answer.warming.needs", lambda: read.append("needs"))
    read: list[str] = []
    left = threading.Event()
    warm(store, left)
    assert read == ["needs"]
    assert {(Term("信用卡"),), (Term("年费"),)} <= set(counted) and len(counted) == len(set(counted))
    counted.clear()
    left.set()
    warm(store, left)
    assert counted == []


def test_a_server_that_stops_does_not_wait_for_it(store: Store) -> None:
    left = threading.Event()
    left.set()
    warm(store, left)
    with warming(store):
        pass
    assert not any(thread.name == "warming" for thread in threading.enumerate())
