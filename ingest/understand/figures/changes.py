"""Old → new in one sentence: 由A调整为B · 原A现B · A→B · from A to B · to B (currently A) · B instead of A.

A sentence is read as a skeleton in which every group of quantities is one sign: the patterns speak of words only.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.understand.figures.clauses import told_again
from ingest.understand.figures.context import PERIODS
from ingest.understand.figures.epochs import IS, WAS, WILL, epoch
from ingest.understand.figures.forms import Q, english, gap, patterns, verbs
from ingest.understand.figures.groups import Group
from ingest.understand.figures.wordings import wordings
from ingest.understand.figures.words import pattern

_ALIKE = frozenset({"money", "ratio", "share", "free", "points"})


_CONDITION = re.compile("的,")
"""高于A的,调整为B: A is the condition, not the old value."""
_PARALLEL = re.compile(r"、(?:单[笔日月]|[日月年]累计|每[笔日月年])")
"""单笔最高A、日累计最高B: two things beside each other."""
_APART = re.compile(r"[,、](?![^,]{0,20}(?:起|后|止|from|until))")
"""免收年费,门槛调整为B: what is free is another thing."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` with one sign for each group; `at` maps its characters to the sentence's."""

    text: str
    at: tuple[int, ...]
    groups: tuple[Group, ...]

    def index(self, place: int) -> int:
        """Which group the sign at `place` stands for."""
        return self.text.count(Q, 0, place)


def skeleton(text: str, groups: Sequence[Group]) -> Skeleton:
    """The skeleton of a sentence whose groups have offsets in `text`."""
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    for g in groups:
        parts.append(text[at : g.start] + Q)
        origin.extend([*range(at, g.start), g.start])
        at = g.end
    parts.append(text[at:])
    origin.extend(range(at, len(text) + 1))
    return Skeleton("".join(parts), tuple(origin), tuple(groups))


@dataclass(frozen=True, slots=True)
class Pair:
    """Indexes of the old and the new group; `start` is where the words of the change begin in the skeleton."""

    old: int
    new: int
    start: int
    rank: int = 0
    """Which of several changes told at once ("单笔、日累计分别由A、B调整为C、D")."""
    of: int = 1


@functools.cache
def _lists() -> re.Pattern[str]:
    some = rf"{Q}(?:[^{Q}。;]{{0,10}}(?:、|和|及|and|,){gap(10)}{Q})+"
    return re.compile(
        rf"(?:由|从|\bfrom\b){gap(12)}(?P<olds>{some}){gap(30)}(?:{verbs()}|至|到|为|\bto\b){gap(12)}(?P<news>{some})",
        re.I,
    )


def _moves(clause: str) -> bool:
    return (
        re.search(rf"{english()}|\b(?:up|down|goes|go|going|went) (?:\w+ )?from\b|\b(?:up(?! to)|down)\b", clause, re.I)
        is not None
    )


def _alike(a: Group, b: Group) -> bool:
    return a.family == b.family or {a.family, b.family} <= _ALIKE


def _bounds(a: Group, b: Group) -> bool:
    """ "Interest on balances up to £5,000 is cut to 2%": the amount bounds what changes."""
    return a.family == "money" and b.family == "ratio" and a.quantities[0].qualifier is not None


def _falls(old: Group, new: Group) -> bool:
    """ "Dining: from 5X to 3X" is no range."""
    a, b = old.quantities[0], new.quantities[0]
    return old.family == new.family and a.unit.partition("/")[0] == b.unit.partition("/")[0] and a.value > b.value


def _several(sk: Skeleton) -> Iterator[Pair]:
    for m in _lists().finditer(sk.text):
        olds = [sk.index(i.start()) for i in re.finditer(Q, sk.text) if m.start("olds") <= i.start() < m.end("olds")]
        news = [sk.index(i.start()) for i in re.finditer(Q, sk.text) if m.start("news") <= i.start() < m.end("news")]
        if len(olds) == len(news) and all(_alike(sk.groups[a], sk.groups[b]) for a, b in zip(olds, news, strict=True)):
            yield from (Pair(a, b, m.start(), i, len(olds)) for i, (a, b) in enumerate(zip(olds, news, strict=True)))


@functools.cache
def _left() -> re.Pattern[str]:
    return re.compile(rf"[^,;。.{Q}]{{0,8}}?{pattern('states', 'unchanged').pattern}", re.I)


