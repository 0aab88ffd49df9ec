"""One table cell: its quantities with the unit that head, label or caption lend it, or the state that it tells."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ingest.model import Cell, Quantity
from ingest.understand.figures.context import dated, label_qualifier, period
from ingest.understand.figures.epochs import timeless
from ingest.understand.figures.footnotes import SIGN
from ingest.understand.figures.groups import Group, charged, group
from ingest.understand.figures.heads import plain_of
from ingest.understand.figures.lent import lent_unit
from ingest.understand.figures.mention import Mention
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.numbers import ARABIC
from ingest.understand.figures.tiers import tiered
from ingest.understand.figures.words import pattern, words
from ingest.understand.lexicon import pattern as rule

_BARE: Final = re.compile(
    rf"^[+]?({ARABIC}(?:千万|百万|[千万亿])?)\s?[xX]?"
    rf"(?:{SIGN}|[▲▼↑↓]|\s?\((?:不变|未变|未调整|维持|unchanged|no change)\))*$"
)
_EACH: Final = re.compile(rf"^({ARABIC})\s?(?:per|for (?:each|every)|每) ?\d[\d,.]* [a-z]+\.?$", re.I)
"""A price without its unit, and for how many it is: 2 per 100 pieces."""
_MOVED: Final = re.compile(
    rf"(?:由|从|from )?\s?({ARABIC})\s?"
    rf"(?:\(\s?(?:原为?|此前|was|previously|formerly|(?:up |down )?from)[\s:]*({ARABIC})\s?\)"
    rf"|(?:→|->|=>|➜|⇒|[调降升提增]?[高低整]?[至到为]|to)\s?({ARABIC}))",
    re.I,
)
"""Two bare numbers, one of them old: 5,000（原10,000）, 10 → 8."""
_PAIRED: Final = re.compile(rf"({ARABIC})\s?\(\s?({ARABIC})\s?\)")
_FOR_ONE: Final = re.compile(rf"({ARABIC})\s?:\s?1")
"""So many points for one mile: 12:1."""
_SETTLED: Final = re.compile(r"[TD]\s?\+\s?(\d)\s?日?", re.I)
"""So many working days after the deal: T+1."""
_YEARLY: Final = re.compile(r"年化|年率|\bp\.?a\.?\b|per annum|a year", re.I)
_TIER: Final = re.compile(
    r"[^\s,:;、()]*(?:满|达到?|门槛|最低|不低于|\b(?:at least|minimum|min\.?|over|from)\b[a-z ]*?)"
    r"\s?(?:为|[A-Z]{0,3}[$£€₹¥]|[A-Z]{3})?\s?\d[\d,.]*\s?(?:[百千万亿]*元)?",
    re.I,
)
"""What a row holds for: its mark is not that of the row's values (满150元 | 立减15元)."""
_BOUND: Final = re.compile(
    r"(?:最[低高少多]|至[少多]|不[低高]于|不超过|封顶|\b(?:min|max)(?:imum|\.)?(?: of)?|\bat (?:least|most)"
    rf"|\bcapped at)[\s:为]*(?P<n>{ARABIC})(?![.,]?\d|\s?(?:[%‰元万a-zA-Z]|个))",
    re.I,
)
"""A least or highest charge behind a rate, with the unit of its column (0.2‰,最低5,最高50)."""
_DISCOUNT: Final = re.compile(r"discount|\boff\b|折扣|立减比例|优惠比例|优惠幅度|减免比例", re.I)


_CONDITION: Final = re.compile(
    r"\([^()]*\d[^()]*\)|\d[\d,.]*[^,;()\d]{0,30}?\b(?:per|a|each|every)(?: [a-z]+){0,2} (?:per |a |each )?"
    r"(?:day|week|month|quarter|year)\b|(?:每[日天周月季年]|[单当][日月])[^,;()\d]{0,8}\d[\d,.]*\s?[万亿]?(?:[元笔次张枚]|美元|港[币元])",
    re.I,
)
"""What in a row's name says for which amounts or times it holds (over 300 coins per day): its periods are not those of
the charge."""
_NAMED: Final = re.compile(r"[;,、\n(]\s?[^;,、\n\d]{2,20}$|(?:^|[;,、\n ])[^;:,、\n\d ]{1,20}:\s?$")
"""A part of a cell with its own name: 20元/月;小微企业免收."""


