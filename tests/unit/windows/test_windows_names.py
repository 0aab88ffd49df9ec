"""What a window applies to is printed to customers: a phrase of the notice in its own characters, or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Flag, Window
from ingest.understand.windows.subjects import readable

Reader = Callable[..., tuple[tuple[Window, ...], tuple[Flag, ...]]]


@pytest.mark.parametrize(
    "phrase",
    [
        "❶ 何时",
        "什么时候开始？",
        "When",
        "Which date is yours",
        "If you are not happy with this",
        "What you could use instead",
        "期间使用代发服务的",
        "至两点三十分",
        "因清明假期不做核对",
        "有效",
        "日终为观察点",
        "活动时间",
        "2026年5月1日",
        "或26日到期",
        "提交的赎回",
        "客户",
        "（一",
        "",
        "-",
    ],
)
def test_half_sentences_and_words_for_time_name_nothing(phrase: str) -> None:
    assert readable(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("一、打车优惠：", "打车优惠"),
        ("（二）个人Ⅱ、Ⅲ类户", "个人Ⅱ、Ⅲ类户"),
        ("肆、外幣兌換", "外幣兌換"),
        ("ATM cash withdrawal", "ATM cash withdrawal"),
        ("4.2 Lounge visits", "Lounge visits"),
        ("代码20260301", "代码20260301"),
    ],
)
def test_names_lose_their_list_marks(phrase: str, name: str) -> None:
    assert readable(phrase) == name


def test_rows_and_labels_name_their_windows_in_the_notice_s_own_characters(read: Reader) -> None:
    table = "聖誕服務安排\n服務 | 暫停 | 回復正常\n港股買賣 | 4月3日至4月6日 | 4月7日"
    assert {w.applies_to for w in read(table, category="holiday_hours")[0]} == {"港股買賣"}
    label = "出行优惠活动\n打车优惠：2026年4月1日至6月30日。\n加油优惠：2026年5月1日至6月30日。"
    assert [w.applies_to for w in read(label, category="promotion")[0]] == ["打车优惠", "加油优惠"]


def test_what_stands_behind_the_date_names_it_only_as_the_subject_of_a_verb(read: Reader) -> None:
    named = "服务公告\n自2026年4月1日起，外币兑换服务暂停。"
    assert [w.applies_to for w in read(named, category="maintenance")[0]] == ["外币兑换服务"]
    loose = "收费公告\n自2026年4月1日起至2027年3月31日期间办理的，手续费全免。"
    assert [w.applies_to for w in read(loose, category="fee_change")[0]] == [None]
