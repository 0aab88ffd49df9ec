"""A search that is narrowed finds what fits, however much else holds the same words."""

from __future__ import annotations

import datetime as dt

import pytest
from store_samples import URL, add_draft, bulletin, entry_for, faq, publish

from ingest.answer.search import Wanted, search
from ingest.model import Category, DraftKind
from ingest.store import Store

NOW = dt.datetime(2026, 11, 22, 9)
MANY = 62
"""More than are looked at for one way of saying it."""


@pytest.fixture
def filled(store: Store) -> Store:
    """The first is a bulletin, the second of another category, the third the only one about the mobile bank."""
    with store.writing() as tx:
        first = [
            publish(tx, bulletin("跨行转账手续费自12月1日起调整"), f"{URL}?b", title="公告"),
            publish(tx, faq("跨行转账手续费怎么查？", "在手机银行查询。"), f"{URL}?m", title="公告"),
        ]
        draft = add_draft(
            tx, f"{URL}?l", faq("跨行转账手续费优惠怎么申请？", "在柜面申请。"), category=Category.RATE_CHANGE
        )
        first.append(tx.entries.publish(entry_for(tx, draft)))
        more = [faq(f"跨行转账手续费第{n}档是多少？", "按金额收取手续费。") for n in range(MANY)]
        for n, content in enumerate(more):
            publish(tx, content, f"{URL}?{n}", title="公告")
    return store


def ids(store: Store, words: str, **more: object) -> list[int]:
    with store.reading() as tx:
        return [hit.entry.id for hit in search(tx, Wanted(words, **more), NOW).hits]  # type: ignore[arg-type]


def test_the_one_that_fits_is_found_behind_many_that_hold_the_words_better(filled: Store) -> None:
    with filled.reading() as tx:
        notice, mobile, rate = sorted(entry.id for entry in tx.entries.all())[:3]
    for words in ("手续费", "跨行转账手续费", "转帐手续费"):
        assert len(ids(filled, words)) == 10
        assert ids(filled, words, kind=DraftKind.BULLETIN) == [notice]
        assert ids(filled, words, category=Category.RATE_CHANGE) == [rate]
        assert ids(filled, words, channel="mobile") == [mobile]
        assert ids(filled, words, channel="atm") == []


def test_a_bare_number_puts_the_entry_first_if_it_is_in_use_and_fits(store: Store) -> None:
    with store.writing() as tx:
        number = publish(tx, faq("账单日是哪天？", "每月5日。"), URL)
        other = publish(tx, faq(f"满{number}元减几元？", f"满{number}元减{number}元。"), f"{URL}?2")
    assert ids(store, f"{number}") == [number, other]
    assert ids(store, f"{number}", kind=DraftKind.BULLETIN) == ids(store, f"{number}", channel="mobile") == []
    with store.writing() as tx:
        tx.entries.withdraw(number, "wrong")
    assert ids(store, f"{number}") == [other] and ids(store, f"#{number}") == [number]
