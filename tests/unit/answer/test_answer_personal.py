from __future__ import annotations

import pytest

from ingest.text.personal import masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("客户13812345678转不了账", "客户***78转不了账"),
        ("+86 138 1234 5678", "***78"),
        ("身份证11010519491231002X过期", "身份证***2X过期"),
        ("卡号6222021234567890128被吞", "卡号***28被吞"),
        ("4111 1111 1111 1111 declined", "***11 declined"),
        ("write to li.wei@mail.example please", "write to *** please"),
        ("+852 9123 4567", "***67"),
    ],
)
def test_what_names_a_person_or_a_card_is_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text", ["95588打不通", "400-820-5555", "限额50000元", "2026年11月22日", "110105194912310021", "产品代码GF20260001"]
)
def test_service_numbers_amounts_and_codes_stay(text: str) -> None:
    assert masked(text) == text
