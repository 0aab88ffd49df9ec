"""An item is a name that a customer can read, in the characters of the notice."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Category, Figure
from ingest.understand.figures.phrases import phrase, sound, whole

Read = Callable[..., tuple[Figure, ...]]


@pytest.mark.parametrize(
    ("sentence", "item"),
    [
        ("“澄金”联名卡成本上升，由每张60元上调为每张80元。", "“澄金”联名卡"),
        ("现金管理协定存款本次未作变动，仍为0.60%。", "现金管理协定存款"),
        ("我行自有收单商户的贷记卡费率延续0.45%。", "自有收单商户的贷记卡费率"),
        ("Ⅲ类户向非绑定账户转出，日累计由三千元压降至一千元。", "Ⅲ类户向非绑定账户转出：日累计"),
        ("他行ATM取款、POS刷卡可用，但单笔不得超过4,000元。", "他行ATM取款、POS刷卡：单笔"),
        ("二、６５周岁（含）以上客户的手机银行日累计限额为３万元。", "６５周岁（含）以上客户的手机银行日累计限额"),
        ("纸质函证不参加本项优惠，仍为每份150元。", "纸质函证"),
        ("自2026年6月1日起，银企直连技术服务费由每年900元调整为每年1,100元。", "银企直连技术服务费"),
        ("票据挂失手续费自2027年1月1日起由每笔9元降至每笔6元。", "票据挂失手续费"),
        ("優惠期內，無限卡年費由NT$9,000調升為NT$12,000。", "無限卡年費"),
        ("客户申请补卡的，工本费由每张15元降为10元。", "客户申请补卡：工本费"),
        ("The Bank has cut its Base Rate by 25 basis points, from 4.25% to 4.00%.", "Base Rate"),
        ("• The cash-out fee of £5 drops to nil from 1 November 2026.", "cash-out fee"),
        ("i) Tap-and-pay without PIN continues at Rs. 4,000/- per transaction.", "Tap-and-pay without PIN"),
        ("At Alder Street a 3 x 10 box rents for $70 a year instead of $55.", "3 x 10 box"),
        ("Non-registered transfers through an officer are kept to HK$7,000 a day.", "Non-registered transfers through an officer"),
        ("Cedar members keep their first four withdrawals in a month free.", "Cedar members"),
    ],
)  # fmt: skip
def test_the_item_is_the_noun_phrase_of_the_sentence(read: Read, sentence: str, item: str) -> None:
    figures = read(sentence, script="hant" if "費" in sentence else "hans")
    assert item in [f.item for f in figures]


@pytest.mark.parametrize(
    ("lines", "item"),
    [
        (("（一）账户变动短信提醒服务费。现行每户每月4元，启用后降至每户每月3元。",), "账户变动短信提醒服务费"),
        (("二、个人存款证明开立费", "每份25元，本次不动。"), "个人存款证明开立费"),
        (("Wire transfer fees", "We will charge $30, up from $25."), "Wire transfer fees"),
    ],
)
def test_label_or_heading_names_what_the_sentence_does_not(read: Read, lines: tuple[str, ...], item: str) -> None:
    assert [f.item for f in read(*lines)] == [item]


@pytest.mark.parametrize(
    ("rows", "items"),
    [
        (("项目 | 现行价格 | 新价格", "转账手续费 1万元以下（含） | 5元 | 3元"), ["转账手续费 1万元以下（含）"]),
        (("类别 | 档次 | 调整前 | 调整后", "转账手续费 | １万元以下（含） | 5元 | 3元"), ["转账手续费：１万元以下（含）"]),
        (("項目 | 卡別 | 調整前 | 調整後", "國內消費累點 | 鈦金卡 | 100點 | 80點"), ["國內消費累點：鈦金卡"]),
        (("Account | Balance | Rate today | Rate to come", "Easy Saver | £1 to £4,999 | 2.15% | 1.90%"), ["Easy Saver, £1 to £4,999"]),
        (("Service | Today | From 1 May 2026", "Paper statement(4) | £1 | £2"), ["Paper statement"]),
        (("存款种类 | 原执行 | 新执行", "通知存款② | 0.30% | 0.10%"), ["通知存款"]),
        (("服务 | 现价 | 新价格", "直连服务费* | 9,000元/年 | 7,200元/年"), ["直连服务费"]),
        (("卡片 | 现行年费 | 2027年1月1日起的年费", "白金卡 | 800元 | 480元"), ["白金卡：年费"]),
    ],
)  # fmt: skip
def test_rows_are_named_by_their_labels_as_printed(read: Read, rows: tuple[str, ...], items: list[str]) -> None:
    assert [f.item for f in read(*rows, script="hant" if "項" in rows[0] else "hans")] == items


@pytest.mark.parametrize(
    "heads", ["服务 | 现价 | 新价格", "Service | Rate today | Rate to come", "服务 | 原收费标准 | 新收费标准"]
)
def test_the_words_of_the_heads_never_leak_into_an_item(read: Read, heads: str) -> None:
    for f in read(heads, "挂失 | 20元/笔 | 12元/笔", "Stop order | £5 | £6"):
        assert not re.search("价|标准|today|come|新|原", f.item)


FRAGMENTS = [
    "可在2026年11月30日前通过手机银行任一网点免费办理。",
    "满20元的，只能本人来。",
    "不予收取任何费用。",
    "如需提高的，最高可设为单笔50万元。",
    "单笔不到38元。",
    "Spend a minimum of S$600 in a month to get S$30.",
    "You can redeem them at £5 each.",
    "If you do not agree you may leave free of charge.",
    "No charges are levied for any of the above.",
    "It is decided within 3 working days.",
    "A further S$20 is for those who charge S$1,000 or more.",
]


@pytest.mark.parametrize("sentence", FRAGMENTS)
def test_an_item_is_no_fragment_of_a_sentence(read: Read, sentence: str) -> None:
    for f in read(sentence, category=Category.PROMOTION):
        assert f.item == "" or sound(f.item), f.item


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("境外取现手续费仍", "境外取现手续费"),
        ("电子回单保存期限由", "电子回单保存期限"),
        ("但其中跨行转账每笔", "跨行转账"),
        ("自起,年费", "年费"),
    ],
)
def test_a_chinese_clause_gives_its_noun(clause: str, name: str) -> None:
    assert phrase(clause, chinese=True) == name


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("The daily limit for new payees will be", "daily limit for new payees"),
        ("however the monthly fee remains", "monthly fee"),
        ("We are raising the price of a banker's draft to", "price of a banker's draft"),
        ("You can", ""),
    ],
)
def test_an_english_clause_gives_its_noun(clause: str, name: str) -> None:
    assert phrase(clause, chinese=False) == name


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet='年费（）()“”"「」a b的由每1，、:', max_size=24))
def test_a_phrase_has_no_open_brackets_and_no_outer_blanks(text: str) -> None:
    for chinese in (True, False):
        found = phrase(text, chinese)
        assert found == found.strip()
        assert whole(found).count("(") == whole(found).count(")")
