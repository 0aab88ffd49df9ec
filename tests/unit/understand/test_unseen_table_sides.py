"""Which columns and rows of a table are what: heads of other wordings, stages, groups of rows, notes, cells of words.

The blocks hold words above, the table as `tabled` takes it, words below, and ">" before each label (`figure_labels`).
"""

from __future__ import annotations

import re

import pytest
from figure_labels import READING, figures, shown, tabled, wrong
from unseen import Block, blocks, grid

from ingest.draft.rules import RulesWriter
from ingest.extract import extract
from ingest.model import Category, Direction
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.figures.read import read_figures

ALL = blocks("tables*", many=">")


@pytest.mark.parametrize("marked", [True, False], ids=["marked", "plain"])
@pytest.mark.parametrize("block", ALL, ids=[b.title[:40] for b in ALL])
def test_a_reader_finds_old_and_new_whatever_the_heads_are_called(block: Block, marked: bool) -> None:
    read = tabled(block.title, block.body, marked=marked)
    assert wrong(read, block.labels[">"]) == [], f"\n{block.body}\n{shown(read)}"


@pytest.mark.parametrize(
    "heads",
    [
        "普通客户 | 新客户",
        "Standard card | Premium card",
        "Current account | Savings account",
        "Existing customers | New customers",
        "Normal rate | Senior citizen rate",
        "税前 | 税后",
        "节前 | 节后",
        "1月 | 2月",
        "Online | At a branch",
        "标准间 | 活动室",
        "Current balance charge | Early repayment charge",
        "2020年 | 2026年",
        "标准收费 | 标准卡收费",
        "Standard fee | Platinum customers",
    ],
)
def test_columns_of_two_classes_are_no_change(heads: str) -> None:
    read = tabled("关于公布收费标准的公告", f"---\n项目 | {heads}\n=\n挂失 | 5元 | 8元\n补卡 | 10元 | 15元")
    assert {f.direction for f in read} == {Direction.STATED}
    assert len(read) == 4


@pytest.mark.parametrize(
    ("title", "heads", "cells"),
    [
        ("存款优惠活动公告", "普通利率 | 新客户利率", "1.50% | 1.80%"),
        ("Deposit offer: special rates", "Normal rate | Senior citizens", "6.50% | 7.00%"),
        ("关于公布收费标准的公告", "标准费率 | 贵宾客户", "0.25% | 0.20%"),
        ("满减活动公告", "金卡客户 | 白金客户", "满100元8折 | 满100元7折"),
    ],
)
def test_what_classes_get_is_no_change_where_no_charge_is_reduced(title: str, heads: str, cells: str) -> None:
    read = tabled(title, f"---\n项目 | {heads}\n=\n甲 | {cells}\n乙 | {cells}")
    assert read and {f.direction for f in read} == {Direction.STATED}


@pytest.mark.parametrize(
    ("group", "named"),
    [
        ("自2026年8月1日起执行", False),
        ("（一）自2026年8月1日（含）起调整的项目", False),
        ("Part B: with effect from 1 August 2026", False),
        ("Stage 2 (from 1 August 2026)", False),
        ("个人业务（自2026年8月1日起执行）", True),
        ("Personal customers", True),
    ],
)
def test_a_row_above_others_that_only_dates_them_is_their_note_and_not_their_name(group: str, named: bool) -> None:
    read = tabled(
        "关于调整收费标准的公告",
        f"---\n项目 | 原标准 | 新标准\n=\n{group} | < | <\n挂失 | 5元/次 | 8元/次\n补卡 | 10元 | 15元",
    )
    assert all(f.item in ("挂失", "补卡") for f in read) is not named
    assert len(read) == 2
    assert all((f.note is not None) is ("2026" in group or "1 August" in group) for f in read)


