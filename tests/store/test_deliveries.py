"""The outbox: put once, claimed by one, sent again under the same name."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from store_samples import NOON

from ingest.model import Cause
from ingest.store import Store
from ingest.store.deliveries import ChannelState

LEASE = dt.timedelta(minutes=5)
LATER = NOON + LEASE


@pytest.fixture
def store(store_url: str):
    opened = Store.open(store_url, clock=lambda: NOON)
    yield opened
    opened.close()


def put(store: Store, *keys: str, channel: str = "email", topic: str = "alert") -> list[bool]:
    with store.writing() as tx:
        return [tx.deliveries.put(channel, key, topic, {"n": key}) for key in keys]


def claim(store: Store, now: dt.datetime = NOON):
    with store.writing() as tx:
        return tx.deliveries.claim(now, LEASE)


def test_a_key_is_told_once_for_each_channel(store: Store) -> None:
    assert put(store, "a", "a") == [True, False]
    assert put(store, "a", channel="webhook") == [True]
    batch = claim(store)
    with store.writing() as tx:
        tx.deliveries.delivered(batch.id, NOON)
    assert put(store, "a") == [False]


def test_what_waits_for_a_channel_leaves_together_in_the_order_in_which_it_came(store: Store) -> None:
    put(store, "a", "b")
    put(store, "c", topic="digest")
    put(store, "d", channel="webhook")
    first = claim(store)
    assert (first.channel, first.topic, [p["n"] for p in first.payloads]) == ("email", "alert", ["a", "b"])
    assert [claim(store).payloads[0]["n"] for _ in range(2)] == ["c", "d"]
    assert claim(store) is None


def test_another_attempt_sends_the_same_under_the_same_name_and_nothing_that_came_later(store: Store) -> None:
    put(store, "a", "b")
    first = claim(store)
    put(store, "c")
    assert [p["n"] for p in claim(store).payloads] == ["c"]
    again = claim(store, LATER)
    assert (again.id, again.payloads, again.attempts) == (first.id, first.payloads, 2)


def test_a_failure_waits_and_a_delivery_is_over(store: Store) -> None:
    put(store, "a")
    batch = claim(store)
    with store.writing() as tx:
        tx.deliveries.failed(batch.id, Cause("timeout"), NOON + dt.timedelta(hours=1))
        assert tx.deliveries.errors() == [("email", Cause("timeout"))]
    assert claim(store, LATER) is None
    assert claim(store, NOON + dt.timedelta(hours=1)).attempts == 2
    with store.writing() as tx:
        tx.deliveries.delivered(batch.id, LATER)
        assert tx.deliveries.counts() == {"delivered": 1, "pending": 0, "abandoned": 0}
        assert tx.deliveries.errors() == []
    assert claim(store, NOON + dt.timedelta(days=9)) is None


def test_what_was_given_up_is_counted_and_forgotten_like_what_was_delivered(store: Store) -> None:
    put(store, "a")
    batch = claim(store)
    put(store, "b")
    with store.writing() as tx:
        tx.deliveries.failed(batch.id, Cause("connection", {"detail": "x"}), None)
        assert tx.deliveries.counts() == {"delivered": 0, "pending": 1, "abandoned": 1}
        assert tx.deliveries.prune(NOON) == 0
        assert tx.deliveries.prune(LATER) == 1
        assert tx.deliveries.counts() == {"delivered": 0, "pending": 1, "abandoned": 0}


def test_of_many_senders_one_gets_the_batch(store: Store) -> None:
    put(store, *map(str, range(20)))
    with ThreadPoolExecutor(4) as threads:
        claimed = [batch for batch in threads.map(lambda _: claim(store), range(4)) if batch]
    assert [len(batch.payloads) for batch in claimed] == [20]


def test_each_channel_says_what_waits_when_it_was_last_reached_and_why_not_now(store: Store) -> None:
    put(store, "a")
    batch = claim(store)
    with store.writing() as tx:
        tx.deliveries.delivered(batch.id, LATER)
    put(store, "b", "c")
    with store.writing() as tx:
        tx.deliveries.failed(tx.deliveries.claim(NOON, LEASE).id, Cause("timeout"), LATER)
        found = tx.deliveries.by_channel(["email", "chat"])
    assert found == {"email": ChannelState(2, LATER, Cause("timeout")), "chat": ChannelState()}
