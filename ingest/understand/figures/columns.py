"""Which columns of a table stand beside each other as old and new."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.understand.figures.epochs import IS, WAS, WILL

Pair = tuple[int, int]
Pairs = tuple[Pair, ...]
_RIGHT: Final = re.compile(
    r"(?:right(?:most|[- ]hand)?|last|second) column|column on the right"
    r"|右(?:侧|边|方)?一?[列栏]|后一?[列栏]|最后一[列栏]",
    re.I,
)
STAGE: Final = re.compile(
    r"期间|期内(?=$|\W)|阶段|过渡|临时|试行|优惠期|活动期|\b(?:during|temporary|transition\w*|interim|window(?=$|\W*[(])|promotional|phase|stage)\b",
    re.I,
)
"""A head that names a stretch of time beside one that says what is now."""
_SIDES: Final = re.compile(
    r"左[侧边列栏方]?(?:一[列栏])?(?:为|是|列示?)?[^。;]{0,4}(?:旧|原|修[订改]前|变更前|调整前|现行)[^。;]{0,20}"
    r"右[侧边列栏方]?(?:一[列栏])?(?:为|是|列示?)?[^。;]{0,4}(?:新|修[订改]后|变更后|调整后|现)"
    r"|\bleft\b[^.;]{0,40}\b(?:old|current|existing|present|before|previous)\b[^.;]{0,60}\bright\b[^.;]{0,40}"
    r"\b(?:new|revised|amended|after|proposed)\b"
    r"|\b(?:old|current|existing|present|previous)\b[^.;]{0,24}\b(?:on the )?left\b[^.;]{0,40}"
    r"\b(?:new|revised|amended|proposed)\b[^.;]{0,24}\b(?:on the )?right\b",
    re.I,
)
"""Words above a table that say what stands left and what right."""
_WORD: Final = re.compile(r"[a-z]{3,}|[一-鿿]")
_COMMON: Final = frozenset(("the", "and", "for", "per", "that", "will", "you", "your", "our"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `role` is paired, label, value or ignore; `head` all its heads, `base` what they speak of."""

    role: str
    head: str
    base: str = ""
    upper: str = ""
    epoch: int | None = None
    day: dt.date | None = None
    family: str = ""
    """What its cells hold; empty for words."""
    kinds: frozenset[str] = frozenset()
    """All that its cells open with, where `family` is what most do."""
    printed: str = ""
    """Its own head with its dates, without those above it."""
    holder: bool = False
    """Does it hold what a class of customers pays in an offer?"""


def paired(columns: Sequence[Column], lead: str) -> Pairs:
    """(old, new) columns, by the epochs of their heads; where one side only has one, by what both hold.

    `lead` are the words above the table: "the right-hand column applies from 1 May".
    """
    timed = [i for i, c in enumerate(columns) if c.epoch is not None and c.role == "value"]
    ranks = sorted({columns[i].epoch or 0 for i in timed})
    if ranks and ranks[-1] > WILL:  # one step after the other
        return tuple(itertools.pairwise(sorted(timed, key=lambda i: columns[i].epoch or 0)))
    if len(ranks) > 1:
        olds = [i for i in timed if columns[i].epoch == ranks[-2]]
        news = [i for i in timed if columns[i].epoch == ranks[-1]]
        return tuple(_staged(columns, tuple(_side_by_side(columns, olds, news)), news))
    values = [i for i, c in enumerate(columns) if c.role == "value" and c.family]
    return _dated(columns, values) or _lonely(columns, timed, values) or _pointed(columns, values, lead)


def _side_by_side(columns: Sequence[Column], olds: list[int], news: list[int]) -> Iterator[Pair]:
    taken = set[int]()
    for old in olds:
        free = [n for n in news if n not in taken]
        same = [n for n in free if columns[n].upper == columns[old].upper]
        exact = [n for n in same if columns[n].base == columns[old].base]
        only = free if len(olds) == len(news) == 1 else []
        if choice := exact or same or only:
            taken.add(choice[0])
            yield old, choice[0]


