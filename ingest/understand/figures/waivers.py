"""What is free: for some (exempt), for all (stated), from now on (down), or still (unchanged)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from ingest.model import Direction, Figure, Quantity
from ingest.understand.figures.changes import unit_shared
from ingest.understand.figures.epochs import WAS, epoch
from ingest.understand.figures.groups import Group
from ingest.understand.figures.items import item_after, item_of
from ingest.understand.figures.mention import READ
from ingest.understand.figures.phrases import sound
from ingest.understand.figures.stretch import Stretch
from ingest.understand.figures.words import pattern

_DATED: Final = re.compile(
    rf",\s?(?:自|从|于)?{READ}+(?:\(含\))?(?:起|后)?"
    rf"|(?:在|于|至)?(?:[一-鿿]{{0,6}}期间)?\(?{READ}+(?:\(含\))?\)?(?:[之以]?前|期间|止)?|在[一-鿿]{{2,6}}(?:期间|期内)"
)
ENDED: Final = re.compile(
    r"(?:今后|以后|此后|从此|往后|日后)(?:都|均|就)?不|取消|停止收取|不再收取|不再(?:单独?|另行?)?[收计]收?"
    r"|no longer be charged|scrap",
    re.I,
)
_MEANWHILE: Final = re.compile(
    r"(?:(?:计?收|收取)的)?的?(?:[一-鿿]{1,8}(?:费用?|金|息))?,?\s?(?:[至到](?:次?年)?[底末])?"
    r"(?:(?:在|于)?(?:此|该|上述|活动|优惠|特惠|开放)[一-鿿]{0,4}(?:期间|期内|时段|期)内?|期间)?(?:予以|均|将|全部)?"
)
"""Between a price that is told as the former one and what makes it free, dates taken out."""
_CHARGED_THEN: Final = re.compile(
    r"(?: [a-z/-]+){0,5} (?:fee|charge|commission|cost|rate)s?(?: [a-z-]+){0,3}? "
    r"(?:is|are|(?:will|shall) be|being)(?: [a-z]+ly)? ?",
    re.I,
)
"""Between a price and what makes it free: "the ₹500 closure charge will be waived"."""
_ASIDE_OPENS: Final = re.compile(
    r", (?:which (?:was|is|used to be|had been|stood at|cost)|currently|previously|formerly|until now|now|today|so far"
    r"|(?:for )?which (?:we|you) (?:used to )?(?:charged?|take|took|paid|pay|ask(?:ed)? for)|at present) $",
    re.I,
)
_USUAL_IN: Final = re.compile(r"\((?:平时|平日|通常|正常|标准价?|目录价|现行?|目前|原(?!则))[^(),;。\d]{0,6}$")
"""Before a price in brackets: it is the one without the offer (货币转换费(平时1.5%)免收)."""
_OTHERWISE: Final = re.compile(r" (?:that|which) (?:would|might|is|are) (?:otherwise|normally|usually)\b[^.;]*", re.I)
"""Between a price and what makes it free: when else it is due."""
_LISTED_FREE: Final = re.compile(r"\s?[,–—-]\s?(?:now |but )?")
"""Between a price and the word at the end of its line that makes it free ("Handling fee: 1%, waived")."""
_PAST: Final = re.compile(
    r"\b(?:was|used|had|stood|took|paid|asked|charged|previously|formerly|until now|so far)\b", re.I
)
_ASIDE_ENDS: Final = re.compile(r"^(?: (?:per|a|each|an|for every) [a-z]+| each)?, ")
"""An aside between a charge and what makes it free: "…, which was £30 per item, will not be collected"."""
_CHARGE: Final = re.compile(r'的?[一-鿿]{1,8}费"?(?:均|将|全部)?(?:予以)?')
"""Between a rate and what makes it free: 0.50%赎回费予以免除."""
_WAIVES: Final = re.compile(
    r"(?:waiv(?:e|ing)|scrap(?:ping)?|exempt(?:ed)? from|excused(?: from)?|spared|drop(?:ping)?|skip(?:s|ping)?"
    r"|escapes?|for(?:e)?go(?:ing)?|let you off) "
    r"(?:the|your|our|its|their|this|that)(?: (?:usual|normal|standard|full))? "
    r"(?:(?:[a-z-]+ ){0,4}(?:fee|charge|commission|cost|rent|premium)s? (?:of |\())?"
    r"|(?:免收|免除|豁免|免予收取|免缴)(?:其|该|原有?的?|原收取的|相关)?(?:每[年月季次份笔张户])?",
    re.I,
)
"""Right before the price that is not charged."""
_SPARED: Final = re.compile(r"exempt|excused|spared", re.I)
"""Words of which the subject is who pays nothing."""
_FROM_THEN: Final = re.compile(
    r"\s?(?:for (?:everyone|everybody|all(?: [a-z]+)?|every [a-z]+) )?"
    r"(?:from|as (?:of|from)|starting|effective|with effect from)(?: on)? "
    rf"(?:{READ}+(?!{READ}|,? (?:to|until|till|through|and ends)\b)|(?:today|now|then)\b)",
    re.I,
)
_NAMED_FREE: Final = re.compile(
    r"(?:(?P<none>no)|(?:do|does|will|shall|need) not (?:have to |need to )?pay (?:the|an?|this|our|its)) "
    r"(?P<fee>(?:[\w-]+ )+?(?:fee|charge|commission)s?)\b",
    re.I,
)
"""Words of free charge that name what is not charged."""
_CASE: Final = re.compile(r"[一-鿿)]的,")
"""The case that words of free charge speak of ("通过网银办理的,手续费均免收")."""
_CASE_OPENS: Final = re.compile(r"[一-鿿]的,[^,;。]{0,6}$")
"""Right before words of free charge: the case of which they speak."""
_SOON: Final = 16
"""How far behind words of free charge, in characters, words may say that nothing changes."""
_STOP: Final = re.compile(r"[;。]|,(?!\d{3}(?!\d)|\d\d,\d{3}(?!\d))")


class Waivers(Stretch):
    """The figures that the words of free charge tell."""

    def _waived(self, used: set[int]) -> list[tuple[int, int]]:
        """Prices with 免收 right behind them: 工本费15元/卡予以免收."""
        found = []
        for i, a in enumerate(self.groups[:-1]):
            j = next((k for k, x in enumerate(self.groups) if k > i and x.family != "term"), i + 1)
            j = j if _OTHERWISE.fullmatch(self.text, a.end, self.groups[j].start) else i + 1
            b = self.groups[j]
            gap = _DATED.sub("", self.shut[a.end : b.start])
            ended = b.family == "free" and ENDED.search(self.text[b.start : b.end]) is not None
            gap = gap.lstrip(", ") if ended and len(gap) < 8 else gap
            gap = _ASIDE_ENDS.sub("", gap) if _ASIDE_OPENS.search(self.text[: a.start]) else gap
            if b.family == "free" and self._former_price(a) and _MEANWHILE.fullmatch(gap):
                gap = ""
            if b.family == "free" and gap[:1] == ")" and _USUAL_IN.search(self.text[: a.start]):
                gap = "" if _MEANWHILE.fullmatch(gap[1:]) else gap
            gap = _OTHERWISE.sub("", gap)
            gap = "" if _LISTED_FREE.fullmatch(gap) and not self.text[b.end :].strip(" .。") else gap
            if self._bound(i, a) or (a.quantities[0].qualifier and not ended):
                continue
            if (
                (a.family == "money" or (a.family == "ratio" and (ended or not gap or _CHARGE.fullmatch(gap))))
                and b.family == "free"
                and not self.lost(b)
                and not {i, j} & used
                and not re.search(r"[,;。]", gap)
                and (len(gap) < 16 or _CHARGED_THEN.fullmatch(gap))
            ):
                found.append((i, j))
        return found

    def _former_price(self, price: Group) -> bool:
        """Do the words right before a price say that it is what was charged (原定0.50%的赎回费在此期间不予收取)?"""
        return epoch(_STOP.split(self.shut[: price.start])[-1]) == WAS

    def _pausing(self, g: Group) -> Group | None:
        """The words that make the price behind them free: 暂停收取年费（10元/年）, waive the $25 fee."""
        a, _ = self.part(g.start, g.end)
        words_before = [x for x in self.groups if x.family == "free" and a <= x.start < g.start]
        bracketed = re.search(r"\([^()]{0,8}$", self.text[a : g.start])
        told = words_before and _WAIVES.fullmatch(self.text, words_before[-1].start, g.start)
        if bracketed and words_before and _STOP.search(self.text, words_before[-1].end, g.start):
            bracketed = None
        price = g.family in ("money", "ratio") and (bracketed or (told and not g.quantities[0].qualifier))
        return words_before[-1] if words_before and price else None

    def _waiver(self, price: Group, free: Group, named: str = "") -> Figure:
        old, new = unit_shared(price, free)
        a, b = self.part(price.start, free.end)
        if not sound(named):
            named = self._charge_words(price.end, b) if free.start < price.start else ""
        if (
            free.start > price.end
            and (m := _CHARGE.match(self.text, price.end))
            and not sound(self._free_item(free, price))
        ):
            named = m[0].strip('的"')
        if ENDED.search(self.text[free.start : free.end]):
            item = named or self._free_item(free, price)
            return self._made(item, old.quantities, (), Direction.REMOVED, price.start, free.end, (old, None))
        first = self.text[a : min(price.start, free.start)]
        dated = re.search(r"起(?!点|存)|\bfrom\b", self.text[a : free.start])
        dated = dated or ((aside := _ASIDE_OPENS.search(self.text[: price.start])) and _PAST.search(aside[0]))
        if free.start > price.start:
            dated = dated or _FROM_THEN.match(self.shut, free.end)
        if _SPARED.match(self.text, free.start) and sound(named):
            who = item_of(self.shut, free.start, free.end, a, "")
            named = f"{who}, {named}" if sound(who) and who not in named else named
        former = (self._former_price(price) or _USUAL_IN.search(self.text[: price.start])) and not _CASE.search(
            self.text[a : price.start]
        )
        all_spared = dated or (free.start > price.end and former)
        some = pattern("states", "holders").search(first) is not None
        way = Direction.DOWN if all_spared and not some else Direction.EXEMPT
        return self._made(
            named or self._free_item(free, price),
            old.quantities,
            new.quantities,
            way,
            price.start,
            free.end,
            (old, new),
        )

    def spares(self, price: Group, free: Group) -> bool:
        """ "存折换卡的,免收工本费(原5元/张)": is one case spared a price that brackets behind it tell?"""
        a, _ = self.part(free.start, free.end)
        return free.start < price.start and _CASE_OPENS.search(self.text[a : free.start]) is not None

    def _exempt(self, g: Group) -> Figure | None:
        """免收 / free of charge: exempt for some, stated for all, unchanged when it goes on."""
        a, _ = self.part(g.start, g.end)
        if self.lost(g):
            return None
        if re.match("等", self.text[g.end :]) or any(self._pausing(x) == g for x in self.groups if x.start > g.start):
            return None
        item = self._free_item(g, None)
        zero = (Quantity(Decimal(0), self.notice.money.home),)
        if self._left(g) or self.told.way is Direction.UNCHANGED:
            return self._made(item, zero, zero, Direction.UNCHANGED, g.start, g.end, (g, g))
        before = self.text[max(a, g.start - 16) : g.start]
        if pattern("states", "still").search(before + self.text[g.start : g.end]):
            told = max((x.end for x in self.groups if x.end <= g.start and x.family != "term"), default=a)
            holders = pattern("states", "holders").search(self.text[max(a, told) : g.start])
            if not holders:
                return self._made(item, zero, zero, Direction.UNCHANGED, g.start, g.end, (g, g))
        word = self.text[g.start : g.end]
        if all(x.family == "free" for x in self.groups) and pattern("states", "all_new").match(self.text):
            return None
        if ENDED.search(word):
            return self._made(item, (), (), Direction.REMOVED, g.start, g.end)
        if re.search(r"暂停收取|暂不收取|暂免", word) and not pattern("states", "holders").search(
            self.text[a : g.start]
        ):
            return self._made(item, (), zero, Direction.DOWN, g.start, g.end, (None, g))
        way = Direction.STATED if self._for_all(a, g) else Direction.EXEMPT
        return self._made(item, (), zero, way, g.start, g.end, (None, g))

    def _left(self, g: Group) -> bool:
        """Do the words of its sentence say that it was free before, and is left so ("原本不收费，本次不作变动")?"""
        own = _STOP.split(self.shut[: g.start])[-1]
        return epoch(own) == WAS and any(0 <= start - g.end <= _SOON for start, _ in self.unchanged)

    def _for_all(self, a: int, g: Group) -> bool:
        """Is nobody charged, and no class of customers named?"""
        own = _STOP.split(self.text[a : g.start])[-1]
        if pattern("states", "anybody").search(own):
            return True
        if _CASE.search(self.text[a : g.start]):
            return False
        spread = pattern("states", "everyone").search(own)
        return spread is not None and not pattern("states", "holders").search(self.text[a : g.start])

    def _free_item(self, g: Group, priced: Group | None) -> str:
        a, b = self.part(g.start, g.end)
        what = self._charge_words(g.end, b)
        floor = max([a, *(x.end for x in self.groups if x.end <= (priced or g).start and x.family == "money")])
        first = priced or g
        end = priced.end if priced and priced.start < g.start else g.end
        who = item_of(self.shut, first.start, end, floor, self.last_item)
        who = who or item_of(self.shut, first.start, end, a, self.last_item)
        if fee := _NAMED_FREE.match(self.text[g.start : g.end]):
            held = not fee["none"] or re.search(r"\b(?:has|have|carries|with) $", self.text[: g.start])
            return f"{who}, {fee['fee']}" if held and sound(who) else fee["fee"]
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
            r"(?:任何|该项|其|一切|全部)?((?:[^,;。()\s]|(?<=\d),(?=\d)){0,14}费用?)"
            r"|\s((?:\w+ ){0,4}(?:fees?|charges?))",
            self.text[start:stop],
        )
        return re.sub(r"^(?:the|any|our|your|an?|this|that) ", "", (m[1] or m[2] or "").strip()) if m else ""
