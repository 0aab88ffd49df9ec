"""Dates that are no windows, and dates that are only flagged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

NO_WINDOWS = [
    "根据《商业银行服务价格管理办法》（2014年第1号）的规定，现公告如下。",
    "我行成立于2010年3月1日。",
    "登记编码Z7003126000518，产品代码20260304。",
    "咨询电话：400-820-2026，传真021-20260315。",
    "存续期内45日内可办理赎回，积分30天后到账。",
    "按领回金额的3.5%收取，享3.5折，比例为1:10。",
    "例如：客户于2026年4月1日消费100元，可得10积分。",
    "Our tariff dated 01/09/2024 is replaced.",
    "Call us on 0808 157 0142 (8am to 8pm, Monday to Saturday).",
    "See form TC-07 (03/2026) and notice No. 12/2026.",
    "We have served customers since 1998.",
    "发布时间：2026-03-02 来源：零售金融部",
    "某某银行股份有限公司\n2026年3月2日",
    "Hong Kong, 2 March 2026",
]


@pytest.mark.parametrize("words", NO_WINDOWS)
def test_what_only_looks_like_a_window_is_none(words: str, read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    assert read(f"公告\n{words}") == ((), ())


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("请于2026919日前重新确认。", "2026919日前"),
        ("自2026年2月30日起执行新标准。", "自2026年2月30日起"),
        ("自2026年13月1日起执行新标准。", "自2026年13月1日起"),
        ("Amounts will be credited on or before 31-09-2026.", "on or before 31-09-2026"),
    ],
)
def test_a_malformed_date_is_flagged_and_never_guessed(words: str, quote: str, read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    windows, flags = read(f"公告\n{words}")
    assert windows == ()
    assert [(f.code.value, f.evidence.quote) for f in flags] == [("malformed_date", quote)]


def test_the_printed_date_stays_when_its_weekday_is_wrong(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    windows, flags = read("公告\n自2026年3月14日（周日）起执行新标准。")
    assert [str(w.start) for w in windows] == ["2026-03-14"]
    assert [(f.code.value, f.evidence.quote) for f in flags] == [("weekday_mismatch", "2026年3月14日（周日）")]


def test_a_year_that_nobody_printed_is_flagged(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    _, flags = read("公告\n自4月15日起执行新标准。")
    assert [f.code.value for f in flags] == ["year_inferred"]


def test_a_year_printed_for_the_same_day_elsewhere_needs_no_flag(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    windows, flags = read("公告\n我行定于2026年4月15日调整系统。\n自4月15日起执行新标准。")
    assert flags == ()
    assert {str(w.start) for w in windows} == {"2026-04-15"}


def test_a_plan_is_marked_and_flagged(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    windows, flags = read("公告\n新标准预计于2026年4月15日起执行。")
    assert [w.planned for w in windows] == [True]
    assert [f.code.value for f in flags] == ["planned"]


def test_without_a_publication_date_from_today_on_has_no_start(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    assert read("公告\n即日起执行新标准。", published=None)[0] == ()


def test_a_year_printed_without_a_day_needs_no_flag(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    windows, flags = read("公告\n活动时间：2026年第二季度（4月1日至6月30日）")
    assert flags == ()
    assert [(str(w.start), str(w.end)) for w in windows] == [("2026-04-01", "2026-06-30")]


def test_a_page_full_of_dates_is_read_in_time(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    windows, _ = read("公告\n" + "自2026年3月1日起，" * 3000)
    assert len(windows) <= 1
