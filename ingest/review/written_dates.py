"""Days and times of day where a text writes them, and others in the same notation.

"12月1日" without its year takes the year of the date before it; "1日至15日" leaves out the month too. Another date is
written with as much as makes it clear: a year that is not the one before it is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.model import Span
from ingest.review.numerals import chinese, digits, like, value_of

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEK = "一二三四五六日"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_M = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_D = "0-9０-９"
_CN = "一二三四五六七八九十"
_DATE = re.compile(
    rf"(?<![{_D}])(?P<y1>[{_D}]{{4}})(?P<a1>\s*年\s*)(?P<m1>[{_D}]{{1,2}})(?P<b1>\s*月\s*)(?P<d1>[{_D}]{{1,2}})(?=\s*[日号])"
    rf"|(?P<y2>[零〇○一二三四五六七八九]{{4}})(?P<a2>年)(?P<m2>[{_CN}]{{1,2}})(?P<b2>月)(?P<d2>[{_CN}]{{1,3}})(?=[日号])"
    r"|(?<![\d.,/:-])(?P<y3>\d{4})(?P<a3>[-/.])(?P<m3>\d{1,2})(?P<b3>[-/.])(?P<d3>\d{1,2})(?![\d/-])(?!\.\d)"
    rf"|(?<![{_D}年])(?P<m4>[{_D}]{{1,2}})(?P<b4>\s*月\s*)(?P<d4>[{_D}]{{1,2}})(?=\s*[日号])"
    rf"|(?<![{_CN}年])(?P<m5>[{_CN}]{{1,2}})(?P<b5>月)(?P<d5>[{_CN}]{{1,3}})(?=[日号])"
    rf"|(?<!\d)(?P<d6>\d{{1,2}})(?P<t6>st|nd|rd|th)?(?P<a6>(?:\s+of)?\s+){_M.format('m6')}(?:(?P<b6>,?\s+)(?P<y6>\d{{4}})(?!\d))?"
    rf"|\b{_M.format('m7')}(?P<a7>\s+)(?P<d7>\d{{1,2}})(?P<t7>st|nd|rd|th)?(?![\d:])(?:(?P<b7>,?\s+)(?P<y7>\d{{4}})(?!\d))?",
    re.I,
)
_ELIDED = re.compile(rf"(?:\s*[日号])?(?P<to>\s*(?:至|到|—|–|-|－|~|～|、)\s*)(?P<d>[{_D}]{{1,2}})(?=\s*[日号])")
_WEEKDAY = re.compile(
    r"(?:\s*[日号])?(?P<open>\s*[（(]\s*(?:周|星期|礼拜)?)(?P<day>[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?=\s*[)）])"
)
_TIME = re.compile(
    r"(?P<period>上午|下午|晚上|晚间|晚|凌晨|早上|早|夜间)?(?<![\d:：.])(?P<h>[01]?\d|2[0-4])"
    r"(?:(?P<colon>[:：])(?P<m>[0-5]\d)(?:[:：]00)?(?![\d:：])(?P<half>\s*[ap]\.?m\b)?|(?P<shi>[时点])(?!积|间|效|数)(?:(?P<m2>\d{1,2})(?P<fen>分)(?!钟))?(?!半|\d))",
    re.I,
)
_AM = frozenset(("上午", "凌晨", "早上", "早"))


@dataclass(frozen=True, slots=True)
class Written:
    """A day where a text writes it. `year` is None where the text leaves it out and no date before it has one."""

    span: Span
    year: int | None
    month: int
    day: int
    match: re.Match[str]
    elided: bool = False
    weekday: Span | None = None

    def is_(self, day: dt.date) -> bool:
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)


def dates(text: str) -> Iterator[Written]:
    """Every date of `text` that names at least month and day, or stands behind one that does, left to right."""
    year: int | None = None
    for match in _DATE.finditer(text):
        form = next(n for n in "1234567" if match[f"d{n}"])
        named = match.groupdict().get(f"y{form}")
        year = _number(named) if named else year
        month, day = _month(match[f"m{form}"]), _number(match[f"d{form}"])
        yield Written(Span(*match.span()), year, month, day, match, weekday=_beside(text, match.end()))
        if form in "14" and (more := _ELIDED.match(text, match.end())):
            span = Span(*more.span("d"))
            yield Written(span, year, month, _number(more["d"]), more, elided=True, weekday=_beside(text, span.end))


def rewritten(at: Written, old: dt.date, new: dt.date, before: dt.date | None) -> str:
    """`new` as `old` is written at `at`. `before`: the date that stands before it now, whose year it may share."""
    match = at.match
    if at.elided:
        same = before is not None and (before.year, before.month) == (new.year, new.month)
        return like(match["d"], Decimal(new.day)) or "" if same else f"{new.month}月{new.day}"
    form = next(n for n in "1234567" if match[f"d{n}"])
    parts = {name[0]: text for name, text in match.groupdict().items() if name[1:] == form and text}
    said_year = "y" in parts or new.year != (before.year if before else old.year)
    if form in "67":
        return _english(form, parts, new, said_year, match)
    return _numeric(parts, new, said_year, chinese_signs=form in "25")


def _numeric(parts: dict[str, str], new: dt.date, said_year: bool, *, chinese_signs: bool) -> str:
    if chinese_signs:
        year = digits(str(new.year)) + "年" if said_year else ""
        return f"{year}{chinese(Decimal(new.month))}{parts['b']}{chinese(Decimal(new.day))}"
    pad = any(parts[c][0] in "0０" for c in "md") or (parts.get("a") == "-" and all(len(parts[c]) == 2 for c in "md"))
    month, day = ((f"{n:02}" if pad else str(n)) for n in (new.month, new.day))
    year = f"{new.year}{parts.get('a', '年')}" if said_year else ""
    said = f"{year}{month}{parts['b']}{day}"
    return said.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if ord(parts["d"][0]) > 0xFF00 else said


def _english(form: str, parts: dict[str, str], new: dt.date, said_year: bool, match: re.Match[str]) -> str:
    name = _MONTHS[new.month - 1]
    named = parts["m"]
    if len(named) == 3 and named.lower() != "may":
        name = name[:3]
    name = name.upper() if named.isupper() else name
    dot = "." if match[0][match.end(f"m{form}") - match.start() :][:1] == "." else ""
    ordinal = _ordinal(new.day) if "t" in parts else ""
    year = f"{parts.get('b', ' ')}{new.year}" if said_year else ""
    if form == "6":
        return f"{new.day}{ordinal}{parts['a']}{name}{dot}{year}"
    return f"{name}{dot}{parts['a']}{new.day}{ordinal}{year}"


def weekday_like(word: str, old: dt.date, new: dt.date) -> str | None:
    """The weekday of `new` as `word` names that of `old`; None where `word` names another."""
    if word in _WEEK or word == "天":
        return (
            _WEEK[new.weekday()]
            if "日一二三四五六".index("日" if word == "天" else word) == old.isoweekday() % 7
            else None
        )
    return _DAYS[new.weekday()] if word.capitalize() == _DAYS[old.weekday()] else None


@dataclass(frozen=True, slots=True)
class WrittenTime:
    span: Span
    time: dt.time
    match: re.Match[str]


def times(text: str) -> Iterator[WrittenTime]:
    """Every time of day with its hour and, where written, its minute; not 24:00, which is the next day's."""
    for match in _TIME.finditer(text):
        hour, minute = int(match["h"]), int(match["m"] or match["m2"] or 0)
        late = bool(match["period"]) and match["period"] not in _AM
        half = (match["half"] or "").strip().lower()[:1]
        if hour < 12 and (late or half == "p"):
            hour += 12
        elif hour == 12 and half == "a":
            hour = 0
        if minute < 60 and match["h"] != "24":
            yield WrittenTime(Span(*match.span()), dt.time(hour % 24, minute), match)


