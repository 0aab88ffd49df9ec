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

from ingest.draft.grammar import (
    CURRENCY_NAME,
    CURRENCY_SIGN,
    MONTH,
    NUMBER,
    RULES,
    SCALE,
    TERM,
    signs_of,
    without_digits,
)
from ingest.draft.notation import fold, number
from ingest.draft.readings import Key, Match


@dataclass(frozen=True, slots=True)
class Atom:
    """One value of a text: the characters that state it (folded), and its readings."""

    text: str
    keys: frozenset[Key]


_ENDLESS = re.compile(r"[\w./?=&%#:+@,-]{160,}", re.A)
"""No value is that long, and looking for one in it takes time that grows with its square."""
_ADDRESSES = 2
"""The first rules read e-mail and web addresses, which may hold any word."""
_LIST_NUMBER = re.compile(
    r"(?:(?:^|(?<=[\n。;；]))\s*[(（]?\d{1,2}[.、)）](?!\d))|第\s*\d+\s*[步条项]|步骤\s*\d+|(?i:\bstep)\s*\d+"
)
_RANGE = re.compile(
    rf"(?<![\d.\-/:$£€₹¥])(?<!\d,)({NUMBER})\s*(-|至|到|\bto\b|\bor\b|\band\b|或|和|、)\s*(?=({NUMBER})\s*({SCALE})?\s*(个?百分点|%|‰|折|元|{TERM}))",
    re.I,
)


def _spread(m: Match) -> str:
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
    rf"{MONTH}|(?:mon|tue|wed|thu|fri|sat|sun)\w*|{CURRENCY_SIGN}|{CURRENCY_NAME}|{TERM}|{SCALE}|per|cent|percent\w*|points?|basis|bps?|off|noon|midnight"
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
    rest = _ENDLESS.sub("\x02", fold(text))
    if not _ANY.search(rest):
        return ()
    return _read(_LIST_NUMBER.sub(" ", rest) if draft else rest)


@functools.lru_cache(maxsize=4096)
def _read(rest: str) -> tuple[Atom, ...]:
    """The atoms of a text in one notation. What a rule takes is gone for those behind it."""
    rest, spread = _RANGE.subn(_spread, rest)
    if spread:  # in 3、6、12个月 the first waits for the second
        rest = _RANGE.sub(_spread, rest)
    found: list[Atom] = []
    signs, taken = signs_of(rest), 0
    for place, rule in enumerate(RULES):
        if place == _ADDRESSES:
            rest = _compact(rest)
            signs = signs_of(rest)
        if rule.able(signs):
            rest = rule.pattern.sub(_taking(rule.make, found), rest)
            if len(found) > taken:
                signs, taken = without_digits(signs, rest), len(found)
    return tuple(found)


def _taking(make: Callable[[Match], list[Key]], found: list[Atom]) -> Callable[[Match], str]:
    """What a rule does with each match: it becomes an atom and leaves the text, or stays for the later rules."""

    def take(m: Match) -> str:
        keys = make(m)
        if not keys:
            return m[0]
        found.append(Atom(m[0].strip(), frozenset(keys)))
        return "\x01"

    return take


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
