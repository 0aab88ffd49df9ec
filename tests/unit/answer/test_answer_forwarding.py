"""A question that was answered before: its asker is shown what answers it today, or it is asked again."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import ADMIN, changed, fee_page, publish_all, put
from clocked import Clock, clock, store

from ingest.answer.questions.forwarding import Forwarding, forward
from ingest.answer.questions.pointing import point
from ingest.model import Actor, Moment
from ingest.store.store import Store

__all__ = ["clock", "store"]

NOW = dt.datetime(2026, 12, 2, 9)


@pytest.fixture
def person(store: Store) -> Actor:
    with store.writing() as tx:
        return Actor(ADMIN.name, ADMIN.roles, tx.users.add(ADMIN.name, "Ada", ADMIN.roles, ""))


def published(store: Store, clock: Clock, question: str, until: str | None = None) -> int:
    document, facts, faq, _ = fee_page()
    ends = Moment(dt.date.fromisoformat(until)) if until else None
    made = put(store, document, facts, changed(faq, question=question, valid_until=ends))
    return publish_all(store, made, clock)[0].id


def ask(store: Store, person: Actor, clock: Clock, now: dt.datetime = NOW) -> Forwarding:
    return forward(store, person, "柜面转账收费吗？", "", "", now, clock)


def test_what_is_over_answers_nothing_any_more(store: Store, clock: Clock, person: Actor) -> None:
    entry, first = published(store, clock, "柜面转账收多少？", "2026-12-31"), ask(store, person, clock)
    point(store, person, first.id, 1, entry, NOW, clock)
    assert ask(store, person, clock) == Forwarding(first.id, True, entry)
    later = ask(store, person, clock, dt.datetime(2027, 1, 1, 9))
    assert later.entry_id is None and later.id != first.id


def test_what_took_the_place_of_the_answer_is_the_answer_unless_it_was_withdrawn(
    store: Store, clock: Clock, person: Actor
) -> None:
    old, first = published(store, clock, "柜面转账收多少？"), ask(store, person, clock)
    point(store, person, first.id, 1, old, NOW, clock)
    document, facts, faq, _ = fee_page("5元")
    with store.reading() as tx:
        notice_id = tx.entries.get(old).notice_id
    [new] = publish_all(store, put(store, document, facts, faq, notice_id=notice_id, revises=old), clock)
    assert ask(store, person, clock) == Forwarding(first.id, True, new.id)
    with store.writing() as tx:
        tx.entries.withdraw(new.id, "wrong")
    assert ask(store, person, clock).entry_id is None