@pytest.mark.parametrize(
    ("cell", "direction"),
    [
        ("不再提供", Direction.REMOVED),
        ("停办", Direction.REMOVED),
        ("不享受", Direction.REMOVED),
        ("服务下线", Direction.REMOVED),
        ("no longer available", Direction.REMOVED),
        ("We'll stop offering this", Direction.REMOVED),
        ("Not offered", Direction.REMOVED),
        ("同左", Direction.UNCHANGED),
        ("照旧", Direction.UNCHANGED),
        ("不作调整", Direction.UNCHANGED),
        ("Same as today", Direction.UNCHANGED),
        ("As before", Direction.UNCHANGED),
        ("豁免", Direction.DOWN),
        ("不收费", Direction.DOWN),
        ("No charge", Direction.DOWN),
        ("Waived for all customers", Direction.DOWN),
        ("按邮局实际价格", Direction.CHANGED),
        ("At cost", Direction.CHANGED),
        ("面议", Direction.CHANGED),
    ],
)
def test_words_in_the_place_of_the_new_value_tell_the_way(cell: str, direction: Direction) -> None:
    table = f"---\n项目 | 调整前 | 调整后\n=\n邮寄 | 50元/次 | {cell}\n补卡 | 10元 | 15元"
    posted, _ = tabled("关于调整收费标准的公告", table)
    assert posted.direction is direction
    assert [q.value for q in posted.old] == [50]
    assert posted.new_text == (cell if direction is Direction.CHANGED else posted.new_text)


@pytest.mark.parametrize(
    "table",
    [
        "项目 | 收费标准 | 备注\n=\n存款证明 | 20元/份 | 每份加收邮费10元\n补卡 | 10元 | 原卡须交回",
        "Service | Fee | Remarks\n=\nDraft | $20 | was issued by another branch: $5 more\nLocker | $10 | before 3 pm only",
        "档位 | 时间 | 奖励\n=\n第一档 | 上午 | 10元\n第二档 | 下午 | 20元",
        "Item | Until noon | After noon\n=\nParking | $3 | $5\nLocker | $1 | $2",
    ],
)
def test_remarks_and_times_of_day_are_no_change(table: str) -> None:
    assert {f.direction for f in tabled("关于公布收费标准的公告", f"---\n{table}")} == {Direction.STATED}


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (
            "<dl><dt>Minimum amount</dt><dd>HK$10,000, and whole multiples of it, for paper forms too; others are refused</dd>"
            "<dt>Tenor</dt><dd>3 years. The issuer may call it earlier.</dd>"
            "<dt>Maximum amount</dt><dd>HK$500,000 per person across all banks. More is cut off.</dd></dl>",
            ("? > min 10000 HKD @minimum", "? > 3 year @tenor", "? > max 500000 HKD @maximum"),
        ),
        (
            "<dl><dt>起购金额</dt><dd>1万元，须为整数倍，未填金额的申请不予受理；逾期不候。</dd>"
            "<dt>期限</dt><dd>3年。发行人可提前赎回。</dd><dt>单人上限</dt><dd>50万元。超出部分不予确认。</dd></dl>",
            ("? > min 10000 CNY @起购", "? > 3 year @期限", "? > max 500000 CNY @上限"),
        ),
        (
            "Annual fee: £120, charged on each anniversary.\nDaily withdrawal limit: £500.\nValidity: 24 months from issue.",
            ("? > 120 GBP/year @annual", "? > 500 GBP/day @withdrawal", "? > 24 month @validity"),
        ),
        (
            "年费：300元，每年收取。\n单日取现限额：2万元。\n封闭期：36个月。",
            ("? > 300 CNY/year @年费", "? > 20000 CNY/day @单日取现", "? > 36 month @封闭期"),
        ),
    ],
)
def test_a_line_below_or_behind_its_label_is_read_as_a_cell_with_its_head(lines: str, labels: tuple[str, ...]) -> None:
    read = figures("关于发售新产品的公告" if "元" in lines else "New issue: key facts", lines)
    assert wrong(read, labels) == [], shown(read)
    periods = {q.unit.partition("/")[2] for f in read for q in f.new if q.unit.startswith(("GBP", "CNY"))}
    assert periods >= ({"year", "day"} if "£" in lines or "年费" in lines else set())


_AROUND = {
    "zh": ("关于调整部分服务收费的公告", "尊敬的客户：我行将调整以下收费。", "特此公告。"),
    "en": ("Revision of service charges", "Dear customer, we are changing the charges below.", "Thank you."),
}


def _answers(table: str) -> str:
    """What the entries of a notice with this table say."""
    title, lead, end = _AROUND["zh" if re.search("[一-鿿]", table) else "en"]
    page = (
        f"<html><body><div class='article'><h1>{title}</h1><p>{lead}</p>{grid(table)}<p>{end}</p></div></body></html>"
    )
    document = extract(page.encode(), media_type="text/html", charset="utf-8")
    drafts = RulesWriter().write(document, understand(document, READING), today=READING.today)
    return "\n".join(f.answer for f in drafts.faqs)


