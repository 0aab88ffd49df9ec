"""What a text says, taken apart: dates, times, weekdays, money, ratios, terms, numbers, phones, addresses, codes.

An atom may have several readings ("02/03/2026"; "15日": a day of the month, a term), written as keys such as
("money", 40, "CNY"). Two texts say the same when they share a key, whatever their notation: 5‰ = 0.5% = 千分之五,
5折 = 50% off, 2万元 = 20,000元 = ¥20000, 24时 = 00:00.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from ingest.draft.notation import SCALES, fold, number

Key = tuple[object, ...]
_Match = re.Match[str]

_N = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"百万|千万|百亿|万亿|百|千|万|亿|(?:thousand|lakhs?|lac|million|crores?|billion|mn|bn|k)(?![a-z])"
_SIGNS = {
    "HKD": r"HK\$|HKD", "USD": r"US\$|USD", "SGD": r"S\$|SGD", "AUD": r"AU?\$|AUD", "NZD": r"NZ\$|NZD", "CAD": r"C(?:A)?\$|CAD",
    "TWD": r"NT\$|TWD", "CNY": "RMB|CNY|人民币|¥", "GBP": "£|GBP", "EUR": "€|EUR", "INR": r"₹|Rs\.?|INR", "JPY": "JPY|日币",
    "MOP": r"MOP\$?", "MYR": "RM|MYR", "$": r"\$",
}  # fmt: skip
_NAMES = {
    "HKD": "港元|港币|港幣|HKD", "USD": "美元|美金|USD", "TWD": "新台币|台币|TWD", "GBP": "英镑|pounds?|GBP", "EUR": "欧元|euros?|EUR",
    "JPY": "日元|JPY", "SGD": "新加坡元|SGD", "AUD": "澳元|AUD", "CAD": "加元|CAD", "MOP": "澳门元|MOP", "INR": "卢比|rupees?|INR",
    "CNY": "元|块|yuan|RMB|CNY", "$": "dollars?",
}  # fmt: skip
_DOLLARS = ("USD", "HKD", "SGD", "AUD", "NZD", "CAD", "TWD")
_SIGN, _NAME = ("|".join(f"(?:{p})" for p in table.values()) for table in (_SIGNS, _NAMES))
_TERMS = {
    "workday": r"个?(?:工作|交易)日|(?:business|working) days?", "month": "个月|months?", "year": "周?岁|年|years?|yrs?",
    "week": "个?星期|周|weeks?", "hour": "个?小时|hours?|hrs?", "minute": "分钟|minutes?|mins?", "second": "秒|seconds?",
    "day": "个?自然日|天|日|(?:calendar )?days?",
}  # fmt: skip
_TERM = "|".join(_TERMS.values())
_MONTHS = {
    m: n for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_MON = (
    r"((?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?))\b\.?"
)
_TH, _YEAR = r"(?:st|nd|rd|th)?", r"((?:19|20)\d\d)"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = "一二三四五六日天"
_TLD = "com|cn|net|org|test|example|hk|uk|in|au|sg|nz|my|gov|edu|bank|info|top|xyz|vip|cc|io|cm|tw|ca|us|eu|de|fr|app|shop|site"
_LATE = re.compile(r"(上午|下午|晚上|晚间|晚|凌晨|早上|早|中午|夜间)\s*$")


@dataclass(frozen=True, slots=True)
class Atom:
    """One value of a text: the characters that state it (folded), and its readings."""

    text: str
    keys: frozenset[Key]


def _date(y: str | int, m: str | int | None, d: str | int) -> list[Key]:
    try:
        return [("date", dt.date(int(y), int(m or 0), int(d)))]
    except ValueError:
        return []


def _day(m: str | int | None, d: str | int) -> list[Key]:
    return [("md", int(m or 0), int(d))] if 1 <= int(m or 0) <= 12 and 1 <= int(d) <= 31 else []


def _month(name: str) -> int | None:
    return _MONTHS.get(name[:3].lower())


def _clock(m: _Match, hour: str, minute: str | None, period: str = "") -> list[Key]:
    h, mi = int(hour), int(minute or 0)
    before = _LATE.search(m.string, max(0, m.start() - 4), m.start())
    period = (period or (before[1] if before else "")).lower().replace(".", "")
    if h > 24 or mi > 59:
        return []
    if (period in ("pm", "下午", "晚上", "晚间", "晚", "夜间") and h < 12) or (period == "中午" and h < 3):
        h += 12
    elif period in ("am", "凌晨") and h == 12:
        h = 0
    return [("time", h % 24, mi)]


def _money(n: str, scale: str | None, sign: str, table: dict[str, str]) -> list[Key]:
    value = number(n) * SCALES.get((scale or "").lower(), 1)
    code = next(c for c, pattern in table.items() if re.fullmatch(pattern, sign, re.I))
    return [("money", value, c) for c in ((*_DOLLARS, "$") if code == "$" else (code,))]


def _ratio(n: str, unit: str, off: str | None) -> list[Key]:
    value, unit = number(n), unit.lower()
    if unit == "折":
        return [("ratio", value / (100 if value >= 10 else 10))]
    value = value / (1000 if unit == "‰" else 10000 if unit == "‱" or unit[0] == "b" or "基点" in unit else 100)
    return [("ratio", value), *([("ratio", 1 - value)] if off else [])]


def _term(n: str, unit: str) -> list[Key]:
    name = next(k for k, p in _TERMS.items() if re.fullmatch(p, unit, re.I))
    value, keys = number(n), [("term", number(n), name)]
    for big, small, factor in (("year", "month", 12), ("day", "hour", 24), ("week", "day", 7), ("hour", "minute", 60)):
        if name == big:
            keys.append(("term", value * factor, small))
        elif name == small:
            keys.append(("term", value / factor, big))
    return [*keys, *([("day", int(value))] if unit == "日" and value <= 31 else [])]


def _weekdays(first: str, more: str | None, last: str | None) -> list[Key]:
    def index(c: str) -> int:
        return min(_WEEK.index(c), 6)

    if last:
        return [("weekday", (index(first) + i) % 7) for i in range((index(last) - index(first)) % 7 + 1)]
    return [("weekday", index(c)) for c in first + "".join(re.findall(f"[{_WEEK}]", more or ""))]


def _phone(text: str) -> list[Key]:
    """Digits that are a telephone number by their form; other numbers are left to the later rules."""
    digits = re.sub(r"\D", "", text)
    grouped = bool(re.search(r"[\d)][ -]\(?\d|^\+|\(", text.strip()))
    short = bool(re.fullmatch(r"(?:95|96|12|11|10)\d{3,4}", digits)) and not grouped
    if short or (len(digits) >= 7 and (grouped or len(digits) in (8, 10, 11) or digits[0] == "0")):
        return [("phone", digits), *([] if grouped else [("number", Decimal(digits))])]
    return []


def address(url: str) -> str:
    """An address without its scheme, "www." and closing signs."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.lower()).rstrip("./,;:")


