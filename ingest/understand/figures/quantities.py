"""Quantities in a text: money, ratios, points, counts, terms, each with the characters that state it.

The grammar is a list of patterns, most specific first; what one has read is closed to the next. A quantity carries its
unit in the words of `model.Quantity` ("CNY/card", "ratio/year", "paid_share", "points/CNY", "times/day", "month").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ingest.model import Quantity
from ingest.text.normal import Normal, normalise
from ingest.understand.figures.closed import masked
from ingest.understand.figures.currency import Money, money_of
from ingest.understand.figures.mention import READ, Mention
from ingest.understand.figures.numbers import ARABIC, CHINESE, ENGLISH, scale_pattern, scaled, value
from ingest.understand.figures.sharing import shared_back, sharing
from ingest.understand.figures.words import either, words
from ingest.understand.lexicon import pattern as rule

_DONE: Final = re.compile("[印办查补开寄取汇转领换打出]")
"""打印一次: for each time that it is done."""
_ACCOUNTS: Final = re.compile(
    r"(?<![商客用农住])账?户(?:数量?|总数|个数)?(?:合计|总计|累计|共计|共)?[^,;。、\d]{0,6}"
    r"(?:\d+个[减增调降升改][^,;。、\d]{1,6})?$"
)
_LIMITED: Final = re.compile(
    r"(?:限额|额度|上限|下限|单[笔日月次年]|累计|每[日笔月年户]|起[存购点]|金额|余额|门槛)[^,;。]{0,8}(?:,(?:分别|各|依次|均)[^,;。]{0,3})?$"
    r"|[一-鿿\d][万亿]\s?(?:→|->|-|~|[调降升提增减压缩涨放扩收]{0,2}[高低整宽]?[至到为])\s?$"
    r"|(?:限额|额度|上限|下限)[^;。]{0,12}\d[万亿]、$"
)
_USUAL: Final = "(?:the|its|their|our|your) (?:usual|listed|list|standard|normal|published|regular|full|tariff)"
_CHARGES: Final = "fees?|charges?|prices?|rates?|rent|commission|premium|fare"
"""A share of the usual charge is what is paid of it."""
_EACH: Final = re.compile(rf"(?:[之以]?内)?(?:最多|至多|不超过|累计|合计|总共|共|仅|只|限)?{READ}")
"""Behind 一天, 一周, 一个月: per what a limit holds (一天一百万元, 一个月最多3次)."""
_FACE: Final = re.compile(
    r"(?:面[额值])?的?(?:新|旧|纸|纪念)?(?:钞票?|纸币|硬币|纪念币|流通币|小面额)(?:每[人户位])?(?:可|限|最多|至多|各)?[兑换领]?[限各]?\s?\d"
)
"""Behind an amount that tells notes or coins apart, and so many of them: 100元钞100张."""
_SPAN: Final = "(?:day|week|month|quarter|year|cycle)"
_N = rf"(?<![数几好])(?P<n>{ARABIC}|{CHINESE})"
_DIGIT = rf"(?<![\d.A-Za-z_/])(?<!\d,)(?<![A-Za-z]-)(?P<n>{ARABIC})"
_RATE = rf"(?=\d)(?:(?<![\d.A-Za-z_/])|(?<=LPR)|(?<=BOR))(?<!\d,)(?<![A-Za-z]-)(?P<n>{ARABIC})"
_COUNT = (
    r"(?<![\d.A-Za-z_第同任每某统唯])(?<!\d,)(?<![A-Za-z]-)"
    rf"(?P<n>{ARABIC}|{CHINESE}|乙(?=次)|双(?=倍)|(?<![a-z]){ENGLISH}(?= ))"
)


Maker = Callable[[re.Match[str], Money], tuple[Decimal, str, str] | None]
Rule = tuple[re.Pattern[str], Maker]
_SIGNS: dict[Maker, tuple[str, ...]] = {}
"""What a text must hold (in lower case) for a rule to be worth trying."""


@functools.cache
def _code(symbol: str, side: str) -> str | None:
    return next(
        (c for c, t in words("currencies").items() for w in t[side] if re.fullmatch(w, symbol.strip(), re.I)), None
    )


def _before(m: re.Match[str], money: Money) -> tuple[Decimal, str, str]:
    code = money.dollar if m["sign"] == "$" else _code(m["sign"], "before") or money.home
    if m["sign"] == "¥" and money.home == "JPY":
        code = "JPY"
    return scaled(m["n"], m["scale"]), code, "money"


def _after(m: re.Match[str], money: Money) -> tuple[Decimal, str, str] | None:
    sign = m["sign"].lower()
    if sign == "c" and rule("figures", "skip", "numbered").search(m.string, max(0, m.start() - 12), m.start()):
        return None
    if _FACE.match(m.string, m.end()):
        return None
    if sign in ("元", "块", "圆", "块钱"):
        code = money.yuan
    elif sign in ("角", "分钱"):
        return value(m["n"]) / (10 if sign == "角" else 100), money.yuan, "money"
    elif sign.startswith("dollar"):
        code = money.dollar
    elif sign.startswith("cent") or sign in ("c", "¢"):
        return value(m["n"]) / 100, money.dollar if money.home in ("GBP", "CNY", "INR") else money.home, "money"
    elif sign in ("p", "pence"):
        return value(m["n"]) / 100, "GBP", "money"
    else:
        code = _code(m["sign"], "after") or money.home
    return scaled(m["n"], m["scale"]), code, "money"


def _myriads(m: re.Match[str], money: Money) -> tuple[Decimal, str, str] | None:
    """A limit in myriads without 元: 单笔5万、日累计20万."""
    limited = _LIMITED.search(m.string, max(0, m.start() - 20), m.start())
    return (scaled(m["n"], m["scale"]), money.yuan, "money") if limited else None


def _bare(m: re.Match[str], money: Money) -> tuple[Decimal, str, str]:
    return value(m["n"] or m["n2"]), money.yuan, "money"


def _unsigned(m: re.Match[str], money: Money) -> tuple[Decimal, str, str]:
    return scaled(m["n"], m["scale"]), money.yuan, "money"


def _percent(m: re.Match[str], money: Money) -> tuple[Decimal, str, str] | None:
    if m["sign"] == "厘":
        return (value(m["n"]) / 100, "ratio/year", "ratio") if money.yuan in ("HKD", "MOP") else None
    size = {"%": 100, "‰": 1000, "‱": 10000}.get(m["sign"], 100)
    ratio = value(m["n"]) / size
    if m["gap"] is not None:
        return ratio, "ratio_points", "difference"
    if m["paid"] and not m["less"] and ratio < 1:
        return ratio, "paid_share", "share"
    if (m["off"] and not m["paid"]) or m["less"]:
        return 1 - ratio, "paid_share", "share"
    return ratio, "ratio", "ratio"


def _fraction(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    return value(m["n"]) / {"百": 100, "千": 1000, "万": 10000}[m["of"]], "ratio", "ratio"


def _difference(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    points = re.match(r"个?百分点|percentage|ppt|pp", m["sign"], re.I)
    signed = -value(m["n"]) if m["minus"] == "-" or m["less"] or m["less2"] else value(m["n"])
    return signed / (100 if points else 10000), "ratio_points", "difference"


def _share(m: re.Match[str], _: Money) -> tuple[Decimal, str, str] | None:
    digits = value(m["n"].replace("十", ""))
    paid = digits / (100 if digits >= 10 else 10)
    return (paid, "paid_share", "share") if 0 < paid < 1 else None


def _tenths(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    """So many tenths of an amount: 账单的九成, 总价的三成五."""
    rest = Decimal(5) if m["sub"] == "半" else value(m["sub"] or "零")
    return value(m["n"]) / 10 + rest / 100, "ratio", "ratio"


def _half(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    return Decimal("0.5"), "paid_share", "share"


@functools.cache
def _units(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((unit, re.compile(w, re.I)) for unit, listed in words(table).items() for w in listed)


def _unit(table: str, m: re.Match[str]) -> str:
    """The unit of the sign of a quantity, seen where it stands (some words ask for what follows them); "" for none."""
    at, end = m.start("sign") + len(m["sign"]) - len(m["sign"].lstrip()), m.start("sign") + len(m["sign"].rstrip())
    whole = (unit for unit, w in _units(table) if (found := w.match(m.string, at)) and found.end() == end)
    return next(whole, None) or next((unit for unit, w in _units(table) if w.fullmatch(m.string, at, end)), "")


def _points(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    number = scaled(m["n"], m["scale"])
    unit = "points" if m["sign"] in ("分", "点") else _unit("points", m)
    return -number if m["debt"] else number, unit, "points"


def _branded(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    """Points that a programme calls by a name of its own (5,000 Harbour Dollars)."""
    return scaled(m["n"], m["scale"]), "points", "points"


def _count(m: re.Match[str], _: Money) -> tuple[Decimal, str, str] | None:
    if m["n"] == "一" and "账" in m["sign"]:
        return None
    before = m.string[max(0, m.start() - 4) : m.start()]
    if m["n"] in "一1" and _DONE.match(before[-1:]) and not re.search("[限只仅多]", before):
        return None
    return scaled(m["n"], m["scale"]), _unit("counts", m), "count"


def _places(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    return value(m["n"]), "persons", "count"


def _held(m: re.Match[str], _: Money) -> tuple[Decimal, str, str] | None:
    """So many of what the words before count: 名下Ⅱ类户合计超过5个."""
    named = _ACCOUNTS.search(m.string, max(0, m.start() - 16), m.start())
    return (scaled(m["n"], m["scale"]), "accounts", "count") if named else None


def _times(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    return value(m["n"] or m["w"]), "times", "count"


def _fold(m: re.Match[str], money: Money) -> tuple[Decimal, str, str]:
    """3X points: told as other multiples are, but sought only where there is an x."""
    return _times(m, money)


def _term(m: re.Match[str], _: Money) -> tuple[Decimal, str, str] | None:
    number = value(m["n"])
    unit = _unit("terms", m)
    if m["n"] == "一" and _EACH.match(m.string, m.end(), m.end() + 8):
        return None if unit in ("day", "week") or m.string[m.end()] != READ else (number, unit, "term")
    if unit == "year" and (number > 99 or m["n"][0] in "〇零"):
        return None
    return number, unit, "term"


@functools.cache
def _rules() -> tuple[Rule, ...]:
    """The grammar, compiled once."""
    scale = rf"(?:\s?(?P<scale>{scale_pattern()}))?"
    before = either([*(w for c in words("currencies").values() for w in c["before"]), r"\$"])
    after = either([w for c in words("currencies").values() for w in c["after"]])
    counts = either([w for listed in words("counts").values() for w in listed])
    terms = either([w for listed in words("terms").values() for w in listed])
    points = either([w for listed in words("points").values() for w in listed])
    off = (
        r"(?P<off>\s?(?:instant |cash |flat )?(?:off|discount|waiver|rebate on fees|cheaper|price (?:cut|drop)"
        rf"|(?:knocked|taken|slashed|shaved|chopped) off|of {_USUAL} (?:[a-z]+ ){{0,2}}?(?P<paid>{_CHARGES})"
        r"|less(?= (?:on|when|for|at)))(?![a-z])"
        r"| of (?:the |your |all )?(?:[a-z]+ ){0,3}(?:fees?|charges?|commission)"
        r" (?:is |are |will be |shall be |stands? )?waived"
        r"|的?(?:折扣|优惠)(?=[,;。]|$))?"
    )
    gap = (
        r"(?P<gap>(?= (?:p\.?a\.? )?(?:below|above|over|under|(?:less|lower|higher|more) than) (?:[a-z'-]+ ){0,4}"
        r"(?:rates?|base|prime|SONIA|SOFR|EURIBOR|HIBOR|LIBOR|LPR|repo|saver|account)(?![a-z])))?"
    )
    less = (
        r"(?P<less>(?:(?:(?:discount|reduction|waiver|savings?) of|sav(?:e|es|ing))"
        r"(?: (?:an? |another )?(?:flat|further|extra))? (?:up to |as much as )?"
        r"|(?:打|给予|享受?|再)?(?:减免|减收|优惠)\s?))?"
    )
    grammar: tuple[tuple[str, Maker], ...] = (
        (rf"(?P<of>[百千万])分之(?P<n>{ARABIC}|{CHINESE})", _fraction),
        (
            rf"(?:(?<!\d)(?P<minus>[+-])|(?<=LPR)\s?(?P<less>减去?|minus )|(?<=[值价率由为是持按数])(?P<less2>减去?))?"
            rf"(?<![\d.,_/])(?P<n>{ARABIC})\s?(?P<sign>个?百分点"
            rf"|percentage points?|ppts?|pp(?![a-z])|bps?(?![a-z])|basis points?"
            rf"|个?基点)",
            _difference,
        ),
        (
            rf"(?P<minus>)(?P<less>)(?:(?<=[由为是持按数])(?P<less2>减去?))?(?P<n>{CHINESE})(?P<sign>个百分点|个基点)",
            _difference,
        ),
        (rf"{less}{_RATE}\s?(?P<sign>%|‰|‱|厘(?![米升])|per ?cent(?![a-z])|pct(?![a-z]))(?:{off}){gap}", _percent),
        (
            r"(?P<half>(?:减半|对折)(?![至为到])|一半(?=的?(?:付费|收取?|计[收费算]|收费|缴[纳付]|支付|执行|优惠|减免))"
            r"|(?<=[收付交缴减免取])一半(?=[,;。)]|$|优惠)|半价|五折优惠|half[- ]price"
            rf"|half (?:of )?(?:{_USUAL} |(?:the|its|their|our|your) (?=(?:[a-z]+ ){{0,3}}(?:{_CHARGES})\b)))",
            _half,
        ),
        (
            r"(?<![\d.])(?P<n>\d{1,2}(?:\.\d)?|[一二三四五六七八九]十?(?:点?[一二三四五六七八九])?)折(?![算合抵旧存返人港美]|扣(?![款收除]))",
            _share,
        ),
        (r"(?P<n>[一二三四五六七八九])成(?=收取|计收|收费|收(?![入益])|执行|计价|计费)", _share),
        (
            r"(?<=[的达为过于至到高限超约付])(?P<n>[一二三四五六七八九])成(?P<sub>[一二三四五六七八九半])?"
            r"(?=[,;。、()]|$|以[上下内]|及以|或以)",
            _tenths,
        ),
        (rf"(?P<sign>{before})\s?(?P<n>{ARABIC}){scale}(?:元|圆)?(?:整|/-)?(?![A-Za-z0-9]|\s?个月|[天年]期)", _before),
        (
            rf"(?<=满)(?P<n>{ARABIC})(?=(?:立|再|可|随机|直)?[减返送])|(?<=[\d][减返送])(?P<n2>{ARABIC})(?![\d.]|[元%折积分])",
            _bare,
        ),
        (
            r"(?<![\d.,:A-Za-z])(?P<n>\d{1,2}(?:\.\d)?)(?P<scale>)"
            r"(?P<sign>p(?![A-Za-z0-9/])(?!\.[a-z])|¢|c(?= (?:a|per|each|every|charge|fee)\b|/))",
            _after,
        ),
        (rf"{_DIGIT}\s?(?P<scale>[万亿])(?=/(?:笔|日|天|月|年|户|单|次))", _unsigned),
        (
            rf"{_DIGIT}{scale}\s(?-i:(?!US|Hong|Kong|Singapore|Austral|Canad|Taiwan|Zealand|America)[A-Z][a-z]+ )"
            r"(?-i:Dollars|Stars|Credits)\b",
            _branded,
        ),
        (
            rf"{_N}{scale}(?:多|余)?\s?(?P<sign>{after}|元|圆|块钱?|角|分钱(?!(?:也|都|均)?不)|dollars?|pence|cents?(?![a-z]))(?:整|钱)?",
            _after,
        ),
        (
            r"(?<=[笔日月年计额度为到至限])(?P<n>[一二两三四五六七八九][一二两三四五六七八九十百千万]{0,6}[百千万])(?P<scale>)(?=[,;。、)]|$)",
            _myriads,
        ),
        (
            rf"{_DIGIT}(?P<scale>[十百千]?万|亿)(?=\s?(?:[,;。、()→~]|-|$|[调提升增减压缩]|至|到|为|改|降|以[上下内]|及以|起|\((?:含|不变)))",
            _myriads,
        ),
        (
            rf"(?<![\d.])(?P<debt>(?:(?<=[于为是到至达过足])|(?<=[a-z] ))-)?"
            rf"{_N}{scale}(?:\s|(?<=\d{{3}})-(?=points?\b))?(?:[一-鿿]{{1,5}}?(?=积分|里程)(?<![元月日年次张笔个至为或和折兑换倍]))?(?:(?:bonus"
            rf"|reward|membership|extra|base|additional|(?-i:[A-Z][A-Za-z]+)) )?(?P<sign>{points}"
            rf"|点(?:(?<=\d{{3}}点)|(?<=[百千万]点)|(?!钟|半|\d|击|整|前|后|至|到|起|,|。|-|~|:))|分(?!不[少差]|[也都]不)(?![钱钟之行期公店别批析类支部类段享配开散局秒]))",
            _points,
        ),
        (
            rf"(?P<n>once|twice|thrice|{ENGLISH} times?|only once)(?= (?:per|a|an"
            rf"|each|every|on each|in (?:a|any|each|\d)|during|only|within|throughout)(?![a-z]))",
            _times_en,
        ),
        (
            rf"(?<![\d.,])(?:{_DIGIT}|(?<![a-z-])(?P<w>{ENGLISH}))"
            rf"(?= (?:a|per|each|every|in (?:a|any|each|one)) (?:single |calendar |membership |statement )?"
            r"(?:year|month|day|week|quarter|cycle)(?![a-z]))",
            _times,
        ),
        (rf"(?<=名额)(?:为|共|各|仅)?(?P<n>{ARABIC})个", _places),
        (rf"(?<![\d.,])(?P<n>{ARABIC})个(?=名额)", _places),
        (
            rf"{_DIGIT}(?P<w>)x(?=\s?(?:bonus |reward )?(?:points?|miles?|rewards?|cash ?back)\b|\s(?:to|from)\s\d"
            r"|\s?(?:→|->)|[,.;)](?=\s|$)| (?:until|now|today|before)\b)",
            _fold,
        ),
        (
            rf"{_COUNT}{scale}\s?(?:free |complimentary |successful |eligible |registered "
            rf"|qualifying |new "
            rf"|highest |biggest |top |earliest |fastest |largest |lucky "
            rf"|[a-z]+ (?=[a-z]+s (?:a|per|each|every|in a|in any) ))?(?P<sign>{counts})",
            _count,
        ),
        (rf"{_COUNT}{scale}个(?=的|[,;。()]|[减增调降升改]|以[上内下]|$)", _held),
        (
            rf"(?:{_DIGIT}|(?<![a-z-])(?P<w>{ENGLISH})) (?:(?:free|complimentary|extra|bonus) (?:[a-z]+ )?)?"
            r"[a-z]{3,}s(?<!months)(?<!years)(?<!days)(?<!weeks)"
            rf"(?= (?:(?:a|per|each|every) (?:calendar )?{_SPAN}|in (?:all|total)|overall|altogether)(?![a-z]))",
            _times,
        ),
        (rf"{_COUNT}[\s-]?(?P<sign>{terms})(?!期(?!限|间))(?:(?<=个月)|(?!\d))", _term),
    )
    return tuple((re.compile(p, re.I), make) for p, make in grammar)


def _times_en(m: re.Match[str], _: Money) -> tuple[Decimal, str, str]:
    word = m["n"].lower().removeprefix("only ").removesuffix(" times").removesuffix(" time")
    return Decimal(3) if word == "thrice" else value(word), "times", "count"


_SIGNS |= {
    _fraction: ("分之",),
    _difference: ("点", "bp", "point", "pp"),
    _half: ("半", "对折", "half", "五折"),
    _share: ("折", "成"),
    _tenths: ("成",),
    _bare: ("满", "减"),
    _places: ("名额",),
    _myriads: ("万", "亿", "千", "百"),
    _held: ("户",),
    _fold: ("x",),
    _branded: (" dollars", " stars", " credits"),
    _times_en: ("once", "twice", "thrice", "times"),
    _times: (" a ", " per ", " each ", " every ", " in ", " overall", " altogether"),
}
_SUPERSCRIPTS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_FRACTIONS = {"¼": ".25", "½": ".50", "¾": ".75"} | dict.fromkeys("⅛⅜⅝⅞⅓⅔⅕⅖⅗⅘⅙⅚", READ * 3)
"""Written in the three characters that normalisation makes of them; odd ones are not read rather than misread."""
_RAISED = re.compile(f"[{_SUPERSCRIPTS}{''.join(_FRACTIONS)}]")


@functools.cache
def _per_suffix() -> re.Pattern[str]:
    units = "|".join(f"(?P<{unit}>{either(list(listed))})" for unit, listed in words("per").items())
    link = r" ?(?:/|·|每一?(?!.{0,3}[限最可享])|per |a |an |each |every |for each |for every |on each )"
    return re.compile(rf"{link} ?(?:{units})", re.I)


_YEARLY = re.compile(
    r"\s?\(?(?:年化|p\.?a\.?(?![a-z])|per annum|AER(?![a-z])|EAR(?![a-z])|APR(?![a-z])|APY(?![a-z])|gross(?![a-z]))\)?",
    re.I,
)
_TIME = ("day", "week", "month", "quarter", "year")


def _with_per(mention: Mention, text: str) -> Mention:
    """Take up "/卡", "/户/月", "per month" after a quantity; a length of time says more than a holder."""
    if mention.family in ("term", "difference", "share", "free"):
        return mention
    at, units = mention.end, list[str]()
    while m := _per_suffix().match(text, at):
        units.append(str(m.lastgroup))
        at = m.end()
    if mention.family == "ratio" and not units and (m := _YEARLY.match(text, at)):
        units, at = ["year"], m.end()
    allowed = [u for u in units if u in _TIME] or ([] if mention.family in ("ratio", "count") else units)
    if not allowed:
        return replace(mention, end=at) if units and mention.family != "count" else mention
    unit = f"{mention.quantity.unit.partition('/')[0]}/{allowed[0]}"
    return replace(mention, end=at, quantity=replace(mention.quantity, unit=unit))


def unraised(normal: Normal, text: str) -> str:
    """The normalised text with raised digits (footnote marks, "£7.50¹") as blanks, "2¼" as "2.25"; offsets stay."""
    if not _RAISED.search(text):
        return normal.text
    out = list(normal.text)
    for i, at in enumerate(normal.origin[:-1]):
        if text[at] in _SUPERSCRIPTS:
            out[i] = " "
        elif text[at] in _FRACTIONS and (i == 0 or normal.origin[i - 1] != at):
            out[i : i + 3] = _FRACTIONS[text[at]]
    return "".join(out)


def scan(text: str, money: Money, closed: str | None = None) -> list[Mention]:
    """Every quantity of a normalised text in its order. `closed` is the text with what must not be read crossed out."""
    rest = masked(text) if closed is None else closed
    found: list[Mention] = []

    def take(m: re.Match[str]) -> str:
        read = make(m, money)
        if read is None or not read[1]:
            return m.group()
        number, unit, family = read
        found.append(Mention(m.start(), m.end(), Quantity(number, unit), family))
        return READ * len(m.group())

    low = text.lower()
    for form, make in _rules():
        signs = _SIGNS.get(make)
        if signs is None or any(sign in low for sign in signs):
            rest = form.sub(take, rest)
    found = [_with_per(m, rest) for m in sorted(found, key=lambda m: m.start)]
    shared = [s for m in found for s in sharing(m, rest[: m.start] + text[m.start : m.end])]
    taken = {m.start for m in found}
    shared += [s for m in found for s in shared_back(m, rest) if s.start not in taken]
    return sorted([*found, *shared], key=lambda m: m.start)


def read_quantities(text: str) -> list[tuple[int, int, Quantity]]:
    """The quantities of a bare string as (start, end, quantity), offsets in `text`."""
    normal = normalise(text)
    mentions = scan(unraised(normal, text), money_of(normal.text))
    spans = [(normal.span(m.start, m.end), m.quantity) for m in mentions]
    return [(span.start, span.end, quantity) for span, quantity in spans]
