"""Quantities in every form that notices print, alone in a string."""

from __future__ import annotations

import re

import pytest

from ingest.understand.figures import read_quantities
from ingest.understand.figures.words import words


def _all(text: str) -> list[tuple[str, str]]:
    return [(f"{q.value.normalize():f}", q.unit) for _, _, q in read_quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("45元/卡", "45", "CNY/card"),
        ("人民币1,200元", "1200", "CNY"),
        ("￥38.50", "38.5", "CNY"),
        ("RMB 3万", "30000", "CNY"),
        ("３０万元", "300000", "CNY"),
        ("一百二十万元", "1200000", "CNY"),
        ("2.5亿元", "250000000", "CNY"),
        ("8角", "0.8", "CNY"),
        ("25元／户／月", "25", "CNY/month"),
        ("15元每笔", "15", "CNY/transaction"),
        ("HK$1,250", "1250", "HKD"),
        ("港幣300元", "300", "HKD"),
        ("US$20 per transaction", "20", "USD/transaction"),
        ("3万美元", "30000", "USD"),
        ("£7.50 a month", "7.5", "GBP/month"),
        ("€12", "12", "EUR"),
        ("₹2.5 lakh", "250000", "INR"),
        ("₹1,50,000", "150000", "INR"),
        ("Rs. 750/- per annum", "750", "INR/year"),
        ("Rs.3 crore", "30000000", "INR"),
        ("S$1.2 million", "1200000", "SGD"),
        ("NT$900", "900", "TWD"),
        ("LKR 2,500", "2500", "LKR"),
        ("2.15%", "0.0215", "ratio"),
        ("6‰", "0.006", "ratio"),
        ("万分之五", "0.0005", "ratio"),
        ("千分之三", "0.003", "ratio"),
        ("百分之三点五", "0.035", "ratio"),
        ("3.10% p.a.", "0.031", "ratio/year"),
        ("2.4%（年化）", "0.024", "ratio/year"),
        ("0.05%/日", "0.0005", "ratio/day"),
        ("15个基点", "0.0015", "ratio_points"),
        ("25 bps", "0.0025", "ratio_points"),
        ("0.25个百分点", "0.0025", "ratio_points"),
        ("七折", "0.7", "paid_share"),
        ("八五折", "0.85", "paid_share"),
        ("6.8折", "0.68", "paid_share"),
        ("30% off", "0.7", "paid_share"),
        ("减半", "0.5", "paid_share"),
        ("3,000积分", "3000", "points"),
        ("800里程", "800", "miles"),
        ("4,000 bonus points", "4000", "points"),
        ("每月2次", "2", "times"),
        ("twice a month", "2", "times/month"),
        ("8 a year", "8", "times/year"),
        ("5,000名", "5000", "persons"),
        ("20枚", "20", "copies"),
        ("18个月", "18", "month"),
        ("45 days", "45", "day"),
        ("三年", "3", "year"),
        ("5个工作日", "5", "workday"),
    ],
)
def test_a_form_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    assert _all(text)[-1] == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "2026年4月15日",
        "3月8日9:00至17:00",
        "客服热线95012",
        "400-123-4567",
        "(852) 2345 6789",
        "第3条第2款",
        "24小时",
        "满65周岁",
        "15 June 2026",
        "5:30 pm",
        "V6.2.1",
        "〔2026〕12号",
        "https://bank.example/a?b=50%25off",
        "产品代码CNY2026Q5",
    ],
)
def test_dates_phones_ages_and_codes_are_no_quantities(text: str) -> None:
    assert _all(text) == []


def test_a_list_number_before_an_amount_is_not_part_of_it() -> None:
    assert _all("①5元") == [("5", "CNY")]


def test_a_footnote_mark_is_no_digit_of_the_amount() -> None:
    assert _all("£12.00¹ and £3²") == [("12", "GBP"), ("3", "GBP")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1-10万元", [("10000", "CNY"), ("100000", "CNY")]),
        ("5,000至2万元", [("5000", "CNY"), ("20000", "CNY")]),
        ("3、6、12个月", [("3", "month"), ("6", "month"), ("12", "month")]),
        ("6 or 9 months", [("6", "month"), ("9", "month")]),
        ("2.60%-3.20%", [("0.026", "ratio"), ("0.032", "ratio")]),
    ],
)
def test_numbers_of_a_range_share_the_unit(text: str, expected: list[tuple[str, str]]) -> None:
    assert _all(text) == expected


def test_spans_point_to_the_printed_words() -> None:
    text = "年费由原来的２００元／卡降低"
    start, end, _ = read_quantities(text)[0]
    assert text[start:end] == "２００元／卡"


def test_a_bare_dollar_takes_the_currency_of_the_place() -> None:
    assert _all("In Singapore the fee is $5")[0] == ("5", "SGD")
    assert _all("Hong Kong customers pay $5")[0] == ("5", "HKD")


def test_a_vulgar_fraction_belongs_to_its_number() -> None:
    assert _all("held at 2¼% and 3½%") == [("0.0225", "ratio"), ("0.035", "ratio")]


def test_an_odd_fraction_is_left_unread_rather_than_misread() -> None:
    assert _all("4⅛%") == []


@pytest.mark.parametrize(
    "around", ["3 {}", "3 {} a year", "3 {} per month", "1 {} in branch", "3 {} you made", "3{}", "3{},每年"]
)
def test_every_word_for_a_unit_is_read_wherever_it_stands(around: str) -> None:
    listed = [w for table in ("counts", "terms", "points") for ws in words(table).values() for w in ws]
    signs = {re.sub(r"\(\?[=!<].*?\)+", "", w).replace("s?", "s").replace("?", "").replace("\\", "") for w in listed}
    for sign in signs:
        for written in (sign, sign.removesuffix("s"), sign.title()):
            assert isinstance(_all(around.format(written)), list)


def test_a_word_that_asks_for_what_follows_it_is_read_there() -> None:
    assert ("3", "times") in [(n, u.partition("/")[0]) for n, u in _all("You get 3 changes in a year.")]
