"""Figures that sentences tell: what changes, what stays, what is free, what is limited."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ingest.model import Category, Direction, Figure
from ingest.understand.figures.changes import Pair, pairs, skeleton, unit_shared
from ingest.understand.figures.clauses import own_words
from ingest.understand.figures.context import dated, period
from ingest.understand.figures.directions import compare, worded
from ingest.understand.figures.epochs import WILL, epoch
from ingest.understand.figures.groups import Group
from ingest.understand.figures.items import item_of
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.phrases import sound
from ingest.understand.figures.stretch import TO, Told
from ingest.understand.figures.waivers import ENDED, Waivers
from ingest.understand.figures.wordings import wordings
from ingest.understand.figures.words import either, pattern, words

_SAYS: Final = re.compile(
    r"\s?(?::|,?\s?(?:at|on|as) |为|(?:to|in|of) (?:the|your|our)\b)|[^,;。:]{0,6}$|\s?(?:an? |the )?$", re.I
)
"""Between words that say that something stays and the value that stays."""
_LISTED: Final = re.compile(r"\s?(?:、|和|及|以及|, (?:and )?| and )[^,;。]{0,12}")
"""Between two values of one list ("新增18期0.62%、24期0.65%")."""
_LASTED: Final = re.compile(
    r"(?:近|满|不满|不足|超过|连续|过去|最近|\b(?:past|last|over|more than|less than))\s?$", re.I
)
"""Before a length of time that tells cases apart: it does not stay, it is a condition."""
_SPENT: Final = re.compile(r"[^,;.]{0,12}\b(?:on|for|when|if|after|with|above|over) [^,;.]{0,40}")
"""Between a benefit and what it is given for ("5,000 points on annual spends of ₹3,00,000")."""
_HELD: Final = re.compile(
    r"\bkeeps? (?:the|their|its|your)(?: (?:present|current|existing|old|full|usual|original))? $"
    r"|(?:仍|依旧|依然|继续|保持|维持|保留)(?:是|为|按)?(?:原来?的)?$",
    re.I,
)
_AS_WELL: Final = re.compile(r"\b(?:as|so) (?:does|do|will|is|are) (?:the|your|our)\b[^,;.]*$|同样$", re.I)
_STOP: Final = re.compile(r"[;。]|,(?!\d{3}(?!\d))")
_BY: Final = re.compile(
    r"\b(?:by|(?:go(?:es)?|going|went|mov(?:es?|ing)) (?:up|down)|rises?|rising|falls?|falling|drops?|dropping) $"
    r"|了$|(?:下调|上调|降低|提高|减少|增加|下降|上升|上浮|下浮|调高|调低)约?$"
)
_STEP_BEHIND: Final = re.compile(
    r"\s?(?:\([^()]{1,8}\))?[,(]\s?(?:较|比)[^,;。()\d]{0,12}(?:[上下]调|[上下]浮|提高|降低|增加|减少|下降|上升|[高低])\s?(?=\d)"
    r"|\s?[,(]\s?(?:up|down|an? (?:increase|decrease|reduction|rise|fall|cut) of) (?=[£$€₹\d])",
    re.I,
)
"""Behind a value: by how much it went up or down (…，较此前上调0.1个百分点)."""
_ADDED: Final = re.compile(r"(?:净?新增|净增|累计增加)[加长]?(?:金额|资产|存款)?[不低少于达满到]{0,3}$")
"""A rise that a promotion asks for, not a value that is new."""
_GIVEN_UP: Final = re.compile(
    r"\s?,?\s?(?:自?[\d年月日(含)]{2,16}起,?)?(?:予以|统一|全部|将)?"
    r"(?:取消|停止(?:提供|赠送)?|终止|废止|删除|不再(?:提供|享有|享受|赠送|适用|给予))"
    r"|,? (?:is|are|will be) (?:withdrawn|removed|discontinued)",
    re.I,
)
"""Right behind a count: what was given is given no more."""
_GIVEN_UNTIL: Final = re.compile(
    r"[^,;。\d]{0,12},?\s?(?:仅|只)?(?:发放|提供|赠送|收取|计收|享有|享受)"
    r"(?:至|到)[\d年月日(含)]{4,16}(?:为止|止)(?!,?[^,;。]{0,8}恢复)"
    r"|[^,;.\d]{0,40},? (?:is |are |will be )?(?:given|offered|provided|charged|available|granted) (?:only )?"
    r"(?:until|up to|through) [^,;.]{4,24}"
    r"(?:only|and (?:then )?(?:not|no longer)|, after which (?:it|they) (?:ends?|stops?|lapses?))",
    re.I,
)
"""What is given or charged up to a day is given or charged no more."""
_ONLY_IF: Final = re.compile(
    r"\bonly (?:if|when|where|to those|for those)\b[^.;]*$|(?:须|需|应)[^,;。]{0,16}(?:满|达到?|不低于)\s?$", re.I
)
_CALLED_OFF: Final = re.compile(
    r"取消(?:收取)?([^,;。:、()\ue001]{1,16}(?:费|手续费|年费|工本费|限额|限制))(?=[,;。]|$)"
    r"|(?<=[,;。])([^,;。:、()\ue001]{1,16}(?:费|限额|限制|上限))(?:予以|统一|全部|均)?取消(?=[,;。]|$)"
)
"""A named figure that ends, without its value."""


class _Teller(Waivers):
    """Reads one told stretch."""

    def __init__(self, notice: Notice, told: Told) -> None:
        super().__init__(notice, told)
        self.came, self.went = set[int](), set[int]()
        """Values of a new wording that the old one lacks, and the other way round."""

    def figures(self) -> Iterator[Figure]:
        changed = pairs(self.sk, skeleton(self.shut, self.groups).text)
        for old, new in wordings(self.sk.text, [g.family for g in self.groups]):
            self.came |= {new} if new is not None and old is None else set()
            self.went |= {old} if old is not None and new is None else set()
        used = {i for p in changed for i in (p.old, p.new)}
        for p in changed:
            yield self._changed(p)
        for i in self._waived(used):
            used |= {i, i + 1}
            yield self._waiver(self.groups[i], self.groups[i + 1])
        for i, g in enumerate(self.groups):
            if i not in used and (figure := self._single(i, g)):
                yield figure
        yield from self._wordless(used)

    def _changed(self, p: Pair) -> Figure:
        old, new = unit_shared(self.groups[p.old], self.groups[p.new])
        first = min(old, new, key=lambda g: g.start)
        items = [self.item(first), self.item(old if first is new else new)]
        item = self._ranked(next((x for x in items if sound(x) and own_words(x, "")), items[0]), p)
        if p.of > 1 and (per := period(item)):
            old, new = (_per(g, per) for g in (old, new))
        self.last_item = self.last_item or item
        direction = compare(old.quantities, new.quantities)
        if new.family == "free" and ENDED.search(self.text[new.start : new.end]):
            return self._made(
                item, old.quantities, (), Direction.REMOVED, first.start, max(old.end, new.end), (old, None)
            )
        return self._made(
            item, old.quantities, new.quantities, direction, first.start, max(old.end, new.end), (old, new)
        )

    def _ranked(self, item: str, p: Pair) -> str:
        """The own name of one of several changes: 单笔、日累计限额分别 → 单笔限额, 日累计限额."""
        names = re.split(r"、|和|及|与| and |, ", re.sub(r"(?:分别|各|respectively)$", "", item))
        if p.of == 1 or len(names) != p.of:
            return item
        shared = re.search(r"(?:限额|手续费|费率|费|利率|标准|limits?|fees?|charges?)$", names[-1])
        return names[p.rank] if not shared or names[p.rank].endswith(shared.group()) else names[p.rank] + shared.group()

    def _single(self, i: int, g: Group) -> Figure | None:
        if g.family == "free":
            return self._exempt(i, g)
        held = g.family == "term" and _HELD.search(self.text[: g.start]) is not None
        if self._bound(i, g) or not (held or self._counts(g)):
            return None
        item = self.item(g)
        if free := self._pausing(g):
            return self._waiver(g, free, item)
        if g.family in ("money", "ratio"):
            self.last_item = self.last_item or item
        way = Direction.UNCHANGED if self._stays(g) else Direction.REMOVED if self._ends(i, g) else self._way(i, g)
        way = Direction.NEW if i in self.came else Direction.REMOVED if i in self.went else way
        old = g.quantities if way in (Direction.UNCHANGED, Direction.REMOVED) else ()
        new = () if way is Direction.REMOVED else g.quantities
        figure = self._made(item, old, new, way, g.start, g.end, (g if old else None, g if new else None))
        step = g.family == "difference" or _BY.search(self.text[: g.start]) is not None
        return replace(figure, key=False) if step else figure

    def _way(self, i: int, g: Group) -> Direction:
        """new, up, down or changed by the verb right before a lone value; else stated."""
        before = self.text[self.groups[i - 1].end if i else 0 : g.start]
        before = _STOP.split(before)[-1]
        previous = self.groups[i - 1] if i else None
        if (
            previous
            and (previous.family == "difference" or _BY.search(self.text[: previous.start]))
            and TO.fullmatch(self.text[previous.end : g.start])
        ):
            return worded(_STOP.split(self.text[: previous.start])[-1])
        if g.family == "difference" or _BY.search(self.text[: g.start]):
            told = f"{before} {_STOP.split(self.text[g.end :])[0][:12]}" if g.family == "difference" else before
            return worded(told) if worded(told) is not Direction.CHANGED else Direction.STATED
        if (step := _STEP_BEHIND.match(self.text, g.end)) and worded(step[0]) is not Direction.CHANGED:
            return worded(step[0])
        if _ADDED.search(before):
            return Direction.STATED
        a, b = self.part(g.start, g.end)
        if pattern("states", "absent").search(self.text[a : g.start]):
            return Direction.NEW
        if _turned().search(before):
            return worded(before) if not re.search(r"最高可|设", before) else Direction.STATED
        started = pattern("states", "new").search(before) or self._demanded(a, g)
        started = started or pattern("states", "added").match(self.text[g.end : b])
        if not any(a <= x.start < g.start and x.family in ("money", "ratio") for x in self.groups):
            started = started or pattern("states", "opening").match(self.text[a : g.start])
        if previous and previous.family == g.family and _LISTED.fullmatch(self.text[previous.end : g.start]):
            return Direction.NEW if self._way(i - 1, previous) is Direction.NEW else Direction.STATED
        led = g.family in ("money", "ratio") and pattern("states", "brings").search(self.told.around) is not None
        return Direction.NEW if started or led else Direction.STATED

    def _demanded(self, a: int, g: Group) -> bool:
        """ "From 1 October … only if you spent ₹1,00,000 or more": a condition that there was not."""
        asked = g.family != "term" and g.quantities[-1].qualifier == ">="
        asked = asked and self.notice.category is not Category.PROMOTION
        return asked and bool(_ONLY_IF.search(self.text[a : g.start])) and epoch(self.shut[a : g.start]) == WILL

    def _stays(self, g: Group) -> bool:
        """Do the words of the same clause say that it stays as it is?"""
        before = _STOP.split(self.text[: g.start])[-1]
        if g.family == "term" and _LASTED.search(before):
            return False
        if _still().search(before) or (_AS_WELL.search(before) and self._stood(g)):
            return True
        for start, end in self.unchanged:
            if start >= g.end and self._told_of(end):
                continue
            gap = self.text[g.end : start] if start >= g.end else self.text[end : g.start]
            if ";" in gap or "。" in gap:
                continue
            limit = 48 if self.text.isascii() else 30
            ahead = start >= g.end and gap.count(",") + gap.count("(") <= 1 and not self._conditional(g)
            behind = end <= g.start and (_SAYS.match(gap) is not None or self._next_clause(end, g))
            if len(gap) <= (160 if behind else limit) and (ahead or behind):
                return True
        return False

    def _next_clause(self, end: int, g: Group) -> bool:
        """ "齿科洁治照旧，每年1次": the clause behind it names nothing of its own."""
        gap = self.text[end : g.start]
        alone = not any(end <= x.start < g.start for x in self.groups)
        return alone and gap.startswith(",") and len(gap) <= 16 and not own_words(gap, "")

    def _conditional(self, g: Group) -> bool:
        """What has to be spent for a benefit does not stay: the benefit does."""
        i = self.groups.index(g)
        return i > 0 and _SPENT.fullmatch(self.text[self.groups[i - 1].end : g.start]) is not None

    def _stood(self, g: Group) -> bool:
        """Was something said to stay as it is, earlier in the same part?"""
        a, _ = self.part(g.start, g.end)
        return any(a <= start < g.start for start, _ in self.unchanged)

    def _told_of(self, end: int) -> bool:
        """Do the words up to `end` speak of the value right behind them ("stays at £5")?"""
        after = (self.text[end : g.start].strip() for g in self.groups if g.start >= end)
        return any(gap in ("", "at", "为", ":") for gap in after)

    def _ends(self, i: int, g: Group) -> bool:
        nxt = self.groups[i + 1].start if i + 1 < len(self.groups) else len(self.text)
        nxt = nxt if g.family != "count" else len(self.text)
        after = re.split(r"[;。]", self.text[g.end : nxt])[0][:44]
        before = _STOP.split(self.text[: g.start])[-1][-30:]
        word = pattern("states", "removed")
        ended = word.search(after) is not None or word.search(before) is not None
        capped = g.quantities[0].qualifier in ("<=", "max") and re.search(r"限制|限额|上限|limit|\bcap\b", after, re.I)
        given_up = g.family in ("count", "points", "share") and _GIVEN_UP.match(after) is not None
        given_up = given_up or (
            self.notice.category is not Category.PROMOTION and _GIVEN_UNTIL.match(after) is not None
        )
        return (ended and (g.family in ("money", "ratio") or bool(capped))) or given_up

    def _wordless(self, used: set[int]) -> Iterator[Figure]:
        """ "…手续费率不变", "取消短信服务费": a named figure whose value is not printed."""
        for start, end in self.unchanged:
            a, b = self.part(start, end)
            if any(g.start < b and g.end > a for g in self.groups):
                continue
            m = re.search(
                r"([^,;。:、()]{0,24}(?:(?<!消)费率?|费用|利率|限额|价格|标准|收费))\s?(?:均|都|继续|仍|也)?\s?$",
                self.text[a:start],
            )
            m = m or re.search(
                r"([\w' -]{0,50}(?:fees?|charges?|limits?|rates?))(?: (?:will|all|also|for [\w' ]{1,30}))*\s?$",
                self.text[a:start],
                re.I,
            )
            if m and (len(m[1]) > 8 or not m[1].isascii()):
                item = item_of(m[1], len(m[1]), len(m[1]), 0) or m[1].strip()
                if len(item) > 5 or not item.isascii():
                    yield self._made(item, (), (), Direction.UNCHANGED, start, end)
        for m in _CALLED_OFF.finditer(self.text):
            a, b = m.start(), m.end()
            before = re.split(r"[,;。]", self.text[:a])[-1]
            if not any(g.start < b and g.end > a - len(before) for g in self.groups):
                yield self._made(m[1] or m[2], (), (), Direction.REMOVED, a, b)


@functools.cache
def _still() -> re.Pattern[str]:
    return re.compile(either(list(words("states", "still"))) + r"(?:[^,;。未没]{0,4}|(?: [a-z]+){0,3} ?)$", re.I)


def _per(g: Group, per: str) -> Group:
    return g.but(*(dated(replace(q, unit=q.unit.partition("/")[0]), g.family, per) for q in g.quantities))


@functools.cache
def _turned() -> re.Pattern[str]:
    """A verb of change right before a lone value: 下调至…, reduced to …."""
    verbs, to = "|".join(words("change", "verbs")), "|".join(words("change", "to"))
    english = either(list(words("change", "en_verbs")))
    return re.compile(
        rf"(?:(?:{verbs})(?:{to})[^,;]{{0,10}}|{english}(?: by (?:half|a \w+|one \w+|two \w+))? to [^,;]{{0,16}})$",
        re.I,
    )


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
        stops = [m.end() for m in re.finditer(r"[;。,、\s]", notice.text[start : start + LONGEST])]
        end = start + (stops[-1] if stops else LONGEST)
        yield replace(told, start=start, end=end)
        start = end
    yield replace(told, start=start)