def time_rewritten(at: WrittenTime, new: dt.time) -> str | None:
    """`new` as the time at `at` is written; None where its word for the part of the day does not fit."""
    match = at.match
    hour = new.hour
    if match["period"]:
        if (new.hour >= 12) == (match["period"] in _AM):
            return None
        hour = hour - 12 if hour > 12 and int(match["h"]) < 13 else hour
    half = match["half"] or ""
    if half:
        letter = half.strip()[0]
        turned = "p" if new.hour >= 12 else "a"
        half = half.replace(letter, turned.upper() if letter.isupper() else turned, 1)
        hour = hour % 12 or 12
    shown = (
        f"{hour:02}"
        if match["h"].startswith("0") or (match["colon"] and len(match["h"]) == 2 and not half)
        else str(hour)
    )
    if match["colon"]:
        return f"{match['period'] or ''}{shown}{match['colon']}{new.minute:02}{half}"
    minutes = f"{new.minute}{match['fen'] or '分'}" if new.minute else ""
    return f"{match['period'] or ''}{shown}{match['shi']}{minutes}"


def _beside(text: str, end: int) -> Span | None:
    found = _WEEKDAY.match(text, end)
    return Span(*found.span("day")) if found else None


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _month(text: str) -> int:
    if text[0].isascii() and text[0].isalpha():
        return next(n for n, name in enumerate(_MONTHS, 1) if name.lower().startswith(text[:3].lower()))
    return _number(text)


def _number(text: str) -> int:
    return int(value_of(text.replace("○", "〇")))
