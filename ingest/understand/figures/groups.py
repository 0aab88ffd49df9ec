"""Quantities that belong together: a range, a rate with its minimum, "2 points per $1", "6 or 9 months"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ingest.model import Quantity
from ingest.understand.figures.context import dated, period, qualifier, rated
from ingest.understand.figures.mention import Mention
from ingest.understand.figures.words import pattern

_RANGE: Final = re.compile(r"\s?(?:\((?:含|不含)\))?\s?(?:-|~|至|到|to|and|与)\s?$", re.I)
_FROM: Final = re.compile(r"(?:由|从|自|from|\bby)\s?(?:每\w|原来?的?)?\s?$", re.I)
_STEP: Final = re.compile(
    r"(?:[上下]调|提高|降低|增加|减少|调[升降高低]|涨|降)\s?$"
    r"|\b(?:climb|rise|fall|drop|jump|slip|go(?:es)? (?:up|down)|went (?:up|down)|come (?:up|down))(?:s|ed)? $",
    re.I,
)
"""上调20元至120元: a step and where it leads, no range."""
_OR: Final = re.compile(r"\s?(?:、|或|和|or|and|,|/)\s?$", re.I)
_EITHER: Final = re.compile(r"或者?| or ")
_EARN: Final = re.compile(
    r"\s?(?:per|for every|for each|on every|on each|every|each|=|/)\s?$|(?:可|即可)?(?:累计"
    r"|累积|积|攒|计|记|给|获得?|得|赠送?|返|=|换)[^\ue000]{0,6}$",
    re.I,
)
_FETCHES: Final = re.compile(
    r" (?:(?:that )?you )?(?:spen[dt]|charged?|put)?(?: on (?:it|the card|your card))?,? ?(?:you(?:'ll)? )?"
    r"(?:earn|get|fetch|bring|give|collect|receive|buy|yield|net|score)(?:s|es)?(?: you)? $",
    re.I,
)
"""Between what is spent and the points that it brings ("every ₹100 spent fetches you 4 points")."""
_ACCRUES: Final = re.compile(r"\s?(?:可|即|就|便|才|只|能)*(?:累?积|累计|计|记|攒)\s?")
_GIVES: Final = re.compile(r"\s?(?:可|即|就|便|才|只|能)*(?:给|得|获得?|赠送?|兑)\s?")
_REACHED: Final = re.compile(r"[满达足]\s?(?:人民币|等值)?\s?[^\d,;。]{0,2}$")
_EVERY: Final = re.compile(r"(?:每|per |every |for every |for each |each )[^,;。]{0,8}$", re.I)
_SWAP: Final = re.compile(
    r"\s?(?:可)?(?:兑换?|换取?|抵扣?|for (?:a|an|one)?)\s?[^,;。]{0,4}$"
    r"| (?:(?:is|are|will be|can be|may be) )?(?:exchange|redeem|swap|convert|need|require|trade)(?:e?d)? "
    r"(?:for|into|to)(?: (?:the same|each))? $",
    re.I,
)
_FOLD: Final = re.compile(r"\s?(?:折(?:合|算)?(?:为|成)?|兑换?为?|折抵[^,;。\d]{0,6})\s?$")
_WEEKDAY: Final = re.compile(r"每?周[一二三四五六日天]")
_FEE: Final = re.compile(
    r"费|(?:转账|交易|汇款|取款)金额|按.{0,8}(?:金额|面额|余额)的|收取|计收|fees?\b|charges?\b|commission|tariff|penalty|违约金|滞纳金",
    re.I,
)
_LEAST: Final = re.compile(
    r"subject to|\bcapped|\bcap of|\bmin|\bmax|at (?:least|most)|\b(?:low|high)est|(?:no|not) less|最[低高少多]", re.I
)
_OTHER_LEAST: Final = re.compile(
    r"minimum (?:transaction|investment|spend|balance|deposit|order|purchase|subscription|payment|opening|initial)",
    re.I,
)
"""A minimum of another thing than the charge."""
_TIER_ABOVE: Final = re.compile(r"\s?(?:\(含\))?(?:及|或)?以[上下](?=[^,;。]{0,8}\d)")
"""Behind an amount that bounds the tier of the next charge (500万元以上每笔1000元)."""
_PLUS: Final = re.compile(
    r"\s?(?:加收?|加上|加计|另加|再加|外加|\+|plus)\s?(?:(?:交易|取款|转账|汇款)?金额的)?\s?", re.I
)
_BETWEEN: Final = re.compile(
    r"(?:\s?/?[一-鿿]?\s?[,、;]?\s?(?:单?笔)?(?:最[高多]|至多|顶格|上限|封顶|不超过)(?:不超过)?(?:为|是|收取?|减)?\s?"
    r"|[,; ]{1,2}(?:and |but |to )?(?:(?:a |the )?(?:maximum|max\.?:?)(?: of)?|at most|(?:not|no) more than|up to"
    r"|(?:at )?(?:the )?highest"
    r"|capped at) ?)",
    re.I,
)
_CAPPED: Final = re.compile(
    r"(?![^(]*,[^(,]*[费率额价]\s?\()[\w/ ,]{0,16}"
    r"\s?[(,]\s?(?:(?:and |with )?(?:a |an )?(?:max(?:imum|\.)?|min(?:imum|\.)?|capped at|at most|up to)"
    r"(?: (?:charge|fee|amount))?(?: of)?:?\s?|(?:单[笔次]|每[笔次])?(?:最高|最低|封顶|至多)(?:不超过|收取?)?)",
    re.I,
)
"""Between a charge and what it comes to at most or at least."""
_BASIS: Final = re.compile(r"\s?(?:per|for every|for each|for(?: an?)?(?: (?:book|pack|box|set) of)?(?= ))\s", re.I)
"""Between a charge and the amount for which it is due."""
_AS_MUCH: Final = re.compile(r"(?:\(含\))?(?:的|者)?,?(?:一律|均|都|也|仍)?按(?:最低)?")
"""Between an amount that is not reached and the same amount, which is charged then."""
_OWN_FORMER: Final = re.compile(
    r"\s?\((?:原(?:为|来)?|此前为?|现行?为?|was |previously |formerly |now |from )"
    r"(?:最[高低])?[^\d()%‰]{0,4}[\d.,]+\s?[百千万]?元?(?:/\w)?\)"
)
"""Behind a highest or least charge: what it was itself."""
_FORMER: Final = re.compile(
    r"原(?:为|来为?|先)?|此前为?|之前为?|\b(?:was|previously|formerly|before|currently|now|today|instead of"
    r"|rather than|from):? $",
    re.I,
)
"""Before an old rate: a bound behind it that is unchanged is the new one's as well, and no part of the change."""
_CLAUSE: Final = re.compile(r"[;。!?:(\n]|,(?!\d{3}(?!\d))")
_CARDS: Final = re.compile(r"(?<![每持用刷借贷])(?<!信用)(?<!银行)卡(?!面|号|券|包|友)[^券票钞币单证照片件纸。]*$")
_INCLUDED: Final = re.compile(r"\((?:不)?含(?:本数)?\s?$")


