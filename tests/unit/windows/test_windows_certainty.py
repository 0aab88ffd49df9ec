"""How sure a window is, and which years a person is asked to look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Reader = Callable[..., tuple]  # type: ignore[type-arg]


def _sure(read: Reader, text: str, **how: str) -> float:
    (window,), _ = read(text, **how)
    return float(window.confidence)


def test_an_explicit_start_with_its_year_is_sure(read: Reader) -> None:
    assert _sure(read, "限额公告\n新限额自2026年4月18日起生效。") >= 0.95
    assert _sure(read, "Limits\nThe new limit takes effect from 18 April 2026.") >= 0.95


def test_a_condition_is_less_sure_than_what_the_notice_announces(read: Reader) -> None:
    told = _sure(read, "限额公告\n新限额自2026年4月18日起生效。")
    assert _sure(read, "限额公告\n2026年4月18日前开户的客户不受影响。") < told


def test_a_day_without_any_printed_year_is_less_sure(read: Reader) -> None:
    assert _sure(read, "限额公告\n新限额自4月18日起生效。") < _sure(read, "限额公告\n新限额自2026年4月18日起生效。")


def _years(read: Reader, text: str) -> list[str]:
    return [f.evidence.quote for f in read(text)[1] if f.code.value == "year_inferred"]


@pytest.mark.parametrize(
    "text",
    [
        "2026年调整通知\n4月18日起单笔限额调整为5万元。",
        "限额通知\n4月18日起调整。\n2026年4月30日前可申请保留。",
        "限额通知\n依据2026年第二号文，4月18日起调整。",
        "Limits\nThe 2026 limits apply from 18 April.",
    ],
)
def test_a_year_printed_elsewhere_in_the_notice_gives_the_days_theirs(read: Reader, text: str) -> None:
    assert _years(read, text) == []


def test_a_notice_that_prints_no_year_is_pointed_at_once(read: Reader) -> None:
    assert len(_years(read, "限额通知\n4月18日起调整。\n4月30日前可申请保留。\n5月6日起恢复。")) == 1


def test_the_year_of_an_old_law_or_an_amount_gives_no_day_its_year(read: Reader) -> None:
    assert _years(read, "限额通知\n依据2013年印发的办法，4月18日起调整。")
    assert _years(read, "限额通知\n4月18日起调整。\n调整后的单笔限额为2026元。")


def test_a_stretch_across_the_turn_of_the_year_is_pointed_at(read: Reader) -> None:
    assert _years(read, "活动通知\n活动时间：2026年12月15日至1月31日。")


def test_a_stretch_from_today_to_a_day_without_a_year_is_pointed_at(read: Reader) -> None:
    assert _years(read, "抽奖活动\n报名：即日起至4月30日。\n奖品于2027年1月20日前发放。")
