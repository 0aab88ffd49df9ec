"""Which way a lone value moves, by the words around it: new, up, down, given up; else it is stated."""

from __future__ import annotations

import functools
import re
from typing import Final

from ingest.model import Category, Direction
from ingest.understand.figures.clauses import looks_elsewhere, own_words
from ingest.understand.figures.directions import worded
from ingest.understand.figures.epochs import IS, WAS, WILL, epoch
from ingest.understand.figures.groups import Group
from ingest.understand.figures.mention import READ
from ingest.understand.figures.phrases import CJK, phrase, sound
from ingest.understand.figures.staying import STOP, Staying
from ingest.understand.figures.stretch import TO
from ingest.understand.figures.words import either, pattern, words
from ingest.understand.lexicon import pattern as rule

_LISTED: Final = re.compile(r"\s?(?:、|和|及|以及|, (?:and )?| and )[^,;。]{0,12}")
"""Between two values of one list ("新增18期0.62%、24期0.65%")."""
BY: Final = re.compile(
    r"\b(?:by|(?:go(?:es)?|going|went|mov(?:es?|ing)) (?:up|down)|rises?|rising|falls?|falling|drops?"
    r"|dropping|climbs?|jumps?) $"
    r"|[,(] ?(?:up|down) $"
    r"|\ban? (?:rise|fall|cut|increase|drop|reduction|decrease|saving) of $"
    r"|了$|(?:下调|上调|降低|提高|减少|增加|下降|上升|上浮|下浮|调高|调低)约?$"
)
STEP: Final = (
    r"(?:[£$€₹]?[\d.,]+(?:\S{0,3}| (?:percentage|basis) points?)|(?:half|a quarter of) an? (?:percentage )?point) "
    r"(?:less|more|lower|higher|cheaper|dearer) than "
    r"(?:it is )?(?:today|now|before|at present|currently)"
)
"""A difference from what is charged today."""
_EACH: Final = re.compile(r"(?:分别|依次|各)[^,;。]{0,10}$")
_SO_DOES: Final = re.compile(r"\band so (?:does|do|is|are|will) (?:the|your|our)\b[^,;.]*$", re.I)
_STEP_BEHIND: Final = re.compile(
    r"\s?(?:\([^()]{1,8}\))?[,(]\s?(?:(?:较|比)[^,;。()\d]{0,12})?(?:[上下]调|[上下]浮|提高|降低|增加|减少|下降|上升|[高低])\s?(?=\d)"
    r"|(?: each| apiece)?\s?[,(]\s?(?:up|down|an? (?:increase|decrease|reduction|rise|fall|cut) of) (?=[£$€₹\d])",
    re.I,
)
"""Behind a value: by how much it went up or down (…，较此前上调0.1个百分点)."""
_AGAINST: Final = re.compile(
    rf"(?: (?:from|on|since) [\w ]{{3,18}})?\s?[-,(]\s?{STEP}",
    re.I,
)
"""Behind a value: by how much it differs from today's ("$20 — $5 less than today")."""
_ADDED: Final = re.compile(r"(?:净?新增|净增|累计增加)[加长]?(?:金额|资产|存款)?[不低少于达满到]{0,3}$")
"""A rise that a promotion asks for, not a value that is new."""
_CUT: Final = re.compile(rf"{STOP.pattern}|\s?[()]|\.\s")
_PERIOD: Final = re.compile(r"[- ]?(?:[a-z]+[- ]){0,2}(?:period|notice|lock-in|wait)\b", re.I)
_HAS_BEEN: Final = re.compile(r"\b(?:has|have|had) been\b", re.I)
_GIVEN_UNTIL: Final = re.compile(
    r"[^,;。\d]{0,12},?\s?(?:仅|只)?(?:发放|提供|赠送|收取|计收|享有|享受)"
    r"(?:至|到)[\d年月日(含)]{4,16}(?:为止|止)(?!,?[^,;。]{0,8}恢复)"
    r"|(?:(?!\b(?:before|until|if|when|offer|promotion|campaign|period)\b)[^,;.\d]){0,30} "
    r"(?:(?:will|is to|are to) (?:end|cease|stop|go)|(?:ends|stops|ceases|lapses)(?= (?:for|on|from|with|after)\b))"
    r"\b(?! (?:up|down|from|to|by)\b(?! \ue001))"
    r"|[^,;.\d]{0,40},? (?:is |are |will be )?(?:given|offered|provided|charged|available|granted) (?:only )?"
    r"(?:until|up to|through) [^,;.]{4,24}"
    r"(?:only|and (?:then )?(?:not|no longer)|, after which (?:it|they) (?:ends?|stops?|lapses?))",
    re.I,
)
"""What is given or charged up to a day is given or charged no more."""
_ONLY_IF: Final = re.compile(
    r"\bonly (?:if|when|where|to those|for those)\b[^.;]*$|(?:须|需|应)[^,;。]{0,16}(?:满|达到?|不低于)\s?$", re.I
)


