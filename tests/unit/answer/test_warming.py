"""The search is warm before the first customer calls."""

from __future__ import annotations

import threading

from ingest.answer.warming import warm, warming
from ingest.store import Store


def test_a_server_that_stops_does_not_wait_for_it(store: Store) -> None:
    left = threading.Event()
    left.set()
    warm(store, left)
    with warming(store):
        pass
    assert not any(thread.name == "warming" for thread in threading.enumerate())
