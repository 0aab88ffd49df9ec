"""Pages of a title and a table of old and new: the table alone says that they are notices, the title of what."""

from __future__ import annotations

import datetime as dt

import pytest
from unseen import grid

from ingest.extract import extract
from ingest.model import Facts, Reading
from ingest.understand.facts import understand

READING = Reading(today=dt.date(2026, 6, 20), published=dt.date(2026, 6, 18))


def read(title: str, rows: str, reading: Reading = READING) -> Facts:
    page = f"<html><body><div class='article'><h1>{title}</h1>{grid(rows)}</div></body></html>"
    return understand(extract(page.encode(), media_type="text/html", charset="utf-8"), reading)


@pytest.mark.parametrize(
    ("title", "category", "heads", "cells"),
    [
        ("个人贷款提前还款违约金调整公告", "fee_change", "调整前 | 调整后", "还款金额的1% | 免收"),
        ("关于信用卡利息与违约金的公告", "fee_change", "原 | 新", "5% | 4%"),
        ("代发工资户短信服务费调整表", "fee_change", "现行 | 8月1日起", "2元/月 | 3元/月"),
        ("帳戶管理費", "fee_change", "現行 | 新訂", "HK$50 | HK$60"),
        ("ATM withdrawal prices", "fee_change", "Now | From 1 August", "£1.50 | £2"),
        ("Locker rents", "fee_change", "Existing | Revised", "₹1,500 | ₹2,000"),
        ("关于通知存款的公告", "rate_change", "调整前 | 调整后", "0.15% | 0.10%"),
        ("Card spending: daily maximum", "limit_change", "Before | After", "$5,000 | $8,000"),
        ("“松果”计划及持卡礼遇变动告知", "rewards_rule", "现规则 | 新规则", "2豆 | 1豆"),
    ],
)
def test_a_table_of_old_and_new_is_a_notice_by_itself(title: str, category: str, heads: str, cells: str) -> None:
    facts = read(title, f"项目 | {heads}\n=\n甲 | {cells}")
    assert facts.category == category
    assert any(f.old and f.new for f in facts.figures)


@pytest.mark.parametrize("heads", ["From | To", "Gold | Platinum", "节前 | 节后"])
def test_a_table_of_two_places_or_classes_announces_nothing(heads: str) -> None:
    undated = Reading(today=dt.date(2026, 6, 20))
    assert read("Shuttle", f"Line | {heads}\n=\nA | North gate | South gate", undated).category is None
