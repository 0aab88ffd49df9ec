"""The grammar of values: what a date, a time, money, a ratio, a term, a phone, an address, a code look like, and as
which keys they are read. It reads the notation of `notation.fold`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from ingest.draft.notation import SCALES, number
from ingest.draft.readings import (
    DAYS,
    MONTHS,
    NAMES,
    SIGNS,
    TERMS,
    WEEK,
    Key,
    Match,
    address,
    clock,
    currency,
    date,
    day,
    money,
    month,
    phone,
    ratio,
    term,
    weekdays,
)

NUMBER = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"百万|千万|百亿|万亿|百|千|万|亿|(?:thousand|lakhs?|lac|million|crores?|billion|mn|bn|k)(?![a-z])"
CURRENCY_SIGN, CURRENCY_NAME = ("|".join(f"(?:{p})" for p in table.values()) for table in (SIGNS, NAMES))
TERM = "|".join(TERMS.values())
MONTH = (
    r"((?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?))\b\.?"
)
_TH, _YEAR = r"(?:st|nd|rd|th)?", r"((?:19|20)\d\d)"
_TLD = (
    "com|cn|net|org|test|example|hk|uk|in|au|sg|nz|my|gov|edu|bank|info|top|xyz|vip|cc|io|cm|tw|ca|us|eu|de|fr"
    "|app|shop|site"
)

_PHONE = (
    r"(?<![\w.,])(?:\+\d{1,3}[\s-]?)?(?:\(\+?\d{2,4}\)[\s-]?)?"
    r"(?:\d{1,4}(?:[ -]\d{2,4}(?!\d)){1,4}|\d{1,12}(?:-\d{2,8}){0,4})"
    r"(?![\d%])(?!\.\d)(?!,\d)"
)
_DIGIT = re.compile(r"\d")
_MONTH_BEGINS = re.compile("|".join(MONTHS))
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
            lambda m: date(m[1], m[2], m[3]),
        ),
        (
            "/.-",
            rf"(?<!\d)(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}(?!\d)",
            0,
            lambda m: date(m[3], m[2], m[1]) + date(m[3], m[1], m[2]),
        ),
        (
            "年/",
            r"(?<![\d.])(?:民国|民國)?\s*(1[0-2]\d)\s*[年/]\s*(\d{1,2})\s*[月/]\s*(\d{1,2})(?![\d.])\s*日?",
            0,
            lambda m: date(int(m[1]) + 1911, m[2], m[3]),
        ),
        (
            "",
            rf"(?<!\d)(\d{{1,2}}){_TH}(?:\s+of)?[\s-]*{MONTH},?[\s-]*{_YEAR}(?!\d)",
            0,
            lambda m: date(m[3], month(m[2]), m[1]),
        ),
        ("", rf"\b{MONTH}\s+(\d{{1,2}}){_TH},?\s+{_YEAR}(?!\d)", 0, lambda m: date(m[3], month(m[1]), m[2])),
        ("年", rf"(?<!\d){_YEAR}\s*年\s*(\d{{1,2}})\s*月(?!\s*\d)", 0, lambda m: [("ym", int(m[1]), int(m[2]))]),
        ("", rf"\b{MONTH}\s+{_YEAR}(?!\d)", 0, lambda m: [("ym", int(m[2]), month(m[1]))]),
        ("月", r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?!\d)", 0, lambda m: day(m[1], m[2])),
        ("", rf"(?<!\d)(\d{{1,2}}){_TH}(?:\s+of)?\s+{MONTH}", 0, lambda m: day(month(m[2]), m[1])),
        ("", rf"\b{MONTH}\s+(\d{{1,2}}){_TH}(?![\d:])", 0, lambda m: day(month(m[1]), m[2])),
        ("年", rf"(?<!\d){_YEAR}\s*年", 0, lambda m: [("year", int(m[1]))]),
        ("月", r"(?<!\d)(\d{1,2})\s*月", 0, lambda m: [("month", int(m[1]))] if int(m[1]) < 13 else []),
        (
            "mM",
            r"(?<!\d)(\d{1,2})\s*[:.](\d\d)(?::\d\d)?\s*([ap]\.?m\b\.?)",
            re.I,
            lambda m: clock(m, m[1], m[2], m[3]),
        ),
        (":", r"(?<![\d:])(\d{1,2}):(\d\d)(?::\d\d)?(?![\d:])", 0, lambda m: clock(m, m[1], m[2])),
        (
            "时点",
            r"(?<!\d)(\d{1,2})\s*[时点](?!\s*积|间|效)(?:(半)|(\d{1,2})分(?!钟))?整?",
            0,
            lambda m: clock(m, m[1], "30" if m[2] else m[3]),
        ),
        ("mM", r"(?<!\d)(\d{1,2})\s*([ap]\.?m\b\.?)", re.I, lambda m: clock(m, m[1], None, m[2])),
        ("nN正", r"\bnoon\b|正午", re.I, lambda m: [("time", 12, 0)]),
        ("mM零午", r"\bmidnight\b|零时|零点|午夜", re.I, lambda m: [("time", 0, 0)]),
        (
            "周星礼",
            rf"(?:周|星期|礼拜)([{WEEK}])(?![次个张笔天年])(?:((?:[、,和及或]\s*(?:周|星期)?[{WEEK}](?![月年个次]))+)"
            rf"|\s*(?:至|到|-)\s*(?:周|星期)?([{WEEK}]))?",
            0,
            lambda m: weekdays(m[1], m[2], m[3]),
        ),
        (
            "MTWFS",
            r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\b",
            0,
            lambda m: [("weekday", DAYS.index(m[0][:3].lower()))],
        ),
        (
            "%‰‱pPbB点折",
            rf"({NUMBER})\s*(%|‰|‱|per\s?cent\b|个?百分点|percentage points?|bps?\b|basis points?|个?基点|折)"
            r"(\s*off\b)?",
            re.I,
            lambda m: ratio(m[1], m[2], m[3]),
        ),
        (
            "$£€¥₹币" + _LATIN,
            rf"(?<![A-Za-z])({CURRENCY_SIGN})\s*({NUMBER})\s*({SCALE})?(?:元)?",
            re.I,
            lambda m: money(m[2], m[3], currency(m[1], name=False)),
        ),
        (
            "元币幣金镑块比" + _LATIN,
            rf"({NUMBER})\s*({SCALE})?[余多]?\s*({CURRENCY_NAME})(?![a-z])",
            re.I,
            lambda m: money(m[1], m[2], currency(m[3], name=True)),
        ),
        ("角", rf"({NUMBER})\s*角", 0, lambda m: [("money", number(m[1]) / 10, "CNY")]),
        ("", _PHONE, re.A, lambda m: phone(m[0])),
        ("号", r"(?<!\d)(\d{1,2})\s*号", 0, lambda m: [("day", int(m[1]))] if int(m[1]) <= 31 else []),
        (
            "日月岁年期周时钟秒天" + _LATIN,
            rf"({NUMBER})\s*-?\s*({TERM})(?![a-z])",
            re.I,
            lambda m: term(m[1], m[2]),
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
