"""Figures that sentences tell: what changes, what stays, what is free, what is limited."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ingest.model import Category, Direction, Evidence, Figure, FigureKind, Quantity
from ingest.understand.figures.changes import Pair, pairs, skeleton, unit_shared
from ingest.understand.figures.context import dated, period
from ingest.understand.figures.directions import compare, worded
from ingest.understand.figures.groups import Group, group
from ingest.understand.figures.items import enough, item_after, item_of
from ingest.understand.figures.kinds import kind_of
from ingest.understand.figures.notice import QUOTE, Notice
from ingest.understand.figures.quantities import READ
from ingest.understand.figures.tiers import is_bound, names_tier
from ingest.understand.figures.words import either, pattern, words

_TERMS_MATTER: Final = frozenset(
    {
        Category.TERMS_CHANGE,
        Category.PROMOTION,
        Category.ACCOUNT_GOVERNANCE,
        Category.REWARDS_RULE,
        Category.PRODUCT_LAUNCH,
    }
)
_LIMITING: Final = re.compile(
    r"[限仅]|最多|上限|名额|前\s?$|每(?:位|人|户|名|卡|客户|天|日|周|月|年)|不超过|满|可(?:享|领|办理|免费)|共|累计"
    r"|limit|first|once|up to|max|only|each|every|per\b|cap|at most|than|avail",
    re.I,
)
_DATED: Final = re.compile(rf",\s?(?:自|从|于)?{READ}+(?:\(含\))?(?:起|后)?")
_STOP: Final = re.compile(r"[;。]|,(?!\d{3}(?!\d))")
_DIGITS_OF: Final = re.compile(r"(?:卡号|证件号|号码|账号|手机号|尾号|末尾?|后)(?:的)?前?\s?$|last $", re.I)
_NOT_FREE: Final = re.compile(r"(?:不再|不予|不能|无法|不可|no longer|not|n't|cease to be|stop being)\s?$", re.I)
_LEAVING: Final = re.compile(r"销户|注销账户|关闭账户|clos(?:e|ing)|cancel", re.I)
_CJK: Final = re.compile(r"[一-鿿]")
_BY: Final = re.compile(r"\bby $|[了约]$")
_TO: Final = re.compile(r"\s?(?:至|到|为|后为|to)\s?", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence or a table cell at `[start, end)` of the notice's text, and what its surroundings say of it.

    `subject` stands in for a missing item, `around` is heading and lead-in, `whole` the range that a quote may take.
    """

    start: int
    end: int
    subject: str = ""
    around: str = ""
    rule: str = "figures.sentence"
    confidence: float = 0.9


