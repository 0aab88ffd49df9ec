"""What has a stamp is another when it was written, and only then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from store_samples import bulletin, faq, publish

from ingest.store import Store, Transaction
from ingest.store.frequencies import Counted, Frequency
from ingest.store.stamp import Kind

Deed = Callable[[Transaction, int, int], object]


def stamps(store: Store) -> tuple[str, str]:
    with store.reading() as tx:
        return tx.stamps.get(Kind.ENTRIES), tx.stamps.get(Kind.VISITS)


def test_each_kind_has_a_stamp_of_its_own(store: Store) -> None:
    with store.writing() as tx:
        id = publish(tx, bulletin(), "https://www.bank.example/1")
    first = stamps(store)
    with store.writing() as tx:
        tx.entries.withdraw(id, "作废")
    second = stamps(store)
    assert second[0] != first[0] and second[1] == first[1]
    with store.writing() as tx:
        tx.runs.finish(tx.runs.begin(tx.clock()), tx.clock())
    third = stamps(store)
    assert third[0] == second[0] and third[1] != second[1]


def test_what_was_undone_or_changed_nothing_leaves_the_stamp(store: Store) -> None:
    with store.writing() as tx:
        id = publish(tx, faq(), "https://www.bank.example/1")
        notice = tx.entries.get(id).notice_id
    first = stamps(store)
    with pytest.raises(ZeroDivisionError), store.writing() as tx:
        tx.entries.withdraw(id, "作废")
        raise ZeroDivisionError
    with store.writing() as tx:
        assert tx.entries.source_changed(notice, False) == 0
        tx.meta.set("x", "y")
    assert stamps(store) == first
    with store.writing() as tx:
        assert tx.entries.source_changed(notice, True) == 1
    assert stamps(store)[0] != first[0]


def _pinned(tx: Transaction, one: int, other: int) -> None:
    tx.pins.add(one, "ada", tx.clock() + dt.timedelta(hours=1))


def _counted(tx: Transaction, one: int, other: int) -> None:
    today = tx.clock().date()
    tx.frequencies.put(
        [Frequency(one, None, 3, "high"), Frequency(other, None, 1, "low")], Counted(today, today, tx.clock())
    )


def _pinned_in_the_index(tx: Transaction, one: int, other: int) -> None:
    _counted(tx, one, other)
    assert tx.frequencies.pin(one, True)


def _replaced(tx: Transaction, one: int, other: int) -> None:
    _pinned_in_the_index(tx, one, other)
    assert tx.entries.supersede(one, other)


def _nothing(tx: Transaction, one: int, other: int) -> None:
    pass


DEEDS: dict[str, tuple[Deed, Deed]] = {
    "an entry is pinned on the board": (_nothing, _pinned),
    "a pin is taken off the board": (_pinned, lambda tx, one, other: tx.pins.end(one)),
    "an entry is pinned in the index": (_counted, lambda tx, one, other: tx.frequencies.pin(one, True)),
    "a pin of the index goes to what replaces its entry": (
        _replaced,
        lambda tx, one, other: tx.frequencies.put(
            [Frequency(other, None, 1, "low")], Counted(tx.clock().date(), tx.clock().date(), tx.clock())
        ),
    ),
    "a publication is taken back": (_replaced, lambda tx, one, other: tx.restoring.revive_replaced_by(other)),
    "a second sign-off is taken back": (_nothing, lambda tx, one, other: tx.restoring.unvalidate(one, ())),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_changes_the_board_or_the_hits_of_a_search_changes_the_stamp(store: Store, deed: str) -> None:
    before, does = DEEDS[deed]
    with store.writing() as tx:
        ids = [publish(tx, faq(), f"https://www.bank.example/{n}") for n in range(2)]
        before(tx, ids[0], ids[1])
    first = stamps(store)
    with store.writing() as tx:
        does(tx, ids[0], ids[1])
    assert stamps(store)[0] != first[0]
