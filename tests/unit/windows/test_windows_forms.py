"""Each form in which a notice prints a window, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Tell = Callable[..., list[str]]

CHINESE = [
    ("自2026年4月15日（含）起执行新标准。", "effective 2026-04-15.."),
    ("2026-4-15起执行新标准。", "effective 2026-04-15.."),
    ("新标准将于2026年4月15日生效。", "effective 2026-04-15.."),
    ("二〇二六年四月十五日起执行新标准。", "effective 2026-04-15.."),
    ("二○二六年四月十五日起执行新标准。", "effective 2026-04-15.."),
    ("二O二六年四月十五日起执行新标准。", "effective 2026-04-15.."),
    ("自２０２６年４月１５日起执行新标准。", "effective 2026-04-15.."),
    ("自【2026】年【4】月【15】日起执行新标准。", "effective 2026-04-15.."),
    ("自民國115年4月15日起執行新標準。", "effective 2026-04-15.."),
    ("自2026年3月31日24时起执行新标准。", "effective 2026-04-01T00:00.."),
    ("自2026年4月1日零时起执行新标准。", "effective 2026-04-01T00:00.."),
    ("即日起执行新标准。", "effective 2026-03-02.."),
    ("自本公告发布之日起执行新标准。", "effective 2026-03-02.."),
    ("活动时间：2026年3月8日至5月31日", "promotion 2026-03-08..2026-05-31"),
    ("活动时间：2026.3.8-5.31", "promotion 2026-03-08..2026-05-31"),
    ("活动时间：2026/3/8-2026/5/31", "promotion 2026-03-08..2026-05-31"),
    ("活动时间：从2026年3月8日到2026年5月31日", "promotion 2026-03-08..2026-05-31"),
    ("活动时间：自2026年3月8日起至2026年5月31日止", "promotion 2026-03-08..2026-05-31"),
    ("活动时间：即日起至2026年5月31日", "promotion 2026-03-02..2026-05-31"),
    ("活动时间：2026年12月25日至次年1月5日", "promotion 2026-12-25..2027-01-05"),
    ("活动时间：2026年3月8日00:00:00至2026年5月31日23:59:59", "promotion 2026-03-08T00:00..2026-05-31T23:59"),
    ("活动自2026年3月10日开始，2026年3月31日结束。", "promotion 2026-03-10..2026-03-31"),
    ("活动时间：2026年3月8日至5月31日，每周三", "promotion 2026-03-08..2026-05-31 weekly:WE"),
    ("活动时间：2026年3月8日至5月31日，每周一至周五", "promotion 2026-03-08..2026-05-31 weekly:MO,TU,WE,TH,FR"),
    ("活动时间：2026年3月8日至5月31日，每月8日、18日、28日", "promotion 2026-03-08..2026-05-31 monthly:8,18,28"),
    (
        "活动时间：2026年3月8日至5月31日，每周六、日10:00-22:00",
        "promotion 2026-03-08..2026-05-31 weekly:SA,SU daily:10:00-22:00",
    ),
    ("2026年3月14日22:00至次日6:00系统维护，暂停服务。", "outage 2026-03-14T22:00..2026-03-15T06:00"),
    ("2026年3月14日22:00至翌日6:00系统维护，暂停服务。", "outage 2026-03-14T22:00..2026-03-15T06:00"),
    ("2026年3月14日晚上11点半至15日凌晨2点系统维护。", "outage 2026-03-14T23:30..2026-03-15T02:00"),
    ("2026年3月14日（周六）凌晨1时至5时30分系统维护。", "outage 2026-03-14T01:00..2026-03-14T05:30"),
    ("2026年3月20日下午2点至晚上8点系统维护。", "outage 2026-03-20T14:00..2026-03-20T20:00"),
    ("2026年3月21日0时至24时系统维护。", "outage 2026-03-21T00:00..2026-03-22T00:00"),
    ("自2026年3月6日起，外币兑换服务暂停，恢复时间另行通知。", "outage 2026-03-06.. event"),
    ("请于2026年4月30日（含）前办理更新。", "deadline ..2026-04-30"),
    ("请在不晚于2026年4月30日17:00办理更新。", "deadline ..2026-04-30T17:00"),
    ("请于2026年4月底前办理更新。", "deadline ..2026-04-30"),
    ("截至2026年2月28日，同时满足以下条件的账户将被清理：", "as_of 2026-02-28..2026-02-28"),
]

ENGLISH = [
    ("The new fees will apply with effect from 1 April 2026.", "effective 2026-04-01.."),
    ("The new fees take effect on April 1, 2026.", "effective 2026-04-01.."),
    ("The new fees are effective 1st April 2026.", "effective 2026-04-01.."),
    ("The new fees apply w.e.f. 01-04-2026.", "effective 2026-04-01.."),
    ("Starting Wednesday, 1 April 2026, the fee will increase to £3.", "effective 2026-04-01.."),
    ("The promotion runs from 1 July to 31 December 2026, both dates inclusive.", "promotion 2026-07-01..2026-12-31"),
    ("The promotion commences on 1 July 2026 and ends on 31 December 2026.", "promotion 2026-07-01..2026-12-31"),
    ("Promotion period: between 10 March to 13 April 2026", "promotion 2026-03-10..2026-04-13"),
    ("Promotion period: 15 Oct 2026 – 14 Jan 2027", "promotion 2026-10-15..2027-01-14"),
    ("Promotion period: now through 31 December 2026", "promotion 2026-03-02..2026-12-31"),
    (
        "Promotion period: from 1 July to 30 July 2026, every Friday and Saturday",
        "promotion 2026-07-01..2026-07-30 weekly:FR,SA",
    ),
    (
        "Internet banking will be unavailable from 1:00 am to 8:30 am on 18 October 2026 (Sunday) (Hong Kong Time).",
        "outage 2026-10-18T01:00..2026-10-18T08:30",
    ),
    (
        "Internet banking will be suspended on 28 Mar 2026 21:00 to 05:30 (next day).",
        "outage 2026-03-28T21:00..2026-03-29T05:30",
    ),
    (
        "The app will be down for maintenance between 11pm on Saturday 10 October and 6am on Sunday 11 October 2026.",
        "outage 2026-10-10T23:00..2026-10-11T06:00",
    ),
    ("Card payments are suspended from 10 October 2026 until further notice.", "outage 2026-10-10.. event"),
    ("Please update your details by 5:00 pm on 12 June 2026.", "deadline ..2026-06-12T17:00"),
    ("Please update your details no later than 12 noon on 12 June 2026.", "deadline ..2026-06-12T12:00"),
    ("Please update your details up to and including 12/06/2026.", "deadline ..2026-06-12"),
    ("Please update your details before 12 June 2026.", "deadline ..2026-06-11"),
    ("Branches will be closed on 17 and 18 February 2026.", "closure 2026-02-17..2026-02-18"),
    ("Branches will be closed from February 16-18, 2026.", "closure 2026-02-16..2026-02-18"),
    ("Branches reopen at 9:30 am on 19 February 2026.", "resume 2026-02-19T09:30.."),
]


@pytest.mark.parametrize(("words", "expected"), CHINESE)
def test_a_chinese_sentence_gives_its_window(words: str, expected: str, tell: Tell) -> None:
    assert tell(f"公告\n{words}") == [expected]


@pytest.mark.parametrize(("words", "expected"), ENGLISH)
def test_an_english_sentence_gives_its_window(words: str, expected: str, tell: Tell) -> None:
    assert tell(f"Notice\n{words}") == [expected]


def test_the_source_decides_between_day_and_month(tell: Tell) -> None:
    notice = "Notice\nThe new fees will apply from 04/05/2026."
    assert tell(notice, order="DMY") == ["effective 2026-05-04.."]
    assert tell(notice, order="MDY") == ["effective 2026-04-05.."]


def test_an_end_before_the_start_falls_into_the_next_year(tell: Tell) -> None:
    assert tell("公告\n活动时间：2026年12月15日至1月31日") == ["promotion 2026-12-15..2027-01-31"]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-12-22", "effective 2026-01-05.."),
        ("2026-01-03", "effective 2026-01-05.."),
        ("2026-12-20", "effective 2027-01-05.."),
    ],
)
def test_a_date_without_a_year_takes_the_one_nearest_to_publication(published: str, expected: str, tell: Tell) -> None:
    assert tell("公告\n自1月5日起执行新标准。", published) == [expected]


def test_exception_days_are_kept_as_worded_and_are_no_windows(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    windows, _ = read("公告\n活动时间：2026年8月1日至12月31日，每周三（10月7日、11月11日除外）")
    assert [w.exceptions for w in windows] == [("10月7日、11月11日除外",)]


def test_two_periods_of_one_day_are_two_windows(tell: Tell) -> None:
    told = tell("暂停服务公告\n2026年3月21日0:00-2:00、3:00-5:00，取款服务将暂停。")
    assert told == ["outage 2026-03-21T00:00..2026-03-21T02:00", "outage 2026-03-21T03:00..2026-03-21T05:00"]