@dataclass(frozen=True, slots=True)
class Group:
    """Quantities read as one value, at `[start, end)` of the normalised text. `bare` ones stand in the item only."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]
    family: str
    tier: str = ""
    """The words of the tier that this is the charge of."""

    def but(self, *quantities: Quantity) -> Group:
        return replace(self, quantities=quantities)


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after `text[start:end]` up to the next stop."""
    stops = [m.end() for m in _CLAUSE.finditer(text, max(0, start - 80), start)]
    stop = _CLAUSE.search(text, end + 1)
    return text[stops[-1] if stops else max(0, start - 80) : start], text[end : stop.start() if stop else end + 40]


def _placed(mention: Mention, text: str, previous: int, around: str) -> Group:
    """One mention with the qualifier and the period that its clause gives it."""
    before, after = _clause(text, mention.start, mention.end)
    own = text[max(previous, mention.start - len(before)) : mention.start]
    quantity = rated(mention, f"{around} {before}{text[mention.start : mention.end]}{after[:14]}")
    if mention.family in ("money", "points", "count"):
        owned = own if mention.family == "count" else _WEEKDAY.sub("", own)
        quantity = dated(quantity, mention.family, period(owned, after))
    mark = qualifier(own if previous > mention.start - len(before) else before, after)
    return Group(mention.start, mention.end, (replace(quantity, qualifier=mark),), mention.family)


def _base(group: Group) -> str:
    return group.quantities[-1].unit.partition("/")[0]