@dataclass(frozen=True, slots=True)
class Value:
    """`state`: None, "nothing" (a dash), "same", "full" (no discount), "free", "nil" or "removed"."""

    groups: tuple[Group, ...]
    state: str | None
    cell: Cell


@functools.cache
def _nothing() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(words("states", "nothing")) + ")", re.I)


def read_cell(notice: Notice, cell: Cell, head: str, label: str, around: str) -> Value:
    """The value of a cell under `head`, in the row named `label`; `around` is caption and lead-in of the table."""
    named, label = label, _CONDITION.sub("", label)
    text = plain_of(notice, cell)
    start, end = notice.place(cell.span)
    if not text or _nothing().fullmatch(text) or _nothing().fullmatch(text.strip("() 。.")):
        return Value((), "nil" if pattern("states", "nil").fullmatch(text) else "nothing", cell)
    if pattern("states", "nil").fullmatch(text):
        return Value(_zero(notice, start, end), "nil", cell)
    mentions = [replace(m, start=m.start - start, end=m.end - start) for m in notice.within(start, end)]
    if not mentions and (m := _BARE.match(text)) and (lent := lent_unit(notice, m[1], (head, named, around))):
        mentions = [replace(lent, start=0, end=m.end())]
    elif (m := _EACH.match(text) or _FOR_ONE.fullmatch(text)) and (
        lent := lent_unit(notice, m[1], (head, named, around))
    ):
        mentions = [replace(lent, start=0, end=m.end(1))]
    elif not mentions and (m := _SETTLED.fullmatch(text)):
        mentions = [Mention(0, m.end(), Quantity(Decimal(m[1]), "workday"), "term")]
    elif not mentions and (m := _MOVED.fullmatch(text) or _in_brackets(text, around)):
        mentions = list(_two(notice, m, (head, named, around)))
    elif mentions:
        mentions = sorted([*mentions, *_bounds(notice, text, mentions, (head, named, around))], key=lambda x: x.start)
    context = f"{head} {label} {_said_around(label, around)}"
    raw = notice.text[start:end]
    groups = [labelled(g, head, label) for g in _tiers(notice, group(mentions, raw, context), raw)]
    moved = tuple(replace(g, start=g.start + start, end=g.end + start) for g in groups)
    return Value(moved or _worded(notice, text, start, end), _state(text, bool(moved)), cell)


def _said_around(label: str, around: str) -> str:
    """What the words around a table add: a charge in a table on interest is no rate a year."""
    if not charged(label) or _YEARLY.search(around):
        return around
    return "fee" if charged(around) else ""


def _in_brackets(text: str, around: str) -> re.Match[str] | None:
    """Two bare numbers, where the words around say what the brackets hold: 1.10 (1.25)."""
    return _PAIRED.fullmatch(text) if rule("figures", "beside", "aside").search(around) else None


def _two(notice: Notice, m: re.Match[str], heads: tuple[str, ...]) -> Iterator[Mention]:
    """Both numbers of a cell with the unit that its heads lend."""
    for at in (i for i in range(1, len(m.groups()) + 1) if m[i]):
        if lent := lent_unit(notice, m[at], heads):
            yield replace(lent, start=m.start(at), end=m.end(at))


def _bounds(notice: Notice, text: str, read: list[Mention], heads: tuple[str, ...]) -> Iterator[Mention]:
    """The least and the highest charge that a cell prints without their unit."""
    for m in _BOUND.finditer(text):
        apart = not any(x.start < m.end("n") and m.start("n") < x.end for x in read)
        if apart and (lent := lent_unit(notice, m["n"], heads)) and lent.family == "money":
            yield replace(lent, start=m.start("n"), end=m.end("n"))


def _tiers(notice: Notice, groups: list[Group], raw: str) -> list[Group]:
    """The groups with their tiers; a tier may be free ("0.2万元以下：免费")."""
    free = [g for m in pattern("states", "free").finditer(raw) for g in _zero(notice, m.start(), m.end())]
    apart = [f for f in free if not any(g.start < f.end and f.start < g.end for g in groups)]
    charged = tiered(sorted([*groups, *apart], key=lambda g: g.start), raw)
    return [
        g
        for g in charged
        if g.family != "free" or g.tier or (groups and _NAMED.search(raw[: g.start])) or _alone(groups, raw[: g.start])
    ]