_PUT_ON: Final = re.compile(
    r"\b(?:will|shall|is|are|to) be (?:restricted|limited|capped|subject)\b[^,;]{0,24}$"
    r"|\b(?:no more than|up to|at most|not exceeding)\s?$"
    r"|(?:限制|控制|限定|压降|管控)(?:在|为|至|到)[^,;]{0,6}$|(?:不得?超过|不超过|限额为?|上限为?)\s?$",
    re.I,
)
_AT_MOST: Final = re.compile(r"以\s?$")
_SET_BESIDE: Final = re.compile(r"另(?:行|外)?设(?:置|定|立|有)?[^,;。\d]{0,8}$")
"""A limit that is set beside those there are (每日提款另设3万元上限)."""
_EACH_DAY: Final = re.compile(r"[,、](?:且|并|或)?(?:每|单|当)[日天月笔周](?:累计)?(?:不超过|最多|至多|限)?")
"""Between a limit in money and one in number (单日支付上限5,000元,每日10笔)."""
_CASES: Final = re.compile(r"[;。]| (?:if|when|whenever|where|unless|each time|every time|once) ", re.I)
"""Where the clause of a value ends: what comes behind is the case for which it is told ("£5 if a card is stopped")."""
_DESCRIBES: Final = re.compile(
    r"(?: (?:per|a|each) [a-z]+)? (?:for|on|of) (?:(?!\b(?:and|but|is|are|will)\b)[^,;.])* "
    r"(?:in|for|within|over|after) (?:the last )?",
    re.I,
)
_NEXT: Final = re.compile(r"[^,;.。]{0,16}(?:[,;。]|\.(?=\s))\s?(?P<clause>[^,;。.]{4,60})")
_BEHIND: Final = 30
"""How far into the next part of a sentence words may say that a value is new."""


