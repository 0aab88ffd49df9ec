"""What stands together is told together: lists under a heading, tiers behind their paragraph, days of a part."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from ingest.draft.brief import Brief, briefs
from ingest.draft.carriers import carrier
from ingest.draft.rules import RulesWriter, offers
from ingest.draft.untold import untold
from ingest.model import Cell, Document, Drafts, Intent, Passage, PassageKind, Reading, Span, Table
from ingest.understand.facts import understand

_DAY = dt.date(2031, 3, 1)
_KINDS = {"#": PassageKind.HEADING, "-": PassageKind.ITEM, "|": PassageKind.ROW}


def _document(text: str, language: str = "zh") -> Document:
    """`# heading`, `- item`, `| row | of cells`; the first line is the title, all others are paragraphs."""
    passages, lines, at = [], [], 0
    tables: list[list[tuple[Cell, ...]]] = []
    for number, line in enumerate(text.strip().splitlines()):
        sign, words = line[:1], line[2:] if line[:1] in _KINDS else line
        span = Span(at, at + len(words))
        kind = _KINDS.get(sign, PassageKind.PARAGRAPH if number else PassageKind.TITLE)
        passages.append(Passage(kind, span, f"line {number}"))
        if kind is PassageKind.ROW:
            cells = tuple(
                Cell(m[0].strip(), Span(at + m.start(), at + m.start() + len(m[0].rstrip())))
                for m in re.finditer(r"[^|\s][^|]*", words)
            )
            if passages[-2].kind is not PassageKind.ROW:
                tables.append([])
            tables[-1].append(cells)
        lines.append(words)
        at += len(words) + 1
    made = tuple(Table(tuple(rows), Span(rows[0][0].span.start, rows[-1][-1].span.end), "table") for rows in tables)
    return Document(text="\n".join(lines), title=lines[0], language=language, passages=tuple(passages), tables=made)


def _briefs(text: str, language: str = "zh", script: str = "hans") -> list[Brief]:
    document = replace(_document(text, language), script=script)
    return list(briefs(document, understand(document, Reading(today=_DAY, published=_DAY)), _DAY))


def _drafts(text: str, language: str = "zh") -> Drafts:
    document = _document(text, language)
    return RulesWriter().write(document, understand(document, Reading(today=_DAY, published=_DAY)), today=_DAY)


_RIDE = """
“晨光”乘车优惠活动规则
2031年4月1日至6月30日，持白鹭银行信用卡乘地铁享五折，每次最多减2元。
# 没有减成？先看这几条
- 没有报名，或者报名以前的行程；
- 进站早于6:30的；
- 付款卡不是本行信用卡；
- 机场快线不打折。
# 怎么报名
打开手机银行，点“生活-乘车-报名”。
"""

_BOND = """
2031年第三期储蓄国债（电子式）发售公告
本行自2031年4月10日起发售第三期储蓄国债，期限3年，票面年利率2.10%。
# 提前兑取
可以提前兑取，按本金的1‰收手续费。计息办法：
| 持有时长 | 利息处理
| 不足6个月 | 不计利息
| 满6个月不足24个月 | 扣除180天利息
| 满24个月不足36个月 | 扣除90天利息
"""


def _told(text: str) -> list[str]:
    return [
        "\n".join((o.faq.answer, *o.faq.operation_points, *o.faq.conditions))
        for o in offers(_briefs(text))
        if o.kind == "section"
    ]


def test_a_list_under_one_heading_is_one_answer() -> None:
    assert any("没有报名" in t and "6:30" in t and "机场快线" in t for t in _told(_RIDE))


def test_the_rows_of_a_table_are_told_with_the_paragraph_that_announces_them() -> None:
    told = [t for t in _told(_BOND) if "180天" in t]
    assert told
    assert all("1‰" in t and "90天" in t for t in told)


def test_the_head_of_a_table_is_no_answer() -> None:
    assert not any("持有时长" in t for t in _told(_BOND))


def test_a_label_is_told_with_what_it_labels() -> None:
    text = """
关于滨河支行迁址的公告
白鹭银行滨河支行将于2031年5月6日迁往新址，有关安排如下。
# 滨河支行
新地址
- 滨河市湖东路18号
首日营业
- 2031年5月6日上午9时
电话
- 0551-5550188
"""
    assert any("新地址：滨河市湖东路18号" in t for t in _told(text))


_LIMITS = """
Revision of transfer limits
The limits in Part A come into force on 3 May 2031. Part B takes effect on 17 May 2031.
# Part A - Transfers
| Mode | Existing | Revised
| Instant transfer per day | Rs.2,00,000 | Rs.5,00,000
# Part B - Cards
| Card | Existing | Revised
| Cash withdrawal per day | Rs.25,000 | Rs.20,000
"""


@pytest.mark.parametrize(("item", "day"), [("Instant", 3), ("Cash", 17)])
def test_a_figure_counts_from_the_day_of_its_part(item: str, day: int) -> None:
    (brief,) = _briefs(_LIMITS, "en")
    figure = next(f for f in brief.figures if f.item.startswith(item))
    window = carrier(figure, brief)
    assert window is not None and window.start is not None
    assert window.start.day == dt.date(2031, 5, day)


def test_a_row_that_a_sentence_names_by_its_number_counts_from_its_own_day() -> None:
    text = """
