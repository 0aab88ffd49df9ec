"""How sources are is kept between visits, and told to monitors without what was learnt."""

from __future__ import annotations

import datetime as dt

from store_samples import NOON

from ingest.model import Cause, Health, HealthStatus, Usual
from ingest.store import Store

DAY = dt.timedelta(days=1)
ILL = Health(
    "one",
    HealthStatus.DEGRADED,
    NOON - DAY,
    (Cause("few_items", {"found": 2, "expected": 20}),),
    streak=3,
    told=HealthStatus.DEGRADED,
    visited=NOON,
    last_good=NOON - 2 * DAY,
    last_news=NOON - 3 * DAY,
    usual=Usual((20, 21), (1.0, 0.95), (0.5,), (1200,), (0.01,)),
    block="b",
    visits={"ok": 4, "degraded": 3},
    requests=70,
)


def test_a_source_is_remembered_wholly_and_replaced_at_its_next_visit(store: Store) -> None:
    with store.writing() as tx:
        assert tx.health.of("one") is None
        tx.health.put(ILL)
        assert tx.health.of("one") == ILL
        tx.health.put(Health("one", visited=NOON))
    with store.reading() as tx:
        assert tx.health.of("one") == Health("one", visited=NOON)


def test_monitors_see_every_source_and_people_those_in_trouble_the_longest_first(store: Store) -> None:
    failing = Health("two", HealthStatus.FAILING, NOON - 5 * DAY, visited=NOON)
    with store.writing() as tx:
        for health in (ILL, failing, Health("three", visited=NOON)):
            tx.health.put(health)
    with store.reading() as tx:
        assert tx.health.in_trouble() == [failing, ILL]
        assert [(s.source_id, s.status) for s in tx.health.summaries()] == [
            ("one", HealthStatus.DEGRADED),
            ("three", HealthStatus.WELL),
            ("two", HealthStatus.FAILING),
        ]
        one = tx.health.summaries()[0]
    assert (one.since, one.last_good, one.visited) == (ILL.since, ILL.last_good, ILL.visited)
    assert (one.requests, one.visits) == (70, {"ok": 4, "degraded": 3})


def test_a_source_that_is_forgotten_begins_anew(store: Store) -> None:
    with store.writing() as tx:
        tx.health.put(ILL)
        tx.health.forget("one")
        assert tx.health.of("one") is None