_PHONE = (
    r"(?<![\w.,])(?:\+\d{1,3}[\s-]?)?(?:\(\+?\d{2,4}\)[\s-]?)?(?:\d{1,4}(?:[ -]\d{2,4}(?!\d)){1,4}|\d{1,12}(?:-\d{2,8}){0,4})"
    r"(?![\d%])(?!\.\d)(?!,\d)"
)
_Rule = tuple[re.Pattern[str], Callable[[_Match], list[Key]]]
_RULES: tuple[_Rule, ...] = tuple(
    (re.compile(pattern, flags), cast(Callable[[_Match], list[Key]], make))
    for pattern, flags, make in (
        (r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.A, lambda m: [("email", m[0].lower())]),
        (
            rf"(?:https?://|www\.)[\w./?=&%#:+-]+|\b[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.(?:{_TLD})(?:/[\w./?=&%#:+-]*)?(?![\w.]*\w)",
            re.A | re.I,
            lambda m: [("url", address(m[0]))],
        ),
        (
            rf"(?<!\d){_YEAR}(?:\s*年\s*|[./-])(\d{{1,2}})(?:\s*月\s*|[./-])(\d{{1,2}})(?!\d)\s*[日号]?",
            0,
            lambda m: _date(m[1], m[2], m[3]),
        ),
        (
            rf"(?<!\d)(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}(?!\d)",
            0,
            lambda m: _date(m[3], m[2], m[1]) + _date(m[3], m[1], m[2]),
        ),
        (
            r"(?<![\d.])(?:民国|民國)?\s*(1[0-2]\d)\s*[年/]\s*(\d{1,2})\s*[月/]\s*(\d{1,2})(?![\d.])\s*日?",
            0,
            lambda m: _date(int(m[1]) + 1911, m[2], m[3]),
        ),
        (
            rf"(?<!\d)(\d{{1,2}}){_TH}(?:\s+of)?[\s-]*{_MON},?[\s-]*{_YEAR}(?!\d)",
            0,
            lambda m: _date(m[3], _month(m[2]), m[1]),
        ),
        (rf"\b{_MON}\s+(\d{{1,2}}){_TH},?\s+{_YEAR}(?!\d)", 0, lambda m: _date(m[3], _month(m[1]), m[2])),
        (rf"(?<!\d){_YEAR}\s*年\s*(\d{{1,2}})\s*月(?!\s*\d)", 0, lambda m: [("ym", int(m[1]), int(m[2]))]),
        (rf"\b{_MON}\s+{_YEAR}(?!\d)", 0, lambda m: [("ym", int(m[2]), _month(m[1]))]),
        (r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?!\d)", 0, lambda m: _day(m[1], m[2])),
        (rf"(?<!\d)(\d{{1,2}}){_TH}(?:\s+of)?\s+{_MON}", 0, lambda m: _day(_month(m[2]), m[1])),
        (rf"\b{_MON}\s+(\d{{1,2}}){_TH}(?![\d:])", 0, lambda m: _day(_month(m[1]), m[2])),
        (rf"(?<!\d){_YEAR}\s*年", 0, lambda m: [("year", int(m[1]))]),
        (r"(?<!\d)(\d{1,2})\s*月", 0, lambda m: [("month", int(m[1]))] if int(m[1]) < 13 else []),
        (r"(?<!\d)(\d{1,2})\s*[:.](\d\d)(?::\d\d)?\s*([ap]\.?m\b\.?)", re.I, lambda m: _clock(m, m[1], m[2], m[3])),
        (r"(?<![\d:])(\d{1,2}):(\d\d)(?::\d\d)?(?![\d:])", 0, lambda m: _clock(m, m[1], m[2])),
        (
            r"(?<!\d)(\d{1,2})\s*[时点](?!\s*积|间|效)(?:(半)|(\d{1,2})分(?!钟))?整?",
            0,
            lambda m: _clock(m, m[1], "30" if m[2] else m[3]),
        ),
        (r"(?<!\d)(\d{1,2})\s*([ap]\.?m\b\.?)", re.I, lambda m: _clock(m, m[1], None, m[2])),
        (r"\bnoon\b|正午", re.I, lambda m: [("time", 12, 0)]),
        (r"\bmidnight\b|零时|零点|午夜", re.I, lambda m: [("time", 0, 0)]),
        (
            rf"(?:周|星期|礼拜)([{_WEEK}])(?![次个张笔天年])(?:((?:[、,和及或]\s*(?:周|星期)?[{_WEEK}](?![月年个次]))+)"
            rf"|\s*(?:至|到|-)\s*(?:周|星期)?([{_WEEK}]))?",
            0,
            lambda m: _weekdays(m[1], m[2], m[3]),
        ),
        (
            r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\b",
            0,
            lambda m: [("weekday", _DAYS.index(m[0][:3].lower()))],
        ),
        (
            rf"({_N})\s*(%|‰|‱|per\s?cent\b|个?百分点|percentage points?|bps?\b|basis points?|个?基点|折)(\s*off\b)?",
            re.I,
            lambda m: _ratio(m[1], m[2], m[3]),
        ),
        (rf"(?<![A-Za-z])({_SIGN})\s*({_N})\s*({_SCALE})?(?:元)?", re.I, lambda m: _money(m[2], m[3], m[1], _SIGNS)),
        (rf"({_N})\s*({_SCALE})?[余多]?\s*({_NAME})(?![a-z])", re.I, lambda m: _money(m[1], m[2], m[3], _NAMES)),
        (rf"({_N})\s*角", 0, lambda m: [("money", number(m[1]) / 10, "CNY")]),
        (_PHONE, re.A, lambda m: _phone(m[0])),
        (r"(?<!\d)(\d{1,2})\s*号", 0, lambda m: [("day", int(m[1]))] if int(m[1]) <= 31 else []),
        (rf"({_N})\s*-?\s*({_TERM})(?![a-z])", re.I, lambda m: _term(m[1], m[2])),
        (r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.I, lambda m: [("day", int(m[1]))]),
        (
            r"[A-Za-z]{1,12}[-_]?\d[\w.-]*\w|[A-Za-z]{1,12}[-_]?\d|\d+(?:\.\d+){2,}|\d+[A-Za-z][\w-]*",
            re.A,
            lambda m: [("code", m[0].lower())],
        ),
        (rf"({_N})\s*({_SCALE})?", re.I, lambda m: [("number", number(m[1]) * SCALES.get((m[2] or "").lower(), 1))]),
    )
)
_ADDRESSES = 2
"""The first rules read e-mail and web addresses, which may hold any word."""
_LIST_NUMBER = re.compile(
    r"(?:(?:^|(?<=[\n。;；]))\s*[(（]?\d{1,2}[.、)）](?!\d))|第\s*\d+\s*[步条项]|步骤\s*\d+|(?i:\bstep)\s*\d+"
)
_RANGE = re.compile(
    rf"(?<![\d.\-/:$£€₹¥])(?<!\d,)({_N})\s*(-|至|到|\bto\b|\bor\b|\band\b|或|和|、)\s*(?=({_N})\s*({_SCALE})?\s*(个?百分点|%|‰|折|元|{_TERM}))",
    re.I,
)


