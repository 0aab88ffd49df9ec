"""One sentence or cell with its groups of quantities: its parts, its items, the figures made of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ingest.model import Category, Direction, Evidence, Figure, FigureKind, Quantity
from ingest.understand.figures.changes import skeleton
from ingest.understand.figures.clauses import looks_elsewhere, own_words
from ingest.understand.figures.groups import Group, carried, charged, group
from ingest.understand.figures.items import enough, entity, generic, item_before, item_of, timed
from ingest.understand.figures.kinds import kind_of
from ingest.understand.figures.names import (
    WHERE,
    behind,
    bracketed,
    counted,
    inner,
    label_of,
    measured,
    noun_of,
    owned,
    part_label,
    topic_of,
    where,
    worded,
)
from ingest.understand.figures.notice import QUOTE, Notice
from ingest.understand.figures.opening import lasts, opened
from ingest.understand.figures.passing import counts
from ingest.understand.figures.phrases import CJK, phrase, sound
from ingest.understand.figures.tiers import MARKS, is_bound, names_tier
from ingest.understand.figures.topics import topic
from ingest.understand.figures.words import pattern, stems, words
from ingest.understand.lexicon import pattern as rule

_TERMS_MATTER: Final = frozenset(
    {
        Category.TERMS_CHANGE,
        Category.PROMOTION,
        Category.ACCOUNT_GOVERNANCE,
        Category.REWARDS_RULE,
        Category.PRODUCT_LAUNCH,
    }
)
_TIER: Final = re.compile(
    r"[\d.,一二三四五六七八九十百千万两]+(?:个?月|年|天|日|元|万元|美元|笔|次)(?:\(含\))?(?:及|或)?以[上下内外](?:\(含\))?的?部?分?"
)
"""What only bounds a tier."""
_LATER: Final = re.compile(
    r"(?:从|自)?第[\d一二三四五六七八九十]{1,3}[年份笔次张个](?:起|开始)?|(?:此后|其后|以后|之后)?(?:每[次笔份张])?(?:收费|收取)?|超[出过]的?部分"
)
"""What only says from which time on a price is due, of something that is named before."""
_LATER_FROM: Final = re.compile(r"：|每[年月日季周次笔]|第[\d一二三四五六七八九十]|头\d|前\d")
_NOT_FREE: Final = re.compile(r"(?:不再|不予|不能|无法|不可|no longer|not|n't|cease to be|stop being)\s?$", re.I)
_OF_CHARGES: Final = ("collected", "taken", "imposed", "deducted")
_CHARGE_IS: Final = re.compile(
    r"\b(?:fee|charge|commission|cost|price|postage|bill)s? (?:is|are|will be) $|\bfirst\b[^,.;]{0,30} (?:is|are) $",
    re.I,
)
_CLAUSE: Final = re.compile(r"[,;:]|\.\s")
_LOST: Final = re.compile(r"不再|no longer|cease|stop", re.I)
"""Free no more: the old side of what is charged from now on."""
_WORDED: Final = re.compile(r"[每单限抽赠送返享领得满]")
"""In the words before a value: its verb, no name of whose it is."""
_COUNTED: Final = re.compile(r"的?\d")
"""Where the name of a thing ends and what is counted of it begins (白金卡的2次取消)."""
_WORDS_OF_TIME: Final = 24
"""Longest words before a value that may only say of when it is ("before: …", "It will be …"), in characters."""
_LEAVING: Final = re.compile(r"销户|注销账户|关闭账户|clos(?:e|ing)|cancel", re.I)


_AND: Final = re.compile(r"[^,;。、\d]{0,4}、[^,;。、\d]{0,4}")
"""Between two numbers of one list (1个Ⅰ类户、5个Ⅱ类户)."""
TO: Final = re.compile(r"\s?,?\s?(?:分别|依次)?(?:[降升]|调整)?(?:至|到|为|后为|to)\s?", re.I)
"""Between a step and where it leads ("by 10 bps to 2.90%")."""
SENTENCE: Final = "figures.sentence"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence or a table cell at `[start, end)` of the notice's text, and what its surroundings say of it.

    `subject` stands in for a missing item, `around` is heading and lead-in.
    """

    start: int
    end: int
    subject: str = ""
    around: str = ""
    rule: str = SENTENCE
    topic: str = ""
    """What label, heading or title speak of: a name of last resort."""
    head: str = ""
    """What the heading above names: whose value opens the sentence."""
    way: Direction | None = None
    """What its heading, its label or the next sentence say of all its values: that they stay, come or go."""


