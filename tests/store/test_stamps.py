"""What has a stamp is another when it was written, and only then."""

from __future__ import annotations

import pytest
from store_samples import bulletin, faq, publish

from ingest.store import Store
from ingest.store.stamp import Kind


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
