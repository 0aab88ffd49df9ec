"""Which tables have no heads: their first row holds what the rows below hold."""

from __future__ import annotations

import pytest

from ingest.text.cells import names_and_values, value_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("11 May – 15 June 2026", "day"),
        ("5月16日（周六）", "day"),
        ("01:00—05:00", "clock"),
        ("11 pm", "clock"),
        ("1.50%", "ratio"),
        ("7折", "ratio"),
        ("HK$60", "money"),
        ("10元/笔", "money"),
        ("手机银行", ""),
        ("Service", ""),
    ],
)
def test_a_cell_prints_a_kind_of_value(text: str, kind: str) -> None:
    assert value_kind(text) == kind


@pytest.mark.parametrize(
    "rows",
    [
        [["Registration", "11 May – 15 June 2026"], ["Spending", "11 May – 30 June 2026"]],
        [["报名", "5月1日至5月9日"], ["兑换", "6月30日前"]],
        [["Annual fee", "$50"], ["Late fee", "$10"]],
        [["3 July 2026", "Last day to collect deeds"], ["17 July 2026", "The branch closes"]],
        [["6月1日", "停止受理新户"], ["9月30日", "终止服务"]],
    ],
)
def test_a_list_of_names_and_values_has_no_heads(rows: list[list[str]]) -> None:
    assert names_and_values(rows)


@pytest.mark.parametrize(
    "rows",
    [
        [["Service", "Until 31 May 2026", "From 1 June 2026"], ["Draft", "$5", "$6"]],
        [["Balance", "Up to $1,000", "Over $1,000"], ["Fee", "$5", "$3"]],
        [["项目", "6月1日前", "6月1日起"], ["年费", "5月1日", "6月1日"]],
        [["Balance", "$1,000 – $5,000"], ["Fee", "$5"]],
        [["系统", "开始时间"], ["手机银行", "5月16日22:00"]],
        [["1 June 2026", "15 June 2026"], ["Draft", "Cheque"]],
    ],
)
def test_a_row_of_heads_stays_one(rows: list[list[str]]) -> None:
    assert not names_and_values(rows)