def _range(a: Group, b: Group, text: str) -> Group | None:
    gap = text[a.end : b.start]
    if len(a.quantities) > 1 or _base(a) != _base(b) or not _RANGE.match(gap) or a.family == "count":
        return None
    between = text.startswith("不等", b.end)  # from one to another, of one time
    if not between and _FROM.search(text, max(0, a.start - 8), a.start) and re.search(r"至|到|to", gap, re.I):
        return None
    if a.family == "money" and _STEP.search(text, max(0, a.start - 12), a.start):
        return None
    if re.search("and|与", gap, re.I) and not re.search(r"between|介于", text[max(0, a.start - 12) : a.start], re.I):
        return None
    low, high = a.quantities[0], b.quantities[0]
    if low.value > high.value:
        return None
    per = high.unit if "/" in high.unit else low.unit
    low = replace(low, qualifier=low.qualifier or "from", unit=per)
    return Group(a.start, b.end, (low, replace(high, qualifier=high.qualifier or "to", unit=per)), b.family)


def _alternatives(a: Group, b: Group, text: str) -> Group | None:
    """ "6 or 9 months": the first number has no unit of its own; 0.80%、1.95%或2.25%: what it may be."""
    if a.family == b.family == "ratio" and _base(a) == _base(b):
        last = _EITHER.fullmatch(text[a.end : b.start]) and text[: a.start].count(";") == text[: b.start].count(";")
        if last or (text[a.end : b.start] == "、" and re.match(r"或者?[\d.]+%", text[b.end : b.end + 8])):
            return Group(a.start, b.end, (*a.quantities, *b.quantities), b.family)
    bare = re.fullmatch(r"\d[\d.,、或和/ ]*", text[a.start : a.end]) and _OR.match(text[a.end : b.start])
    if bare or (a.family == b.family == "term" and _EITHER.fullmatch(text[a.end : b.start])):
        return Group(a.start, b.end, (*a.quantities, *b.quantities), b.family)
    return None


def _earning(a: Group, b: Group, text: str) -> Group | None:
    """每消费1元累计2分 · 3 points per $1 · NT$30 = 1 mile · ₹3 per ₹1,000."""
    gap, families = text[a.end : b.start], (a.family, b.family)
    if text[max(0, a.start - 1) : a.start] == "满" and "money" == a.family == b.family:
        return None
    fetched = _FETCHES.fullmatch(gap) is not None
    if not fetched and (len(gap) > 16 or not _EARN.search(gap) or re.search(r"[,;。]", gap)):
        return None
    if families == ("money", "money") and re.search("、|合计", gap):
        return None
    backwards = families == ("points", "money") or (
        families == ("money", "money") and "每" not in gap and gap.strip().isascii()
    )
    if families not in (("money", "points"), ("points", "money"), ("money", "money")):
        return None
    if not backwards and not (
        _EVERY.search(text, max(0, a.start - 12), a.start) or "=" in gap or _rates(a, b, gap, text)
    ):
        return None
    if families == ("money", "money") and (_base(a) != _base(b) or "/" in gap):
        return None
    reward, spent = (a, b) if backwards else (b, a)
    earned = _per_spent(reward.quantities[0], spent.quantities[0])
    return Group(a.start, b.end, earned, "ratio" if earned[0].unit == "ratio" else reward.family)


def _rates(a: Group, b: Group, gap: str, text: str) -> bool:
    """1元积2分 and 15元得1分 are rates without 每; 满100元积2分 is a threshold."""
    accrues = _ACCRUES.fullmatch(gap) or (b.quantities[0].value == 1 and _GIVES.fullmatch(gap))
    return bool(accrues) and _REACHED.search(text, max(0, a.start - 6), a.start) is None


def _per_spent(reward: Quantity, spent: Quantity) -> tuple[Quantity, ...]:
    base, currency = reward.unit.partition("/")[0], spent.unit.partition("/")[0]
    if base == currency:
        return (Quantity(reward.value / spent.value, "ratio"),) if spent.value else (reward,)
    if spent.value == 1:
        return (Quantity(reward.value, f"{base}/{currency}"),)
    one = {"miles": "mile", "points": "point"}[base]
    if reward.value == 1:
        return (Quantity(reward.value, base), Quantity(spent.value, f"{currency}/{one}"))
    return (Quantity(reward.value, base), Quantity(spent.value, currency))


