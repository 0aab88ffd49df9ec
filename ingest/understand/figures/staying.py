"""What stays as it is: a value beside the words that say so."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from typing import Final

from ingest.understand.figures.clauses import own_words
from ingest.understand.figures.groups import Group
from ingest.understand.figures.phrases import CJK
from ingest.understand.figures.tiers import MARKS
from ingest.understand.figures.waivers import Waivers
from ingest.understand.figures.words import either, words

_SAYS: Final = re.compile(
    r"\s?(?::|,\s?即[^,;。:]{0,4}$|,?\s?(?:at|on|as) |为|(?:to|in|of) (?:the|your|our)\b)"
    r"|[^,;。:]{0,6}$|\s?(?:an? |the )?$",
    re.I,
)
"""Between words that say that something stays and the value that stays."""
_KEEPS: Final = re.compile(r"(?<=[\w)] )(?<!\bto )(?<!must )(?<!should )(?<!you )(?<!who )(?<!please )keeps? $", re.I)
"""Right before what a product keeps ("Gold accounts keep £250"); what a customer is to keep is a condition."""
_KEPT_IN: Final = re.compile(r"\s?(?:or more\b|(?:[a-z]+ )?(?:in|on|aside|as)\b)", re.I)
_CONTRASTED: Final = re.compile(r"\b(?:against|compared (?:with|to)|versus|vs|as opposed to|unlike)\b", re.I)
"""Before what others pay ("is held at £60, against £85 for others")."""
_TURN: Final = re.compile(r" (?:while|whereas|but|although|though) ", re.I)
"""Opens a clause on another thing, without a comma."""
_ENUMERATED: Final = re.compile(
    r"(?:(?! (?:is|are|will|has|have|but|while|which|that|if|when|because|until) )[^,;:.、]){0,50}?"
    r"(?:,? and (?:the |an? )?|、[^,;。、\d]{0,8}|[和及][^,;。、\d]{0,8})"
)
"""Between the values of one list: "£100 for credit cards and £45 for debit cards"."""
_LASTED: Final = re.compile(
    r"(?:近|满|不满|不足|超过|连续|过去|最近|\b(?:past|last|over|more than|less than))\s?$", re.I
)
"""Before a length of time that tells cases apart: it does not stay, it is a condition."""
_KEPT_FOR: Final = re.compile(r"(?<!原)(?:保留|保存|\bkept for|\bkeep \w+ for)\s?$")
"""Before a length of time: how long something is kept."""
_SPENT: Final = re.compile(r"[^,;.]{0,12}\b(?:on|for|when|if|after|with|above|over) (?:(?!\band\b)[^,;.]){0,40}")
"""Between a benefit and what it is given for ("5,000 points on annual spends of ₹3,00,000")."""
_STILL_FREE: Final = re.compile(
    r"\b(?:still|continues? to be|(?:go|keep)(?:es|s)? (?:on )?)\s?(?:waiv\w+|free)\b[^.;]{0,60}$"
    r"|(?:仍|继续)(?:予以|可)?(?:免收|免费|减免)[^;。]{0,20}$",
    re.I,
)
"""Before the threshold from which something is free, as it was."""
_AS_WELL: Final = re.compile(
    r"\b(?:as|so|nor|neither) (?:does|do|will|is|are|has|have) (?:the|your|our)\b[^,;.]*$|同样$", re.I
)
_ANAPHOR: Final = re.compile(r"^[^;。]*[;。]\s?(?:this|that|it|which|both|这一?[点项条]|此项|该[项条])\s?$", re.I)
"""Between a value and words of a clause of their own that speak of it ("…2 months; this hasn't changed")."""
_ALL: Final = re.compile(
    r"(?:[两二三四五六]项|上述|前述|以上|各项|二者|两者)[^,;。]{0,8}(?:均|都|也)?$|^\s?(?:本次|此次|是次|这次|目前|暂)?(?:均|都|皆|全部|一律|一概)[^,;。]{0,8}$"
    r"|\b(?:both|all(?: of (?:these|them))?|these)\b[^,;.]{0,20}$",
    re.I,
)
_SUMMED: Final = re.compile(
    r"\s?(?:(?:上述|前述|以上|这|该)(?:[两二三四五六几]|些)?[个项者种条类]?|[两二三四五六][个项者种类])(?:[^,;。]{0,6}(?:限额|额度|标准|上限|费率|费用|收费|价格|规定))?"
    r"|(?:these|those|both|all)\b",
    re.I,
)
"""How a clause opens that speaks of all values before it ("这两个限额沿用国家规定,本次未动")."""
_RULE: Final = re.compile(r"的(?:规定|规则|办法|政策|做法|约定|安排|条件)?(?:均|都|也|仍)?$")
_CHARGE_NAME: Final = re.compile(r"[一-鿿][费率额息]")
"""A rule on what the clause before names ("年费300元,刷满6次免次年年费的规定不变")."""
_COUNTED_FROM: Final = re.compile(
    r",\s?(?:仍为?|均|依旧)?(?:自|从|由|以)?[^,;。\d]{0,14}(?:起算?|之日|当日|当天|日起?)(?:[起计]算?)?[计共为]?"
)
"""Between a length of time that stays and its number ("效期不变,自入账日起算24个月")."""
_BUT: Final = re.compile(r",\s?(?:但|不过|只是|惟|唯|另|而|(?:but|though|while) )")
"""Opens a clause that says something else than the one before ("…照旧,但每年封顶2万分")."""
_CASE: Final = re.compile(r"(?:\([^()]{1,4}\))?(?:及?以[上下])?(?:的|者),")
"""Behind a bound: it says for whom something stays ("10万元以上的,不打折")."""
_ASIDE: Final = re.compile(r"\s?\([^()]*\)")
_JOINED: Final = re.compile(
    r"(?:(?! (?:is|are|was|will|has|have|but|while|who|which|that|if|when|because) )[^,;:.]|[.,](?=\d)){0,60}? and "
    r"(?:(?! (?:is|are|was|will|has|have|but|while|who|which|that|if|when|because) )[^,;:.]|[.,](?=\d)){0,60}?"
    r"(?: (?:is|are|will be)(?: (?:being |both |all )?[a-z]+ed)?)? ?",
    re.I,
)
"""Between the first of two values and words that speak of both ("the 2% margin and the £3 fee are as before")."""
_DIGITS: Final = re.compile(r"\d[\d,.]*\s?[百千万亿]*")
STOP: Final = re.compile(r"[;。]|,(?!\d{3}(?!\d)|\d\d,\d{3}(?!\d))")


class Staying(Waivers):
    """Which values of what is told the notice leaves alone."""

    def _stays(self, g: Group) -> bool:
        """Do the words of the same clause say that it stays as it is?"""
        before = STOP.split(self.text[: g.start])[-1]
        if g.family == "term" and _LASTED.search(before):
            return False
        if g.quantities[-1].qualifier in MARKS and _CASE.match(self.text, g.end):
            return False
        kept_for = g.family == "term" and _KEPT_FOR.search(before)
        if (
            (_still().search(before) and not kept_for)
            or _STILL_FREE.search(before)
            or (_AS_WELL.search(before) and self._stood(g))
        ):
            return True
        if self._kept(g, before) or self._listed_with(g):
            return True
        for start, end in self.unchanged:
            if start >= g.end and self._told_of(end):
                continue
            gap = self._between(g.end, start) if start >= g.end else self.text[end : g.start]
            if re.search("[;。]", gap) and not _ANAPHOR.search(gap):
                continue
            limit = 30 if CJK.search(self.text) else 48 if "," in gap else 64
            limit = 160 if start >= g.end and (self._of_all(g, start) or _JOINED.fullmatch(gap)) else limit
            ahead = start >= g.end and (self._leads(g, gap) or self._of_all(g, start))
            said = _SAYS.match(gap) is not None and _CONTRASTED.search(gap) is None
            behind = end <= g.start and (said or self._next_clause(end, g))
            if len(gap) <= (160 if behind else limit) and (ahead or behind):
                return True
        return False

    def _kept(self, g: Group, before: str) -> bool:
        """ "Gold accounts keep £250"."""
        kept = g.family in ("money", "ratio", "points") and _KEEPS.search(before) is not None
        return kept and not g.quantities[0].qualifier and _KEPT_IN.match(self.text, g.end) is None

    def _listed_with(self, g: Group) -> bool:
        """Does it follow, in a list, on a value that the words before say stays?"""
        i = bisect_left(self.groups, g.start, key=lambda x: x.start)
        last = self.groups[i - 1] if i else None
        if last is None or last.family != g.family:
            return False
        led = _still().search(STOP.split(self.text[: last.start])[-1]) is not None
        led = led or any(end <= last.start and _SAYS.match(self.text[end : last.start]) for _, end in self.unchanged)
        return led and _ENUMERATED.fullmatch(self.text, last.end, g.start) is not None

    def _between(self, a: int, b: int) -> str:
        """The words of a range, without what stands in brackets and is no value."""

        def kept(m: re.Match[str]) -> str:
            return m[0] if any(a + m.start() <= g.start < a + m.end() for g in self.groups) else ""

        return _ASIDE.sub(kept, self.text[a:b])

    def _leads(self, g: Group, gap: str) -> bool:
        """Is the value the subject of the words behind it: no value of another clause between, no condition?"""
        stops = [m.start() for m in STOP.finditer(gap) if m[0] == ","]
        turns = [*stops, *(m.start() for m in _TURN.finditer(gap))]
        apart = any(g.end + min(turns, default=len(gap)) < x.start < g.end + len(gap) for x in self.groups)
        elsewhere = (
            bool(stops) and not _ANAPHOR.search(gap) and bool(own_words(gap[stops[-1] + 1 :], self.text[: g.end]))
        )
        alone = len(stops) == 2 and not any(g.end < x.start < g.end + len(gap) for x in self.groups)
        most = 2 if alone and not elsewhere else 1  # an aside between: "500元,监管统一标准,没有变化"
        return len(stops) + gap.count("(") <= most and not apart and not elsewhere and not self._conditional(g)

    def _of_all(self, g: Group, start: int) -> bool:
        """ "…2万元,…10万元,两项额度均不作调整": the words speak of all that stands before them."""
        a, _ = self.part(g.start, g.end)
        *before, own = STOP.split(self.text[a:start])
        if before and _RULE.search(own) and any(m[0] in before[-1] for m in _CHARGE_NAME.finditer(own)):
            return a <= g.start < start - len(own)
        if a > g.start or any(start > x.start >= start - len(own) for x in self.groups):
            return False
        listed = ",".join(before)[g.end - a :]
        at = start - len(own) - 1
        valued = len(before) > 1 and any(at - len(before[-1]) <= x.start < at for x in self.groups)
        last = "" if len(before) < 2 or valued else before[-1]
        if _ALL.search(own) is not None or _SUMMED.match(last) is not None:
            return True
        return bool(before and not own_words(f"{own} {_DIGITS.sub(' ', listed)}", ""))

    def _next_clause(self, end: int, g: Group) -> bool:
        """ "齿科洁治照旧，每年1次": the clause behind it names nothing of its own."""
        gap = self.text[end : g.start]
        if _BUT.match(gap):
            return False
        alone = not any(end <= x.start < g.start for x in self.groups)
        if alone and g.family == "term" and _COUNTED_FROM.fullmatch(gap):
            return True
        return alone and gap.startswith(",") and len(gap) <= 16 and not own_words(gap, "")

    def _conditional(self, g: Group) -> bool:
        """What has to be spent for a benefit does not stay: the benefit does."""
        i = bisect_left(self.groups, g.start, key=lambda x: x.start)
        return i > 0 and _SPENT.fullmatch(self.text[self.groups[i - 1].end : g.start]) is not None

    def _stood(self, g: Group) -> bool:
        """Was something said to stay as it is, earlier in the same part?"""
        a, _ = self.part(g.start, g.end)
        return any(a <= start < g.start for start, _ in self.unchanged)

    def _told_of(self, end: int) -> bool:
        """Do the words up to `end` speak of the value right behind them ("stays at £5")?"""
        after = (self.text[end : g.start].strip() for g in self.groups if g.start >= end)
        return any(gap in ("", "at", "为", ":") for gap in after)


@functools.cache
def _still() -> re.Pattern[str]:
    return re.compile(
        either(list(words("states", "still")))
        + r"(?:[^,;。未没]{0,4}|[按为是以]?[^,;。未没\d]{1,8}(?:金额|面值|面额|余额|总额|本金|票面)[的之]"
        r"|(?<=仍)[按在以须需依照][^,;。未没\d]{1,12}|(?: [a-z]+){0,3} ?)$",
        re.I,
    )