class _Teller:
    """Reads one told stretch; offsets are relative to its start."""

    def __init__(self, notice: Notice, told: Told) -> None:
        self.notice, self.told = notice, told
        self.text = notice.text[told.start : told.end]
        self.shut = notice.undated[told.start : told.end]
        moved = (
            replace(m, start=m.start - told.start, end=m.end - told.start) for m in notice.within(told.start, told.end)
        )
        self.groups = sorted([*group(moved, self.text, told.around)], key=lambda g: g.start)
        self.groups = sorted([*self.groups, *self._free()], key=lambda g: g.start)
        self.sk = skeleton(self.text, self.groups)
        self.unchanged = [m.span() for m in pattern("states", "unchanged").finditer(self.text)]
        self.last_item = told.subject

    def _free(self) -> Iterator[Group]:
        zero = (Quantity(Decimal(0), self.notice.money.home),)
        for m in pattern("states", "free").finditer(self.text):
            inside = any(g.start < m.end() and m.start() < g.end for g in self.groups)
            if not inside and not _NOT_FREE.search(self.text, max(0, m.start() - 14), m.start()):
                yield Group(m.start(), m.end(), zero, "free")

    # ---- places

    def part(self, start: int, end: int) -> tuple[int, int]:
        """The ;-part of the sentence around a range."""
        a = max((m.end() for m in re.finditer(r"[;。]\s?", self.text[:start])), default=0)
        stop = re.compile(r"[;。]").search(self.text, end)
        return a, stop.start() if stop else len(self.text)

    def evidence(self, start: int, end: int) -> Evidence:
        a, b = self.part(start, end)
        for stop in (r"[,:]\s?", r"\s"):
            if b - a <= QUOTE - 10:
                break
            a = max(
                (m.end() for m in re.finditer(stop, self.text[:start]) if end - m.end() < QUOTE - 60), default=start
            )
            ends = [m.start() for m in re.finditer(stop, self.text[: a + QUOTE - 10]) if m.start() >= end]
            b = ends[-1] if ends else end
        span = self.notice.span(self.told.start + a, self.told.start + min(b, a + QUOTE - 1))
        return Evidence(span, self.notice.quote(span), self.told.rule)

    def printed(self, g: Group) -> str:
        return self.notice.quote(self.notice.span(self.told.start + g.start, self.told.start + g.end))

    def item(self, g: Group) -> str:
        i = next(k for k, x in enumerate(self.groups) if x.start == g.start)
        a, _ = self.part(g.start, g.end)
        earlier = [
            x.end
            for k, x in enumerate(self.groups[:i])
            if x.family != "term" and self._counts(x) and not self._bound(k, x)
        ]
        floor = max([a, *earlier])
        own = item_of(self.shut, g.start, g.end, floor, self.last_item)
        if not enough(own, _CJK.search(own) is not None) and floor > a and i:
            return self._promised(self.item(self.groups[i - 1]), self.text[floor : g.start])
        return own or self.told.subject

    def _promised(self, item: str, verb: str) -> str:
        """The item before with what the verb promises: 满100元立减20元 → …：立减金额."""
        suffix = next((s for w, s in words("suffixes").items() if verb.endswith(w)), None)
        return f"{item}：{suffix}" if suffix and item else item

    # ---- figures

    def figures(self) -> Iterator[Figure]:
        changed = pairs(self.sk)
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
        item = self._ranked(self.item(first), p)
        if p.of > 1 and (per := period(item)):
            old, new = (_per(g, per) for g in (old, new))
        self.last_item = self.last_item or item
        direction = compare(old.quantities, new.quantities)
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

    def _made(
        self,
        item: str,
        old: tuple[Quantity, ...],
        new: tuple[Quantity, ...],
        direction: Direction,
        start: int,
        end: int,
        printed: tuple[Group | None, Group | None] = (None, None),
    ) -> Figure:
        kind = self.notice.usual(kind_of(item or self.told.subject, new or old))
        a, b = (self.printed(g) if g else None for g in printed)
        key = self._key(kind, direction, new or old, start, end)
        return Figure(kind, item, old, new, direction, self.evidence(start, end), key, self.told.confidence, 0, a, b)

    def _key(
        self, kind: FigureKind, direction: Direction, quantities: Sequence[Quantity], start: int, end: int
    ) -> bool:
        if self.notice.category is Category.FRAUD_WARNING:
            return False
        a, b = self.part(start, end)
        if (
            pattern("passing", "words").search(self.text[max(a, start - 24) : min(b, end + 12)])
            and direction is Direction.STATED
        ):
            return False
        if kind is FigureKind.TERM and direction is Direction.STATED:
            return self.notice.category in _TERMS_MATTER
        leaving = self.notice.category is not Category.TERMS_CHANGE
        return not (leaving and direction is Direction.EXEMPT and _LEAVING.search(self.text[a:b]) is not None)

    def _single(self, i: int, g: Group) -> Figure | None:
        if g.family == "free":
            return self._exempt(i, g)
        if self._bound(i, g) or not self._counts(g):
            return None
        item = self.item(g)
        if g.family == "money":
            self.last_item = self.last_item or item
        way = Direction.UNCHANGED if self._stays(g) else Direction.REMOVED if self._ends(i, g) else self._way(i, g)
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
            and _TO.fullmatch(self.text[previous.end : g.start])
        ):
            return worded(_STOP.split(self.text[: previous.start])[-1])
        if g.family == "difference":
            return worded(before) if worded(before) is not Direction.CHANGED else Direction.STATED
        if _turned().search(before):
            return worded(before) if not re.search(r"最高可|设", before) else Direction.STATED
        return Direction.NEW if pattern("states", "new").search(before) else Direction.STATED

    def _counts(self, g: Group) -> bool:
        """Is this a figure of the notice, or a number in passing ("in two steps", "40 people")?"""
        a, b = self.part(g.start, g.end)
        clause = _STOP.split(self.text[a : g.start])[-1]
        after = _STOP.split(self.text[g.end : b])[0]
        if g.family == "count" and _DIGITS_OF.search(clause):
            return False
        if g.family == "count":
            return (
                self.told.rule != "figures.sentence"
                or "/" in g.quantities[0].unit
                or _LIMITING.search(clause) is not None
                or g.quantities[0].qualifier is not None
            )
        if g.family == "term":
            near = g.quantities[0].qualifier is not None or _lasting()[0].search(clause) or _lasting()[1].match(after)
            return bool(near) and g.quantities[0].unit not in ("hour", "week")
        return True

    def _bound(self, i: int, g: Group) -> bool:
        before = (
            self.text[self.groups[i - 1].end : g.start] if i and self.groups[i - 1].family in ("ratio", "money") else ""
        )
        if g.family == "money" and names_tier(before):
            return True
        return is_bound(g, self.groups[i + 1] if i + 1 < len(self.groups) else None, self.text)

    def _stays(self, g: Group) -> bool:
        """Do the words of the same clause say that it stays as it is?"""
        before = _STOP.split(self.text[: g.start])[-1]
        if _still().search(before):
            return True
        for start, end in self.unchanged:
            gap = self.text[g.end : start] if start >= g.end else self.text[end : g.start]
            limit = 48 if self.text.isascii() else 30
            ahead = start >= g.end and not re.search(r"[;。]", gap) and gap.count(",") + gap.count("(") <= 1
            behind = end <= g.start and re.match(r"\s?:", gap) is not None
            if len(gap) <= (160 if behind else limit) and (ahead or behind):
                return True
        return False

    def _ends(self, i: int, g: Group) -> bool:
        nxt = self.groups[i + 1].start if i + 1 < len(self.groups) else len(self.text)
        after = re.split(r"[;。]", self.text[g.end : nxt])[0][:28]
        before = _STOP.split(self.text[: g.start])[-1][-30:]
        word = pattern("states", "removed")
        return (word.search(after) is not None or word.search(before) is not None) and g.family in ("money", "ratio")

    # ---- free

    def _waived(self, used: set[int]) -> list[int]:
        """Prices with 免收 right behind them: 工本费15元/卡予以免收."""
        found = []
        for i, (a, b) in enumerate(zip(self.groups, self.groups[1:], strict=False)):
            gap = _DATED.sub("", self.shut[a.end : b.start])
            if (
                a.family == "money"
                and b.family == "free"
                and not {i, i + 1} & used
                and not re.search(r"[,;。]", gap)
                and len(gap) < 16
            ):
                found.append(i)
        return found

    def _waiver(self, price: Group, free: Group) -> Figure:
        old, new = unit_shared(price, free)
        a, _ = self.part(price.start, free.end)
        dated = re.search(r"起(?!点|存)|\bfrom\b", self.text[a : free.start]) and not pattern(
            "states", "holders"
        ).search(self.text[a : price.start])
        way = Direction.DOWN if dated else Direction.EXEMPT
        return self._made(
            self._free_item(free, price), old.quantities, new.quantities, way, price.start, free.end, (old, new)
        )

    def _exempt(self, i: int, g: Group) -> Figure | None:
        """免收 / free of charge: exempt for some, stated for all, unchanged when it goes on."""
        a, _ = self.part(g.start, g.end)
        if re.match("等", self.text[g.end :]):
            return None
        item = self._free_item(g, None)
        zero = (Quantity(Decimal(0), self.notice.money.home),)
        before = self.text[max(a, g.start - 16) : g.start]
        if pattern("states", "still").search(before + self.text[g.start : g.end]):
            holders = pattern("states", "holders").search(self.text[a : g.start])
            if not holders:
                return self._made(item, zero, zero, Direction.UNCHANGED, g.start, g.end, (g, g))
        word = self.text[g.start : g.end]
        if re.search(r"取消|停止收取|不再收取|no longer be charged|scrap", word, re.I):
            return self._made(item, (), (), Direction.REMOVED, g.start, g.end)
        if re.search(r"暂停收取|暂不收取|暂免", word) and not pattern("states", "holders").search(
            self.text[a : g.start]
        ):
            return self._made(item, (), zero, Direction.DOWN, g.start, g.end, (None, g))
        everyone = pattern("states", "everyone").search(_STOP.split(self.text[a : g.start])[-1])
        return self._made(item, (), zero, Direction.STATED if everyone else Direction.EXEMPT, g.start, g.end, (None, g))

    def _free_item(self, g: Group, priced: Group | None) -> str:
        a, b = self.part(g.start, g.end)
        what = self._charge_words(g.end, b)
        floor = max([a, *(x.end for x in self.groups if x.end <= (priced or g).start and x.family == "money")])
        who = item_of(self.shut, priced.start if priced else g.start, g.end, floor, self.told.subject)
        if fee := re.match(r"no ((?:\w+ )+(?:fee|charge)s?)", self.text[g.start : g.end], re.I):
            who = fee[1]
        if not who or re.fullmatch(r"(?:there|it|this)(?: (?:is|are|will))?", who, re.I):
            who = re.sub(r"^(?:for|on|to) ", "", item_after(self.shut, g.end))
        return (
            f"{who}{'' if not who or who.isascii() else '：'}{' ' if who.isascii() and who else ''}{what}"
            if what and what not in who
            else who
        )

    def _charge_words(self, start: int, stop: int) -> str:
        """What is free, when the words follow: 免收手续费."""
        m = re.match(
            r"(?:任何|该项|其|一切|全部)?([^,;。()\s]{0,10}费用?)|\s((?:\w+ ){0,4}(?:fees?|charges?))",
            self.text[start:stop],
        )
        return (m[1] or m[2] or "").strip() if m else ""

    # ---- no value printed

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
                yield self._made(item, (), (), Direction.UNCHANGED, start, end)
        for m in re.finditer(
            r"取消(?:收取)?([^,;。:、()\ue001]{1,16}(?:费|手续费|年费|工本费))(?=[,;。]|$)", self.text
        ):
            a, b = self.part(m.start(), m.end())
            if not any(g.start < b and g.end > a for g in self.groups):
                yield self._made(m[1], (), (), Direction.REMOVED, m.start(), m.end())


