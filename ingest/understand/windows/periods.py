"""Points in time without a day of their own: quarters, half years, "the end of June", "next month", tonight."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from ingest.text.dates import chinese_number
from ingest.understand.windows.points import Point

_Y = r"(?:19|20)\d\d"
_CLOCK = r"\d{1,2}(?::\d\d| ?[时点]| ?[ap]\.?m\b)"
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def patterns(month: str) -> tuple[str, ...]:
    """Alternatives of the one pattern of atoms; `month` is that of the English names of months."""
    return (
        rf"(?P<quarter>(?:(?P<qyear>{_Y}) ?年)?第?(?P<quarterno>[一二三四]|(?<![\d.])[1-4]) ?季度?"
        r"(?P<quarterend>末|底)?"
        rf"|(?:the )?(?P<quarterword>first|second|third|fourth) quarter(?: of (?P<qyear2>{_Y}))?)",
        rf"(?P<halfyear>(?:(?P<hyear>{_Y}) ?年)(?P<half2>上|下)半年)",
        r"(?P<nextmonth>(?<![的当该])(?:下个?|本)月份?(?:(?P<nmday>\d{1,2})[日号]|(?P<nmend>底|末)|(?=[▣内起])))",
        rf"(?P<edgeday>(?:the )?(?P<edgeword>first|last|final) day of (?P<edgemon>{month})(?:,? (?P<edgeyear>{_Y}))?)",
        rf"(?P<monthend>(?:the )?end of (?:the month of )?(?P<endmon>{month})(?:,? (?P<endyear>{_Y}))?)",
        r"(?P<soon>\bmidnight tonight\b|"
        rf"今[日天晚](?=\s*(?:凌晨|上午|中午|下午|晚上?|夜间)?\s*{_CLOCK})|明[日天晚](?=\s*(?:凌晨|上午|中午|下午|晚上?|夜间)?\s*{_CLOCK})"
        r"|\btonight\b|(?:(?<=[ap]m )|(?<=[ap]\.m\. )|(?<=:\d\d ))today\b(?!,? (?:\w+,? )?\d))",
        r"(?P<yearalone>(?<![\d至到年/.-])20\d\d ?年(?:度)?(?=起)"
        r"|(?:(?<=\bfrom )|(?<=\bstarting in ))20\d\d\b(?=,| [a-su-z])(?! (?:and|until|onwards to)\b))",
        r"(?P<tomorrow>(?<=m )tomorrow\b|(?<=\. )tomorrow\b)",
    )


def read(m: re.Match[str], today: dt.date, months: dict[str, int]) -> Point:
    """The point that a match of one of `patterns` speaks of."""
    span = Point(m.start(), m.end())
    if m["quarter"]:
        number = _ORDER[m["quarterword"].lower()] if m["quarterword"] else _digit(m["quarterno"])
        year = _year(m["qyear"] or m["qyear2"]) or today.year
        return _months(span, year, 3 * number - 2, 3, at_end=bool(m["quarterend"]))
    if m["halfyear"]:
        return _months(span, int(m["hyear"]), 1 if m["half2"] == "上" else 7, 6, at_end=False)
    if m["nextmonth"]:
        return _next_month(m, span, today)
    if m["edgeday"]:
        month, last = months[m["edgemon"][:3].lower()], m["edgeword"].lower() != "first"
        return replace(span, year=_year(m["edgeyear"]), month=month, day=None if last else 1, edge=last)
    if m["monthend"]:
        return replace(span, year=_year(m["endyear"]), month=months[m["endmon"][:3].lower()], edge=True)
    if m["yearalone"]:
        return replace(span, year=int(m[0][:4]), month=1, day=1)
    if m["tomorrow"]:
        return replace(span, shift=1)
    if m[0].lower().startswith("midnight"):
        span = replace(span, hour=0)
    date = today + dt.timedelta(days=1 if m[0][0] == "明" or span.timed else 0)
    return replace(span, year=date.year, month=date.month, day=date.day)


def _next_month(m: re.Match[str], span: Point, today: dt.date) -> Point:
    ahead = today.month if m[0].startswith("下") else today.month - 1
    day = int(m["nmday"]) if m["nmday"] else None
    year, month = today.year + ahead // 12, ahead % 12 + 1
    return replace(span, year=year, month=month, day=day, edge=bool(m["nmend"]), broken=day is not None and day > 31)


def _months(span: Point, year: int, month: int, count: int, *, at_end: bool) -> Point:
    if at_end:
        return replace(span, year=year, month=month + count - 1, edge=True)
    return replace(span, year=year, month=month, months=count)


def _digit(text: str) -> int:
    return int(text) if text.isascii() else chinese_number(text)


def _year(text: str | None) -> int | None:
    return int(text) if text else None
