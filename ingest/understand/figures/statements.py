"""Figures that sentences tell: what changes, what stays, what is free, what is limited."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ingest.model import Direction, Figure
from ingest.understand.figures import examples
from ingest.understand.figures.changes import Pair, pairs, skeleton, unit_shared
from ingest.understand.figures.clauses import own_words
from ingest.understand.figures.context import dated, period
from ingest.understand.figures.directions import compare
from ingest.understand.figures.epochs import WAS, epoch
from ingest.understand.figures.groups import Group, charged
from ingest.understand.figures.items import item_of
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.phrases import sound
from ingest.understand.figures.staying import STOP
from ingest.understand.figures.stretch import Told
from ingest.understand.figures.turning import BY, STEP, Turning
from ingest.understand.figures.waivers import ENDED
from ingest.understand.figures.wordings import wordings
from ingest.understand.figures.words import pattern
from ingest.understand.lexicon import pattern as rule

_HELD: Final = re.compile(
    r"\bkeeps? (?:the|their|its|your)(?: (?:present|current|existing|old|full|usual|original))? $"
    r"|(?:仍|依旧|依然|继续|保持|维持|保留)(?:是|为|按)?(?:原来?的)?$",
    re.I,
)
_STILL_IS: Final = re.compile(r"(?:仍|还|依旧|依然|保持|维持)[是为]?$|\b(?:stays?|remains?|kept) (?:at )?$", re.I)
"""Right before a count that stays."""
_FOR_SOME: Final = re.compile(
    r"\s?(?:for|to) (?:the |our )?(?!(?:first|next|last|every\w*|each|all|any\w*|months?|years?|days?)\b)[a-z]", re.I
)
"""Behind nothing to pay: a class of customers."""
_ZERO: Final = re.compile(r"零|(?:to )?(?:zero|nil)", re.I)
"""What a share of something that is no charge may come to ("客户自付部分由10%变为零")."""
_THIN: Final = 5
"""A name shorter than this takes the clause before with it ("已叙做的存款,利率维持不变")."""
_CALLED_OFF: Final = re.compile(
    r"取消(?:收取)?([^,;。:、()\ue001]{1,16}(?:费|手续费|年费|工本费|限额|限制))(?=[,;。]|$)"
    r"|(?<=[,;。])([^,;。:()\ue001]{1,20}(?:费|限额|限制|上限))(?:予以|统一|全部|均)?取消(?=[,;。]|$)"
)
"""A named figure that ends, without its value."""


class _Teller(Turning):
    """Reads one told stretch."""

    def __init__(self, notice: Notice, told: Told) -> None:
        super().__init__(notice, told)
        self.came, self.went = set[int](), set[int]()
        """Values of a new wording that the old one lacks, and the other way round."""

    def figures(self) -> Iterator[Figure]:
        changed = pairs(self.sk, skeleton(self.shut, self.groups).text)
        for old, new in wordings(self.sk.text, tuple(g.family for g in self.groups)):
            self.came |= {new} if new is not None and old is None else set()
            self.went |= {old} if old is not None and new is None else set()
        used = {i for p in changed for i in (p.old, p.new)}
        given_up = [p for p in changed if self._dropped(p)]
        changed = [p for p in changed if p not in given_up]
        for p in given_up:
            told = self._changed(p)
            yield replace(told, new=told.old, new_text=told.old_text, direction=Direction.UNCHANGED)
        changed_to = [self.groups[p.new].quantities[0].value for p in changed]
        self.came = {i for i in self.came if self.groups[i].quantities[0].value not in changed_to}
        for p in changed:
            told = self._changed(p)
            if told.direction is not Direction.UNCHANGED or self._counts(self.groups[p.new]):
                yield told
            if self._kept_for_some(p):
                g = self.groups[p.old]
                yield self._made(told.item, g.quantities, g.quantities, Direction.UNCHANGED, g.start, g.end, (g, g))
        for i, j in self._waived(used):
            used |= {i, j}
            yield self._waiver(self.groups[i], self.groups[j])
        for i, g in enumerate(self.groups):
            if i not in used and (figure := self._single(i, g)):
                yield figure
        yield from self._wordless()

    def _dropped(self, p: Pair) -> bool:
        """ "拟由3元提高到5元的安排暂缓实施": a change that was planned and does not come."""
        first, last = sorted((self.groups[p.old], self.groups[p.new]), key=lambda g: g.start)
        planned = pattern("change", "planned").search(self.text[: first.start]) is not None
        return planned and pattern("change", "dropped").match(self.text[last.end :]) is not None

    def _changed(self, p: Pair) -> Figure:
        old, new = unit_shared(self.groups[p.old], self.groups[p.new])
        first = min(old, new, key=lambda g: g.start)
        if new.family == "free" and old.family == "ratio" and _ZERO.fullmatch(self.text, new.start, new.end):
            share = not charged(STOP.split(self.text[: first.start])[-1])
            new = new.but(replace(new.quantities[0], unit=old.quantities[0].unit)) if share else new
        items = [
            self._free_item(first, None) if first.family == "free" else self.item(first),
            self.item(old if first is new else new),
        ]
        item = self._ranked(next((x for x in items if sound(x) and own_words(x, "")), items[0]), p)
        if p.of > 1 and (per := period(item)):
            old, new = (_per(g, per) for g in (old, new))
        self.last_item = self.last_item or item
        direction = compare(old.quantities, new.quantities)
        if new.family == "free" and direction is Direction.DOWN and self.spares(old, new):
            direction = Direction.EXEMPT
        if new.family == "free" and ENDED.search(self.text[new.start : new.end]):
            return self._made(
                item, old.quantities, (), Direction.REMOVED, first.start, max(old.end, new.end), (old, None)
            )
        return self._made(
            item, old.quantities, new.quantities, direction, first.start, max(old.end, new.end), (old, new)
        )

    def _kept_for_some(self, p: Pair) -> bool:
        """ "Points credited so far keep their 36 months; later ones are valid for 24 months": both are told."""
        old, new = self.groups[p.old], self.groups[p.new]
        between = self.text[old.end : new.start]
        return old.end < new.start and re.search(r"[;。]|\.\s", between) is not None and self._stays(old)

    def _ranked(self, item: str, p: Pair) -> str:
        """The own name of one of several changes: 单笔、日累计限额分别 → 单笔限额, 日累计限额."""
        names = re.split(r"、|和|及|与| and |, ", re.sub(r"(?:分别|各|respectively)$", "", item))
        if p.of == 1 or len(names) != p.of:
            return item
        shared = re.search(r"(?:限额|手续费|费率|费|利率|标准|limits?|fees?|charges?)$", names[-1])
        return names[p.rank] if not shared or names[p.rank].endswith(shared.group()) else names[p.rank] + shared.group()

    def _single(self, i: int, g: Group) -> Figure | None:
        if g.family == "free":
            return self._exempt(g)
        kept = any(start >= g.end and not self.text[g.end : start].strip() for start, _ in self.unchanged)
        held = g.family == "term" and (kept or _HELD.search(self.text[: g.start]) is not None)
        held = held or (g.family == "count" and self.given_up(g))
        held = held or (g.family == "count" and (kept or _STILL_IS.search(self.text[: g.start]) is not None))
        if self._bound(i, g) or not (held or self._counts(g)):
            return None
        item = self._left_off(g) or self.item(g)
        if free := self._pausing(g):
            return self._waiver(g, free, item)
        if g.family in ("money", "ratio"):
            self.last_item = self.last_item or item
        way = Direction.UNCHANGED if self._stays(g) else Direction.REMOVED if self._ends(i, g) else self._way(i, g)
        silent = way is Direction.STATED or (self.told.way is Direction.NEW and way is Direction.CHANGED)
        way = self.told.way if self.told.way and silent else way
        way = Direction.EXEMPT if self._spared(i, g) else way
        way = Direction.NEW if i in self.came else Direction.REMOVED if i in self.went else way
        learnt = way is Direction.STATED and examples.stays(self.notice, self.told, g)
        way = Direction.UNCHANGED if learnt else way
        old = g.quantities if way in (Direction.UNCHANGED, Direction.REMOVED) else ()
        new = () if way is Direction.REMOVED else g.quantities
        figure = self._made(item, old, new, way, g.start, g.end, (g if old else None, g if new else None))
        if learnt:
            figure = replace(figure, evidence=replace(figure.evidence, rule=examples.RULE))
        step = g.family == "difference" or BY.search(self.text[: g.start]) is not None
        step = step or re.compile(STEP, re.I).match(self.text, g.start) is not None
        aside = step or (self._former(g) and self.told.way is not Direction.REMOVED)
        return replace(figure, key=False) if aside else figure

    def _spared(self, i: int, g: Group) -> bool:
        """ "It stays at $12, still $0 for students": some pay nothing, and others what stands before."""
        zero = g.family == "money" and not g.quantities[0].value and _FOR_SOME.match(self.text, g.end) is not None
        return zero and any(x.family == "money" and x.quantities[0].value for x in self.groups[:i])

    def _former(self, g: Group) -> bool:
        """Does it stand in brackets that tell what was ("£20 (was £30 at branches, £10 online)")?"""
        opened = self.text.rfind("(", 0, g.start)
        inside = opened > self.text.rfind(")", 0, g.start)
        return inside and epoch(self.shut[opened + 1 : g.start]) == WAS

    def _wordless(self) -> Iterator[Figure]:
        """ "…手续费率不变", "取消短信服务费": a named figure whose value is not printed."""
        for start, end in self.unchanged:
            a, b = self.part(start, end)
            if any(g.start < b and g.end > a for g in self.groups):
                continue
            m = re.search(
                r"([^,;。:、()]{0,24}(?:(?<!消)费率?|费用|利率|限额|价格|标准|收费))\s?(?:均|都|继续|仍|也|在[^,;。]{2,12}(?:前|内|期间))?\s?$",
                self.text[a:start],
            )
            m = m or re.search(
                r"([\w' -]{0,50}(?:fees?|charges?|limits?|rates?))(?: (?:will|all|also|for [\w' ]{1,30}))*\s?$",
                self.text[a:start],
                re.I,
            )
            if m and (len(m[1]) > 8 or not m[1].isascii()):
                named = self.text[a : a + m.end(1)]
                item = item_of(named, len(named), len(named), 0 if len(m[1]) < _THIN else m.start(1)) or m[1].strip()
                if len(item) > 5 or not item.isascii():
                    yield self._made(item, (), (), Direction.UNCHANGED, start, end)
        for m in (*_CALLED_OFF.finditer(self.text), *_given_no_more().finditer(self.text)):
            a, b = m.start(), m.end()
            before = re.split(r"[,;。]", self.text[:a])[-1]
            told = any(self._called_off(g) for g in self.groups if b <= g.start < b + 24)
            if not told and not any(g.start < b and g.end > a - len(before) for g in self.groups):
                yield self._made(m[1] or m[m.re.groups], (), (), Direction.REMOVED, a, b)


@functools.cache
def _given_no_more() -> re.Pattern[str]:
    return rule("figures", "ended", "whole")


def _per(g: Group, per: str) -> Group:
    return g.but(*(dated(replace(q, unit=q.unit.partition("/")[0]), g.family, per) for q in g.quantities))


def tell(notice: Notice, told: Told) -> list[Figure]:
    """The figures of one sentence or cell, in the order of the text."""
    if pattern("skip", "sentences").search(notice.text[told.start : told.end]):
        return []
    return [f for piece in _pieces(notice, told) for f in _Teller(notice, piece).figures()]


LONGEST: Final = 600
"""What is longer than this is no sentence: it is read in pieces, so that the work grows with the length only."""


def _pieces(notice: Notice, told: Told) -> Iterator[Told]:
    start = told.start
    while told.end - start > LONGEST:
        window = notice.text[start : start + LONGEST]
        cuts = ([m.end() for m in re.finditer(stop, window)] for stop in (r"[;。]", r",(?!\d)|、", r"\s"))
        end = start + next((found[-1] for found in cuts if found and found[-1] > LONGEST // 3), LONGEST)
        yield replace(told, start=start, end=end)
        start = end
    yield replace(told, start=start)