class Turning(Staying):
    """Which values of what is told come, go or move."""

    def _way(self, i: int, g: Group) -> Direction:
        """new, up, down or changed by the verb right before a lone value; else stated. Worked out once."""
        if i not in self._ways:
            self._ways[i] = self._told_way(i, g)
        return self._ways[i]

    def _told_way(self, i: int, g: Group) -> Direction:
        before = self.text[self.groups[i - 1].end if i else 0 : g.start]
        said = STOP.split(before)
        before = ",".join(said[-2:]) if said[-1].strip() == "to" else said[-1]
        previous = self.groups[i - 1] if i else None
        if (
            previous
            and (previous.family == "difference" or BY.search(self.text[: previous.start]))
            and TO.fullmatch(self.text[previous.end : g.start])
        ):
            return worded(STOP.split(self.text[: previous.start])[-1])
        if g.family == "difference" or BY.search(self.text[: g.start]):
            told = f"{before} {STOP.split(self.text[g.end :])[0][:12]}" if g.family == "difference" else before
            return worded(told) if worded(told) is not Direction.CHANGED else Direction.STATED
        if against := _AGAINST.match(self.text, g.end):
            return Direction.DOWN if re.search("less|lower|cheaper", against[0], re.I) else Direction.UP
        if (step := _STEP_BEHIND.match(self.text, g.end)) and worded(step[0]) is not Direction.CHANGED:
            return worded(step[0])
        if _ADDED.search(before):
            return Direction.STATED
        a, b = self.part(g.start, g.end)
        if pattern("states", "absent").search(self.text[a if ";" in self.text[a - 1 : a] else 0 : g.start]):
            return Direction.NEW
        if _turned().search(before):
            return worded(before) if not re.search(r"最高可|设", before) else Direction.STATED
        started = bool(
            pattern("states", "new").search(before)
            or self._set_up(a, g, before)
            or self._demanded(a, g)
            or self._set_beside(before, g)
            or pattern("states", "added").match(self.text[g.end : b + _BEHIND])
        )
        if not any(a <= x.start < g.start and x.family in ("money", "ratio") for x in self.groups):
            started = started or pattern("states", "opening").match(self.text[a : g.start]) is not None
        if previous and previous.family == g.family and _LISTED.fullmatch(self.text[previous.end : g.start]):
            way, shared = self._way(i - 1, previous), _EACH.search(self.text[: previous.start]) is not None
            return way if way is Direction.NEW or shared else Direction.STATED
        led = g.family in ("money", "ratio") and pattern("states", "brings").search(self.told.around) is not None
        return Direction.NEW if started or led or self._put_on(g) else Direction.STATED

    def _set_up(self, a: int, g: Group, before: str) -> bool:
        """ "钟楼支行新设D型箱,每年1,500元": is the clause before one of what is new, and names this one nothing?"""
        *_, former, _ = ["", *STOP.split(self.text[a : g.start])] if STOP.search(self.text[a : g.start]) else ["", ""]
        told = rule("figures", "states", "set_up").search(former) is not None
        return told and g.family == "money" and not own_words(before, "")

    def _put_on(self, g: Group) -> bool:
        """Of accounts: is a limit put on them from a day on ("From 1 May transfers will be restricted to …")?"""
        if self.notice.category is not Category.ACCOUNT_GOVERNANCE or g.family not in ("money", "count"):
            return False
        if g.family == "count":
            i = self.groups.index(g)
            last = self.groups[i - 1] if i else g
            return (
                last is not g and _EACH_DAY.fullmatch(self.text, last.end, g.start) is not None and self._put_on(last)
            )
        clause = re.split(r"[;。]|\.\s", self.shut[: g.start])[-1]
        said = _PUT_ON.search(clause) or (_AT_MOST.search(clause) and self.text.startswith("为限", g.end))
        return bool(said) and READ in clause

    def _set_beside(self, before: str, g: Group) -> bool:
        """Is a limit told as one that comes beside others?"""
        told = self.notice.category is not Category.PROMOTION and g.family in ("money", "count")
        return told and _SET_BESIDE.search(before) is not None

    def _demanded(self, a: int, g: Group) -> bool:
        """ "From 1 October … only if you spent ₹1,00,000 or more": a condition that there was not."""
        asked = g.family != "term" and g.quantities[-1].qualifier == ">="
        asked = asked and self.notice.category is not Category.PROMOTION
        return asked and bool(_ONLY_IF.search(self.text[a : g.start])) and epoch(self.shut[a : g.start]) == WILL

    def _called_off(self, g: Group) -> bool:
        """ "取消借记卡年费,原为每卡每年10元": what ended stands in the clause before."""
        *_, former, own = ["", "", *_CUT.split(self.shut[: g.start])]
        own = _HAS_BEEN.sub("was ", own)
        told = (
            g.family in ("money", "ratio", "points") and rule("figures", "ended", "before").search(former) is not None
        )
        behind = STOP.split(_CUT.split(self.shut[g.end :])[0])[0]
        return told and looks_elsewhere(f"{own} {behind if g.family == 'points' else ''}", former)

    def _left_off(self, g: Group) -> str:
        """English: what the clause before says is charged no more ("Renewing an order no longer carries a fee; …")."""
        if CJK.search(self.text) or not self._called_off(g):
            return ""
        found = phrase(_CUT.split(self.shut[: g.start])[-2].partition(":")[0].strip(), False)
        return found if sound(found) else ""

    def _ends(self, i: int, g: Group) -> bool:
        if self._conditional(g):
            return False
        told = (x for x in self.groups[i + 1 :] if not self._conditional(x) and not self._qualifies(g, x))
        follow = next((x.start for x in told), len(self.text))
        nxt = follow if g.family != "count" else len(self.text)
        after = _CASES.split(self.text[g.end : nxt])[0]
        after = after[: 96 if CJK.search(self.text) is None and "," not in after[:72] else 56]
        before = STOP.split(self.text[: g.start])[-1][-30:]
        word = pattern("states", "removed")
        ended = word.search(after) is not None or word.search(before) is not None
        capped = g.quantities[0].qualifier in ("<=", "max") and re.search(r"限制|限额|上限|limit|\bcap\b", after, re.I)
        also = _SO_DOES.search(self.text[: g.start]) and word.search(self.text[self.part(g.start, g.end)[0] : g.start])
        rewarded = g.family in ("points", "count") and any(self._conditional(x) for x in self.groups[i + 1 : i + 2])
        given_up = g.family in ("count", "points", "share") and self.given_up(g)
        given_up = given_up or (
            self.notice.category is not Category.PROMOTION and _GIVEN_UNTIL.match(after) is not None
        )
        freed = rule("figures", "ended", "unbounded").search(self.text[: g.start]) is not None
        given_up = given_up or freed or rule("figures", "ended", "becomes").match(self.text, g.end) is not None
        lost = g.family == "points" and word.search(before) is not None
        period = g.family == "term" and _PERIOD.match(after) is not None
        counted = g.family in ("money", "ratio") or bool(capped) or rewarded or lost or period
        return self._called_off(g) or bool(also) or (ended and counted) or given_up or self._stops(g)

    def _qualifies(self, g: Group, x: Group) -> bool:
        """Does a length of time tell what a charge is for ("the charge of £5 for cards unused in 12 months")?"""
        described = x.family == "term" and g.family in ("money", "ratio") and x.start > g.end
        return described and _DESCRIBES.fullmatch(self.text, g.end, x.start) is not None

    def given_up(self, g: Group) -> bool:
        """Do the words right behind a count say that what was given is given no more?"""
        before = STOP.split(self.text[: g.start])[-1]
        given = rule("figures", "ended", "given").search(before) is not None
        m = rule("figures", "ended", "behind").match(self.text, g.end)
        return m is not None and not (given and m["noun"])

    def _stops(self, g: Group) -> bool:
        """ "现时每1元得1分；4月1日起不再计分": the next clause says that what is given now is given no more."""
        a, _ = self.part(g.start, g.end)
        nxt = _NEXT.match(self.shut, g.end)
        now = epoch(STOP.split(self.shut[a : g.start])[-1])
        if nxt is None or (g.family not in ("points", "count", "money", "ratio") and now != WAS):
            return False
        then = nxt["clause"]
        valued = any(nxt.start("clause") <= x.start < nxt.end() for x in self.groups)
        said = rule("figures", "ended", "then").search(then) is not None and not valued
        return now in (WAS, IS) and epoch(then) == WILL and said


@functools.cache
def _turned() -> re.Pattern[str]:
    """A verb of change right before a lone value: 下调至…, reduced to …."""
    verbs, to = "|".join(words("change", "verbs")), "|".join(words("change", "to"))
    english = either(list(words("change", "en_verbs")))
    return re.compile(
        rf"(?:(?:{verbs})(?:[一二三四五六七八九十半]+(?:分之[一二三四五六七八九十]+)?个?(?:厘|百分点|基点))?(?:{to})[^,;]{{0,10}}"
        rf"|{english} (?:the|our|your|its) (?:(?! and )[^,;.\d]){{3,60}} to "
        rf"|{english}(?: by (?:half|a \w+|one \w+|two \w+)"
        rf"| (?:by )?(?:an?|one|three)[- ][a-z]+(?: of (?:a|one) (?:per ?cent|percentage point))?)? to "
        rf"(?:(?! and )[^,;]){{0,16}}"
        r"|(?:took|tak|brought|bring|pull|push|put)(?:s|es|en|ing|ed)? [^,;.\d]{3,40} "
        r"(?:up|down)(?: by [^,;.\d]{3,40})?,? to )$",
        re.I,
    )