Revision of limits on digital channels
The revised limits come into force from 1 May 2031, save Sr. No. 2 which shall apply from 15 May 2031 onwards.
| Sr. No. | Particulars | Existing | Revised
| 1 | UPI per transaction | Rs. 1,00,000 | Rs. 2,00,000
| 2 | Transfer to a new payee per day | Rs. 50,000 | Rs. 25,000
"""
    (brief,) = _briefs(text, "en")
    days = {f.item.split()[0]: w.start.day.day for f in brief.figures if (w := carrier(f, brief)) and w.start}
    assert days == {"UPI": 1, "Transfer": 15}


_ROWS = """
关于保管箱租金调整的公告
自2031年5月1日起，白鹭银行调整保管箱租金。
| 项目 | 原价格 | 新价格
| 小型保管箱年租金 | 300元 | 360元
| 中型保管箱年租金 | 500元 | 600元
{more}
"""


def _asked(text: str, language: str = "zh", script: str = "hans") -> str:
    return " ".join(q for b in _briefs(text, language, script) for _, q in untold(b))


def test_the_missing_member_of_a_family_is_asked_for() -> None:
    assert "大型保管箱" in _asked(_ROWS.format(more=""))


def test_a_member_that_is_spoken_of_is_not_asked_for() -> None:
    assert "大型" not in _asked(_ROWS.format(more="大型保管箱暂不出租。"))


def test_the_missing_member_is_asked_for_in_the_characters_of_the_notice() -> None:
    text = """
關於調整定期存款利率的公告
自2031年5月1日起，白鷺銀行調整定期存款利率。
| 存期 | 原利率 | 新利率
| 定期存款三個月 | 1.05% | 0.95%
| 定期存款六個月 | 1.25% | 1.15%
| 定期存款一年 | 1.35% | 1.25%
| 定期存款兩年 | 1.45% | 1.35%
| 定期存款五年 | 1.60% | 1.50%
"""
    asked = _asked(text, script="hant")
    assert "定期存款三年" in asked and "二年" not in asked and "三个月" not in asked


_TIERS = """
Revision of savings account interest rates
From 1 May 2031 Farlow Bank revises the interest rates on savings accounts.
| Balance | Existing rate | Revised rate
| Balance of {high} and above | 3.50% | 3.25%
| Balance of {low} and above | 3.00% | 2.75%
"""


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("Rs. 25,000.00", "Rs. 50,000.00"),
        ("Rs. 50,000", "Rs. 2 lakh"),
        ("Rs. 9,00,000", "Rs. 1.5 crore"),
        ("$90,000", "$1 million"),
    ],
)
def test_below_the_lowest_tier_is_asked_for_however_the_amounts_are_written(low: str, high: str) -> None:
    asked = _asked(_TIERS.format(low=low, high=high), "en")
    assert f"below {low}?" in asked and f"below {high}?" not in asked


def test_below_the_lowest_tier_is_asked_for_in_units_of_ten_thousand() -> None:
    text = """
关于调整大额存款利率的公告
自2031年5月1日起，白鹭银行调整存款利率。
| 存款 | 原利率 | 新利率
| 存款1万元以上 | 1.35% | 1.25%
| 存款5,000元以上 | 1.20% | 1.10%
"""
    assert "不足5,000元" in _asked(text) and "不足1万元" not in _asked(text)


def test_the_product_that_comes_instead_is_asked_about_unless_its_figures_are_told() -> None:
    text = """
关于“朝露存”停办的公告
自2031年6月1日起停止办理“朝露存”，原有资金到期后转入“暮云存”。{more}
"""
    assert "“暮云存”的利率" in _asked(text.format(more=""))
    assert "“暮云存”的利率" not in _asked(text.format(more="“暮云存”的年利率为1.2%。"))


def test_noise_at_the_foot_of_a_page_is_told_nowhere() -> None:
    drafts = _drafts(
        """
Changes to your current account terms
The new terms apply from 12 May 2031. If you do not agree, you can close your account before 12 May 2031.
Registered in England No. 0412345.
Call charges from 0345 numbers vary.
Page 1/2
""",
        "en",
    )
    said = " ".join(" ".join((f.answer, *f.operation_points, *f.conditions)) for f in drafts.faqs)
    assert "12 May 2031" in said
    assert "Registered" not in said and "Page 1" not in said and "vary" not in said


def test_a_day_behind_an_abbreviation_stays_in_its_sentence() -> None:
    drafts = [
        "\n".join((o.faq.answer, *o.faq.conditions))
        for o in offers(
            _briefs(
                """
Public notice: inoperative and dormant accounts, updation of KYC
Dormant accounts whose KYC is not updated by 30.06.2031 are affected as under.
# In case of non-compliance
- debit transactions shall be stopped w.e.f. 01.10.2031, except loan instalments.
- credits too shall be stopped w.e.f. 01.01.2032, save pension credits.
""",
                "en",
            )
        )
    ]
    assert any("w.e.f. 01.10.2031" in t for t in drafts)
    assert not any(line.startswith("01.10.2031") for t in drafts for line in t.split("\n"))


def test_a_heading_that_asks_is_answered_by_what_stands_below_it() -> None:
    asked = {o.faq.intent for o in offers(_briefs(_RIDE)) if o.kind == "section"}
    assert Intent.WHY_NOT in asked


def test_outages_of_one_service_at_home_and_abroad_are_told_together() -> None:
    drafts = _drafts(
        """
System maintenance
Our systems will be upgraded and the services below will be suspended.
# Cash machines
Cash withdrawal in Hong Kong: 15 November 2031, 1:00 am to 2:15 am. Outside Hong Kong: 15 November 2031, 1:00 am to 4:45 am.
# Stock trading
Stock trading: 15 November 2031, 8:00 am to 16 November 2031, 6:30 am.
""",
        "en",
    )
    whens = [" ".join((f.answer, *f.conditions)) for f in drafts.faqs if f.intent is Intent.WHEN]
    assert any("2:15" in w and "4:45" in w for w in whens)
