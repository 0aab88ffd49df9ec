"""How much each entry is used, counted by both databases."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from store_samples import URL, bulletin, faq, publish

from ingest.answer.bands import Band, count, last_days
from ingest.answer.daily import count_daily, sum_up
from ingest.model import Role
from ingest.store.frequencies import Counted

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
    sum_up(store, SHANGHAI, NOW)
    with store.reading() as tx:
        rows = count(tx, last_days(NOW, SHANGHAI), SHANGHAI, NOW)
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
    assert count_daily(store, SHANGHAI, NOW) == 5
    with store.writing() as tx:
        assert tx.frequencies.pin(a, True) and not tx.frequencies.pin(a, True)
        assert tx.entries.withdraw(b, "over")
    tomorrow = NOW + dt.timedelta(days=1)
    assert count_daily(store, SHANGHAI, NOW) is None and count_daily(store, SHANGHAI, tomorrow) == 4
    with store.reading() as tx:
        assert tx.frequencies.pinned() == [a] and b not in tx.frequencies.bands()
        groups = tx.frequencies.groups()
        assert sum(entries for entries, _ in groups.values()) == 4 and sum(asks for _, asks in groups.values()) == 4
        counted = tx.frequencies.counted()
        assert (counted.last - counted.first).days == 29 and counted.at == tomorrow


def test_a_list_begins_with_the_most_asked_and_goes_on_where_a_page_ends(store, entries):
    a, b, *rest = entries[:5]
    ask(store, b, 4)
    ask(store, a, 2)
    count_daily(store, SHANGHAI, NOW)
    with store.reading() as tx:
        listed = tx.frequencies.listed
        assert [one.entry_id for one in listed(None, None, limit=3)] == [b, a, rest[-1]]
        assert [one.entry_id for one in listed(None, None, limit=3, offset=3)] == [rest[1], rest[0]]
        category = listed(None, None, limit=1)[0].category
        assert [one.entry_id for one in listed(category, "very_low", limit=9)] == rest[::-1]


def test_days_that_are_summed_up_and_those_that_are_open_make_one_count(store, entries):
    a, b, *_ = entries
    ask(store, a, 3, NOW - dt.timedelta(days=60))
    ask(store, a, 2)
    sum_up(store, SHANGHAI, NOW)
    ask(store, a, 1, NOW)
    ask(store, b, 1, NOW)
    with store.writing() as tx:
        tx.entries.supersede(b, a)
    with store.reading() as tx:
        assert tx.usage.of([a]) == {a: 7} and tx.usage.last([a]) == {a: NOW}
    sum_up(store, SHANGHAI, NOW)
    with store.reading() as tx:
        assert tx.usage.of([a]) == {a: 7}
        assert tx.asked_days.by_entry(dt.date(2026, 1, 1), NOW.date()) == {a: 6, b: 1}


def test_another_time_zone_has_other_days(store, entries):
    ask(store, entries[0], 2, dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC))
    for zone, day in ((SHANGHAI, 21), (ZoneInfo("Europe/London"), 20)):
        sum_up(store, zone, NOW)
        with store.reading() as tx:
            found = tx.asked_days.of_entries([entries[0]], dt.date(2026, 11, 1), NOW.date())
            assert found == [(dt.date(2026, 11, day), entries[0], 2)] and tx.usage.of([entries[0]]) == {entries[0]: 2}


def test_days_are_those_of_the_bank(store, entries):
    ask(store, entries[0], 2, dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC))
    sum_up(store, SHANGHAI, NOW)
    days = last_days(NOW, SHANGHAI)
    with store.reading() as tx:
        found = tx.asked_days.by_category(days.first, days.last)
    assert [(day.day.isoformat(), day.asks) for day in found] == [("2026-11-21", 2)]


@pytest.mark.parametrize("counted_before", [True, False])
def test_a_pin_goes_to_what_takes_the_place_of_its_entry(store, clock, entries, counted_before):
    old = entries[0]

    def replace_it():
        with store.writing() as tx:
            return publish(tx, faq("问题0，新版？"), f"{URL}?new", published_at=LONG_AGO)

    new = replace_it() if counted_before else None
    count_daily(store, SHANGHAI, NOW)
    new = new or replace_it()
    with store.writing() as tx:
        assert tx.frequencies.pin(old, True) and tx.entries.supersede(old, new)
    count_daily(store, SHANGHAI, NOW + dt.timedelta(days=1))
    with store.reading() as tx:
        assert tx.frequencies.pinned() == [new]


def test_who_takes_a_pin_off_while_it_is_counted_is_not_overruled(store, clock, entries):
    count_daily(store, SHANGHAI, NOW)
    with store.writing() as tx:
        tx.frequencies.pin(entries[0], True)
        rows = count(tx, last_days(NOW, SHANGHAI), SHANGHAI, NOW)
        tx.frequencies.pin(entries[0], False)
        days = last_days(NOW, SHANGHAI)
        tx.frequencies.put(rows, Counted(days.first, days.last, NOW))
        assert tx.frequencies.pinned() == []