def _spread(m: _Match) -> str:
    """ "1-10万元" says 1万元 and 10万元, "3、6、12个月" three terms: the unit belongs to each number."""
    low, mark, high, scale, unit = m.groups()
    opens_line = mark == "、" and (m.start() == 0 or m.string[m.start() - 1] in "\n。;；")
    if opens_line or (unit == "年" and number(high) >= 1900):
        return m[0]
    return f"{low}{scale if scale and number(low) < number(high) else ''}{unit} {mark} "


_FOREIGN = re.compile(
    r"[^\x00-\x7f£€₹¥‰‱港元币幣美金新台澳门加卢比英镑欧日人民块角年月号时点分半整刻周星期礼拜上下午晚间凌晨早中夜正零一二三四五六七八九十百千万亿"
    r"余多个工作交易自然天岁小秒折基率至到和或及次张笔国民國效积钟名户份、，。;；：:]+"
)
_ANY = re.compile(
    r"\d|@|www\.|[周拜期][一二三四五六日天]|noon|midnight|正午|[零午][时点夜]|day\b|days\b|\.[a-z]{2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
    re.I,
)
_WORD = re.compile(r"(?<![\w.@/&-])[A-Za-z]{3,}(?![\w@/&$-])")
_MEANT = re.compile(
    rf"{_MON}|(?:mon|tue|wed|thu|fri|sat|sun)\w*|{_SIGN}|{_NAME}|{_TERM}|{_SCALE}|per|cent|percent\w*|points?|basis|bps?|off|noon|midnight"
    r"|calendar|business|working|and",
    re.I,
)


