"""Watched tables: what is a change of a row, and what is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import extract
from ingest.model import CellChange, Document, RowFate, WatchedRows
from ingest.understand.rows import differences, row_changes, rows_fingerprint, with_previous

HEAD = ("项目", "期限", "年利率")
RATES = [("整存整取", "三个月", "0.65%"), ("整存整取", "一年", "0.95%"), ("零存整取", "一年", "0.65%")]
ALL = WatchedRows()


def page(rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD, around: str = "", caption: str = "") -> Document:
    def line(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{c}</{tag}>" for c in cells) + "</tr>"

    top = line(head, "th") if head else ""
    named = f"<caption>{caption}</caption>" if caption else ""
    table = f"<table>{named}{top}{''.join(line(r, 'td') for r in rows)}</table>"
    title = "<h1>人民币存款挂牌利率</h1><p>我行人民币存款挂牌利率如下，请客户以网点公布为准。</p>"
    return extract(f"<html><meta charset='utf-8'><body>{title}{around}{table}</body></html>".encode())


def changed(old: Document, new: Document, watched: WatchedRows = ALL) -> list[tuple[str, str, tuple[CellChange, ...]]]:
    return [(c.fate.value, c.row, c.cells) for c in row_changes(old, new, watched).rows]


def test_a_cell_that_says_something_else_is_told_with_its_row_and_column() -> None:
    new = page([RATES[0], ("整存整取", "一年", "0.85%"), RATES[2]])
    assert changed(page(RATES), new) == [("changed", "整存整取 一年", (CellChange("年利率", "0.95%", "0.85%"),))]


def test_rows_that_came_and_went_are_told_whole() -> None:
    new = page([RATES[0], RATES[1], ("整存整取", "五年", "1.30%")])
    assert changed(page(RATES), new) == [
        ("added", "整存整取 五年", (CellChange("年利率", None, "1.30%"),)),
        ("removed", "零存整取 一年", (CellChange("年利率", "0.65%", None),)),
    ]


@pytest.mark.parametrize(
    "new",
    [
        page(RATES[::-1]),
        page([("整存整取", "三个月", "0.650 %"), ("整存整取", "一年", "0.95％"), RATES[2]]),
        page(RATES, around="<p>数据更新时间：2026-11-24 10:00:05，浏览次数：1204</p>"),
        page(RATES, caption="（2026年11月24日）"),
    ],
    ids=["another order", "another print", "a clock beside it", "a date over it"],
)
def test_what_is_no_change(new: Document) -> None:
    assert row_changes(page(RATES), new, ALL).rows == ()
    assert rows_fingerprint(new, ALL).content == rows_fingerprint(page(RATES), ALL).content


def test_a_dash_and_nothing_say_the_same() -> None:
    assert changed(page([("活期", "—", "0.05%")]), page([("活期", "", "0.05%")])) == []


def test_columns_that_do_not_count_are_not_looked_at() -> None:
    head = ("币种", "卖出价", "更新时间")
    old, new = page([("美元", "712.10", "10:00")], head), page([("美元", "712.10", "11:00")], head)
    watched = WatchedRows(ignore=("更新时间",))
    assert changed(old, new, watched) == []
    assert rows_fingerprint(old, watched) == rows_fingerprint(new, watched)
    assert changed(old, new) == [("changed", "美元", (CellChange("更新时间", "10:00", "11:00"),))]


def test_the_columns_that_name_a_row_may_be_said() -> None:
    old = page([("A1", "系统升级", "网上银行")], ("编号", "原因", "渠道"))
    new = page([("B7", "系统升级", "手机银行")], ("编号", "原因", "渠道"))
    assert [c[0] for c in changed(old, new)] == ["added", "removed"]
    assert changed(old, new, WatchedRows(keys=("原因",))) == [
        ("changed", "系统升级", (CellChange("编号", "A1", "B7"), CellChange("渠道", "网上银行", "手机银行")))
    ]


def test_a_maintenance_plan_is_told_apart_by_its_days() -> None:
    head = ("日期", "时间", "受影响业务")
    old = page([("12月5日", "0:00-6:00", "网上银行"), ("12月12日", "0:00-6:00", "网上银行")], head)
    new = page([("12月12日", "0:00-5:00", "网上银行"), ("12月19日", "0:00-6:00", "网上银行")], head)
    assert changed(old, new) == [
        ("changed", "网上银行 12月12日", (CellChange("时间", "0:00-6:00", "0:00-5:00"),)),
        ("added", "网上银行 12月19日", (CellChange("时间", None, "0:00-6:00"),)),
        ("removed", "网上银行 12月5日", (CellChange("时间", "0:00-6:00", None),)),
    ]


def test_rows_of_one_name_are_compared_without_those_that_stayed() -> None:
    old = page([("网点", "1"), ("网点", "2"), ("网点", "3")], ("类别", "号码"))
    new = page([("网点", "3"), ("网点", "1"), ("网点", "4")], ("类别", "号码"))
    assert changed(old, new) == [("changed", "网点", (CellChange("号码", "2", "4"),))]


def test_a_cell_that_spans_rows_names_all_of_them() -> None:
    def spanned(rate: str) -> Document:
        rows = f"<tr><td rowspan=2>整存整取</td><td>三个月</td><td>0.65%</td></tr><tr><td>一年</td><td>{rate}</td></tr>"
        head = "<tr><th>项目</th><th>期限</th><th>年利率</th></tr>"
        return extract(
            f"<html><meta charset='utf-8'><body><h1>人民币存款挂牌利率</h1><table>{head}{rows}</table></body></html>".encode()
        )

    old, new = spanned("0.95%"), spanned("0.85%")
    [change] = row_changes(old, new, ALL).rows
    assert change.row == "整存整取 一年"
    assert change.new and change.new.of(new.text).endswith("一年 | 0.85%")
    assert change.old_text == "整存整取 | 一年 | 0.95%"


def test_lines_across_the_table_part_rows_of_one_name() -> None:
    def sections(rate: str) -> Document:
        rows = "".join(
            f"<tr><td colspan=2>{name}</td></tr><tr><td>一年</td><td>{value}</td></tr>"
            for name, value in (("个人存款", "0.95%"), ("单位存款", rate))
        )
        return extract(
            f"<html><meta charset='utf-8'><body><h1>人民币存款挂牌利率</h1><table><tr><th>期限</th><th>年利率</th></tr>{rows}</table></body></html>".encode()
        )

    assert changed(sections("0.90%"), sections("0.80%")) == [
        ("changed", "单位存款 一年", (CellChange("年利率", "0.90%", "0.80%"),))
    ]


def test_a_table_without_headings_is_compared_by_its_first_column() -> None:
    fees = [("Wrong address", "$5.00/item"), ("ACH debit", "$28.00/item"), ("Copy", "$1.00")]
    old, new = page(fees, ()), page([fees[1], ("Wrong address", "$6.00/item"), fees[2]], ())
    assert changed(old, new) == [("changed", "Wrong address", (CellChange("", "$5.00/item", "$6.00/item"),))]
    [told] = differences(row_changes(old, new, ALL), "en")
    assert (told.label, told.old, told.new) == ("Wrong address", "$5.00/item", "$6.00/item")


def test_a_heading_further_up_names_the_table_where_a_text_stands_between() -> None:
    between = "<h3>人民币</h3><p>以下利率为年利率，按存入日挂牌公告利率计付利息，提前支取部分按活期计息，遇节假日顺延，具体以我行网点当日公布为准，敬请留意并咨询。</p>"
    table = "<table><tr><th>期限</th><th>年利率</th></tr><tr><td>一年</td><td>{}</td></tr></table>"
    other = "<h3>美元</h3><table><tr><th>期限</th><th>年利率</th></tr><tr><td>一年</td><td>2.80%</td></tr></table>"

    def both(rate: str) -> Document:
        return page([], (), around=between + table.format(rate) + other)

    [change] = row_changes(both("0.95%"), both("0.85%"), ALL).rows
    assert (change.table, change.row) == ("人民币", "一年")


def test_another_column_is_told_and_the_others_are_compared() -> None:
    new = page([(*r, "1元") for r in RATES[:2]] + [("零存整取", "一年", "0.60%", "5元")], (*HEAD, "起存金额"))
    found = row_changes(page(RATES), new, ALL)
    assert [(h.old, h.new) for h in found.heads] == [(HEAD, (*HEAD, "起存金额"))]
    assert [(c.row, c.cells) for c in found.rows] == [("零存整取 一年", (CellChange("年利率", "0.65%", "0.60%"),))]


def test_another_table_is_not_compared() -> None:
    found = row_changes(page(RATES), page([("翠屏支行", "人民路8号", "88001234")], ("网点", "地址", "电话")), ALL)
    assert found.rows == () and len(found.heads) == 1


def test_several_tables_keep_their_names_wherever_they_stand() -> None:
    def two(names: Sequence[tuple[str, str]]) -> Document:
        tables = "".join(
            f"<h3>{n}</h3><table><tr><th>期限</th><th>年利率</th></tr><tr><td>一年</td><td>{r}</td></tr></table>"
            for n, r in names
        )
        text = "<p>我行存款挂牌利率如下，请客户以网点公布为准。</p>"
        return extract(f"<html><meta charset='utf-8'><body><h1>存款挂牌利率</h1>{text}{tables}</body></html>".encode())

    old, new = two([("人民币", "0.95%"), ("美元", "2.80%")]), two([("美元", "2.50%"), ("人民币", "0.95%")])
    [change] = row_changes(old, new, ALL).rows
    assert (change.table, change.row, change.cells) == ("美元", "一年", (CellChange("年利率", "2.80%", "2.50%"),))


def test_the_differences_are_one_line_a_cell() -> None:
    new = page([RATES[0], ("整存整取", "一年", "0.85%"), ("整存整取", "五年", "1.30%")])
    told = [(d.what, d.label, d.old, d.new) for d in differences(row_changes(page(RATES), new, ALL), "zh")]
    assert told == [
        ("cell", "整存整取 一年 · 年利率", "0.95%", "0.85%"),
        ("row", "整存整取 五年", None, "年利率: 1.30%"),
        ("row", "零存整取 一年", "年利率: 0.65%", None),
    ]


def test_what_was_stands_behind_the_text_with_its_place() -> None:
    new = page([RATES[0], ("整存整取", "一年", "0.85%"), RATES[2]])
    document, changes = with_previous(new, row_changes(page(RATES), new, ALL))
    assert document.text.startswith(new.text) and document.tables == new.tables
    [change] = changes.rows
    assert change.old and change.old.of(document.text) == "整存整取 | 一年 | 0.95%"
    assert document.passages[-1].place == "previous state, row 1"


CELL = st.sampled_from(["一年", "三个月", "0.65%", "0.95%", "—", "", "10:00", "2026-12-05", "网上银行", "1,000"])


@settings(deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6),
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6),
)
def test_a_fingerprint_that_stays_means_no_row_changed(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> None:
    a, b = page(old), page(new)
    equal = rows_fingerprint(a, ALL).content == rows_fingerprint(b, ALL).content
    found = row_changes(a, b, ALL)
    assert equal == (not found.rows and not found.heads)
    assert all(c.fate is not RowFate.CHANGED or c.cells for c in found.rows)
