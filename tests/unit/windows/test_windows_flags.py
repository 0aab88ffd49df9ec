"""What a person has to look at: broken dates, wrong weekdays, years that nobody printed, plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Flag, Window

Reader = Callable[..., tuple[tuple[Window, ...], tuple[Flag, ...]]]


@pytest.mark.parametrize(
    ("text", "code", "quote"),
    [
        ("维护公告\n4月18日（星期五）23:00至4月19日上午6点半暂停服务。", "weekday_mismatch", "4月18日（星期五）"),
        ("Closing early\nWe close at 1pm on Friday 23 April 2026.", "weekday_mismatch", "Friday 23 April 2026"),
        ("迁址公告\n请于2026518日前办妥变更。", "malformed_date", "2026518日"),
        ("限额通告\n我行20251115日印发的办法同时作废。", "malformed_date", "20251115日"),
        ("Moving\nMail will be forwarded until 4/312026.", "malformed_date", "4/312026"),
        ("Fees\nPay by 31-09-2026 to keep the old price.", "malformed_date", "31-09-2026"),
        ("迁址公告\n原址自助设备预计10月底撤除。", "planned", "预计10月底"),
        ("系统公告\n我行计划于2026年4月18日切换系统，届时暂停服务。", "planned", "计划于2026年4月18日"),
        ("系统公告\n我行计划在本月分三批切换系统。", "planned", "计划在本月分三批切换系统"),
        (
            "Moving house\nWe expect to move customers in batches later this year.",
            "planned",
            "expect to move customers",
        ),
        ("抽奖活动\n报名：即日起至4月30日。", "year_inferred", "即日起至4月30日"),
        ("限额公告\n4月18日起单笔限额调整为5万元。", "year_inferred", "4月18日"),
    ],
)
def test_doubtful_words_are_shown(read: Reader, text: str, code: str, quote: str) -> None:
    flags = read(text)[1]
    assert any(f.code.value == code and quote in f.evidence.quote for f in flags)


@pytest.mark.parametrize(
    "text",
    [
        "限额公告\n自2026年4月18日起单笔限额调整为5万元。",
        "Limits\nThe new limit applies from Saturday, 18 April 2026.",
        "抽奖活动\n活动时间：2026年4月1日至4月30日。",
    ],
)
def test_full_and_fitting_dates_raise_no_flag(read: Reader, text: str) -> None:
    assert read(text)[1] == ()


def test_the_printed_date_stays_where_the_weekday_is_wrong(read: Reader) -> None:
    windows, _ = read("维护公告\n4月18日（星期五）23:00至4月19日6:00暂停服务。", category="maintenance")
    assert [str(w.start) for w in windows] == ["2026-04-18T23:00"]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Fees\nThe new fee applies from 10/1/2026. You may close your account until 9/30/2026.", "2026-10-01"),
        ("Fees\nThe new fee applies from 10/1/2026. You may close your account until 30/9/2026.", "2026-01-10"),
    ],
)
def test_one_date_that_can_only_be_read_in_one_way_tells_how_the_others_are_written(
    read: Reader, text: str, starts: str
) -> None:
    assert starts in {str(w.start) for w in read(text, published="2026-01-05")[0]}
