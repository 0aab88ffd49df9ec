"""Two ways of writing a value are one value; two values are never one."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.draft.atoms import atoms, keys
from ingest.draft.grammar import RULES, signs_of
from ingest.text.numerals import chinese


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.5%", "5‰"),
        ("千分之五", "0.5%"),
        ("10个基点", "0.1个百分点"),
        ("10 basis points", "0.1%"),
        ("五折", "50% off"),
        ("八八折", "8.8折"),
        ("２万元", "20,000元"),
        ("¥20000", "人民币2万元"),
        ("₹2 lakh", "₹200,000"),
        ("HK$1,200", "1200港元"),
        ("二〇三一年五月六日", "2031-05-06"),
        ("民国120年5月6日", "2031年5月6日"),
        ("6 May 2031", "May 6, 2031"),
        ("下午3点半", "15:30"),
        ("5:00 pm", "17:00"),
        ("24:00", "零时"),
        ("12个月", "一年"),
        ("thirty days", "30天"),
        ("星期三", "Wednesday"),
        ("400-812-9977", "4008129977"),
        ("https://www.bank.test/fees/", "bank.test/fees"),
    ],
)
def test_two_notations_of_a_value_share_a_reading(one: str, other: str) -> None:
    assert keys(one) & keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("40元", "40天"), ("40元", "40美元"), ("5%", "5‰"), ("3月5日", "5月3日"), ("95733", "95773"), ("8:30", "20:30")],
)
def test_different_values_share_none(one: str, other: str) -> None:
    assert not keys(one) & keys(other)


def test_a_list_number_does_not_grow_an_amount() -> None:
    assert ("money", Decimal(5), "CNY") in keys("①5元")
    assert not any(k[1] == Decimal(15) for k in keys("①5元"))


def test_list_numbers_and_steps_of_a_draft_are_no_atoms() -> None:
    assert [a.text for a in atoms("1. 打开手机银行\n第2步 点击转账", draft=True)] == []


def test_each_number_of_a_range_gets_its_unit() -> None:
    said = keys("1-10万元，3、6、12个月")
    assert ("money", Decimal(10000), "CNY") in said
    assert ("term", Decimal(3), "month") in said


def test_a_numeric_date_keeps_both_readings() -> None:
    assert {("date", dt.date(2031, 3, 2)), ("date", dt.date(2031, 2, 3))} <= keys("02/03/2031")


def test_days_of_the_week_are_spread() -> None:
    assert {("weekday", n) for n in range(5)} <= keys("周一至周五")


def test_the_number_of_a_clause_after_a_year_is_no_date() -> None:
    assert not any(k == ("date", dt.date(2031, 11, 2)) for k in keys("from 15 June 2031. 11.2 Errors"))


@given(st.integers(0, 99_999_999))
@settings(max_examples=60, deadline=None)
def test_an_amount_reads_the_same_with_and_without_separators(value: int) -> None:
    assert keys(f"{value:,}元") == keys(f"{value}元") or value < 1000


@given(st.integers(1, 99))
def test_chinese_numerals_are_read(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    text = (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")
    assert chinese(text) == value


@given(st.dates(dt.date(2000, 1, 1), dt.date(2089, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_every_notation_of_a_day_is_that_day(day: dt.date) -> None:
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
    ):
        assert ("date", day) in keys(text)


@given(st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_text_can_be_taken_apart(text: str) -> None:
    atoms(text)


@pytest.mark.parametrize("piece", ["1", "1-", "1.1.", "a.b", "a@", "www.", "（", "一"])
def test_endless_tokens_cost_no_time(piece: str) -> None:
    start = time.perf_counter()
    atoms(piece * 4000)
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize("rule", RULES, ids=lambda r: "".join(sorted(r.signs | r.needs)))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_whatever_a_rule_reads_holds_its_signs(rule, data):
    read = rule.pattern.search(data.draw(st.from_regex(rule.pattern)))
    assert read is not None and rule.able(signs_of(read[0]))
