"""Shifts, what has to be read, and who read it."""

from __future__ import annotations

import datetime as dt

import pytest
from store_samples import bulletin, faq, publish

from ingest.model import Moment, Role, Urgency
from ingest.store import Store
from ingest.store.board import AsOf


class Clock:
    now = dt.datetime(2026, 3, 5, 2, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += dt.timedelta(**by)

    @property
    def moment(self) -> AsOf:
        return AsOf(self.now, self.now.replace(tzinfo=None))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def agent(store: Store) -> int:
    with store.writing() as tx:
        return tx.users.add("an", "An", {Role.AGENT}, "x")


def test_a_shift_begins_when_somebody_comes_back_after_more_than_four_hours(store, clock, agent) -> None:
    with store.writing() as tx:
        assert tx.shifts.current(agent) is None
        began = clock.now
        for _ in range(3):
            tx.shifts.seen(agent)
            clock.forward(hours=4)
        last = clock.now - dt.timedelta(hours=4)
        assert tx.shifts.current(agent).began == began and tx.shifts.current(agent).last_seen is None
        clock.forward(minutes=1)
        tx.shifts.seen(agent)
        shift = tx.shifts.current(agent)
        assert (shift.began, shift.last_seen) == (clock.now, last)
        assert tx.shifts.last_seen() == {agent: clock.now}


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"urgency": Urgency.P0}, True),
        ({"urgency": Urgency.P1}, True),
        ({"urgency": Urgency.P2}, False),
        ({"urgency": Urgency.P0, "expires": Moment(dt.date(2026, 3, 5), dt.time(2))}, False),
    ],
)
def test_only_what_is_urgent_has_to_be_read(store, clock, agent, fields, asked) -> None:
    with store.writing() as tx:
        id = publish(tx, bulletin(), "https://www.bank.example/1", published_at=clock.now, **fields)
        assert [e.id for e in tx.acknowledgements.unread(agent, tx.acknowledgements.asked(clock.moment))] == [
            id
        ] * asked


def test_questions_of_a_bulletin_are_read_with_it(store, clock, agent) -> None:
    with store.writing() as tx:
        told = publish(tx, bulletin(), "https://www.bank.example/1", published_at=clock.now, urgency=Urgency.P0)
        notice = tx.entries.get(told).notice_id
        publish(tx, faq(), "https://www.bank.example/2", published_at=clock.now, urgency=Urgency.P0, notice_id=notice)
        alone = publish(tx, faq(), "https://www.bank.example/3", published_at=clock.now, urgency=Urgency.P0)
        assert [e.id for e in tx.acknowledgements.unread(agent, tx.acknowledgements.asked(clock.moment))] == [
            alone,
            told,
        ]


@pytest.mark.parametrize("material", [True, False])
def test_only_a_material_change_has_to_be_read_again(store, clock, agent, material) -> None:
    with store.writing() as tx:
        old = publish(tx, bulletin(), "https://www.bank.example/1", published_at=clock.now, urgency=Urgency.P1)
        clock.forward(minutes=5)
        assert tx.acknowledgements.add(old, agent) and not tx.acknowledgements.add(old, agent)
        assert tx.acknowledgements.unread(agent, tx.acknowledgements.asked(clock.moment)) == []
        clock.forward(minutes=5)
        plain = {"published_at": clock.now, "urgency": Urgency.P1, "material": material}
        new = publish(tx, bulletin("改了"), "https://www.bank.example/2", **plain)
        tx.entries.supersede(old, new)
        tx.acknowledgements.carry(old, new)
        clock.forward(minutes=5)
        assert [e.id for e in tx.acknowledgements.unread(agent, tx.acknowledgements.asked(clock.moment))] == [
            new
        ] * material
        assert len(tx.acknowledgements.of([new])) == (not material)
        assert tx.acknowledgements.add(new, agent) is material
        assert tx.acknowledgements.unread(agent, tx.acknowledgements.asked(clock.moment)) == []


def test_a_reviewer_may_say_otherwise_afterwards(store, clock, agent) -> None:
    with store.writing() as tx:
        old = publish(tx, bulletin(), "https://www.bank.example/1", published_at=clock.now)
        tx.acknowledgements.add(old, agent)
        clock.forward(minutes=5)
        new = publish(tx, bulletin("改了"), "https://www.bank.example/2", published_at=clock.now, material=False)
        tx.entries.supersede(old, new)
        tx.acknowledgements.carry(old, new)
        assert tx.acknowledgements.asked(clock.moment) == []
        assert tx.entries.set_material(new, True) and not tx.entries.set_material(new, True)
        assert [e.id for e in tx.acknowledgements.unread(agent, tx.acknowledgements.asked(clock.moment))] == [new]


def test_what_changed_long_ago_is_no_longer_waited_for_unless_it_is_urgent_at_once(store, clock, agent) -> None:
    with store.writing() as tx:
        plain = {"published_at": clock.now}
        publish(tx, bulletin(), "https://www.bank.example/1", urgency=Urgency.P1, **plain)
        scam = publish(tx, bulletin("诈骗"), "https://www.bank.example/2", urgency=Urgency.P0, **plain)
        clock.forward(days=15)
        assert [e.id for e in tx.acknowledgements.unread(agent, tx.acknowledgements.asked(clock.moment))] == [scam]


def test_what_was_shown_is_kept_once_for_each_place(store, agent) -> None:
    with store.writing() as tx:
        one, two = (publish(tx, bulletin(), f"https://www.bank.example/{n}") for n in (1, 2))
        tx.exposures.add_all(tx.exposures.new_to(agent, [one, two], "board"), agent, "board")
        tx.exposures.add(one, agent, "card")
        assert tx.exposures.new_to(agent, [one, two], "board") == []
        assert [e.place for e in tx.exposures.of_entry(one)] == ["board", "card"]
