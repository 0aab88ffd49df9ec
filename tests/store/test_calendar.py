"""What a calendar is made of, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import fee_page, outage_page, publish_all, put
from clocked import Clock

from ingest.model import FactKind

OUTAGE_OVER = dt.datetime(2026, 11, 24, 6)
LONG_AGO = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_it_has_bulletin_notices_that_end_later_or_state_no_end_and_were_published_lately(store, clock):
    (_, outage), (_, fee) = (publish_all(store, put(store, *page()), clock) for page in (outage_page, fee_page))
    with store.reading() as tx:
        before, after = OUTAGE_OVER - dt.timedelta(minutes=1), OUTAGE_OVER
        assert [e.id for e in tx.calendar.series(before, LONG_AGO)] == [outage.id, fee.id]
        assert [e.id for e in tx.calendar.series(after, LONG_AGO)] == [fee.id]
        assert tx.calendar.series(after, clock.now + dt.timedelta(days=1)) == []


def test_what_replaced_a_notice_and_what_it_replaced_come_together(store, clock):
    _, first = publish_all(store, put(store, *fee_page()), clock)
    _, second = publish_all(store, put(store, *fee_page("5元"), notice_id=first.notice_id), clock)
    with store.writing() as tx:
        tx.entries.supersede(first.id, second.id)
        tx.entries.withdraw(second.id, "印发有误")
    with store.reading() as tx:
        found = tx.calendar.series(OUTAGE_OVER, LONG_AGO)
        assert [(e.id, bool(e.superseded_by), bool(e.withdrawn)) for e in found] == [
            (first.id, True, False),
            (second.id, False, True),
        ]


def test_facts_come_with_what_people_corrected(store, clock):
    (_, fee) = publish_all(store, put(store, *fee_page()), clock)
    with store.writing() as tx:
        (window,) = tx.calendar.facts([fee.revision_id])[fee.revision_id][0].windows
        tx.corrections.add(
            fee.revision_id, kind=FactKind.WINDOW, position=0, before=window, after=None, actor="ada", reason="x"
        )
    with store.reading() as tx:
        facts, corrections = tx.calendar.facts([fee.revision_id])[fee.revision_id]
        assert facts.windows == (window,) and [c.after for c in corrections] == [None]
        assert tx.calendar.facts([]) == {}
