"""When a table head speaks of: what was, what is, or what is to come. Beside each other the later one is the new one.

Heads of no fixed wording are ranked, not matched in pairs: 现价 is old beside 新价格 and new beside 原价, "Now" is old
beside "From 1 June" and new beside "Before", and of two bare dates the later one is new.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Final

from ingest.text.dates import find_dates
from ingest.understand.figures.mention import READ
from ingest.understand.figures.words import either, words

WAS, IS, WILL = 0, 1, 2
_D: Final = (
    rf"(?:(?:{READ}+)?(?:账单|还款|结息|计息)日|{READ}+(?:\s?\([^()]{{1,6}}\))?"
    r"|(?:the |this )?(?:effective|revision|change|adjustment|amendment|commencement"
    r"|implementation|launch) dates?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next (?:week|month|quarter|year)"
    r"|下(?:个?月|周|季度)|次月|明年|(?:生效|施行|执行|实施|调整|修订|变更|启用|上线|切换)(?:之)?日期?)"
)
"""A day: one that is read already, or one that the notice has named."""
_TO: Final = re.compile(
    rf"{_D}\s?(?:\(不?含\))?(?:当?日)?(?:及?[之以]?前|为?止|截止)|(?:至|到|截至|截止)\s?{_D}"
    rf"|\b(?:until|till?|through|thru|up to|to|before|prior to|ending|ends|by)\s+(?:and including )?{_D}",
    re.I,
)
_FROM: Final = re.compile(
    rf"(?:自|从|于)?\s?{_D}\s?(?:\(不?含\))?(?:当?日)?(?:及?[之以]?后|[开起]始?|起)|(?:自|从|于)\s?{_D}"
    rf"|\b(?:from|effective|w\.?e\.?f\.?|beginning|begins|starting|starts|as (?:of|from|at)|on (?:and|or) after|after"
    rf"|since|commencing|with effect from)(?: from| on)?\s+{_D}|{_D},? (?:and )?(?:onwards?|after)",
    re.I,
)


_STEP: Final = re.compile(r"(?:change|difference|increase|decrease|movement|variation)s?\b(?! to\b)|较", re.I)
"""A head that tells what lies between two times (change from last year), and none of them."""
_ASIDE: Final = re.compile(r"[^\s(].*\(([^()]+)$")
"""A bracket that closes a head (its sign is taken off): what it says of time is meant, "Charge after that (now)"."""
_HOUR: Final = re.compile(
    r"\d{1,2}[:.]\d\d|\d\s?[ap]\.?m\b|\b(?:noon|midnight|midday)\b|[\d一二三四五六七八九十][点时](?!期|间)", re.I
)
_DATE: Final = re.compile(
    r"[月日年号]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[/.-]\d{1,2}[/.-]\d|\d{4}", re.I
)


def hourly(head: str) -> bool:
    """Does a printed head tell hours of a day and no day (before 3pm, 15:00后)? It tells of no change."""
    return bool(_HOUR.search(head)) and not _DATE.search(head)


@functools.cache
def _said() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The words of each epoch; what is to come wins over what was, that over what is."""
    return tuple((rank, _words(name)) for rank, name in ((WILL, "will"), (WAS, "was"), (IS, "is")))


@functools.cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(either(list(words("headers", "epochs", name))), re.I)


@functools.cache
def _whole() -> tuple[tuple[int, re.Pattern[str]], ...]:
    listed = words("headers", "epochs", "whole")
    return tuple((rank, re.compile("|".join(listed[name]), re.I)) for rank, name in ((WILL, "will"), (WAS, "was")))


@functools.lru_cache(maxsize=2048)
def epoch(head: str) -> int | None:
    """WAS, IS, WILL or None for a head whose dates are crossed out."""
    bare = head.strip(" ()*:")
    if _STEP.match(bare):
        return None
    if (aside := _ASIDE.search(bare)) and (told := epoch(aside[1])) is not None:
        return told
    for rank, found in _whole():
        if found.fullmatch(bare):
            return rank
    ends, begins = _TO.search(head) is not None, _FROM.search(head) is not None
    if ends != begins:
        return WAS if ends else WILL
    return next((rank for rank, found in _said() if found.search(head)), None)


def first_day(head: str) -> dt.date | None:
    """The first date that a head prints."""
    return next((d.date for d in find_dates(head) if d.date), None)


@functools.lru_cache(maxsize=1024)
def timeless(head: str) -> str:
    """A head without the words that place it in time."""
    if any(found.fullmatch(head.strip(" ()*:")) for _, found in _whole()):
        return ""
    for found in (_FROM, _TO, *(p for _, p in _said())):
        head = found.sub(" ", head)
    return re.sub(rf"{READ}+", " ", head)