def _exchange(a: Group, b: Group, text: str) -> Group | None:
    """2,500分兑换200里程 costs 2,500 points; 1里程折12积分 gives 12 points."""
    gap = text[a.end : b.start]
    if "points" not in (a.family, b.family) or re.search(r"[,;。]", gap):
        return None
    if _FOLD.match(gap) and a.quantities[0].value == 1:
        return Group(a.start, b.end, b.quantities, b.family)
    if _SWAP.match(gap) and a.family == "points":
        return Group(a.start, b.end, a.quantities, a.family)
    return None


def _priced(a: Group, b: Group, text: str) -> Group | None:
    """A rate with its least and highest charge: 5‰, 最低5元, 最高50元 · 2.75%, minimum £1.50."""
    gap = text[a.end : b.start]
    if (
        a.family != "ratio"
        or b.family != "money"
        or len(gap) > (60 if _LEAST.search(gap) else 24)
        or re.search(r"[。;](?! ?(?:max|min|and (?:max|min)|最))|cashback|返现|返还", gap, re.I)
    ):
        return None
    if re.search(r"[由从]|调整|起点|起购|限额|门槛|可获|赠|奖|\bfrom\b|spend|balance of", gap):
        return None
    if "成" in text[a.start : a.end] or _OTHER_LEAST.search(gap) or _TIER_ABOVE.match(text, b.end):
        return None
    around = text[max(0, a.start - 40) : b.start]
    if _OWN_FORMER.match(text, b.end):
        return None
    if _FORMER.search(text, max(0, a.start - 12), a.start) and pattern("states", "unchanged").match(text, b.end):
        return None
    if b.quantities[0].qualifier not in ("min", "max", ">=", "<=") or a.quantities[0].unit != "ratio":
        return None
    if re.search(r"立减|返|cashback|优惠(?!后)|rebate", around, re.I):
        return None
    return Group(a.start, b.end, (*a.quantities, *b.quantities), "ratio")


def _added(a: Group, b: Group, text: str) -> Group | None:
    """A fixed part and a share of the amount: 12元/笔加收1% · £2 plus 1%."""
    if {a.family, b.family} == {"money", "ratio"} and _PLUS.fullmatch(text[a.end : b.start]):
        return Group(a.start, b.end, (*a.quantities, *b.quantities), "ratio")
    return None


def _bounds(a: Group, b: Group, text: str) -> Group | None:
    """A least and a highest value of one thing: 最低1元，最高8元 · at least £1 and at most £8."""
    gap = text[a.end : b.start]
    marks = a.quantities[-1].qualifier, b.quantities[-1].qualifier
    if len(a.quantities) > 1 or a.family != b.family or _base(a) != _base(b) or not _BETWEEN.fullmatch(gap):
        return None
    if marks[0] not in ("min", ">=") or marks[1] not in ("max", "<="):
        return None
    return Group(a.start, b.end, (*a.quantities, *b.quantities), a.family)


def _capped(a: Group, b: Group, text: str) -> Group | None:
    """A charge for so much of something with its highest or least amount: £5 per 1,000 points (maximum £40)."""
    gap = text[a.end : b.start]
    alike = a.family == b.family == "money" and _base(a) == _base(b) and len(a.quantities) == 1
    marked = b.quantities[0].qualifier in ("min", "max", ">=", "<=") and a.quantities[0].qualifier is None
    if alike and marked and _CAPPED.fullmatch(gap) and not _FORMER.search(text, max(0, a.start - 14), a.start):
        return Group(a.start, b.end, (*a.quantities, *b.quantities), a.family)
    return None


def _based(a: Group, b: Group, text: str) -> Group | None:
    """£5 per 1,000 points: for how much a charge is due."""
    if a.family == "money" and b.family in ("points", "count") and _BASIS.fullmatch(text[a.end : b.start]):
        counted = b.family == "count" and " for " not in text[a.end : b.start]
        return Group(a.start, b.end, a.quantities, a.family) if counted or charged(text) else None
    return None


def _restated(a: Group, b: Group, text: str) -> Group | None:
    """每年5.25厘（5.25%）: the same in another unit."""
    if a.family == b.family == "ratio" and a.quantities[-1].value == b.quantities[-1].value:
        told = text[a.end : b.start].strip() == "(" and text[b.end : b.end + 1] == ")"
        return Group(a.start, b.end + 1, a.quantities, a.family) if told and "厘" in text[a.start : a.end] else None
    return None


