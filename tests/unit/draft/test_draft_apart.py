"""Two entries under one question are told apart; a question asks for what is measured."""

from __future__ import annotations

import re

import pytest

from ingest.draft.apart import begun, thing
from ingest.draft.excerpts import unnumbered
from ingest.draft.names import measured, sound
from ingest.draft.subject import subject
from ingest.draft.voice import voice
from ingest.model import Category


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("已办理停用手续的卡片不能恢复，但遗失补办的除外。", "已办理停用手续的卡片"),
        ("年满60周岁的客户，柜面转账免收手续费。", "年满60周岁的客户"),
        ("固定期限的贷款客户如希望提前还款，请在月底前申请。", "固定期限的贷款客户"),
        ("3月8日（周一，补班）：各网点照常营业。", "3月8日（周一，补班）"),
        ("使用優惠券的訂單不可退款。", "使用優惠券的訂單"),
        ("您已设定的限额低于新限额的，保留您的设定。", ""),
        ("如需取消预约，请提前一天致电。", ""),
        ("照常可用的有：刷卡、扫码。", ""),
        ("套路二：冒充客服。", ""),
        ("额度由系统统一调整。", ""),
    ],
)
def test_what_a_chinese_sentence_is_about(text, expected):
    assert thing(text, zh=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The replacement fee will first be charged in May.", "replacement fee"),
        ("Relationship managers (by phone): shorter hours on Friday.", "Relationship managers (by phone)"),
        ("Existing savers keep their rate until June.", "Existing savers"),
        ("Money that was sent abroad is hard to recover.", ""),
        ("We may be unable to open accounts that day.", ""),
        ("Now: a stop order lasts six months.", ""),
        ("If you return the goods, the voucher is lost.", ""),
    ],
)
def test_what_an_english_sentence_is_about(text, expected):
    assert thing(text, zh=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("〔2〕月均资产达标的客户免收。", "月均资产达标的客户免收。"),
        ("【报名方式】登录手机银行报名。", "登录手机银行报名。"),
        ("(b) A processing fee applies.", "A processing fee applies."),
        ("(iv) Gift cards do not count.", "Gift cards do not count."),
        ("【限时】优惠", "【限时】优惠"),
        ("(in part) repaid early.", "(in part) repaid early."),
    ],
)
def test_the_marks_of_a_list_are_no_part_of_an_answer(text, expected):
    assert unnumbered(text) == expected


@pytest.mark.parametrize(
    ("name", "zh", "expected"),
    [
        ("借记卡年费", True, True),
        ("第一档（返现比例）", True, True),
        ("刷卡金", True, False),
        ("annual fee", False, True),
        ("statement credit", False, False),
    ],
)
def test_a_name_that_says_what_is_measured(name, zh, expected):
    assert measured(name, zh=zh) is expected


@pytest.mark.parametrize(
    "name", ["惟适逢结账", "即届时各渠道停办", "携带证件到任一网点", "转账功能还会", "【活动期间】"]
)
def test_half_a_sentence_is_no_name(name):
    assert not sound(name, zh=True)


@pytest.mark.parametrize(
    "name", ["paid under this promotion", "shows up in the app", "rather than the usual", "cash that"]
)
def test_half_an_english_sentence_is_no_name(name):
    assert not sound(name, zh=False)


@pytest.mark.parametrize("name", ["惟一指定账户", "即时转账", "还款计划"])
def test_words_that_only_begin_alike_stay_names(name):
    assert sound(name, zh=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("来电号码多为+86 5123 4407、400-895-3410。", "来电号码多为"),
        (
            "The texts come from a number such as +44 7911 123456, which is not ours.",
            "The texts come from a number such as",
        ),
        ("请勿点击短信里的链接。", "请勿点击短信里的链接"),
    ],
)
def test_what_is_quoted_of_a_sentence_ends_with_no_half_number(text, expected):
    zh = not text.isascii()
    assert begun(text, zh=zh) == expected


@pytest.mark.parametrize(
    ("language", "text", "noise"),
    [
        ("zh", "可以换成什么。", True),
        ("zh", "到期以后怎么办？", True),
        ("zh", "到期以后换成标准卡，卡号不变。", False),
        ("zh", "什么情况下不收费，由我行另行公告。", False),
        ("en", "Activate late?", True),
        ("en", "No problem.", True),
        ("en", "What you have earned stays yours.", False),
    ],
)
def test_a_question_is_no_answer(language, text, noise):
    assert bool(re.search(voice(language).table["noise"]["words"], text)) is noise


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("We’re retiring the Harbour Travel card", "Harbour Travel card"),
        ("We are simplifying our Everyday Saver", "Everyday Saver"),
    ],
)
def test_the_subject_of_a_title_is_the_thing_not_what_is_done_to_it(title, expected):
    assert subject(title, Category.PRODUCT_DISCONTINUE, voice("en")) == expected
