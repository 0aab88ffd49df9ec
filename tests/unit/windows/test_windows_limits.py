"""The last day that counts: before a service is back, and where something is asked for or barred after a day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Teller = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("cells", "published", "wanted"),
    [
        ("2月27日 | 3月1日", "2028-02-20", "outage 2028-02-27..2028-02-29"),
        ("2月27日 | 3月1日", "2026-02-20", "outage 2026-02-27..2026-02-28"),
        ("2月27日 | 2月29日", "2028-02-20", "outage 2028-02-27..2028-02-28"),
        ("12月30日 | 1月1日", "2026-12-20", "outage 2026-12-30..2026-12-31"),
    ],
)
def test_what_is_back_on_a_day_is_away_until_the_day_before(
    tell: Teller, cells: str, published: str, wanted: str
) -> None:
    assert wanted in tell(f"维护通知\n业务 | 暂停日期 | 恢复日期\n代缴水费 | {cells}", published, "maintenance")


@pytest.mark.parametrize("back", ["2月29日", "4月31日", "29 February", "31 April"])
def test_a_day_that_no_calendar_has_costs_its_own_window_only(tell: Teller, back: str) -> None:
    text = f"维护通知\n业务 | 暂停日期 | 恢复日期\n代缴水费 | 2月20日 | {back}\n其他业务自2026年3月9日起暂停办理。"
    assert "outage 2026-03-09.." in tell(text, "2026-02-10", "maintenance")


@pytest.mark.parametrize(
    ("line", "windows"),
    [
        ("Forms must not be submitted after 5 June 2026.", ["deadline ..2026-06-05"]),
        ("Please submit the form at a branch after 5 June 2026.", ["deadline 2026-06-06.."]),
        ("Please submit the form after 10:00.", []),
        ("2026年6月5日后不得再提交更新申请。", ["deadline ..2026-06-05"]),
        ("请于2026年6月1日后到网点办理更新。", ["deadline 2026-06-01.."]),
        ("请在晚上8点以后办理更新。", []),
        ("2026年6月1日后，客户可到邻近网点办理更新。", []),
        ("客户2026年6月1日后可申请办理更新。", []),
    ],
)
def test_a_day_after_which_something_is_asked_or_barred_counts_and_an_hour_does_not(
    tell: Teller, line: str, windows: list[str]
) -> None:
    assert tell(f"Notice\n{line}", category="account_governance") == windows