def _joined(a: Group, b: Group, text: str, priced: bool) -> Group | None:
    for join in (
        _restated,
        _range,
        _a_time,
        _bounds,
        _capped,
        _based,
        _alternatives,
        _earning,
        _exchange,
        _added,
        *([_priced] if priced else []),
    ):
        if group := join(a, b, text):
            return group
    return None


def carried(groups: list[Group], text: str) -> list[Group]:
    """最高可设为单笔50万元、日累计200万元: the mark of the first holds for the next of an enumeration."""
    for i, (a, b) in enumerate(itertools.pairwise(groups)):
        mark = a.quantities[-1].qualifier
        if len(b.quantities) == 1 and not b.quantities[0].qualifier and mark in ("min", "max") and a.family == b.family:
            gap = text[a.end : b.start]
            if re.fullmatch(r"(?:、|和|及| and )[^,;。]{0,8}|[ \w'-]{0,40},? and [^,;.]{0,6}", gap):
                groups[i + 1] = b.but(replace(b.quantities[0], qualifier=mark))
    return groups


def _a_time(a: Group, b: Group, text: str) -> Group | None:
    """200元一年: per what a charge is due."""
    if a.family == "money" and b.family == "term" and a.end == b.start and text[b.start] == "一":
        return Group(a.start, b.end, (dated(a.quantities[0], "money", _base(b)),), a.family)
    return None


def _at_least(placed: Group, after: Mention | None, text: str) -> Group:
    """不足5元的按5元收: said twice, the amount is the least that is charged."""
    same = after is not None and placed.family == "money" and after.quantity.value == placed.quantities[0].value
    if after is None or not same or not _AS_MUCH.fullmatch(text, placed.end, after.start):
        return placed
    return replace(placed, end=after.end, quantities=(replace(placed.quantities[0], qualifier="min"),))


_ROUNDED: Final = re.compile(r"(?:\(含\))?(?:的|者)?,?(?:一律|均|都|也|仍|亦)?(?:按|以)")


def rounded(a: Mention, b: Mention | None, text: str) -> bool:
    """未达100万元者以100万元计 tells how amounts are rounded up: neither is a figure."""
    same = b is not None and a.quantity.value == b.quantity.value and a.family == b.family
    if b is None or not same or _ROUNDED.fullmatch(text, a.end, b.start) is None:
        return False
    return re.match(r"计(?:算|数)?(?![收费息])", text[b.end : b.end + 3]) is not None


def charged(text: str) -> bool:
    """Does a text speak of charges?"""
    return _FEE.search(text) is not None


def group(mentions: Iterable[Mention], text: str, around: str = "") -> list[Group]:
    """The groups of one sentence or cell, in their order. `around` is what its heading or table head adds."""
    out: list[Group] = []
    priced = charged(f"{around} {text}")
    listed = [*mentions]
    up = {m for a, b in itertools.pairwise(listed) if rounded(a, b, text) for m in (a, b)}
    listed = [m for m in listed if m not in up]
    for mention, after in itertools.zip_longest(listed, listed[1:]):
        if (out and mention.start < out[-1].end) or _INCLUDED.search(text, max(0, mention.start - 6), mention.start):
            continue
        placed = _at_least(_placed(mention, text, out[-1].end if out else 0, around), after, text)
        if out and (joined := _joined(out[-1], placed, text, priced)):
            out[-1] = joined
        else:
            out.append(placed)
    held = re.search(r"卡|\bcard", f"{around} {text}") is not None
    return carried([_counted(g if held else _copied(g), text, around) for g in out], text)


def _counted(g: Group, text: str, around: str) -> Group:
    """张 behind a card counts cards: 季卡每周二放出1,000张."""
    if g.family != "count" or "张" not in text[g.start : g.end] or not _CARDS.search(f"{around} {text[: g.start]}"):
        return g
    return g.but(*(replace(q, unit=q.unit.replace("copies", "cards")) for q in g.quantities))


def _copied(g: Group) -> Group:
    """每张 without a card around is a sheet: a statement, a certificate, a form."""
    return g.but(*(replace(q, unit=q.unit.replace("/card", "/copy")) for q in g.quantities))
