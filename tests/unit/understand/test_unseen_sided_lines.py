"""Old and new on lines of their own that open with their time: cards, quotes, lists; and lines that are no change."""

from __future__ import annotations

import pytest
from figure_labels import CHARGES, PRICES, figures, shown, wrong

from ingest.model import Direction

CARD = "<div class='card'><h3>{}</h3><p>{}</p><p>{}</p></div>"
QUOTE = "<blockquote>{}</blockquote><blockquote>{}</blockquote>"


@pytest.mark.parametrize(
    ("title", "lines", "labels"),
    [
        (
            PRICES,
            CARD.format("年费", "原标准：300元/年", "新标准：360元/年")
            + CARD.format("补卡工本费", "原标准：15元/张", "新标准：免收")
            + CARD.format("溢缴款领回手续费", "原标准：0.5%，最低5元", "新标准：不变"),
            (
                "up 300 CNY > 360 CNY @年费",
                "down 15 CNY > 0 CNY @补卡",
                "unchanged 0.005 ratio; min 5 CNY > 0.005 ratio; min 5 CNY @溢缴款",
            ),
        ),
        (
            CHARGES,
            CARD.format("Overdraft fee", "<b>Now:</b> $35", "<b>From August 1:</b> $15")
            + CARD.format("Paper statement", "<b>Now:</b> $3 a month", "<b>From August 1:</b> Discontinued"),
            ("down 35 USD > 15 USD @overdraft", "removed 3 USD > @paper"),
        ),
        (
            CHARGES,
            QUOTE.format("<i>Now:</i> A stop payment lasts 6 months.", "<i>New:</i> A stop payment lasts 12 months.")
            + QUOTE.format(
                "<i>Now:</i> We make the first $225 of a day's deposits available at once. Longer holds may apply to "
                "amounts above $5,525.",
                "<i>New:</i> We make the first $275 of a day's deposits available at once. Longer holds may apply to "
                "amounts above $6,725.",
            ),
            (
                "up 6 month > 12 month @stop payment",
                "up 225 USD > 275 USD @deposits",
                "up >5525 USD > >6725 USD @",
            ),
        ),
        (
            PRICES,
            QUOTE.format(
                "原：客户应在60日内提出异议。单笔超过500元的须提交书面材料。",
                "现：客户应在30日内提出异议。单笔超过1000元的须提交书面材料。",
            )
            + QUOTE.format("原：挂失手续费每卡50元。", "现：挂失免收手续费。"),
            ("down 60 day > 30 day @", "up >500 CNY > >1000 CNY @单笔", "down 50 CNY > 0 CNY @挂失"),
        ),
        (
            CHARGES,
            "<ul><li><b>Wire fee</b><br>Old: $25<br>New: $30</li><li>Cashier's check<br>Old: $8<br>New: no change</li></ul>",
            ("up 25 USD > 30 USD @wire", "unchanged 8 USD > 8 USD @cashier"),
        ),
        (
            PRICES,
            "<div>回单工本费</div><div>原标准<br>2元/份</div><div>新标准<br>1元/份</div>",
            ("down 2 CNY > 1 CNY @回单",),
        ),
        (
            CHARGES,
            "<h4>Sending money abroad</h4><p>Today £9.50 — from 2 November £7.00</p>"
            "<h4>Emergency cash</h4><p>Today £15 — from 2 November £20</p><h4>Copies</h4><p>Today £5 — no change</p>",
            ("down 9.5 GBP > 7 GBP @abroad", "up 15 GBP > 20 GBP @emergency", "unchanged 5 GBP > 5 GBP @copies"),
        ),
        (PRICES, "挂失手续费 原：10元/次 现：免费", ("down 10 CNY > 0 CNY @挂失手续费",)),
    ],
)
def test_lines_that_open_with_their_time_are_old_and_new(title: str, lines: str, labels: tuple[str, ...]) -> None:
    read = figures(title, lines)
    assert wrong(read, labels) == [], shown(read)


TABLE = "<table><tr><th>{}</th><th>{}</th></tr><tr><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td></tr></table>"


@pytest.mark.parametrize(
    ("title", "lines", "labels"),
    [
        (
            CHARGES,
            TABLE.format("Charge", "Amendment", "Draft", "HK$60 charge to be removed", "Audit", "New charge of HK$400"),
            ("removed 60 HKD > @draft", "new > 400 HKD @audit"),
        ),
        (
            PRICES,
            TABLE.format("项目", "内容", "短信通知费", "取消（原3元/月）", "挂失补卡", "新增，10元/张"),
            ("removed 3 CNY > @短信", "new > 10 CNY @补卡"),
        ),
        (
            CHARGES,
            TABLE.format("Service", "What changes", "Order", "Becomes free (today €1.50)", "Wire", "From €12 to €15"),
            ("down 1.5 EUR > 0 EUR @order", "up 12 EUR > 15 EUR @wire"),
        ),
        (
            PRICES,
            TABLE.format("项目", "标准", "挂失", "新增客户10元", "补卡", "取消预约的20元"),
            ("stated > 10 CNY @挂失", "stated > 20 CNY @补卡"),
        ),
        (
            CHARGES,
            "<ul><li>Annual fee: $99 → $120</li><li>Card replacement: $15 → free</li></ul>",
            ("up 99 USD > 120 USD @annual", "down 15 USD > 0 USD @replacement"),
        ),
    ],
)
def test_a_cell_tells_what_becomes_of_its_value(title: str, lines: str, labels: tuple[str, ...]) -> None:
    read = figures(title, lines)
    assert wrong(read, labels) == [], shown(read)


@pytest.mark.parametrize(
    "lines",
    [
        "新客户：手续费1%\n老客户：手续费2%",
        "现金：手续费1元\n转账：手续费2元",
        "Existing customers: fee £5\nNew customers: fee £3",
        "Before you apply: pay a fee of £10\nAfter you apply: pay a fee of £20",
        "Before 3pm: fee £5\nAfter 3pm: fee £8",
    ],
)
def test_lines_of_classes_steps_and_hours_are_no_change(lines: str) -> None:
    read = figures(PRICES if "费" in lines else CHARGES, lines)
    assert read and {f.direction for f in read} <= {Direction.STATED, Direction.EXEMPT}, shown(read)
