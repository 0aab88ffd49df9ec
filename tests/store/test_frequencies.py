"""How much each entry is used, counted by both databases."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from store_samples import URL, bulletin, faq, publish

from ingest.answer.bands import Band, count, last_days, refresh, stretch
from ingest.model import Role
from ingest.store import Store

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)
LONG_AGO = NOW - dt.timedelta(days=200)


class Clock:
    now = LONG_AGO

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(store_url, clock):
    opened = Store.open(store_url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def entries(store, clock):
    """Five FAQ entries and a bulletin notice, published long ago."""
    with store.writing() as tx:
        tx.users.add("an", "An", frozenset({Role.AGENT}), "x")
        contents = [*(faq(f"问题{n}？") for n in range(5)), bulletin()]
        ids = [publish(tx, one, f"{URL}?{n}", title="公告", published_at=LONG_AGO) for n, one in enumerate(contents)]
    clock.now = NOW
    return ids


def ask(store, entry, times, at=NOW - dt.timedelta(days=2)):
    before, store.clock.now = store.clock.now, at
    with store.writing() as tx:
        for _ in range(times):
            tx.usage.ask(entry, 1, None)
    store.clock.now = before


def bands(store):
    with store.reading() as tx:
        rows = count(tx, stretch(last_days(NOW, SHANGHAI), SHANGHAI), SHANGHAI, NOW)
    return {row.entry_id: (row.asks, Band(row.band)) for row in rows}


def test_what_is_asked_most_is_very_high_and_what_nobody_asks_very_low(store, entries):
    a, b, c, d, e, _ = entries
    for entry, times in ((a, 50), (b, 30), (c, 15), (d, 5)):
        ask(store, entry, times)
    assert bands(store) == {
        a: (50, Band.VERY_HIGH),
        b: (30, Band.HIGH),
        c: (15, Band.LOW),
        d: (5, Band.VERY_LOW),
        e: (0, Band.VERY_LOW),
    }


def test_only_the_period_counts(store, entries):
    ask(store, entries[0], 3, NOW - dt.timedelta(days=40))
    ask(store, entries[1], 1)
    found = bands(store)
    assert found[entries[0]] == (0, Band.VERY_LOW) and found[entries[1]] == (1, Band.VERY_HIGH)


def test_asks_follow_the_redirects_of_a_whole_chain(store, entries):
    a, b, c, *_ = entries
    for entry in (a, b, c):
        ask(store, entry, 2)
    with store.writing() as tx:
        tx.entries.supersede(a, b)
        tx.entries.supersede(b, c)
    with store.reading() as tx:
        assert tx.usage.of([c, entries[3]]) == {c: 6} and set(tx.usage.last([c])) == {c}
    found = bands(store)
    assert found[c] == (6, Band.VERY_HIGH) and not {a, b} & set(found)


def test_what_is_young_or_runs_now_is_never_very_low(store, entries, clock):
    with store.writing() as tx:
        young = publish(tx, faq("新问题？"), f"{URL}?y", title="公告", published_at=NOW - dt.timedelta(days=3))
    ask(store, entries[0], 100)
    found = bands(store)
    assert found[young] == (0, Band.LOW) and found[entries[1]] == (0, Band.VERY_LOW)


def test_what_took_the_place_of_an_old_entry_is_as_old(store, entries):
    with store.writing() as tx:
        young = publish(tx, faq("新问题？"), f"{URL}?y", title="公告", published_at=NOW - dt.timedelta(days=3))
        tx.entries.supersede(entries[1], young)
    ask(store, entries[0], 100)
    assert bands(store)[young] == (0, Band.VERY_LOW)


def test_counting_anew_keeps_pins_and_forgets_what_is_withdrawn(store, entries):
    a, b, *_ = entries
    ask(store, a, 4)
    assert refresh(store, SHANGHAI, NOW) == 5
    with store.writing() as tx:
        assert tx.frequencies.pin(a, True) and not tx.frequencies.pin(a, True)
        assert tx.entries.withdraw(b, "over")
    assert refresh(store, SHANGHAI, NOW) == 4
    with store.reading() as tx:
        assert tx.frequencies.pinned() == [a] and b not in tx.frequencies.bands()
        assert [one.entry_id for one in tx.frequencies.asked()] == [a]
        groups, some = tx.frequencies.unasked(2)
        assert sum(groups.values()) == 3 and len(some) == 2
        begins, ends = tx.frequencies.counted()
        assert (ends - begins).days == 30


def test_days_are_those_of_the_bank(store, entries):
    ask(store, entries[0], 2, dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC))
    when = stretch(last_days(NOW, SHANGHAI), SHANGHAI)
    with store.reading() as tx:
        days = tx.frequencies.by_day(when.begins, when.ends, "Asia/Shanghai", 8 * 3600)
        mine = tx.frequencies.by_day_of([entries[0]], when.begins, when.ends, "Asia/Shanghai", 8 * 3600)
    assert [(day.day.isoformat(), day.asks) for day in days] == [("2026-11-21", 2)]
    assert mine == [(dt.date(2026, 11, 21), entries[0], 2)]