def _kept(text: str, at: int) -> bool:
    """Do the words right behind a value say that it stays?"""
    return _left().match(text, at + 1) is not None


def _turned_round(undated: str, old: int, new: int) -> bool:
    """ "…, which stood at $100, now stands at $150": do the words right before both values say which is the former?"""
    before = [re.split(r"[,;.(]", words)[-1] for words in undated.split(Q)]
    return epoch(before[new]) == WAS and epoch(before[old]) in (IS, WILL)


def pairs(sk: Skeleton, undated: str) -> list[Pair]:
    """The changes of a sentence, each group in one of them at most; `undated` is the skeleton without its dates."""
    if len(sk.groups) < 2:
        return []
    out, families = [*_several(sk)], tuple(g.family for g in sk.groups)
    taken = {i for p in out for i in (p.old, p.new)}
    for old, new in (*wordings(sk.text, families), *told_again(undated, families)):
        if old is not None and new is not None and not {old, new} & taken:
            taken |= {old, new}
            out.append(Pair(old, new, 0))
    for form in patterns():
        for m in form.finditer(sk.text):
            old, new = sk.index(m.start("old")), sk.index(m.start("new"))
            if (
                {old, new} & taken
                or ("nil" in form.groupindex and sk.groups[old].family != "free")
                or _PARALLEL.match(sk.text, m.start("old") + 1)
                or any(_kept(sk.text, m.start(side)) for side in ("old", "new"))
                or _CONDITION.match(sk.text, m.start("old") + 1)
                or not _alike(sk.groups[old], sk.groups[new])
                or _bounds(sk.groups[old], sk.groups[new])
            ):
                continue
            if m.group().lower().startswith("from") and not (_moves(sk.text) or _falls(sk.groups[old], sk.groups[new])):
                continue
            if (
                sk.groups[old].family == "free"
                and "nil" not in form.groupindex
                and _APART.search(sk.text[m.start("old") : m.start("new")])
            ):
                continue
            taken |= {old, new}
            out.append(Pair(new, old, m.start()) if _turned_round(undated, old, new) else Pair(old, new, m.start()))
    return sorted(out, key=lambda p: min(p.old, p.new))


def unit_shared(old: Group, new: Group) -> tuple[Group, Group]:
    """A per-unit that only one side prints holds for both ("由每年1,000元…1,200元")."""
    old, new = _moved(old, new)
    if len(old.quantities) != 1 or len(new.quantities) != 1:
        return old, new
    a, b = old.quantities[0], new.quantities[0]
    if new.family == "free" or old.family == "free":
        return _freed(old, new)
    mark = a.qualifier or b.qualifier
    if mark in ("min", "max", ">=") and None in (a.qualifier, b.qualifier) and old.family == new.family:
        a, b = replace(a, qualifier=mark), replace(b, qualifier=mark)
    (x, _, p), (y, _, q) = a.unit.partition("/"), b.unit.partition("/")
    if x == y and p != q and not {p, q} <= set(PERIODS):
        per = next((u for u in (p, q) if u in PERIODS), p or q)
        a, b = replace(a, unit=f"{x}/{per}"), replace(b, unit=f"{x}/{per}")
    return old.but(a), new.but(b)


def _freed(old: Group, new: Group) -> tuple[Group, Group]:
    """Nothing has the unit of what was or will be charged; where a share of an amount ends, no money is due."""
    price, free = (old, new) if new.family == "free" else (new, old)
    if price.family != "money" and (price.family != "ratio" or new.family == "free"):
        return old, new
    same = free.but(replace(free.quantities[0], unit=price.quantities[0].unit))
    return (old, same) if new.family == "free" else (same, new)


def _moved(old: Group, new: Group) -> tuple[Group, Group]:
    """Of "1 point per NT$20" and "1 point per NT$30" what differs: the spending, or the points."""
    if not {old.family, new.family} <= {"points"}:
        return old, new
    if {len(old.quantities), len(new.quantities)} == {1, 2}:
        return tuple(g.but(g.quantities[0]) for g in (old, new))  # type: ignore[return-value]
    if not len(old.quantities) == len(new.quantities) == 2:
        return old, new
    same = [a == b for a, b in zip(old.quantities, new.quantities, strict=True)]
    if same[0]:
        return old.but(old.quantities[1]), new.but(new.quantities[1])
    return (old.but(old.quantities[0]), new.but(new.quantities[0])) if same[1] else (old, new)