@functools.lru_cache(maxsize=4096)
def _meant(word: str) -> bool:
    return bool(_MEANT.fullmatch(word))


def _compact(text: str) -> str:
    """`text` without the words that no atom can hold, so that the grammar reads a third of it."""
    return _WORD.sub(lambda m: m[0] if _meant(m[0]) else "\x02", _FOREIGN.sub("\x02", text))


@functools.lru_cache(maxsize=4096)
def atoms(text: str, *, draft: bool = False) -> tuple[Atom, ...]:
    """The atoms of `text`, by kind. In drafts the numbers of a list ("1.", "第2步") are no atoms."""
    rest = fold(text)
    if not _ANY.search(rest):
        return ()
    if draft:
        rest = _LIST_NUMBER.sub(" ", rest)
    rest = _RANGE.sub(_spread, _RANGE.sub(_spread, rest))  # twice: in 3、6、12个月 the first waits for the second
    found: list[Atom] = []

    def take(m: _Match) -> str:
        keys = make(m)
        if not keys:
            return m[0]
        found.append(Atom(m[0].strip(), frozenset(keys)))
        return "\x01"

    for number_, (pattern, make) in enumerate(_RULES):
        if number_ == _ADDRESSES:
            rest = _compact(rest)
        rest = pattern.sub(take, rest)
    return tuple(found)


def keys(text: str) -> frozenset[Key]:
    """All readings of all atoms of `text`."""
    return frozenset(k for a in atoms(text) for k in a.keys)


def implied(found: Iterable[Key]) -> set[Key]:
    """What a date says beside itself: its month and day, its year; the day of a month that is written alone."""
    more: set[Key] = set()
    for key in found:
        match key:
            case ("date", dt.date() as day):
                more |= {
                    ("md", day.month, day.day),
                    ("ym", day.year, day.month),
                    ("year", day.year),
                    ("month", day.month),
                    ("day", day.day),
                }
            case ("ym", y, m):
                more |= {("year", y), ("month", m)}
            case ("md", m, d):
                more |= {("month", m), ("day", d)}
    return more
