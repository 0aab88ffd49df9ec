"""How long a window lasts, where the notice tells that instead of its end ("for two hours from 02:00 on 4 October")."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import replace

from ingest.model import Moment
from ingest.text.dates import chinese_number
from ingest.understand.windows.points import Point
from ingest.understand.windows.stretch import Shape, Stretch

_COUNT_EN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_EN = rf"\d{{1,3}}|an?|{'|'.join(_COUNT_EN)}"
_UNIT_EN = r"minute|hour|(?:calendar )?day|week|(?:calendar )?month|year"
_BEHIND = re.compile(
    r"\)?[,\s]*(?:(?:活动|优惠|公示|执行|试行|暂停|停机|维护|征集|兑换|过渡|有效)?(?:期限?|时间|周期)?(?:为期|为|历时|持续|连续|共计?|长达|时长)|期限)"
    r"(?:约|大约|预计)?(?P<zh>\d{1,3}|[一二两三四五六七八九十半]{1,3})个?(?P<unit>分钟|小时|天|日|周|星期|月|季度|年)(?!后|前|内|龄|期)"
    r"|(?P<zh2>\d{1,2}|[一二两三四五六七八九十半]{1,3})个?(?P<unit2>月|天|日|周)内"
    r"|[^。;]{2,40},(?:活动|优惠|执行|减免)?(?:为期|期限|期)为?(?P<zh3>\d{1,2}|[一二两三四五六七八九十半]{1,3})个?(?P<unit3>天|周|月|季度|年)(?=[,。;:)]|$)"
    r"|,? (?:for|lasting|which lasts|and (?:will )?lasts?(?: for)?)"
    r" (?:a (?:period|total) of |about |approximately |around )?"
    rf"(?P<en>{_NUMBER_EN})[ -](?P<unit_en>{_UNIT_EN})s?\b",
    re.I,
)
_BEFORE = re.compile(
    r"\bfor (?:a (?:period|total) of |about |approximately |around |up to )?"
    rf"(?P<en>{_NUMBER_EN})[ -](?P<unit_en>{_UNIT_EN})s?,?"
    r"(?: (?:starting|beginning|commencing|with effect|effective))?\s*$",
    re.I,
)
_NUMBERS, _UNITS = ("zh", "zh2", "zh3", "en"), ("unit", "unit2", "unit3", "unit_en")
_HOURS = {"分钟": 60, "小时": 3600, "minute": 60, "hour": 3600}
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "day": 1, "week": 7}
_MONTHS = {"月": 1, "季度": 3, "年": 12, "month": 1, "year": 12}
_LOOSE = 48
"""Characters before a start within which its duration may stand."""


def ended(text: str, low: int, high: int, s: Stretch, first: Moment | None) -> tuple[Stretch, Moment | None]:
    """`s` as a stretch with an end, and that end, if a duration stands directly before or behind it; else as it is."""
    if s.shape not in (Shape.FROM, Shape.POINT) or first is None:
        return s, None
    base = max(low, s.start - _LOOSE)
    behind, before = _BEHIND.match(text, s.end, high), _BEFORE.search(text[base : s.start])
    m = behind or before
    if m is None:
        return s, None
    groups = m.groupdict()
    number, unit = (next(groups[k] for k in names if groups.get(k)) for names in (_NUMBERS, _UNITS))
    last = _later(first, _count(number.lower()), unit.lower().removeprefix("calendar "))
    if last is None:
        return s, None
    span = (s.start, m.end()) if behind else (base + m.start(), s.end)
    clock = (last.time.hour, last.time.minute) if last.time else (None, 0)
    point = Point(s.end, s.end, last.day.year, last.day.month, last.day.day, *clock)
    return replace(s, shape=Shape.RANGE, start=span[0], end=span[1], last=point), last


def _count(word: str) -> float:
    if word == "半":
        return 0.5
    if word in ("a", "an"):
        return 1
    if word in _COUNT_EN:
        return _COUNT_EN.index(word) + 1
    return int(word) if word.isascii() else chinese_number(word.replace("两", "二"))


def _later(first: Moment, count: float, unit: str) -> Moment | None:
    """Days and months are counted with the first one; hours need an hour to begin at."""
    if unit in _HOURS:
        over = first.earliest() + dt.timedelta(seconds=count * _HOURS[unit])
        return Moment(over.date(), over.time()) if first.time else None
    if unit in _DAYS:
        day = first.day + dt.timedelta(days=int(count * _DAYS[unit]))
    else:
        day = _months_on(first.day, round(count * _MONTHS[unit]) if count != 0.5 else _MONTHS[unit] // 2)
    if day <= first.day:
        return None
    return Moment(day, first.time) if first.time else Moment(day - dt.timedelta(days=1))


def _months_on(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
