"""Names as people write them, and what a notice is about."""

from __future__ import annotations

import pytest

from ingest.draft.names import sound, trimmed
from ingest.draft.subject import subject
from ingest.draft.voice import voice
from ingest.model import Category


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("汇款 柜面同城汇款(5千元以下,含)", "柜面同城汇款（5千元以下，含）"),
        ("转账 网点跨行转账（2万元以下，含）", "网点跨行转账（2万元以下，含）"),
        ("换卡工本费 贵宾卡", "换卡工本费（贵宾卡）"),
        ("機場接送次數 尊尚卡", "機場接送次數（尊尚卡）"),
        ("个人客户 查询手续费", "个人客户查询手续费"),
        ("三、补卡费：普通卡", "补卡费（普通卡）"),
        ("对公账户管理费", "对公账户管理费"),
        ("POS 单笔限额", "POS单笔限额"),
        ("单位结算卡年费（元/张）", "单位结算卡年费"),
        ("跨行转账（按金额分档）：1万元以下，柜面", "跨行转账（1万元以下，柜面）"),
        ("朝露双周（CL2031014）：单户持有上限", "朝露双周（CL2031014）单户持有上限"),
        ("朝露双周 （CL2031014）：赎回到账", "朝露双周（CL2031014）赎回到账"),
        ("大额回执，智能柜台", "大额回执（智能柜台）"),
        ("通知存款七天，年利率", "通知存款七天年利率"),
        ("账户开户费（单位账户）", "账户开户费（单位账户）"),
        ("汇款费（按揭客户）", "汇款费（按揭客户）"),
        ("工本费（单位：元）", "工本费"),
        ("保函手续费（最低）", "保函手续费（最低）"),
        ("英镑：六个月，年利率", "英镑（六个月）年利率"),
        ("澳元 一年", "澳元（一年）"),
    ],
)
def test_a_group_and_its_item_become_one_name(printed: str, written: str) -> None:
    assert trimmed(printed, zh=True) == written


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("其他手续费", "其他手续费"),
        ("其中其餘手續費", "其餘手續費"),
        ("其年费", "年费"),
        ("其次数上限", "次数上限"),
        ("对账单补制费", "对账单补制费"),
        ("的對賬單補發費", "對賬單補發費"),
        ("对账户管理费", "账户管理费"),
        ("對帳戶管理費", "帳戶管理費"),
        ("对外担保手续费", "对外担保手续费"),
        ("对外币汇款手续费", "外币汇款手续费"),
        ("对公转账费", "对公转账费"),
        ("对公司账户年费", "公司账户年费"),
        ("对手续费", "手续费"),
        ("對手方查詢費", "對手方查詢費"),
        ("对开户证明", "开户证明"),
        ("對開信用證開立費", "對開信用證開立費"),
        ("对冲交易保证金", "对冲交易保证金"),
        ("對沖正交易手續費", "沖正交易手續費"),
        ("了结手续费", "了结手续费"),
        ("了結手續費", "了結手續費"),
        ("了查询费", "查询费"),
        ("的士车费返现", "的士车费返现"),
        ("的确认费", "确认费"),
        ("实施费", "实施费"),
        ("實施費率", "費率"),
    ],
)
def test_only_a_verb_or_particle_is_taken_away_before_a_name(printed: str, written: str) -> None:
    assert trimmed(printed, zh=True) == written


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("补发新卡手续费", True),
        ("每户每月累计上限", True),
        ("“晨光”金属卡", True),
        ('晨光"金属卡', False),
        ("转账（1万元以", False),
        ("每次按成本", False),
        ("不再收取的", False),
    ],
)
def test_pieces_of_sentences_are_no_names(name: str, fit: bool) -> None:
    assert sound(name, zh=True) is fit


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("Replacement card", True),
        ("Easy Saver, £1 to £999", True),
        ("all charges", False),
        ("will be charged", False),
        ("each customer", False),
        ("Transfers (within", False),
    ],
)
def test_words_that_name_nothing_are_no_names_in_english(name: str, fit: bool) -> None:
    assert sound(name, zh=False) is fit


@pytest.mark.parametrize(
    ("title", "category", "about"),
    [
        ("关于企业网银旧版证书停用及更换安排的公告", Category.CHANNEL_CHANGE, "企业网银旧版证书"),
        ("江畔银行关于外币储蓄存款利率变动的通告", Category.RATE_CHANGE, "外币储蓄存款利率"),
        ("关于调整手机银行转账限额的公告", Category.LIMIT_CHANGE, "手机银行转账限额"),
        ("關於調降跨行匯款手續費的公告", Category.FEE_CHANGE, "跨行匯款手續費"),
        ("四、收多少？", Category.FEE_CHANGE, "收费标准"),
    ],
)
def test_a_title_says_the_thing_without_what_happens_to_it(title: str, category: Category, about: str) -> None:
    speech = voice("zh", "hant" if "關" in title else "hans")
    assert subject(title, category, speech) == about


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("We are closing the Harbour travel card", "Harbour travel card"),
        ("We’re changing our overdraft charges", "overdraft charges"),
        ("Upcoming changes to the Loyalty programme", "Loyalty programme"),
        ("Important information", "the product"),
        ("What is new", "the product"),
    ],
)
def test_english_titles_in_sentences_are_read_too(title: str, about: str) -> None:
    assert subject(title, Category.PRODUCT_DISCONTINUE, voice("en")) == about


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Duplicate statement (per copy)", "Duplicate statement"),
        ("Balance certificate (₹)", "Balance certificate"),
        ("Step-up bonus rate (% p.a.)", "Step-up bonus rate"),
        ("Courier delivery (abroad)", "Courier delivery (abroad)"),
        ("Minimum balance charge (NRE)", "Minimum balance charge (NRE)"),
        ("Savings rate (USD)", "Savings rate (USD)"),
    ],
)
def test_the_unit_behind_a_name_is_no_part_of_it(printed: str, written: str) -> None:
    assert trimmed(printed, zh=False) == written
