"""What the board of a moment is made of, found among everything that was ever published."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event
from store_samples import bulletin, faq, publish

from ingest.model import Moment, Urgency
from ingest.store import Store
from ingest.store.board import AsOf

NOW = dt.datetime(2026, 3, 5, 10, 0)
AT = NOW.replace(tzinfo=dt.UTC)
LONG_AGO = AT - dt.timedelta(days=40)


def day(text: str) -> Moment:
    head, _, time = text.partition("T")
    return Moment(dt.date.fromisoformat(head), dt.time.fromisoformat(time) if time else None)


@pytest.mark.parametrize(
    ("fields", "chosen"),
    [
        ({"published_at": AT - dt.timedelta(hours=23)}, True),
        ({"published_at": LONG_AGO}, False),
        ({"published_at": LONG_AGO, "urgency": Urgency.P0}, True),
        ({"published_at": LONG_AGO, "starts": day("2026-03-05T22:00")}, True),
        ({"published_at": LONG_AGO, "starts": day("2026-03-11")}, True),
        ({"published_at": LONG_AGO, "starts": day("2026-03-12")}, False),
        ({"published_at": LONG_AGO, "expires": day("2026-03-05T10:01")}, True),
        ({"published_at": LONG_AGO, "expires": day("2026-03-05T10:00")}, False),
        ({"published_at": LONG_AGO, "expires": day("2026-03-11")}, True),
        ({"published_at": LONG_AGO, "urgency": Urgency.P0, "expires": day("2026-03-04")}, False),
    ],
)
def test_questions_that_say_something_about_today(store: Store, fields, chosen) -> None:
    with store.writing() as tx:
        id = publish(tx, faq(), "https://www.bank.example/1", **fields)
        assert [entry.id for entry in tx.board.of(AsOf(AT, NOW)).entries] == [id] * chosen


def test_bulletins_come_with_their_questions_and_with_what_they_replaced(store: Store) -> None:
    with store.writing() as tx:
        old = publish(tx, bulletin("旧的"), "https://www.bank.example/0", published_at=LONG_AGO)
        new = publish(tx, bulletin(), "https://www.bank.example/1", published_at=LONG_AGO)
        notice = tx.entries.get(new).notice_id
        asked = publish(tx, faq(), "https://www.bank.example/2", published_at=LONG_AGO, notice_id=notice)
        tx.entries.supersede(old, new)
        chosen = tx.board.of(AsOf(AT, NOW))
    assert {entry.id for entry in chosen.entries} == {new, asked}
    assert [entry.id for entry in chosen.replaced] == [old] and not chosen.more


def test_what_is_in_force_without_news_is_bounded(store: Store) -> None:
    with store.writing() as tx:
        for n in range(63):
            publish(tx, bulletin(f"第{n}号"), f"https://www.bank.example/{n}", published_at=LONG_AGO)
        chosen = tx.board.of(AsOf(AT, NOW))
    assert len(chosen.entries) == 60 and chosen.more


def test_the_number_of_questions_to_the_database_does_not_grow(store: Store) -> None:
    asked: list[str] = []
    with store.writing() as tx:
        counted = []
        for n in range(12):
            publish(tx, bulletin(f"第{n}号"), f"https://www.bank.example/{n}", published_at=AT)
            event.listen(tx.conn, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
            asked.clear()
            tx.board.of(AsOf(AT, NOW))
            counted.append(len(asked) // (n + 1))
    assert len(set(counted)) == 1


def test_the_board_of_a_past_moment(sqlite_url: str) -> None:
    clock = [AT]
    store = Store.open(sqlite_url, clock=lambda: clock[0])
    before, after = AT - dt.timedelta(hours=1), AT + dt.timedelta(hours=3)
    with store.writing() as tx:
        first = publish(tx, bulletin("十元"), "https://www.bank.example/1", published_at=AT - dt.timedelta(days=2))
        taken = publish(tx, bulletin("误发"), "https://www.bank.example/2", published_at=AT - dt.timedelta(days=2))
        second = publish(tx, bulletin("六元"), "https://www.bank.example/3", published_at=AT)
        tx.entries.supersede(first, second)
        tx.entries.withdraw(taken, "发错了")
        was = tx.board.of(AsOf(before, NOW - dt.timedelta(hours=1), then=True)).entries
        late = tx.board.of(AsOf(after, NOW + dt.timedelta(hours=3), then=True)).entries
    store.close()
    assert [(e.id, e.superseded_by, e.withdrawn) for e in was] == [(first, None, None), (taken, None, None)]
    assert [(e.id, e.withdrawn) for e in late] == [(taken, "发错了"), (second, None)]


def test_what_came_and_what_was_taken_back_since_a_moment(store: Store) -> None:
    now = dt.datetime.now(dt.UTC)
    moment = AsOf(now, now.replace(tzinfo=None))
    with store.writing() as tx:
        old = publish(tx, bulletin("旧"), "https://www.bank.example/1", published_at=now - dt.timedelta(days=3))
        new = publish(tx, bulletin("新"), "https://www.bank.example/2", published_at=now - dt.timedelta(hours=2))
        long_ago, evening = now - dt.timedelta(days=4), now - dt.timedelta(hours=9)
        assert [e.id for e in tx.board.lately(long_ago, moment).since(evening).entries] == [new]
        tx.entries.withdraw(old, "作废")
        lately = tx.board.lately(long_ago, moment)
        assert [e.id for e in lately.since(evening).entries] == [new, old] and lately.whole == long_ago
        assert [e.id for e in lately.since(long_ago).entries] == [new]  # what came and went in between is no news
        assert lately.since(evening, limit=1).more
        assert tx.board.lately(long_ago, moment, limit=0).whole == max(
            e.ended_at or e.published_at for e in lately.gone
        )
