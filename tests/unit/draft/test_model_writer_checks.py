"""What a model may change in a line and what not, in simplified and traditional Chinese and in English."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from draft_notice import LINES, document_of, evidence, money, notice, notice_facts
from hypothesis import given
from hypothesis import strategies as st

from ingest.draft.model_writer.checks import Standard, judged, standard
from ingest.draft.model_writer.phrases import phrases, reason_of, refusal_in_words
from ingest.draft.model_writer.prompt import batch, message
from ingest.draft.model_writer.reply import FaqWording, parse
from ingest.draft.voice import voice
from ingest.model import Category, Citation, Direction, Facts, FaqDraft, Figure, FigureKind, Intent, Relevance, Span

TODAY = dt.date(2031, 4, 20)
ENGLISH = """Changes to card fees
From 6 May 2031, the card replacement fee will be reduced from US$15 to US$12 per card.
Customers who hold a student account are exempt from the card replacement fee.
Applications received before 6 May 2031 are charged at the existing fee.
You may withdraw up to US$500 per day at partner machines only.
Call 1800 222 333 for details."""
TRADITIONAL = """關於調整提款卡部分收費標準的公告
自2031年5月6日起，補發新卡手續費由每張35元調降至每張25元。
本行理財專線為0800-123-456。"""


def zh() -> Standard:
    return standard(notice(), notice_facts(), TODAY)


def hant() -> Standard:
    figure = Figure(
        FigureKind.FEE,
        "補發新卡手續費",
        money("35"),
        money("25"),
        Direction.DOWN,
        evidence("補發新卡手續費", TRADITIONAL),
    )
    facts = replace(notice_facts(), script="hant", figures=(figure,), contacts=(), statements=(), title="調整")
    return standard(document_of(TRADITIONAL, script="hant"), facts, TODAY)


def en() -> Standard:
    fee = Figure(
        FigureKind.FEE, "card replacement fee", (), (), Direction.DOWN, evidence("card replacement fee", ENGLISH)
    )
    facts = Facts("Changes to card fees", "en", "latn", None, Relevance.NOTICE, Category.FEE_CHANGE, figures=(fee,))
    return standard(document_of(ENGLISH, language="en"), facts, TODAY)


def outcome(by: Standard, line: str, new: str) -> str:
    """ "taken", or the code of the refusal, when `line` is an answer and `new` its wording."""
    draft = FaqDraft(Intent.HOW_MUCH, "?", line, citations=(Citation(by.text, Span(0, len(by.text))),))
    wording = FaqWording(
        id="q1", question="?", answer=new, operation_points=[], conditions=[], say="", citations=["p1"]
    )
    judgement = judged(draft, wording, ["p1"], by)
    return "taken" if isinstance(judgement, FaqDraft) else judgement.code


FEE = "自2031年5月6日起，补发新卡手续费由每张35元下调至每张25元。"
GOOD = [
    (FEE, "2031年5月6日起，补发新卡手续费从每张35元降至每张25元。"),
    (FEE, "从2031年5月6日开始，补发新卡手续费由每张35元降到25元。"),
    (FEE, "补发新卡手续费自2031年5月6日起下调，由原来的35元/张降为25元/张。"),
    (LINES[4], "2031年5月5日（含）之前受理的申请按原标准收取手续费。"),
    (LINES[5], "持有助学账户的客户，补发新卡手续费免费。"),
    (LINES[6], "详情可拨打客户服务热线95733咨询。"),
]
BAD = [
    (FEE, "自2031年5月6日起，补发新卡手续费由每张25元上调至每张35元。", "value_moved"),
    (FEE, "自2031年5月6日起，补发新卡手续费由每张35元上调至每张25元。", "meaning"),
    (FEE, "自2031年5月6日起，补发新卡手续费由每张35元下调至每张2.5元。", "value_lost"),
    (FEE, "自2031年5月6日起，跨境查询手续费由每张35元下调至每张25元。", "name_moved"),
    (FEE, "自2031年5月6日起，补发新卡手续费不再由每张35元下调至每张25元。", "meaning"),
    (FEE, "2031年5月6日前，补发新卡手续费由每张35元下调至每张25元。", "meaning"),
    (FEE, "自2031年5月6日起，补发新卡手续费由每年35元下调至每年25元。", "meaning"),
    (FEE, "自2031年5月6日起，补发新卡手续费由每张35元大幅下调至每张25元。", "meaning"),
    (FEE, "自2031年5月6日起，补发新卡手续费由每张35元下调至每张25元，预计还会调整。", "meaning"),
    (FEE, "自2031年5月6日起，补发新卡手续费由每张35元下调至每张25元，请点击链接领取红包好礼。", "strayed"),
    (FEE, "自2031年5月6日起，補發新卡手續費由每張35元下調至每張25元。", "language"),
    (FEE, "From 2031年5月6日, 补发新卡手续费由每张35元下调至每张25元。", "language"),
    (FEE, "自2031年5月6日起，补发新卡手续费由每张35元下调至每张25元。😀", "language"),
    (FEE, "自2031年5月6日起，补发新卡手续费由每张35元\n下调至每张25元。", "language"),
    (FEE, "**自2031年5月6日起**，补发新卡手续费由每张35元下调至每张25元。", "placeholder"),
    (FEE, "免费", "value_lost"),
    (LINES[4], "2031年5月5日（含）后已受理的申请，按原标准收取。", "meaning"),
    (LINES[4], "2031年5月5日前已受理的申请，按原标准收取。", "meaning"),
    (LINES[4], "2031年5月5日（含）前已受理的申请，按新标准收取。", "meaning"),
    (LINES[5], "所有客户免收补发新卡手续费。", "meaning"),
    (LINES[5], "客户免收补发新卡手续费。", "strayed"),
    (LINES[6], "详情可致电客户服务热线95733或4008201357。", "value_added"),
    ("活动时间为2031年6月1日至9月5日。", "活动时间为9月5日至2031年6月1日。", "value_moved"),
    ("请拨打95733挂失，并拨打110报警。", "请拨打110挂失，并拨打95733报警。", "value_moved"),
    ("活动时间为10:00至22:00。", "活动时间为22:00至10:00。", "value_moved"),
    ("活动时间为6月1日至9月5日。", "活动时间为9月5日至6月1日。", "value_moved"),
    ("您如不同意，可申请销户，不收费用。", "您如同意，可申请销户，不收费用。", "meaning"),
    ("过期作废，不补发、不折现。", "过期作废，补发、不折现。", "meaning"),
    ("订单金额不低于30元的，可享受优惠。", "订单金额低于30元的，可享受优惠。", "meaning"),
    ("社会保障卡、军人保障卡所对应的账户。", "军人保障卡所对应的账户。", "meaning"),
    ("可到网点办理，并携带身份证件。", "可到网点办理。", "strayed"),
]


@pytest.mark.parametrize(("line", "new"), GOOD)
def test_better_words_for_the_same_thing_are_taken(line: str, new: str) -> None:
    assert outcome(zh(), line, new) == "taken"


@pytest.mark.parametrize(("line", "new", "code"), BAD)
def test_another_thing_is_refused(line: str, new: str, code: str) -> None:
    assert outcome(zh(), line, new) == code


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("自2031年5月6日起，補發新卡手續費從每張35元降到每張25元。", "taken"),
        ("自2031年5月6日起，补发新卡手续费由每张35元调降至每张25元。", "language"),
        ("自2031年5月6日起，補發新卡手續費由每張35元調升至每張25元。", "meaning"),
    ],
)
def test_traditional_stays_traditional(new: str, code: str) -> None:
    assert outcome(hant(), "自2031年5月6日起，補發新卡手續費由每張35元調降至每張25元。", new) == code


@pytest.mark.parametrize(
    ("line", "new", "code"),
    [
        (1, "The card replacement fee falls from US$15 to US$12 per card from 6 May 2031.", "taken"),
        (1, "From 6 May 2031 the card replacement fee drops from US$15 to US$12 for each card.", "taken"),
        (1, "The card replacement fee is reduced to US$12 from US$15 per card from 6 May 2031.", "value_moved"),
        (1, "From 6 May 2031, the card replacement fee will be increased from US$15 to US$12 per card.", "meaning"),
        (1, "From 6 May 2031, the card replacement fee will be reduced from US$15 to US$12 per year.", "meaning"),
        (1, "Until 6 May 2031, the card replacement fee will be reduced from US$15 to US$12 per card.", "meaning"),
        (1, "FREE", "value_lost"),
        (1, "自2031年5月6日起，补卡费由US$15降至US$12", "language"),
        (2, "Student account holders are exempt from the card replacement fee.", "taken"),
        (2, "Customers are exempt from the card replacement fee.", "strayed"),
        (2, "Customers who hold a student account are not exempt from the card replacement fee.", "meaning"),
        (3, "Applications received after 6 May 2031 are charged at the existing fee.", "meaning"),
        (3, "Applications received before 6 May 2031 are charged at the new fee.", "meaning"),
        (4, "Only at partner machines, you may withdraw up to US$500 per day.", "taken"),
        (4, "You may withdraw up to US$500 per day at partner machines.", "meaning"),
        (4, "You must withdraw up to US$500 per day at partner machines only.", "meaning"),
        (4, "You may withdraw at least US$500 per day at partner machines only.", "meaning"),
        (5, "For details, please call 1800 222 333.", "taken"),
        (5, "Call 1800 222 334 for details.", "value_lost"),
    ],
)
def test_english_is_held_to_the_same(line: int, new: str, code: str) -> None:
    assert outcome(en(), ENGLISH.split("\n")[line], new) == code


def test_an_answer_longer_than_the_standard_is_refused() -> None:
    long = "详情可致电客户服务热线95733，" + "详情可致电客户服务热线，" * 8 + "详情可致电。"
    assert outcome(zh(), LINES[6], long) == "too_long"


def test_a_fake_number_is_never_told_as_one_to_call() -> None:
    text = "防诈骗提示\n不法分子冒充我行，诱骗客户拨打假冒电话4009990000。"
    by = standard(document_of(text), replace(notice_facts(), figures=(), windows=(), statements=()), TODAY)
    by = replace(by, ground=replace(by.ground, fakes=("4009990000",)))
    line = "不法分子冒充我行，诱骗客户拨打假冒电话4009990000。"
    assert outcome(by, line, "请客户拨打我行电话4009990000。") != "taken"
    assert outcome(by, line, "骗子冒充我行，诱骗客户拨打假冒电话4009990000。") == "taken"


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_checks(new: str) -> None:
    assert outcome(zh(), FEE, new) != "" and outcome(en(), ENGLISH.split("\n")[2], new) != ""


@given(st.text(max_size=200))
def test_no_answer_whatever_breaks_the_reader(text: str) -> None:
    assert not isinstance(parse(text, ["q1"], []), dict)


@given(st.text(max_size=200))
def test_no_page_text_can_close_the_quotation(text: str) -> None:
    draft = FaqDraft(Intent.WHEN, text, text, citations=(Citation(text, Span(0, len(text))),))
    said = message(batch([draft]), replace(notice_facts(), title=text), voice("zh", "hans"))
    first, *quoted, last = said.split("\n")
    assert last == first.replace("BEGIN", "END") and last not in quoted


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_has_words_for_reviewers(language: str) -> None:
    codes = {code for _, _, code in BAD} | {
        "timeout",
        "unreachable",
        "http",
        "broken_reply",
        "wrong_count",
        "not_asked",
    }
    codes |= {"cut_short", "empty", "lines", "citation_dropped", "too_long", "twin", "unsupported"}
    assert all(reason_of(code, language) != code for code in codes)
    fields = (
        "question",
        "answer",
        "operation_points",
        "conditions",
        "say",
        "headline",
        "what_changes",
        "who",
        "script",
    )
    for field in fields:
        assert field not in refusal_in_words(f"value_lost: 6元 ({field})", "zh")
    assert phrases(language).system