@functools.cache
def _reckons() -> re.Pattern[str]:
    return rule("figures", "reckoned", "behind")


def _inside(text: str, at: int) -> bool:
    """Is a place between brackets?"""
    return text.count("(", 0, at) > text.count(")", 0, at)


class Stretch:
    """Offsets are relative to the start of what is told."""

    def __init__(self, notice: Notice, told: Told) -> None:
        self.notice, self.told = notice, told
        self.text = notice.text[told.start : told.end]
        self.shut = notice.undated[told.start : told.end]
        moved = (
            replace(m, start=m.start - told.start, end=m.end - told.start) for m in notice.within(told.start, told.end)
        )
        self.groups = sorted([*group(moved, self.text, told.around)], key=lambda g: g.start)
        self.head = ""
        if told.rule == SENTENCE:
            self.groups, self.head = opened(self.groups, self.text, told.head)
        self.groups = carried(self.groups, self.text)
        self.groups = sorted([*self.groups, *self._free()], key=lambda g: g.start)
        self.sk = skeleton(self.text, self.groups)
        self.unchanged = [m.span() for m in pattern("states", "unchanged").finditer(self.text)]
        self.last_item = told.subject
        self.label = label_of(self.shut) if told.rule == SENTENCE else ""
        self.topic = topic_of(self.shut) if told.rule == SENTENCE else ""
        self._items: dict[tuple[int, str], str] = {}
        self._heads: dict[str, str] = {}
        self._counted: dict[int, bool] = {}
        self._bounds: dict[int, bool] = {}
        self._ways: dict[int, Direction] = {}

    def _free(self) -> Iterator[Group]:
        zero = (Quantity(Decimal(0), self.notice.money.home),)
        for m in pattern("states", "free").finditer(self.text):
            inside = any(g.start < m.end() and m.start() < g.end for g in self.groups)
            lost = _NOT_FREE.search(self.text, max(0, m.start() - 14), m.start())
            inside = inside or self._unfree(m)
            if not inside and (not lost or _LOST.search(lost.group())):
                yield Group(m.start(), m.end(), zero, "free")

    def _unfree(self, m: re.Match[str]) -> bool:
        """ "You cannot leave without a fee", "Accounts opened without a fee …": forbidden, or a condition.

        What "will not be collected" is free when a charge is; who "drops the £5 fee" gives it in an offer.
        """
        word, at = m[0].lower(), m.start()
        if word.endswith(_OF_CHARGES):
            return not charged(self.text[:at])
        if word == "none":
            return not charged(self.told.subject)
        if word.startswith(("on ", "courtesy")):
            return _CHARGE_IS.search(self.text, max(0, at - 24), at) is None
        if word.startswith("drop"):
            return self.notice.category is not Category.PROMOTION
        a = max((s.end() for s in _CLAUSE.finditer(self.text, 0, at)), default=0)
        clause = f"{self.text[a:at].lstrip()}without "
        return word.startswith("without") and rule("figures", "states", "unfree").search(clause) is not None

    def lost(self, g: Group) -> bool:
        """Is it free no more?"""
        return g.family == "free" and _NOT_FREE.search(self.text, max(0, g.start - 14), g.start) is not None

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
        """The item of a group, looked up once: one may take its name from the one before it."""
        key = (g.start, self.last_item)
        if key not in self._items:
            self._items[key] = self._item(g)
        return self._items[key]

    def _item(self, g: Group) -> str:
        i = next(k for k, x in enumerate(self.groups) if x.start == g.start)
        step = self.groups[i - 1] if i else None
        if step and step.family == "difference" and TO.fullmatch(self.text[step.end : g.start]):
            return self.item(step)
        a, _ = self.part(g.start, g.end)
        earlier = [
            x.end
            for k, x in enumerate(self.groups[:i])
            if (x.family != "term" or g.family == "term" or self.text.isascii())
            and self._counts(x)
            and not self._bound(k, x)
        ]
        floor = max([a, *earlier])
        ceil = next((x.start for x in self.groups[i + 1 :] if self._counts(x)), None)
        chinese = CJK.search(self.text) is not None
        if own := self._worded(g, floor, ceil, chinese):
            return own
        if self.told.head and self._opens(g) and sound(headed := topic(self.told.head)):
            return headed
        if what := self._classed(g):
            first = next(x for x in self.groups if x.family == g.family)
            owner = item_of(self.shut, first.start, first.end, a, self.last_item)
            return f"{owner}{'：' if chinese else ', '}{what}" if sound(owner) and what not in owner else what
        subject = (part_label(self.shut[a : g.start]) if a and self.label else "") or self.last_item
        own = item_of(self.shut, g.start, g.end, floor, subject, ceil)
        if own and _LATER.fullmatch(own) and len(owner := _LATER_FROM.split(self._owner(i))[0]) > 1:
            return f"{owner}：{own}"
        if _TIER.fullmatch(own) and (owner := self._owner(i)):
            return f"{owner}{'：' if chinese else ', '}{own}"
        if not chinese and self._apart(g) and (what := where(self.shut[:ceil], g)):
            first = next(x for x in self.groups if x.family == g.family)
            owner = owned(own, self.label) if first is g else self._heads.get(g.family, "")
            self._heads.setdefault(g.family, owner)
            return f"{owner}, {what}" if sound(owner) and what not in owner else what
        if not chinese and not sound(own):
            own = behind(self.shut[:ceil], g) or counted(self.text, g) or inner(self.text, g) or own
            own = own if sound(own) or floor > a else noun_of(self.shut[floor : g.start]) or own
        if not sound(own) and (cut := max(self.shut.rfind(",", floor, g.start), floor)) > floor:
            named = item_before(self.shut, cut, floor)
            own = named if sound(named) and not generic(named) else own
        if not enough(own, CJK.search(own) is not None) and floor > a and i:
            promised = self._promised(self.item(self.groups[i - 1]), self.text[floor : g.start])
            return promised if len(own) < 2 or "：" in promised else own
        return own or self.told.subject

    def _worded(self, g: Group, floor: int, ceil: int | None, chinese: bool) -> str:
        """The name that verb and noun around a value give it, with whose it is."""
        name = worded(self.shut[:ceil], g, floor, chinese)
        owner = entity(self.last_item) if name and self.last_item and name not in self.last_item else ""
        a, _ = self.part(g.start, g.end)
        if name and chinese and a and owner not in (told := self.shut[a : g.start]):
            own = phrase(_COUNTED.split(re.split(r"[,:]", told)[0])[0], True)
            owner = own if sound(own) and own not in name else owner
        if name and chinese and not owner:
            owner = phrase(re.split(r"[,;。:]", self.shut[floor : g.start])[-1], True)
            owner = "" if owner in name or _WORDED.search(owner) else owner
        owner = owner if sound(owner) else ""
        return f"{owner}{'：' if chinese else ', '}{name}" if owner else name

    def _owner(self, i: int) -> str:
        """Whose tier a bare bound is: the nearest thing that an earlier value was named after."""
        earlier = (entity(self.item(g)) for k, g in enumerate(self.groups[:i]) if not self._bound(k, g))
        named = [x for x in earlier if sound(x) and not _TIER.fullmatch(x)]
        return named[-1] if named else ""

    def _apart(self, g: Group) -> bool:
        """Do several values of one kind say each for whom they are ("6.6% for the public and 7.1% for seniors")?"""
        stop = re.compile(r"[;。]|\.\s").search(self.text, g.end)
        said = self.text[: stop.start() if stop else len(self.text)]
        alike = [x for x in self.groups if x.family == g.family and x.start < len(said) and not _inside(said, x.start)]
        return len(alike) > 1 and all(WHERE.match(self.text, x.end) for x in alike)

    def _classed(self, g: Group) -> str:
        """The class in brackets behind a value, where all values of its kind in the part have one."""
        a, b = self.part(g.start, g.end)
        stop = re.compile(r"\.\s").search(self.text, g.end, b)
        alike = [x for x in self.groups if x.family == g.family and a <= x.start < (stop.start() if stop else b)]
        return bracketed(self.text, g) if len(alike) > 1 and all(bracketed(self.text, x) for x in alike) else ""

    def _promised(self, item: str, verb: str) -> str:
        """The item before with what the verb promises: 满100元立减20元 → …：立减金额."""
        suffixes = words("suffixes")
        item = re.sub(rf"(?:：(?:{'|'.join(suffixes.values())}))+$", "", item)
        suffix = next((s for w, s in suffixes.items() if verb.endswith(w)), None)
        return f"{item}：{suffix}" if suffix and item else item

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
        item = owned(self._named(item), self.label)
        item = owned(item, self.topic) if not measured(item) else item
        item = timed(item, new or old)
        kind = self.notice.usual(kind_of(item or self.told.subject, new or old))
        a, b = (self.printed(g) if g else None for g in printed)
        key = self._key(kind, direction, start, end)
        return Figure(kind, item, old, new, direction, self.evidence(start, end), key, 1.0, 0, a, b)

    def _named(self, item: str) -> str:
        """The item if it reads as a name; with its topic when it only says what is measured; else the topic."""
        subject = self.told.subject or self.told.topic
        if not sound(item):
            return subject
        if generic(item) and subject and item not in subject and subject not in item:
            if not CJK.search(item) and stems("phrases", "ends").search(subject):
                return subject
            return f"{entity(subject) or subject}{'：' if CJK.search(item) else ', '}{item}"
        return item

    def _key(self, kind: FigureKind, direction: Direction, start: int, end: int) -> bool:
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

    def _opens(self, g: Group) -> bool:
        """Does it stand first in its sentence, with nothing but its heading or words of time before it?"""
        before = self.shut[self.shut.rfind("\n", 0, g.start) + 1 : g.start].strip(" •·-–—:")
        return not before or (len(before) < _WORDS_OF_TIME and before.isascii() and looks_elsewhere(before, ""))

    def _counts(self, g: Group) -> bool:
        """Is this a figure of the notice, or a number in passing ("in two steps", "40 people")?"""
        if g.start not in self._counted:
            self._counted[g.start] = self._told(g)
        return self._counted[g.start]

    def _told(self, g: Group) -> bool:
        opens = g.start == self.groups[0].start if self.head else self._opens(g)
        if g.family == "term" and opens and lasts(self.head or self.told.head or self.told.subject):
            return True
        if g.family == "term" and self.label and lasts(self.label) and not self._owned_before(g):
            return True
        a, b = self.part(g.start, g.end)
        last = max((x for x in self.groups if x.end <= g.start), key=lambda x: x.end, default=None)
        if g.family == "count" and last and last.family == "count" and _AND.fullmatch(self.text, last.end, g.start):
            return self._counts(last)
        return counts(g, self.text[a : g.start], self.text[g.end : b], self.text, self.told.rule == SENTENCE)

    def _owned_before(self, g: Group) -> bool:
        """Do the words of its own clause name something (积分有效期:以前永久有效,现在改为24个月 names nothing)?"""
        return bool(own_words(re.split(r"[,;:]", self.shut[: g.start])[-1], ""))

    def _frees(self, i: int, g: Group) -> bool:
        """Does a bound right behind the words say for which amounts it is free (免收5000元以下的手续费)?"""
        free = self.groups[i - 1] if i else None
        return (
            free is not None and free.family == "free" and free.end == g.start and g.quantities[-1].qualifier in MARKS
        )

    def _bound(self, i: int, g: Group) -> bool:
        """Is it a bound of what another value is told for? Worked out once."""
        if i not in self._bounds:
            self._bounds[i] = self._bounding(i, g)
        return self._bounds[i]

    def _reckoned(self, i: int, g: Group) -> bool:
        """Does it only say by how much at a time a charge is reckoned (超过部分每100万元加收15元)?"""
        then = self.groups[i + 1] if i + 1 < len(self.groups) else None
        charge = then is not None and then.family in ("money", "ratio") and g.family in ("money", "count")
        each = charge and rule("figures", "reckoned", "before").search(self.text[: g.start]) is not None
        return each and then is not None and _reckons().fullmatch(self.text, g.end, then.start) is not None

    def _bounding(self, i: int, g: Group) -> bool:
        before = (
            self.text[self.groups[i - 1].end : g.start] if i and self.groups[i - 1].family in ("ratio", "money") else ""
        )
        if self._reckoned(i, g):
            return True
        if g.family == "money" and (names_tier(before) or self._frees(i, g)):
            return True
        if self.notice.category is Category.PROMOTION and g.quantities[-1].qualifier == ">=" and not charged(self.text):
            return False
        return is_bound(g, self.groups[i + 1] if i + 1 < len(self.groups) else None, self.shut)
