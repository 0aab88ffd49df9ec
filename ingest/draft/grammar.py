"""The grammar of values: what a date, a time, money, a ratio, a term, a phone, an address, a code look like, and as
which keys they are read. It reads the notation of `notation.fold`."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple, cast

from ingest.draft.notation import SCALES, number

Key = tuple[object, ...]
Match = re.Match[str]

NUMBER = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"百万|千万|百亿|万亿|百|千|万|亿|(?:thousand|lakhs?|lac|million|crores?|billion|mn|bn|k)(?![a-z])"
_SIGNS = {
    "HKD": r"HK\$|HKD", "USD": r"US\$|USD", "SGD": r"S\$|SGD", "AUD": r"AU?\$|AUD", "NZD": r"NZ\$|NZD",
    "CAD": r"CA?\$|CAD",
    "TWD": r"NT\$|TWD", "CNY": "RMB|CNY|人民币|¥", "GBP": "£|GBP", "EUR": "€|EUR", "INR": r"₹|Rs\.?|INR",
    "JPY": "JPY|日币",
    "MOP": r"MOP\$?", "MYR": "RM|MYR", "$": r"\$",
}  # fmt: skip
_NAMES = {
    "HKD": "港元|港币|港幣|HKD", "USD": "美元|美金|USD", "TWD": "新台币|台币|TWD", "GBP": "英镑|pounds?|GBP",
    "EUR": "欧元|euros?|EUR",
    "JPY": "日元|JPY", "SGD": "新加坡元|SGD", "AUD": "澳元|AUD", "CAD": "加元|CAD", "MOP": "澳门元|MOP",
    "INR": "卢比|rupees?|INR",
    "CNY": "元|块|yuan|RMB|CNY", "$": "dollars?",
}  # fmt: skip
_DOLLARS = ("USD", "HKD", "SGD", "AUD", "NZD", "CAD", "TWD")
CURRENCY_SIGN, CURRENCY_NAME = ("|".join(f"(?:{p})" for p in table.values()) for table in (_SIGNS, _NAMES))
_TERMS = {
    "workday": r"个?(?:工作|交易)日|(?:business|working) days?", "month": "个月|months?",
    "year": "周?岁|年|years?|yrs?",
    "week": "个?星期|周|weeks?", "hour": "个?小时|hours?|hrs?", "minute": "分钟|minutes?|mins?",
    "second": "秒|seconds?",
    "day": "个?自然日|天|日|(?:calendar )?days?",
}  # fmt: skip
TERM = "|".join(_TERMS.values())
_MONTHS = {
    m: n for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
MONTH = (
    r"((?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?))\b\.?"
)
_TH, _YEAR = r"(?:st|nd|rd|th)?", r"((?:19|20)\d\d)"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = "一二三四五六日天"
_TLD = (
    "com|cn|net|org|test|example|hk|uk|in|au|sg|nz|my|gov|edu|bank|info|top|xyz|vip|cc|io|cm|tw|ca|us|eu|de|fr"
    "|app|shop|site"
)
_LATE = re.compile(r"(上午|下午|晚上|晚间|晚|凌晨|早上|早|中午|夜间)\s*$")


def _date(y: str | int, m: str | int | None, d: str | int) -> list[Key]:
    try:
        return [("date", dt.date(int(y), int(m or 0), int(d)))]
    except ValueError:
        return []


def _day(m: str | int | None, d: str | int) -> list[Key]:
    return [("md", int(m or 0), int(d))] if 1 <= int(m or 0) <= 12 and 1 <= int(d) <= 31 else []


def _month(name: str) -> int | None:
    return _MONTHS.get(name[:3].lower())


def _clock(m: Match, hour: str, minute: str | None, period: str = "") -> list[Key]:
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


@functools.lru_cache(maxsize=256)
def _currency(printed: str, *, name: bool) -> str:
    table = _NAMES if name else _SIGNS
    return next(code for code, pattern in table.items() if re.fullmatch(pattern, printed, re.I))


def _money(n: str, scale: str | None, code: str) -> list[Key]:
    value = number(n) * SCALES.get((scale or "").lower(), 1)
    return [("money", value, c) for c in ((*_DOLLARS, "$") if code == "$" else (code,))]


def _ratio(n: str, unit: str, off: str | None) -> list[Key]:
    value, unit = number(n), unit.lower()
    if unit == "折":
        return [("ratio", value / (100 if value >= 10 else 10))]
    value = value / (1000 if unit == "‰" else 10000 if unit == "‱" or unit[0] == "b" or "基点" in unit else 100)
    return [("ratio", value), *([("ratio", 1 - value)] if off else [])]


@functools.lru_cache(maxsize=256)
def _unit(printed: str) -> str:
    return next(unit for unit, pattern in _TERMS.items() if re.fullmatch(pattern, printed, re.I))


def _term(n: str, unit: str) -> list[Key]:
    name, value = _unit(unit), number(n)
    keys: list[Key] = [("term", value, name)]
    for big, small, factor in (
        ("year", "month", 12),
        ("day", "hour", 24),
        ("week", "day", 7),
        ("hour", "minute", 60),
        ("minute", "second", 60),
    ):
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
    r"(?<![\w.,])(?:\+\d{1,3}[\s-]?)?(?:\(\+?\d{2,4}\)[\s-]?)?"
    r"(?:\d{1,4}(?:[ -]\d{2,4}(?!\d)){1,4}|\d{1,12}(?:-\d{2,8}){0,4})"
    r"(?![\d%])(?!\.\d)(?!,\d)"
)
_DIGIT = re.compile(r"\d")
_MONTH_BEGINS = re.compile("|".join(_MONTHS))
_ADDRESS = re.compile(r":/|[wW]\.|\.[A-Za-z]")
_LATIN = "dDhHkKmMpPrRsSwWyY"
"""One of them stands in every Latin name of a currency or a term."""


class Rule(NamedTuple):
    """What one kind of value looks like, and what it is read as.

    A rule reads only where one of its `signs` stands (without signs, everywhere) and all that it `needs` is there.
    """

    pattern: re.Pattern[str]
    make: Callable[[Match], list[Key]]
    signs: frozenset[str]
    needs: frozenset[str]

    def able(self, present: frozenset[str]) -> bool:
        """May the rule find anything in a text in which `present` is what `signs_of` finds?"""
        return self.needs <= present and (not self.signs or not self.signs.isdisjoint(present))


def signs_of(text: str) -> frozenset[str]:
    """The characters of `text`, and of "digit", "month" (a name of one) and "address" what stands in it."""
    told = {"digit"} if _DIGIT.search(text) else set[str]()
    if _MONTH_BEGINS.search(text.lower()):
        told.add("month")
    if _ADDRESS.search(text):
        told.add("address")
    return frozenset(text) | told


def without_digits(present: frozenset[str], rest: str) -> frozenset[str]:
    """`present` for what a rule has left of the text: most rules need no more than that the last digit is gone."""
    return present if _DIGIT.search(rest) else present - {"digit"}


def _needs(pattern: str) -> Iterator[str]:
    if r"\d" in pattern:
        yield "digit"
    if MONTH in pattern:
        yield "month"
    if "://" in pattern:
        yield "address"


RULES: tuple[Rule, ...] = tuple(
    Rule(
        re.compile(pattern, flags),
        cast(Callable[[Match], list[Key]], make),
        frozenset(signs),
        frozenset(_needs(pattern)),
    )
    for signs, pattern, flags, make in (
        ("@", r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.A, lambda m: [("email", m[0].lower())]),
        (
            "",
            rf"(?:https?://|www\.)[\w./?=&%#:+-]+|\b[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.(?:{_TLD})(?:/[\w./?=&%#:+-]*)?(?![\w.]*\w)",
            re.A | re.I,
            lambda m: [("url", address(m[0]))],
        ),
        (
            "年/.-",
            rf"(?<!\d){_YEAR}(?:\s*年\s*|[./-])(\d{{1,2}})(?:\s*月\s*|[./-])(\d{{1,2}})(?!\d)\s*[日号]?",
            0,
            lambda m: _date(m[1], m[2], m[3]),
        ),
        (
            "/.-",
            rf"(?<!\d)(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}(?!\d)",
            0,
            lambda m: _date(m[3], m[2], m[1]) + _date(m[3], m[1], m[2]),
        ),
        (
            "年/",
            r"(?<![\d.])(?:民国|民國)?\s*(1[0-2]\d)\s*[年/]\s*(\d{1,2})\s*[月/]\s*(\d{1,2})(?![\d.])\s*日?",
            0,
            lambda m: _date(int(m[1]) + 1911, m[2], m[3]),
        ),
        (
            "",
            rf"(?<!\d)(\d{{1,2}}){_TH}(?:\s+of)?[\s-]*{MONTH},?[\s-]*{_YEAR}(?!\d)",
            0,
            lambda m: _date(m[3], _month(m[2]), m[1]),
        ),
        ("", rf"\b{MONTH}\s+(\d{{1,2}}){_TH},?\s+{_YEAR}(?!\d)", 0, lambda m: _date(m[3], _month(m[1]), m[2])),
        ("年", rf"(?<!\d){_YEAR}\s*年\s*(\d{{1,2}})\s*月(?!\s*\d)", 0, lambda m: [("ym", int(m[1]), int(m[2]))]),
        ("", rf"\b{MONTH}\s+{_YEAR}(?!\d)", 0, lambda m: [("ym", int(m[2]), _month(m[1]))]),
        ("月", r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?!\d)", 0, lambda m: _day(m[1], m[2])),
        ("", rf"(?<!\d)(\d{{1,2}}){_TH}(?:\s+of)?\s+{MONTH}", 0, lambda m: _day(_month(m[2]), m[1])),
        ("", rf"\b{MONTH}\s+(\d{{1,2}}){_TH}(?![\d:])", 0, lambda m: _day(_month(m[1]), m[2])),
        ("年", rf"(?<!\d){_YEAR}\s*年", 0, lambda m: [("year", int(m[1]))]),
        ("月", r"(?<!\d)(\d{1,2})\s*月", 0, lambda m: [("month", int(m[1]))] if int(m[1]) < 13 else []),
        (
            "mM",
            r"(?<!\d)(\d{1,2})\s*[:.](\d\d)(?::\d\d)?\s*([ap]\.?m\b\.?)",
            re.I,
            lambda m: _clock(m, m[1], m[2], m[3]),
        ),
        (":", r"(?<![\d:])(\d{1,2}):(\d\d)(?::\d\d)?(?![\d:])", 0, lambda m: _clock(m, m[1], m[2])),
        (
            "时点",
            r"(?<!\d)(\d{1,2})\s*[时点](?!\s*积|间|效)(?:(半)|(\d{1,2})分(?!钟))?整?",
            0,
            lambda m: _clock(m, m[1], "30" if m[2] else m[3]),
        ),
        ("mM", r"(?<!\d)(\d{1,2})\s*([ap]\.?m\b\.?)", re.I, lambda m: _clock(m, m[1], None, m[2])),
        ("nN正", r"\bnoon\b|正午", re.I, lambda m: [("time", 12, 0)]),
        ("mM零午", r"\bmidnight\b|零时|零点|午夜", re.I, lambda m: [("time", 0, 0)]),
        (
            "周星礼",
            rf"(?:周|星期|礼拜)([{_WEEK}])(?![次个张笔天年])(?:((?:[、,和及或]\s*(?:周|星期)?[{_WEEK}](?![月年个次]))+)"
            rf"|\s*(?:至|到|-)\s*(?:周|星期)?([{_WEEK}]))?",
            0,
            lambda m: _weekdays(m[1], m[2], m[3]),
        ),
        (
            "MTWFS",
            r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\b",
            0,
            lambda m: [("weekday", _DAYS.index(m[0][:3].lower()))],
        ),
        (
            "%‰‱pPbB点折",
            rf"({NUMBER})\s*(%|‰|‱|per\s?cent\b|个?百分点|percentage points?|bps?\b|basis points?|个?基点|折)"
            r"(\s*off\b)?",
            re.I,
            lambda m: _ratio(m[1], m[2], m[3]),
        ),
        (
            "$£€¥₹币" + _LATIN,
            rf"(?<![A-Za-z])({CURRENCY_SIGN})\s*({NUMBER})\s*({SCALE})?(?:元)?",
            re.I,
            lambda m: _money(m[2], m[3], _currency(m[1], name=False)),
        ),
        (
            "元币幣金镑块比" + _LATIN,
            rf"({NUMBER})\s*({SCALE})?[余多]?\s*({CURRENCY_NAME})(?![a-z])",
            re.I,
            lambda m: _money(m[1], m[2], _currency(m[3], name=True)),
        ),
        ("角", rf"({NUMBER})\s*角", 0, lambda m: [("money", number(m[1]) / 10, "CNY")]),
        ("", _PHONE, re.A, lambda m: _phone(m[0])),
        ("号", r"(?<!\d)(\d{1,2})\s*号", 0, lambda m: [("day", int(m[1]))] if int(m[1]) <= 31 else []),
        (
            "日月岁年期周时钟秒天" + _LATIN,
            rf"({NUMBER})\s*-?\s*({TERM})(?![a-z])",
            re.I,
            lambda m: _term(m[1], m[2]),
        ),
        ("tTdD", r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.I, lambda m: [("day", int(m[1]))]),
        (
            "",
            r"[A-Za-z]{1,12}[-_]?\d[\w.-]*\w|[A-Za-z]{1,12}[-_]?\d|\d+(?:\.\d+){2,}|\d+[A-Za-z][\w-]*",
            re.A,
            lambda m: [("code", m[0].lower())],
        ),
        (
            "",
            rf"({NUMBER})\s*({SCALE})?",
            re.I,
            lambda m: [("number", number(m[1]) * SCALES.get((m[2] or "").lower(), 1))],
        ),
    )
)
