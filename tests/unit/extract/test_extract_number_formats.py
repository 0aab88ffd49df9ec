"""What a cell shows: the figures of a bank's table must be those that its readers see."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.number_format import built_in, from_serial, is_date, printed


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.0135, "0.00%", "1.35%"),
        (0.0285, "0.0%", "2.9%"),
        (0.5, "0%", "50%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-5, "0.00;(0.00)", "(5.00)"),
        (-15.0, "¥#,##0.00", "-¥15.00"),
        (15.0, "[$¥-804]#,##0.00", "¥15.00"),
        (15, '0"元/笔"', "15元/笔"),
        (0, '0.00;-0.00;"免费"', "免费"),
        (12, "000000", "000012"),
        (5, "0.##", "5"),
        (1.5, "0.##", "1.5"),
        (12345678, '0.0,,"百万"', "12.3百万"),
        (3.5, "_ ¥* #,##0.00_ ", "¥3.50"),
        (3, "0_ ;[Red]\\-0\\ ", "3"),
        (0.1 + 0.2, None, "0.3"),
        (1e-7, None, "0.0000001"),
        (15.0, None, "15"),
        (0.285, "0.00", "0.29"),
        (1.005, "0.00", "1.01"),
        (-0.001, "0.00", "0.00"),
        (0.5, "# ?/?", "0.5"),
        (0.5, '[<1]0.00%;0"倍"', "0.5"),
        (1234.0, "0.00E+00", "1234"),
        (True, "0.00", "TRUE"),
        ("免收", "0.00", "免收"),
        (46000, 'yyyy"年"m"月"d"日"', "2025年12月9日"),
    ],
)
def test_numbers_are_shown_by_their_format(value: float | str, code: str | None, shown: str) -> None:
    assert printed(value, code) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy-mm-dd", "2026-03-04"),
        ("yyyy/m/d h:mm", "2026/3/4 22:05"),
        ('[$-804]yyyy"年"m"月"d"日";@', "2026年3月4日"),
        ('m"月"d"日"', "3月4日"),
        ("d mmm yyyy", "4 Mar 2026"),
        ("dddd, mmmm d, yyyy", "Wednesday, March 4, 2026"),
        ("h:mm AM/PM", "10:05 PM"),
        ("上午/下午h时mm分", "下午10时05分"),
        ("mm:ss", "05:00"),
        ("aaaa", "星期三"),
        (None, "2026-03-04 22:05"),
    ],
)
def test_days_and_times_are_shown_by_their_format(code: str | None, shown: str) -> None:
    assert printed(dt.datetime(2026, 3, 4, 22, 5), code) == shown


@pytest.mark.parametrize("code", ["m/d/yy", "dd/mm/yyyy", "d-m-yyyy", "yy/m/d", "mm.dd.yyyy", built_in(14)])
def test_a_day_whose_print_could_be_another_day_is_written_year_first(code: str) -> None:
    assert printed(dt.datetime(2026, 3, 4), code) == "2026-03-04"


def test_the_time_of_such_a_day_stays_where_the_format_shows_one() -> None:
    assert printed(dt.datetime(2026, 3, 4, 22, 5), "dd/mm/yyyy hh:mm") == "2026-03-04 22:05"
    assert printed(dt.datetime(2026, 3, 4, 22, 5), "dd/mm/yyyy") == "2026-03-04"


def test_durations_count_beyond_a_day() -> None:
    assert printed(dt.timedelta(hours=26, minutes=5), "[h]:mm") == "26:05"
    assert printed(dt.timedelta(hours=1, seconds=9), "[h]:mm:ss") == "1:00:09"


def test_what_is_a_date_is_told_from_what_is_a_number() -> None:
    assert [c for c in ("0.00%", "yyyy-mm", "General", "[Red]0", "h:mm", '0"日"', "m月d日") if is_date(c)] == [
        "yyyy-mm",
        "h:mm",
        "m月d日",
    ]


def test_serial_numbers_count_from_either_start() -> None:
    assert from_serial(46000) == dt.datetime(2025, 12, 9)
    assert from_serial(44538, since_1904=True) == dt.datetime(2025, 12, 9)
    assert from_serial(0.5) == dt.time(12)
    assert from_serial(1e12) == 1e12


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=10_000, places=4))
def test_a_percentage_is_never_a_hundred_times_wrong(rate: Decimal) -> None:
    shown = Decimal(printed(float(rate), "0.00%").rstrip("%"))
    assert abs(shown - rate * 100) <= Decimal("0.005")


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(), st.text(max_size=30))
def test_no_value_and_no_format_stops_the_reading(value: float, code: str) -> None:
    assert isinstance(printed(value, code), str)
