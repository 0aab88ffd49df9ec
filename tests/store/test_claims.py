"""Claims and saved views: what the desk remembers for people."""

from __future__ import annotations

import datetime as dt

import pytest
from clocked import Clock
from store_samples import URL, add_notice

from ingest.store import Store

TWO_MINUTES = dt.timedelta(minutes=2)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_claim_is_one_persons_until_it_runs_out(store: Store, clock: Clock) -> None:
    with store.writing() as tx:
        notice, _ = add_notice(tx)
        began = clock()
        assert tx.claims.take(notice, "li", clock() + TWO_MINUTES)
        assert not tx.claims.take(notice, "wang", clock() + TWO_MINUTES)
        clock.forward(minutes=1)
        assert tx.claims.take(notice, "li", clock() + TWO_MINUTES)
        held = tx.claims.of(notice)
        assert held and (held.owner, held.name, held.since) == ("li", "li", began)
        clock.forward(minutes=3)
        assert tx.claims.of(notice) is None
        assert tx.claims.take(notice, "wang", clock() + TWO_MINUTES)
        taken = tx.claims.of(notice)
        assert taken and (taken.owner, taken.since) == ("wang", clock())


def test_only_its_owner_lets_a_claim_go(store: Store, clock: Clock) -> None:
    with store.writing() as tx:
        tx.users.add("li", "李", (), "hash")
        notice, _ = add_notice(tx)
        other, _ = add_notice(tx, URL + "?2")
        for id in (notice, other):
            tx.claims.take(id, "li", clock() + TWO_MINUTES)
        assert not tx.claims.release(notice, "wang") and tx.claims.release(notice, "li")
        assert {id: claim.name for id, claim in tx.claims.live().items()} == {other: "李"}


def test_views_are_each_persons_own(store: Store) -> None:
    with store.writing() as tx:
        li, wang = (tx.users.add(name, name, (), "hash") for name in ("li", "wang"))
        first = tx.saved_views.save(li, "今天", "window=today")
        second = tx.saved_views.save(li, "fees", "category=fee_change")
        assert tx.saved_views.save(li, "fees", "tier=R") == second
        tx.saved_views.save(wang, "fees", "tier=F")
        assert [(v.name, v.query, v.default) for v in tx.saved_views.of(li)] == [
            ("今天", "window=today", False),
            ("fees", "tier=R", False),
        ]
        assert not tx.saved_views.rename(wang, first, "mine") and not tx.saved_views.delete(wang, first)
        assert not tx.saved_views.rename(li, first, "fees") and tx.saved_views.rename(li, first, "heute")
        assert tx.saved_views.delete(li, first) and [v.id for v in tx.saved_views.of(li)] == [second]


def test_one_view_at_most_opens_by_itself(store: Store) -> None:
    with store.writing() as tx:
        li = tx.users.add("li", "li", (), "hash")
        first, second = (tx.saved_views.save(li, name, name) for name in "ab")
        assert tx.saved_views.open_by_itself(li, second)
        assert [(v.id, v.default) for v in tx.saved_views.of(li)] == [(second, True), (first, False)]
        assert tx.saved_views.open_by_itself(li, first)
        assert [v.id for v in tx.saved_views.of(li) if v.default] == [first]
        assert tx.saved_views.open_by_itself(li, None) and not any(v.default for v in tx.saved_views.of(li))
        assert not tx.saved_views.open_by_itself(li, 99)


def test_one_look_tells_what_was_decided_since_and_who_is_at_work(store: Store, clock: Clock) -> None:
    with store.writing() as tx:
        tx.users.add("li", "李", (), "hash")
        notice, _ = add_notice(tx)
        first = tx.audit.append("li", "signed", "draft:7", {}, clock()).id
        tx.audit.append("wang", "refused", "draft:7", {}, clock())
        tx.audit.append("ingest", "notice.new", "notice:1", {}, clock())
        last = tx.audit.append("wang", "amended", "draft:8", {}, clock()).id
        tx.claims.take(notice, "li", clock() + TWO_MINUTES)
    with store.reading() as tx:
        beat = tx.pulse.since(0)
        assert [(d.event, d.draft_id, d.actor, d.name, d.action) for d in beat.deeds] == [
            (first, 7, "li", "李", "signed"),
            (last, 8, "wang", "wang", "amended"),
        ]
        assert beat.head == last == tx.audit.head() and beat.claims == {notice: ("li", "李")}
        assert tx.pulse.since(first).deeds == beat.deeds[1:] and tx.pulse.since(last).deeds == ()
        clock.forward(minutes=3)
        assert tx.pulse.since(last).claims == {}


def test_an_empty_store_has_no_pulse(store: Store) -> None:
    with store.reading() as tx:
        beat = tx.pulse.since(0)
        assert (beat.head, beat.deeds, beat.claims, tx.audit.head()) == (0, (), {}, 0)
