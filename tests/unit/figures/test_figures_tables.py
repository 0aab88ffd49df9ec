"""Figures of tables: old beside new, units in the heads, tiers in the rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Direction, Figure, Quantity

Read = Callable[..., tuple[Figure, ...]]


def _side(quantities: tuple[Quantity, ...]) -> str:
    return ", ".join(f"{q.value.normalize():f} {q.unit}{' ' + q.qualifier if q.qualifier else ''}" for q in quantities)


def _rows(figures: tuple[Figure, ...]) -> list[tuple[str, str, str, str]]:
    return [(f.item, _side(f.old), _side(f.new), str(f.direction)) for f in figures]


@pytest.mark.parametrize(
    "heads",
    [
        "项目 | 调整前 | 调整后",
        "服务项目 | 修订前 | 修订后",
        "服务项目 | 原收费标准 | 现收费标准",
        "项目 | 原标准 | 现行标准",
        "项目 | 现行标准 | 新标准",
        "项目 | 当前值 | 目标值",
        "项目 | 2026年5月31日前 | 2026年6月1日起",
        "Service | Current fee | New fee",
        "Service | Existing charge | Revised charge",
        "Service | Until 31 May 2026 | From 1 June 2026",
        "Service | Before | After",
        "Service | Charge now | Charge from 01/06/2026",
    ],
)
def test_heads_of_many_words_tell_old_from_new(read: Read, heads: str) -> None:
    figures = read(heads, "挂失 | 20元/笔 | 12元/笔")
    assert _rows(figures) == [("挂失", "20 CNY/transaction", "12 CNY/transaction", "down")]


def test_cells_of_words_have_their_meaning(read: Read) -> None:
    figures = read(
        "项目 | 调整前 | 调整后",
        "开户费 | 100元/户 | 不再收取",
        "询证函 | 200元/份 | 同左",
        "密码重置 | 10元/次 | 免收",
        "加急费 | — | 5元/笔",
        "汇款 | 按金额的1‰，最低1元，最高30元 | 2元/笔",
    )
    assert [(f.direction, _side(f.new)) for f in figures] == [
        (Direction.REMOVED, ""),
        (Direction.UNCHANGED, "200 CNY/copy"),
        (Direction.DOWN, "0 CNY/time"),
        (Direction.NEW, "5 CNY/transaction"),
        (Direction.CHANGED, "2 CNY/transaction"),
    ]


def test_bare_numbers_take_the_unit_of_the_head(read: Read) -> None:
    figures = read("存款利率如下", "存期 | 调整前（%） | 调整后（%）", "一年 | 1.45 | 1.35", "二年 | 1.55 | 1.55")
    assert _rows(figures) == [
        ("一年", "0.0145 ratio/year", "0.0135 ratio/year", "down"),
        ("二年", "0.0155 ratio/year", "0.0155 ratio/year", "unchanged"),
    ]


def test_a_rate_table_without_old_values_is_stated(read: Read) -> None:
    figures = read("期限 | 年利率（%） | 起存金额（万元）", "一年 | 1.50 | 20", "三年 | 1.90 | 30")
    assert {f.direction for f in figures} == {Direction.STATED}
    assert [_side(f.new) for f in figures] == [
        "0.015 ratio/year", "200000 CNY min", "0.019 ratio/year", "300000 CNY min",
    ]  # fmt: skip


def test_tiers_stay_separate_and_in_their_order(read: Read) -> None:
    figures = read(
        "金额 | 原收费 | 新收费",
        "1万元以下（含） | 5元 | 3元",
        "1万元至10万元（含） | 10元 | 8元",
        "10万元以上 | 15元 | 15元",
    )
    assert [f.item.split(" ")[0] for f in figures] == ["1万元以下（含）", "1万元至10万元（含）", "10万元以上"]


def test_tiers_inside_a_cell_are_taken_apart(read: Read) -> None:
    figures = read(
        "项目 | 调整前 | 调整后",
        "转账 | 1万元以下：2元/笔；1万元至5万元：6元/笔 | 1万元以下：免费；1万元至5万元：4元/笔",
    )
    assert [(_side(f.old), _side(f.new)) for f in figures] == [
        ("2 CNY/transaction", "0 CNY/transaction"),
        ("6 CNY/transaction", "4 CNY/transaction"),
    ]


def test_a_table_on_its_side_is_turned(read: Read) -> None:
    figures = read("项目 | 网银转账 | 柜台转账", "调整前 | 5元/笔 | 10元/笔", "调整后 | 3元/笔 | 10元/笔")
    assert _rows(figures) == [
        ("网银转账", "5 CNY/transaction", "3 CNY/transaction", "down"),
        ("柜台转账", "10 CNY/transaction", "10 CNY/transaction", "unchanged"),
    ]


def test_clauses_are_compared_thing_by_thing(read: Read) -> None:
    figures = read(
        "条款 | 修订前 | 修订后",
        "还款 | 账单日后18日内还款，逾期按5%收取违约金，最低20元。 | 账单日后20日内还款，逾期按5%收取违约金，最低10元。",
    )
    assert [(_side(f.old), _side(f.new), str(f.direction)) for f in figures] == [
        ("18 day <=", "20 day <=", "up"),
        ("0.05 ratio, 20 CNY min", "0.05 ratio, 10 CNY min", "down"),
    ]


def test_columns_of_codes_dates_and_numbers_are_no_figures(read: Read) -> None:
    figures = read("序号 | 卡种 | 卡号前6位 | 优惠 | 活动时间", "1 | 金卡 | 621234 | 满80元减15元 | 每日10:00起")
    assert [_side(f.new) for f in figures] == ["80 CNY >=", "15 CNY"]


def test_nil_and_free_cells_of_an_english_tariff(read: Read) -> None:
    figures = read(
        "Service | Existing charge | Revised charge",
        "SMS alerts (per quarter) | ₹15 | Nil",
        "Locker (per year) | Nil | ₹500",
    )
    assert [(_side(f.old), _side(f.new), str(f.direction)) for f in figures] == [
        ("15 INR/quarter", "0 INR/quarter", "removed"),
        ("0 INR/year", "500 INR/year", "up"),
    ]


def test_a_discount_column_is_what_is_paid(read: Read) -> None:
    figures = read(
        "Payment mode | Minimum order | Instant discount | Maximum discount per order",
        "Full payment | ₹999 | 15% | ₹200",
    )
    assert [_side(f.new) for f in figures] == ["999 INR >=", "0.85 paid_share", "200 INR/transaction max"]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("+10BP", "up"),
        ("-10BP", "down"),
        ("↑", "up"),
        ("▼ 0.10%", "down"),
        ("上调", "up"),
        ("与上期持平", "unchanged"),
        ("None", "unchanged"),
        ("+0", "unchanged"),
        ("0.00%", "unchanged"),
        ("-", "stated"),
        ("—", "stated"),
        ("新增", "new"),
    ],
)
def test_a_column_of_changes_tells_the_way_of_its_row(read: Read, cell: str, wanted: str) -> None:
    figures = read("期限 | 利率 | 较上期变动", "三个月 | 1.05% | -5BP", "一年 | 1.35% | +5BP", f"三年 | 1.75% | {cell}")
    assert [str(f.direction) for f in figures] == ["down", "up", wanted]


@pytest.mark.parametrize(
    ("heads", "cells", "value"),
    [
        ("Card | Annual fee", ["Nil", "Nil"], "0 "),
        ("币种 | 基点", ["+25BP", "-10BP"], "0.0025 ratio_points"),
        ("项目 | 手续费", ["免除", "免除"], "0 CNY"),
    ],
)
def test_values_without_a_head_of_change_are_no_ways(read: Read, heads: str, cells: list[str], value: str) -> None:
    figures = read(heads, *(f"{name} | {cell}" for name, cell in zip(("Gold", "Silver"), cells, strict=True)))
    assert [str(f.direction) for f in figures] == ["stated", "stated"]
    assert value in _side(figures[0].new)


@pytest.mark.parametrize(
    ("way", "wanted"), [("上调", "up"), ("下调", "down"), ("Increased", "up"), ("No change", "unchanged")]
)
def test_words_of_change_alone_tell_the_way_under_any_head(read: Read, way: str, wanted: str) -> None:
    figures = read("项目 | 收费 | 本次", f"挂失 | 20元/笔 | {way}", f"补卡 | 15元/张 | {way}")
    assert [str(f.direction) for f in figures] == [wanted, wanted]