def _alone(groups: list[Group], before: str) -> bool:
    """Does a word for nothing stand behind a stop, and all other values of its cell say how often or how long?"""
    apart = before.rstrip().endswith((",", ";", "、"))
    return apart and bool(groups) and all(g.family in ("count", "term") for g in groups)


def _zero(notice: Notice, start: int, end: int) -> tuple[Group, ...]:
    return (Group(start, end, (Quantity(Decimal(0), notice.money.home),), "free"),)


def _worded(notice: Notice, text: str, start: int, end: int) -> tuple[Group, ...]:
    return _zero(notice, start, end) if _state(text, False) == "free" else ()


def freed(notice: Notice, value: Value, text: str) -> Group | None:
    """Nothing to pay, where a cell opens so and tells the old value in brackets: Free (was $40)."""
    opening = text.split("(")[0].strip()
    start, _ = notice.place(value.cell.span)
    return _zero(notice, start, start + len(opening))[0] if _state(opening, False) == "free" else None


def revalued(notice: Notice, value: Value, groups: tuple[Group, ...], text: str) -> Value:
    """A cell of which only these groups and these words are left."""
    start, end = notice.place(value.cell.span)
    zero = () if groups or _state(text, False) != "free" else _zero(notice, start, end)
    return Value(groups or zero, _state(text, bool(groups)), value.cell)


def _state(text: str, valued: bool) -> str | None:
    full = rule("figures", "states", "full").search(text) is not None
    if valued:
        stays = pattern("states", "unchanged").search(text) or rule("figures", "states", "kept").match(text)
        return "same" if stays else "full" if full else None
    if full:
        return "full"
    if re.search(r"不再(?!.*收费标准)|取消|停止收取|终止", text):
        return "removed"
    if pattern("states", "free").search(text) or re.fullmatch(
        r"(?:(?:now |always |included |completely |absolutely )?free(?: (?:for|to) (?:all|every)\w*(?: \w+)?)?"
        r"|nothing|waived|免|included|complimentary|gratis|no (?:\w+ ){0,3}(?:fee|charge|cost)s?)"
        r"(?:,? (?:for (?:the time being|now|the moment|the present)|until further notice|at present|temporarily))?"
        r"(?:\s?(?:\([^()]*\)|\[[^\[\]]*\]|\*+))?\.?",
        text,
        re.I,
    ):
        return "free"
    if pattern("states", "unchanged").search(text):
        return "same"
    ended = pattern("states", "removed").search(text) or re.search("不再|停止", text)
    return "removed" if ended or rule("figures", "states", "ceased").fullmatch(text.strip("。. ")) else None


def labelled(g: Group, head: str, label: str) -> Group:
    """The group with the period and the mark that its head and its row give it."""
    per = period(timeless(head)) or period(label)
    per = "copy" if per == "card" and not re.search(r"卡|\bcard", f"{head} {label}", re.I) else per
    mark = (
        label_qualifier(f"{_TIER.sub('', label)} {head}")
        if len(g.quantities) == 1 and g.family in ("money", "points", "count", "ratio")
        else None
    )
    return g.but(*(_marked(dated(q, g.family, per), mark, g.family, head) for q in g.quantities))


def _marked(q: Quantity, mark: str | None, family: str, head: str) -> Quantity:
    if family == "ratio" and q.unit == "ratio" and _DISCOUNT.search(head):
        return replace(q, value=1 - q.value, unit="paid_share")
    return replace(q, qualifier=q.qualifier or mark)


def facets(value: Value) -> Iterator[tuple[str, list[Group]]]:
    """The groups of a cell by what they measure: prices, points, terms, counts."""
    classes = {"money": "price", "ratio": "price", "free": "price", "share": "price"}
    names = list(dict.fromkeys(classes.get(g.family, g.family) for g in value.groups))
    for name in names:
        yield name, [g for g in value.groups if classes.get(g.family, g.family) == name]