@functools.cache
def _still() -> re.Pattern[str]:
    return re.compile(either(list(words("states", "still"))) + r"[^,;。未没]{0,4}$", re.I)


def _per(g: Group, per: str) -> Group:
    return g.but(*(dated(replace(q, unit=q.unit.partition("/")[0]), g.family, per) for q in g.quantities))


@functools.cache
def _turned() -> re.Pattern[str]:
    """A verb of change right before a lone value: 下调至…, reduced to …."""
    verbs, to = "|".join(words("change", "verbs")), "|".join(words("change", "to"))
    english = either(list(words("change", "en_verbs")))
    return re.compile(rf"(?:(?:{verbs})(?:{to})[^,;]{{0,10}}|{english} to [^,;]{{0,16}})$", re.I)


@functools.cache
def _lasting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words before and after a length of time that make it a figure."""
    before, after = (either(list(words("term_context", side))) for side in ("before", "after"))
    return re.compile(rf"{before}\s?(?:的|为|of|the)?\s?$", re.I), re.compile(rf"['’]?\s?(?:的)?{after}", re.I)


def tell(notice: Notice, told: Told) -> list[Figure]:
    """The figures of one sentence or cell, in the order of the text."""
    if pattern("skip", "sentences").search(notice.text[told.start : told.end]):
        return []
    return list(_Teller(notice, told).figures())
