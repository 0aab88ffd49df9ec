"""Pins on the board, in both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from store_samples import URL, bulletin, publish

NOW = dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class Clock:
    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def running(store, at):
    with store.reading() as tx:
        return {id: (pin.by, pin.until) for id, pin in tx.pins.running(at).items()}


def test_a_pin_ends_by_the_clock_or_when_it_is_taken_off_and_the_past_stays(store, clock):
    with store.writing() as tx:
        a, b = (publish(tx, bulletin(), f"{URL}?{n}", title="公告", published_at=NOW) for n in range(2))
        tx.pins.add(a, "ada", NOW + HOUR)
        tx.pins.add(b, "ada", NOW + 5 * HOUR)
    assert running(store, NOW) == {a: ("ada", NOW + HOUR), b: ("ada", NOW + 5 * HOUR)}
    assert set(running(store, NOW + HOUR)) == {b}
    clock.now = NOW + 2 * HOUR
    with store.writing() as tx:
        assert tx.pins.end(b) and not tx.pins.end(b)
    assert running(store, clock.now) == {} and set(running(store, NOW + dt.timedelta(minutes=90))) == {b}


def test_a_pin_holds_for_what_takes_the_entrys_place(store, clock):
    with store.writing() as tx:
        a, b, c = (publish(tx, bulletin(), f"{URL}?{n}", title="公告", published_at=NOW) for n in range(3))
        tx.pins.add(a, "ada", NOW + 9 * HOUR)
    clock.now = NOW + HOUR
    with store.writing() as tx:
        tx.entries.supersede(a, b)
        tx.entries.supersede(b, c)
    assert set(running(store, clock.now)) == {c}
    assert set(running(store, NOW)) == {a}
    with store.writing() as tx:
        tx.pins.add(c, "bo", NOW + 3 * HOUR)
    assert running(store, clock.now) == {c: ("bo", NOW + 3 * HOUR)}
    with store.writing() as tx:
        tx.entries.withdraw(c, "wrong")
    assert running(store, clock.now) == {}
