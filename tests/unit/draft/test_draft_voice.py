"""Facts in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ingest.draft.phrases import phrases
from ingest.draft.voice import voice
from ingest.model import EndKind, Evidence, Moment, Quantity, Span, Window, WindowRole

NOWHERE = Evidence(Span(0, 1), "x", "by hand")
DAY = dt.date(2031, 5, 6)


def window(start: Moment | None, end: Moment | None, kind: EndKind = EndKind.DATE, **more: object) -> Window:
    return Window(WindowRole.EFFECTIVE, start, end, kind, NOWHERE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (window(Moment(DAY), None, EndKind.OPEN), "自2031年5月6日起", "from 6 May 2031"),
        (window(Moment(DAY), Moment(dt.date(2031, 9, 30))), "2031年5月6日至9月30日", "from 6 May to 30 September 2031"),
        (
            window(Moment(DAY), Moment(dt.date(2032, 1, 5))),
            "2031年5月6日至2032年1月5日",
            "from 6 May 2031 to 5 January 2032",
        ),
        (window(None, Moment(DAY)), "截至2031年5月6日", "by 6 May 2031"),
        (window(Moment(DAY), Moment(DAY)), "2031年5月6日", "on 6 May 2031"),
        (
            window(Moment(DAY, dt.time(22)), Moment(dt.date(2031, 5, 7), dt.time(6))),
            "2031年5月6日22:00至5月7日6:00",
            "from 22:00 on 6 May 2031 to 06:00 on 7 May 2031",
        ),
        (
            window(Moment(DAY, dt.time(1)), Moment(DAY, dt.time(3))),
            "2031年5月6日1:00至3:00",
            "from 01:00 to 03:00 on 6 May 2031",
        ),
        (
            window(Moment(DAY, dt.time(9)), Moment(dt.date(2031, 5, 9), dt.time(0))),
            "2031年5月6日9:00至5月8日24:00",
            None,
        ),
        (
            window(Moment(DAY), None, EndKind.EVENT),
            "自2031年5月6日起，结束时间另行通知",
            "from 6 May 2031 until further notice",
        ),
        (
            window(Moment(DAY), Moment(dt.date(2031, 9, 30)), recurrence="weekly:WE,FR daily:10:00-22:00"),
            "2031年5月6日至9月30日，每周三、周五10:00至22:00",
            "from 6 May to 30 September 2031, every Wednesday, Friday, 10:00 to 22:00",
        ),
        (
            window(Moment(DAY), Moment(dt.date(2031, 9, 30)), recurrence="weekly:MO,TU,WE,TH,FR daily:11:00-15:00"),
            "2031年5月6日至9月30日，每周一至周五11:00至15:00",
            "from 6 May to 30 September 2031, Monday to Friday, 11:00 to 15:00",
        ),
    ],
)
def test_windows_are_told_with_year_and_recurrence(given: Window, zh: str, en: str | None) -> None:
    assert voice("zh").stretch(given) == zh
    assert en is None or voice("en").stretch(given) == en


@pytest.mark.parametrize(
    ("language", "quote", "whole", "short"),
    [
        ("zh", "2031年6月起", "自2031年6月起", "自6月起"),
        ("en", "from June 2031", "from June 2031", "from June"),
        ("zh", "自2031年起", "自2031年起", "自2031年起"),
    ],
)
def test_an_open_window_is_told_no_finer_than_it_is_printed(language: str, quote: str, whole: str, short: str) -> None:
    first = dt.date(2031, 6 if "6" in quote or "June" in quote else 1, 1)
    given = Window(WindowRole.EFFECTIVE, Moment(first), None, EndKind.OPEN, Evidence(Span(0, 1), quote, "by hand"))
    assert voice(language).stretch(given) == whole
    assert voice(language).stretch(given, year=False) == short


@pytest.mark.parametrize(
    ("language", "script", "quote", "told"),
    [
        ("zh", "hans", "每个工作日9:00至16:30", "每个工作日"),
        ("zh", "hans", "逢交易日可申购", "每个交易日"),
        ("zh", "hant", "每個營業日開放", "每個營業日"),
        ("zh", "hant", "逢工作天提供", "每個工作天"),
        ("zh", "hans", "每周一至周五可用", "每周一至周五"),
        ("zh", "hans", "星期一至星期五可用，3个工作日内入账", "每周一至周五"),
        ("zh", "hans", "周一至周五（工作日）可用", "每周一至周五（工作日）"),
        ("zh", "hans", "工作日（周一至周五）可用", "每周一至周五（工作日）"),
        ("zh", "hans", "非工作日顺延至下一工作日", "每周一至周五"),
        ("en", "hans", "on working days only", "every working day"),
        ("en", "hans", "every Banking Day", "every banking day"),
        ("en", "hans", "on weekdays", "Monday to Friday"),
        ("en", "hans", "on weekdays, credited within 3 business days", "Monday to Friday"),
        ("en", "hans", "on weekdays for our Monthly Saver", "Monday to Friday"),
        ("en", "hans", "Monday to Friday", "every Monday, Tuesday, Wednesday, Thursday, Friday"),
        (
            "en",
            "hans",
            "on business days (Monday to Friday)",
            "every Monday, Tuesday, Wednesday, Thursday, Friday (business days)",
        ),
    ],
)
def test_working_days_are_told_as_such_and_days_of_the_week_where_they_are_printed(
    language: str, script: str, quote: str, told: str
) -> None:
    assert voice(language, script).recurrence("weekly:MO,TU,WE,TH,FR", quote) == told


@pytest.mark.parametrize(
    ("quantity", "zh", "en"),
    [
        (Quantity(Decimal("50000"), "CNY/transaction"), "5万元/笔", "RMB 50,000 per transaction"),
        (Quantity(Decimal("0.0095"), "ratio/year"), "0.95%", "0.95%"),
        (Quantity(Decimal("0.55"), "paid_share"), "5.5折", "45% off"),
        (Quantity(Decimal("5"), "CNY", "min"), "最低5元", "at least RMB 5"),
        (Quantity(Decimal("12500"), "points"), "12,500积分", "12,500 points"),
        (Quantity(Decimal("0.001"), "ratio_points"), "10个基点", "10 basis points"),
        (Quantity(Decimal("3000"), "persons/day"), "3,000名/日", "3,000 customers a day"),
        (Quantity(Decimal("20"), "GBP", "max"), "最高20英镑", "at most £20"),
    ],
)
def test_quantities_carry_unit_and_qualifier(quantity: Quantity, zh: str, en: str) -> None:
    assert voice("zh").quantity(quantity) == zh
    assert voice("en").quantity(quantity) == en


def _leaves(node: object, path: str = "") -> set[str]:
    if isinstance(node, dict):
        return {leaf for key, value in node.items() for leaf in _leaves(value, f"{path}.{key}")}
    return {path}


@pytest.mark.parametrize("section", ["role", "category", "question", "do_not_say", "figure", "brief", "window"])
def test_both_languages_have_the_same_phrases(section: str) -> None:
    zh, en = (_leaves(phrases(language)[section]) for language in ("zh", "en"))
    assert {p for p in zh ^ en if "bare" not in p and section != "question"} == set()
    if section == "question":
        assert {p for p in zh ^ en if p.startswith(".any")} == set()


def test_traditional_phrases_are_converted_but_patterns_are_not() -> None:
    assert phrases("zh", "hant")["figure"]["unchanged"] == "{item}保持不變，仍為{new}"
    assert phrases("zh", "hant")["subject"] == phrases("zh")["subject"]


def test_full_width_digits_are_told_as_people_type_them() -> None:
    assert voice("zh").sentence("限额为５０，０００元") == "限额为50,000元。"
