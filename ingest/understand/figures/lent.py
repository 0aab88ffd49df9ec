"""Bare numbers of a table with the unit that a head, a row's name, the words around or below the table lend them."""

from __future__ import annotations

import re
from typing import Final

from ingest.model import Category
from ingest.understand.figures.groups import charged
from ingest.understand.figures.mention import Mention
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.quantities import scan

_AMOUNT: Final = re.compile(r"金额|限额|起点|起存|起购|规模|额度|费|amount|fee", re.I)
_UNITS: Final = re.compile(
    r"\(([^(),;]{1,16})(?:[,;][^()]{0,40})?\)|单位\s?[::]?\s?([^\s,;。()]{1,12})"
    r"|\b(?:in|amount in) ([A-Z]{3}|[A-Z]{0,2}[$£€₹]|Rs\.?|%(?: ?p\.?a\.?)?)(?![A-Za-z])"
)
_DECLARED: Final = re.compile(
    r"(?:以|按)(港[币元]|人民币|美元|新台币|台币|澳门[币元]|欧元|英镑|日元|新加坡元|新元|澳元|加元)"
    r"(?:[百千万]元)?(?:列示|计算|计价|计(?!息)|为单位|收取)"
    r"|\bin ((?:Hong Kong|US|Singapore|Australian|New Zealand|Canadian) dollars|[Rr]upees|(?:UAE )?[Dd]irhams"
    r"|pounds|euros?)\b"
)
_BELOW: Final = 300
"""So far behind a table, in characters, its unit may be told."""
_AMOUNTS: Final = re.compile(
    r"(?:(?:上|以上|表中|表内|上述|以上各项)[^。;\n]{0,12}(?:金额|收费|价格|费用|数值)|(?:单位|币种)\s?[::])[^。;\n]{0,30}"
    r"|\b(?:amounts?|charges?|prices?|fees?|figures?|values?|rents?)\b[^.;\n]{0,16} in [^.;\n]{1,40}",
    re.I,
)
_NUMBER_OF: Final = re.compile(
    r"(?:number|no\.?|count) of (?:[a-z]+ )?(transactions|transfers|payments|withdrawals|uses|times|cards"
    r"|accounts|copies|customers|days|months|years|visits|orders|points)"
    r"|\b(points|miles|(?:transactions|transfers|payments|withdrawals|visits|uses|entries|orders|redemptions|notes|coins|cheques)"
    r"(?= (?:per|a|each|every|in|for)\b))\b|(里程|点数)|(笔数|次数|人数|名额|份数|枚数|张数|天数|积分)",
    re.I,
)
_EXCHANGED: Final = re.compile(r"\s?[:比=]\s?1 ?[^:\d]{1,6}$")
"""What one of is had for so many: (积分:1里程) over 20."""
_COUNTED: Final = {"名额": "名", "积分": "积分", "里程": "里程", "点数": "点数"}
"""The unit of a head of numbers, where it is not the head's first character (笔数 → 笔)."""
_PERCENT: Final = re.compile(r"利率|费率|\bAER\b|\bAPR\b|\brate|p\.a\.|%|收益率|基准|比例", re.I)
_IN_PERCENT: Final = re.compile(
    r"(?:利率|费率|数值|下表|表中|单位)[^。;\d]{0,16}(?:%|百分)"
    r"|\b(?:rates?|figures|values|numbers|amounts|all)\b[^.;\d]{0,40}(?:%|\bper ?cent|\bpercentages?\b)",
    re.I,
)
"""Words above a table that give its numbers the unit of rates."""
_INTEREST: Final = re.compile(r"利率|\brates?\b", re.I)
_NO_MONEY: Final = re.compile(
    r"次|笔|数|件|个(?!月)|%|比|率|\b(?:number|no\.|free|count|times|rate|visits|transactions)\b", re.I
)
"""Heads and names of rows whose bare numbers are no amounts."""
_PER: Final = re.compile(r"(?:/|每|per\b|a\b|an\b|each\b|every\b)", re.I)
"""Opens a bracket that says per what a price is, and lends no unit by itself."""
_CONVERTED: Final = re.compile(r"^折(?:合|算)?(?:为|成)?(?=[人港美欧英日澳新加台])|(?:收取|计收|计价|列示)$")


def declared(text: str, end: int) -> str:
    """The words behind a table at `end` that give its amounts their currency."""
    below = text[end : end + _BELOW]
    m = _AMOUNTS.search(below)
    return f" {m.group()}" if m and (_DECLARED.search(m.group()) or _UNITS.search(m.group())) else ""


def lent_unit(notice: Notice, number: str, heads: tuple[str, ...]) -> Mention | None:
    """A bare number read with a unit that stands in brackets over it, beside it or above the table."""
    for head in heads:
        for m in (*_DECLARED.finditer(head), *_UNITS.finditer(head)):
            unit = next(g for g in m.groups() if g).strip(" :")
            unit = _EXCHANGED.sub("", unit)
            unit = re.sub(
                r"^(?:年化|年[利息]?率?(?=\W)|年利率|单位|人民币|annual|per annum)[\s,::]*",
                "",
                _CONVERTED.sub("", unit),
            )
            if not unit or unit[0].isdigit() or _PER.match(unit):
                continue
            for written in (f"{number}{unit}", f"{unit}{number}", f"{number} {unit}"):
                found = scan(written, notice.money)
                if len(found) == 1 and number in written[found[0].start : found[0].end]:
                    return found[0]
    if counted := _counted(notice, number, heads[:2]):
        return counted
    if not number[-1].isdigit() and any(_AMOUNT.search(h) for h in heads[:2]):
        return scan(f"{number}元", notice.money)[0]
    if number[-1].isdigit() and (any(_PERCENT.search(h) for h in heads[:2]) or _are_rates(notice, number, heads[-1])):
        return scan(f"{number}%", notice.money)[0]
    if notice.category is Category.FEE_CHANGE and charged(heads[0]) and not _NO_MONEY.search(" ".join(heads[:2])):
        return next(iter(scan(f"{notice.money.home} {number}", notice.money)), None)
    return None


def _are_rates(notice: Notice, number: str, around: str) -> bool:
    """Do the words above say that the table holds rates, or is the notice one on rates and the number one of those?"""
    if _IN_PERCENT.search(around):
        return True
    title = notice.category is Category.RATE_CHANGE and _INTEREST.search(f"{notice.title} {around}") is not None
    return title and re.fullmatch(r"\d{1,2}\.\d{1,4}", number) is not None


def _counted(notice: Notice, number: str, heads: tuple[str, ...]) -> Mention | None:
    """A bare number under "number of transfers" or 笔数."""
    for named in filter(None, (_NUMBER_OF.search(head) for head in heads)):
        english, chinese = named[1] or named[2], named[3] or named[4]
        noun = f" {english}" if english else _COUNTED.get(chinese, chinese[0])
        found = scan(f"{number}{noun}", notice.money)
        if len(found) == 1 and found[0].start == 0:
            return found[0]
    return None
