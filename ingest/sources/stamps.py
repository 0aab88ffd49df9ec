"""The date of a list entry, from the short texts round its link. No year, no date: "[01-09]" alone is never guessed."""

from __future__ import annotations

import datetime as dt
import re

from ingest.text.dates import find_dates, first_date

_TIME = r"(?:[ T]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_BRACKET = r"[\s\[\]【】()（）〔〕|·,，:：-]*"
_NUMERIC = r"(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)"
_ALONE = re.compile(rf"{_BRACKET}(?:[^\d\s]{{2,6}}[:：]\s*)?{_NUMERIC}{_TIME}{_BRACKET}")
_LEADING = re.compile(rf"^[\s\[【(（]*(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}{_TIME}[\]】)）\s]+")
_TRAILING = re.compile(
    rf"(?:\s*[\[【(（]\s*{_NUMERIC}{_TIME}\s*[\]】)）]|\s+(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}{_TIME})\s*$"
)
_MONTH_DAY = re.compile(rf"{_BRACKET}(\d{{1,2}})(?:[-/.]|月)(\d{{1,2}})日?{_TIME}{_BRACKET}")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d) ?(?:[-/.]|年) ?(\d{1,2})月?(?![-/.\d])")
_DAY = re.compile(r"(\d{1,2})日?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年)?(?!\d)")
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT = 60
_DIGIT = re.compile(r"[\d〇一二三四五六七八九]")
_WORDS = 30
_SENTENCE = re.compile(r"^[自从于至到截]|[起至止前后到截~—-]$")


def is_stamp(text: str) -> bool:
    """Whether a text is a date and nothing else: "[2026-11-22 09:30]", "发布日期：2026年11月22日", "11-22"."""
    text = text.strip()
    if len(text) > _SHORT or not _DIGIT.search(text):
        return False
    if _ALONE.fullmatch(text) or _MONTH_DAY.fullmatch(text):
        return True
    dates = list(find_dates(text)) if len(text) < 25 else []
    return len(dates) == 1 and not text[: dates[0].start].strip(" [(（【") and not text[dates[0].end :].strip(" ])）】")


def lacks_year(text: str) -> bool:
    """Whether a text is a month and a day and nothing else."""
    return _MONTH_DAY.fullmatch(text.strip()) is not None


def is_year(text: str) -> bool:
    """Whether a text is a year and nothing else: "2026年", "2026"."""
    return _YEAR.fullmatch(text.strip()) is not None


def without_stamp(title: str) -> tuple[str, str]:
    """A title without the date that stands before or behind it, and that date's text."""
    for pattern in (_LEADING, _TRAILING):
        if (m := pattern.search(title)) and len(title) - (m.end() - m.start()) >= 2:
            return (title[: m.start()] + title[m.end() :]).strip(), m[0]
    return title, ""


def from_texts(texts: list[str], url: str, order: str) -> dt.date | None:
    """The date that short texts round a link state, read together with the address where they lack the year."""
    stamped = next((date for text in texts if is_stamp(text) and (date := first_date(text, order))), None)
    short = [text for text in texts if 0 < len(text) <= _SHORT]
    return stamped or _pieced(short, url) or _labelled(short, order)


def _labelled(texts: list[str], order: str) -> dt.date | None:
    """A date among a few words ("Posted on 3 May 2026 by the press office"), but none of a sentence ("from 3 May")."""
    for text in texts:
        for dated in find_dates(text, order):
            around = text[: dated.start].rstrip()[-1:] + "|" + text[dated.end :].lstrip()[:1]
            if len(text) - (dated.end - dated.start) <= _WORDS and not _SENTENCE.search(around):
                return dated.date
    return first_date(" ".join(t for t in texts if len(t) <= 12), order)


def _pieced(texts: list[str], url: str) -> dt.date | None:
    """A day and a "year-month" in two elements, or a month-day whose year another element or the address has."""
    months = [m for text in texts if (m := _YEAR_MONTH.search(text))]
    days = [m for text in texts if (m := _DAY.fullmatch(text.strip()))]
    if months and days:
        return _date(months[0][1], months[0][2], days[0][1])
    partial = next((m for text in texts if (m := _MONTH_DAY.fullmatch(text.strip()))), None)
    if not partial:
        return None
    year = next((m[1] for text in (*texts, url) if (m := _YEAR.search(text))), None)
    dated = from_address(url)
    if dated and (dated.month, dated.day) == (int(partial[1]), int(partial[2])):
        return dated
    return _date(year, partial[1], partial[2]) if year else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def from_address(url: str) -> dt.date | None:
    """The day that an address carries ("/2026-11/22/…", "/t20261122_1.html"), often that of publication."""
    found = _IN_ADDRESS.search(url.partition("?")[0])
    return _date(found[1], found[2], found[3]) if found else None
