"""Lines and rows that open with a day and go on with what happens then."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from ingest.model import Cell, Passage, PassageKind, Span
from ingest.text.cells import value_kind
from ingest.understand.windows.bylines import date_alone

HOUR_FIRST = re.compile(
    r"\W*(?:(?:凌晨|早上|上午|中午|下午|傍晚|晚上?|夜间)? ?\d{1,2}(?::\d\d|[点时])"
    r"|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|(?:noon|midnight)\b)",
    re.I,
)
_PIECES = re.compile(
    r"[年月日号至到和及与]|(?:周|星期|礼拜)[一二三四五六日天]|\b(?:to|and|until|(?:mon|tue|wed|thu|fri|sat|sun)(?:(?:s|nes|rs|ur)?day|rs?|s)?\b\.?"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\b|(?<=\d)(?:st|nd|rd|th)\b",
    re.I,
)
"""What a day is written with, beside its digits."""
_WHEN = re.compile(
    r"\W*(?:when|date|from|effective|(?:effective|start(?:ing)?) (?:date|from)|applies from|takes effect(?: on)?"
    r"|in force from"
    r"|(?:生效|实施|执行|调整|变更|起始|开始|变动)?(?:日期?|时间))\W*",
    re.I,
)
"""The head of a column that tells when what stands before it in the row happens."""
_TELLING = 2
"""Cells behind a day that may tell what happens then."""
_WORDS = re.compile(r"[\u4e00-\u9fff]{3}|[a-z]{2,} [a-z]{2,}", re.I)


def only_days(text: str) -> bool:
    """Nothing but a day, or from a day to a day, with or without its year and its weekday."""
    return value_kind(text) == "day" and not re.search(r"[^\W\d]", _PIECES.sub("", text))


def entries(passages: Sequence[Passage], read: Callable[[Span], str]) -> frozenset[int]:
    """The numbers of the lines that hold a day only, each over what happens then: items below them, or two such pairs
    at least. `read` gives the normalised text of a span.
    """
    told = [
        (number, below.kind)
        for number, (one, below) in enumerate(itertools.pairwise(passages))
        if number and _tells(number, one, below, read)
    ]
    items = [number for number, kind in told if kind is PassageKind.ITEM]
    return frozenset(number for number, _ in told) if len(told) > 1 and not items else frozenset(items)


def _tells(number: int, day: Passage, below: Passage, read: Callable[[Span], str]) -> bool:
    if day.kind is PassageKind.ROW or below.kind in (PassageKind.ROW, PassageKind.SIGNATURE):
        return False
    text, said = read(day.span), read(below.span)
    byline = number == 1 and date_alone(text.strip())
    return only_days(text) and not byline and bool(_WORDS.search(said)) and not only_days(said)


def told_by(row: Sequence[Cell], c: int, head: str) -> Span | None:
    """From a cell that holds a day to the end of its row, where nothing but words stands behind it; or, in a last
    column that tells when, from what changes to that day."""
    behind = [x for x in row[c + 1 :] if x.text.strip() and x.span != row[c].span]
    before = any(x.text.strip() and x.span != row[c].span for x in row[:c])
    if before and not behind and _WHEN.fullmatch(head):
        return _told_before(row, c)
    if before or not 0 < len(behind) <= _TELLING or value_kind(row[c].text) != "day":
        return None
    if any(value_kind(x.text) in ("day", "money", "ratio") for x in behind) or not _WORDS.search(behind[-1].text):
        return None
    return Span(row[c].span.start, behind[-1].span.end)


def _told_before(row: Sequence[Cell], c: int) -> Span | None:
    ahead = [x for x in row[:c] if x.text.strip() and x.span != row[c].span]
    days = any(value_kind(x.text) == "day" for x in ahead) or value_kind(row[c].text) != "day"
    if days or len({x.span for x in ahead}) < _TELLING or not _WORDS.search(ahead[-1].text):
        return None
    return Span(ahead[-1].span.start, row[c].span.end)
