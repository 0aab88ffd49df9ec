"""What customers say finds what the bank wrote."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "store"))

from store_samples import URL, bulletin, faq, publish

from ingest.answer.search import Found, Wanted, search
from ingest.model import Category, DraftKind, EntryState, Moment
from ingest.store import Store

NOW = dt.datetime(2026, 11, 22, 9)
ENTRIES = (
    faq("信用卡年费什么时候收？", "每年首次刷卡时收取。", keywords=("信用卡", "年费")),
    faq("手机银行转账限额怎么调整？", "在手机银行的转账设置里调整，单日最高5万元。", keywords=("手机银行", "限额")),
    faq("个人网银登录密码忘记怎么办？", "可在登录页自助重置。", keywords=("网银", "密码")),
    faq("借记卡挂失怎么办理？", "手机银行或网点均可办理，补卡工本费3.5元。", keywords=("挂失", "借记卡")),
    faq("跨行转账手续费是多少？", "按金额的0.035%收取。", keywords=("跨行转账", "手续费")),
    faq("个人住房贷款利率何时调整？", "每年1月1日重新定价。", keywords=("房贷", "LPR")),
    faq("What is the fee for card payments abroad?", "It is 3.50% of the amount.", keywords=("overseas", "card")),
    faq("How do I reset my mobile banking password?", "Choose Forgot password.", keywords=("password",)),
    bulletin("网点周末停止营业"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(str(tmp_path_factory.mktemp("search") / "s.db"))
    with opened.writing() as tx:
        for n, content in enumerate(ENTRIES):
            publish(tx, content, f"{URL}?{n}", title="公告")
    yield opened
    opened.close()


def _found(store: Store, words: str, **more: object) -> Found:
    with store.reading() as tx:
        return search(tx, Wanted(words, **more), NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("掌银限额", 2),
        ("转账限制", 2),
        ("卡丢了", 4),
        ("卡不见了怎么办", 4),
        ("网银密码忘了", 3),
        ("登陆密码", 3),
        ("按揭利率", 6),
        ("xyk nf", 1),
        ("xyknf", 1),
        ("kuahang", 5),
        ("zhuanzhang xiane", 2),
        ("網銀密碼", 3),
        ("三块五", 4),
        ("百分之三点五", 7),
        ("3.5 percent", 7),
        ("五万", 2),
        ("万分之三点五", 5),
        ("passwrod reset", 8),
        ("card abroad", 7),
        ("charges for foreign cards", 7),
        ("周末开门吗", 9),
        ("#3", 3),
        ("3", 3),
    ],
)
def test_the_first_hit_is_the_one_that_is_meant(store: Store, words: str, number: int) -> None:
    assert _found(store, words).hits[0].entry.id == number


@pytest.mark.parametrize(("typed", "number"), [("转账限", 2), ("跨", 5), ("pass", 8), ("abro", 7), ("xyk", 1)])
def test_it_is_found_while_it_is_typed(store: Store, typed: str, number: int) -> None:
    assert number in [hit.entry.id for hit in _found(store, typed, unfinished=True).hits[:3]]


def test_what_no_entry_holds_is_named(store: Store) -> None:
    found = _found(store, "转账 牡丹花")
    assert found.hits and "牡丹花" in "".join(found.unknown)
    assert _found(store, "牡丹花").hits == ()


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "' OR 1=1 --", "NEAR(", "*", "((", "\0", "\ud800", "的了吗", "&|!", "x" * 5000]
)
def test_no_query_is_a_mistake(store: Store, words: str) -> None:
    assert isinstance(_found(store, words), Found)
    assert isinstance(_found(store, words, unfinished=True), Found)


def test_filters_leave_out_what_does_not_fit(store: Store) -> None:
    assert {hit.entry.kind for hit in _found(store, "网点", kind=DraftKind.BULLETIN).hits} == {DraftKind.BULLETIN}
    assert _found(store, "网点", category=Category.PROMOTION).hits == ()


def test_what_is_over_stands_after_what_runs_and_says_so(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "s.db"))
    yesterday = Moment(dt.date(2026, 11, 21))
    with store.writing() as tx:
        over = publish(tx, faq("加油优惠怎么参加？", "已报名即可。"), URL + "?1", title="t", expires=yesterday)
        runs = publish(tx, faq("加油优惠怎么参加呢？", "已报名即可。"), URL + "?2", title="t")
        hits = search(tx, Wanted("加油优惠"), NOW).hits
    store.close()
    assert [(hit.entry.id, hit.state) for hit in hits] == [(runs, EntryState.ACTIVE), (over, EntryState.EXPIRED)]


def test_what_is_asked_more_often_comes_first_among_equals(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "s.db"))
    with store.writing() as tx:
        often = publish(tx, faq("加油优惠怎么参加？", "已报名即可。"), URL + "?1", title="t")
        publish(tx, faq("加油优惠怎么参加？", "已报名即可。"), URL + "?2", title="t")
        user = tx.users.add("an", "An", (), "x")
        assert tx.usage.ask(often, user, "call 1") and not tx.usage.ask(often, user, "call 1")
        assert search(tx, Wanted("加油优惠"), NOW).hits[0].entry.id == often
    store.close()
