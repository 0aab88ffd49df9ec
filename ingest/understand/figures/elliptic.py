"""Numbers whose unit stands before them in their sentence: "Points for a voucher rise from 15,000 to 18,000"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from ingest.model import Quantity
from ingest.understand.figures.currency import Money
from ingest.understand.figures.forms import english, verbs
from ingest.understand.figures.mention import READ, Mention
from ingest.understand.figures.numbers import ARABIC, value
from ingest.understand.figures.words import either, words

_BACK: Final = 90
"""So many characters before the numbers their unit is looked for, in their own sentence."""
_OWNERS: Final = frozenset({"persons", "accounts", "cards"})
"""What is counted for them, more often than they are counted themselves."""
_SENTENCE: Final = re.compile(r"[。\n]|[.!?]\s")
_FAR_FROM: Final = re.compile(r"[。\n]|\.\s.*\.\s|\d")
_ALONE: Final = r"(?![\w%‰]|[,.:/-]\d| ?(?:%|per ?cent)| (?:[a-z]+ )?(?:days?|weeks?|months?|years?|hours?|minutes?)\b)"
_NUMBER: Final = rf"(?<![\d.,:/$£€₹A-Za-z-]){ARABIC}"


@functools.cache
def _forms() -> tuple[re.Pattern[str], ...]:
    turned = (
        r"(?:(?:is|are|was|were|will be|becomes?|will become)(?: now)?"
        rf"(?: {english()}(?: to)?)?|(?:will )?{english()} to)"
    )
    return tuple(
        re.compile(form, re.I)
        for form in (
            rf"\bfrom (?P<a>{_NUMBER}) to (?P<b>{ARABIC}){_ALONE}",
            rf"(?P<a>{_NUMBER}) {turned} (?P<b>{ARABIC}){_ALONE}",
            rf"\b{english()}(?: by (?:a )?\w+)? to (?P<b>{_NUMBER}){_ALONE}",
            rf"(?P<a>{_NUMBER}) (?:is|are|will be) (?:kept|left|retained|unchanged)\b",
            rf"[由从](?P<a>{ARABIC}){verbs()}(?P<b>{ARABIC})(?=[,;。)、]|$)",
        )
    )


@functools.cache
def _units() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    named = (("points", words("points")), ("count", words("counts")))
    return tuple(
        (unit, family, re.compile(rf"(?<![A-Za-z]){either(list(listed))}(?![a-z])", re.I))
        for family, table in named
        for unit, listed in table.items()
    )


_AGAIN: Final = re.compile(
    r"(?:\b(?:it|they|this|that|these|each|and) will (?:then |only )?(?:take|cost|need|require|be|earn|give|buy|get)s? "
    r"|\band )"
    rf"(?!(?:19|20)\d\d\b)(?P<n>{_NUMBER})"
    r"(?:(?<=\d{4})|(?<=\d,\d{3})|(?= (?:from|elsewhere|for|in|at|on|outside|with|when|if)\b)|(?=[.;,]? ?$))"
    rf"{_ALONE}",
    re.I,
)
"""A number behind one that is counted ("takes 10,000 points; it will take 12,500", "3 in cities and 5 elsewhere")."""


def _again(text: str, read: Iterable[Mention]) -> Iterator[Mention]:
    for m in _AGAIN.finditer(text):
        last = [x for x in read if m.start("n") - _BACK < x.end <= m.start("n")][-1:]
        between = text[last[0].end : m.start("n")] if last else "\n"
        if last and last[0].family in ("points", "count") and not _FAR_FROM.search(between):
            unit = last[0].quantity.unit
            yield Mention(m.start("n"), m.end("n"), Quantity(value(m["n"]), unit), last[0].family)


_LENT: Final = re.compile(
    r"\((?:单位\s?:\s?)?(?:人民币)?(?P<unit>万?元|%)(?:/(?P<per>[年月日季笔次张户份本人枚]))?\)\s?:(?P<told>[^。\n]{4,200})"
)
"""A label with the unit of all bare numbers behind it ("保管箱租金(元/年):小箱 300→360;大箱 800,不变")."""
_BARE: Final = re.compile(rf"(?<![\d.,:/A-Za-z-])(?P<n>{ARABIC})(?=\s?(?:→|->|=>|➜|⇒|[;(]|,(?!\d)|$))")


def _per(sign: str) -> str:
    listed: dict[str, list[str]] = words("per")
    return next(unit for unit, known in listed.items() for word in known if re.fullmatch(word, sign))


def _lent(text: str, money: Money) -> Iterator[Mention]:
    for m in _LENT.finditer(text):
        for n in _BARE.finditer(m["told"]):
            number, start = value(n["n"]), m.start("told") + n.start("n")
            family = "ratio" if m["unit"] == "%" else "money"
            unit = "ratio" if family == "ratio" else money.yuan
            unit += f"/{_per(m['per'])}" if m["per"] and family == "money" else ""
            size = {"%": Decimal("0.01"), "万元": Decimal(10000)}.get(m["unit"], Decimal(1))
            yield Mention(start, start + len(n["n"]), Quantity(number * size, unit), family)


def elliptic(text: str, read: Iterable[Mention], money: Money) -> Iterator[Mention]:
    """What such numbers count; `text` has dates and the like crossed out, `read` is what is read of it already."""
    open_ = list(text)
    for mention in read:
        open_[mention.start : mention.end] = READ * (mention.end - mention.start)
    text = "".join(open_)
    yield from _again(text, read)
    yield from _lent(text, money)
    for form in _forms():
        for m in form.finditer(text):
            if found := _named(text, m.start()):
                for side in (g for g in ("a", "b") if g in form.groupindex):
                    unit, family = found
                    yield Mention(m.start(side), m.end(side), Quantity(value(m[side]), unit), family)


def _named(text: str, at: int) -> tuple[str, str] | None:
    """Unit and family of the last thing that is counted before `at` in its sentence."""
    before = _SENTENCE.split(text[max(0, at - _BACK) : at])[-1]
    found = [
        (unit not in _OWNERS, m.start(), unit, family)
        for unit, family, p in _units()
        for m in p.finditer(before)
        if len(m[0]) > 1 and (m[0][-1] == "s" or not m[0].isascii())
    ]
    return max(found)[2:] if found else None
