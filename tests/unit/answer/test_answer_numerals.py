"""A number is found in whatever notation it was written or said."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.review.numerals import chinese as written
from ingest.text.numerals import amounts, chinese


@pytest.mark.parametrize(
    ("token", "spellings"),
    [
        ("p3d5", ("3.5%", "3.50 %", "百分之三点五", "3.5 percent", "3.5 per cent", "三点五个点")),
        ("p0d05", ("万分之五", "0.5‰", "0.05%")),
        ("x3d5", ("三块五", "3块5", "3.5元", "3.50")),
        ("x0d3", ("三毛", "3角", "0.3元")),
        ("x50000", ("5万", "五万", "50,000", "50000元", "5万元", "fifty thousand")),
        ("x150000", ("1.5 lakh", "1,50,000", "十五万")),
        ("x200", ("两百", "200", "two hundred")),
    ],
)
def test_every_notation_has_one_spelling(token: str, spellings: tuple[str, ...]) -> None:
    assert {text: [amount.token for amount in amounts(text)] for text in spellings} == {
        text: [token] for text in spellings
    }


@pytest.mark.parametrize("text", ["一张卡", "二类户", "两张", "one card"])
def test_a_count_that_is_part_of_a_word_is_no_amount(text: str) -> None:
    assert list(amounts(text)) == []


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_chinese_numerals_are_read_as_they_are_written(number: int) -> None:
    assert chinese(str(written(Decimal(number)))) == number


@given(st.text(max_size=40))
def test_any_text_is_read_without_a_mistake(text: str) -> None:
    for amount in amounts(text.lower()):
        assert 0 <= amount.start < amount.end <= len(text.lower()) and amount.token.isalnum()