def _staged(columns: Sequence[Column], pairs: Sequence[tuple[int, int]], news: Sequence[int]) -> Iterator[Pair]:
    """The pairs, and what is beside the old value in later stages."""
    first = {new for _, new in pairs}
    for old, new in pairs:
        yield old, new
        yield from ((old, n) for n in news if n not in first and _stages(columns[new], columns[n]))


def _stages(a: Column, b: Column) -> bool:
    if a.upper != b.upper or not akin(a, b):
        return False
    if a.holder and b.holder:
        return True
    return (a.day != b.day and None not in (a.day, b.day)) or bool(STAGE.search(a.head) and STAGE.search(b.head))


def _dated(columns: Sequence[Column], values: list[int]) -> Pairs:
    """Two columns of one thing at two dates: the later one is new."""
    dated = [i for i in values if columns[i].day]
    if len(dated) != 2 or not _like(columns[dated[0]], columns[dated[1]]):
        return ()
    a, b = sorted(dated, key=lambda i: columns[i].day or dt.date.min)
    return ((a, b),) if columns[a].day != columns[b].day else ()


def _lonely(columns: Sequence[Column], timed: list[int], values: list[int]) -> Pairs:
    """One column speaks of a time: the only other one that holds the same kind of thing is its other side."""
    if len(timed) != 1 or timed[0] not in values:
        return ()
    mine = timed[0]
    others = [i for i in values if i != mine and i and _like(columns[i], columns[mine])]
    stages = [i for i in others if STAGE.search(columns[i].head)]
    if columns[mine].epoch == WAS and len(others) > 1 and stages and all(i > mine for i in others):
        return tuple((mine, i) for i in others)  # what was, what holds meanwhile, and what holds in the end
    if not others and columns[mine].epoch == WAS:
        others = [i for i in values if i > mine and columns[i].kinds == {"share"}]
    if len(others) != 1:
        return ()
    then = columns[others[0]]
    told = then.day or (
        mine < others[0] and (STAGE.search(then.head) or _terms(then.base) < _terms(columns[mine].head))
    )
    if columns[mine].epoch == IS and not told:
        return ()
    return ((others[0], mine),) if columns[mine].epoch == WILL else ((mine, others[0]),)


def _pointed(columns: Sequence[Column], values: list[int], lead: str) -> Pairs:
    """Words above the table say which column is the new one."""
    if len(values) != 2 or not _RIGHT.search(lead) or not _like(columns[values[0]], columns[values[1]]):
        return ()
    return ((values[0], values[1]),)


def told_apart(lead: str) -> bool:
    """Do the words above a table say that the old stands left of the new?"""
    return _SIDES.search(lead) is not None


def akin(a: Column, b: Column) -> bool:
    """Do two columns hold the same kind of values?"""
    return bool(a.kinds & b.kinds) or "number" in (a.family, b.family)


def _like(a: Column, b: Column) -> bool:
    """Do two columns hold the same kind of thing, under heads that do not contradict?"""
    alike = akin(a, b)
    if STAGE.search(a.base) or STAGE.search(b.base):
        return alike and a.upper == b.upper
    return alike and a.upper == b.upper and (not a.base or not b.base or bool(_terms(a.base) & _terms(b.base)))


def _terms(base: str) -> frozenset[str]:
    return frozenset(_WORD.findall(base.lower())) - _COMMON


def shared(a: Column, b: Column) -> str:
    """What both heads speak of: their common words."""
    if a.upper and a.upper == b.upper:
        return a.upper
    if a.base == b.base or not a.base or not b.base:
        return a.base or b.base
    pieces = re.split(r"[\s()（）/]+", a.base) if a.base.isascii() else _substrings(a.base)
    kept = [p for p in pieces if p and p in b.base]
    return " ".join(kept) if a.base.isascii() else max(kept, key=len, default="")


def _substrings(text: str) -> list[str]:
    return [text[i:j] for i, j in itertools.combinations(range(len(text) + 1), 2) if j - i > 1]