def test_each_group_of_rows_and_each_stage_is_told_with_its_own_day() -> None:
    said = _answers(
        "项目 | 调整前 | 调整后\n=\n第一批：自2026年8月1日起执行 | < | <\n存款证明 | 20元/份 | 10元/份\n"
        "第二批：自2026年10月1日起执行 | < | <\n补卡 | 10元/张 | 15元/张"
    )
    assert re.search(r"2026年8月1日起，存款证明由20元/份下调至10元/份", said)
    assert re.search(r"2026年10月1日起，补卡由10元/张上调至15元/张", said)


def test_words_that_take_the_place_of_a_price_are_told_and_never_as_its_end() -> None:
    said = _answers(
        "项目 | 调整前 | 自2026年8月1日起\n=\n国际邮寄费 | 50元/次 | 按邮局实际价格\n补卡 | 10元/张 | 15元/张"
    )
    assert "国际邮寄费由50元/次调整为按邮局实际价格" in said
    assert "取消" not in said


@pytest.mark.parametrize(
    ("title", "direction"),
    [
        ("关于取消以下收费项目的公告", "removed"),
        ("The following charges will be withdrawn", "removed"),
        ("关于取消部分项目收费优惠的公告", "stated"),
        ("关于取消收费项目优惠的公告", "stated"),
        ("The following charges will be revised", "stated"),
    ],
)
def test_a_table_of_what_ends_tells_that_its_charges_end(title: str, direction: str) -> None:
    read = tabled(title, "---\n项目 | 收费标准\n=\n挂失 | 10元/次\n补卡 | 15元/张")
    assert [f.direction.value for f in read] == [direction] * 2


@pytest.mark.parametrize(
    ("then", "now", "directions"),
    [
        ("一、现行收费标准", "二、调整后收费标准", ["down", "unchanged", "new"]),
        ("Until 31 July 2026 you pay:", "From 1 August 2026 you will pay:", ["down", "unchanged", "new"]),
        ("个人客户", "对公客户", ["stated"] * 4),
        ("现行收费标准", "现行优惠活动", ["stated"] * 4),
    ],
)
def test_two_tables_of_now_and_then_are_one(then: str, now: str, directions: list[str]) -> None:
    rows = ("项目 | 收费\n=\n挂失 | 10元\n补卡 | 15元", "项目 | 收费\n=\n挂失 | 5元\n补卡 | 15元\n密码 | 2元")
    page = f"<h1>关于调整收费的公告</h1><p>{then}</p>{grid(rows[0])}<p>{now}</p>{grid(rows[1])}"
    document = extract(page.encode(), media_type="text/html", charset="utf-8")
    read = read_figures(document, normalise(document.text), READING, category=Category.FEE_CHANGE)
    assert [f.direction.value for f in read] == directions, shown(read)


def test_a_stage_is_told_by_its_name_and_only_where_it_brings_something() -> None:
    said = _answers(
        "Service | At present | Stage 1: from 1 August 2026 | Stage 2: from 1 February 2027\n=\n"
        "Telegraphic transfer | HK$200 | HK$230 | HK$260\nReturned cheque | HK$120 | HK$150 | HK$150\n"
        "Note: Pensioners are exempt from the returned cheque charge. | < | < | <"
    )
    assert re.search(r"Telegraphic transfer, Stage 1: [^.]*HK\$200 to HK\$230[^.]* 1 August 2026", said)
    assert re.search(r"Telegraphic transfer, Stage 2: [^.]*HK\$200 to HK\$260[^.]* 1 February 2027", said)
    assert "Returned cheque, Stage 2" not in said
    assert re.search(r"^Pensioners: no charge", said, re.M)


def test_rows_of_one_day_are_told_with_the_day_of_their_own_cell() -> None:
    said = _answers(
        "项目 | 调整前 | 调整后 | 执行日期\n=\n补卡 | 20元/张 | 10元/张 | 2026年8月1日\n"
        "存款证明 | 20元/份 | 30元/份 | 2026年9月1日\n询证函 | 200元/份 | 100元/份 | 2026年9月1日"
    )
    assert re.search(r"2026年8月1日起，补卡由20元/张下调至10元/张", said)
    assert not re.search(r"2026年8月1日起，(?:存款证明|询证函)", said)
    assert re.search(r"2026年9月1日起，询证函由200元/份下调至100元/份", said)
