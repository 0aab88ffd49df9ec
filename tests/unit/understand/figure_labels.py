"""Figures of unseen notices beside their labels.

A label is `direction old > new @words of the item`; "?" takes any direction, "a|b" one of them, "~" stands for what may be
read, all or in part, and need not; "or" stands between labels of which one is enough. What is read of a figure has to stand
on the sides on which it is labelled, and nothing beside it: an empty side is empty.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from unseen import grid, page

from ingest.model import Category, Direction, Figure, Quantity, Reading
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.figures.read import read_figures

READING = Reading(today=dt.date(2026, 6, 20), published=dt.date(2026, 6, 18))
PRICES = "关于调整部分服务价格的公告"
RATES = "关于调整人民币存贷款利率的公告"
LIMITS = "关于调整个人客户交易限额的公告"
PROMOTION = "信用卡优惠活动公告"
POINTS = "关于调整信用卡积分规则的公告"
CHARGES = "Changes to our charges"
RATE = "Changes to interest rates"
LIMIT = "Changes to transaction limits"
OFFER = "Card offer: terms and conditions"
REWARDS = "Changes to your rewards programme"
CATEGORIES = (
    dict.fromkeys((PRICES, CHARGES), Category.FEE_CHANGE)
    | dict.fromkeys((RATES, RATE), Category.RATE_CHANGE)
    | dict.fromkeys((LIMITS, LIMIT), Category.LIMIT_CHANGE)
    | dict.fromkeys((PROMOTION, OFFER), Category.PROMOTION)
    | dict.fromkeys((POINTS, REWARDS), Category.REWARDS_RULE)
)
Key = tuple[Decimal, str, str | None]
"""Value, unit without "per", qualifier."""
_MOVES = {Direction.UP, Direction.DOWN, Direction.NEW, Direction.REMOVED, Direction.UNCHANGED}
_AMISS = "amiss: "
_LIKE = {"min": ">=", "from": ">=", "max": "<=", "to": "<=", ">": ">=", "<": "<="}
_VALUE = re.compile(r"(min|max|from|to|>=|<=|>|<)?\s?(-?\d+(?:\.\d+)?)(?: ([A-Za-z_]+)(?:/\w+)?)?")


class Label(NamedTuple):
    ways: tuple[str, ...]
    old: frozenset[Key]
    new: frozenset[Key]
    item: tuple[str, ...]

    def names(self, figure: Figure) -> bool:
        return all(any(a in figure.item.lower() for a in word.split("|")) for word in self.item)

    def holds(self, figure: Figure) -> bool:
        """Are the values of the label read, each on its side?"""
        turned = not {"?", "~", figure.direction.value}.isdisjoint(self.ways)
        return turned and self.names(figure) and _in(self.old, keys(figure.old)) and _in(self.new, keys(figure.new))

    def fits(self, figure: Figure) -> bool:
        """Are they, and nothing else? What "~" allows may be there in part."""
        within = _of(keys(figure.old), self.old) and _of(keys(figure.new), self.new)
        return within and (self.names(figure) if "~" in self.ways else self.holds(figure))


@functools.cache
def labels(text: str) -> tuple[Label, ...]:
    """What is as right. Raises ValueError on what is no label."""
    return tuple(_label(form.strip()) for form in text.split(" or "))


def _label(form: str) -> Label:
    told, _, item = form.partition("@")
    way, _, sides = told.strip().partition(" ")
    parts = re.split(r"(?:^|\s)>(?:\s|$)", f"{sides} ", maxsplit=1)
    ways = tuple(way.split("|"))
    if len(parts) != 2 or not {*ways} <= {"?", "~", *(d.value for d in Direction)}:
        raise ValueError(f"no label: {form}")
    old, new = (_values(side) for side in parts)
    return Label(ways, old, new, tuple(item.lower().split()))


def _values(side: str) -> frozenset[Key]:
    parts = [part.strip() for part in side.split(";")] if side.strip() else []
    found = [(_VALUE.fullmatch(part), part) for part in parts]
    if unread := [part for m, part in found if m is None]:
        raise ValueError(f"no values: {unread}")
    return frozenset((abs(Decimal(m[2])), m[3] or "", _LIKE.get(m[1], m[1])) for m, _ in found if m)


def keys(quantities: tuple[Quantity, ...]) -> frozenset[Key]:
    return frozenset(
        (abs(q.value).normalize() + 0, q.unit.partition("/")[0], _LIKE.get(q.qualifier or "", q.qualifier))
        for q in quantities
    )


def _same(wanted: Key, got: Key) -> bool:
    """A label without a qualifier takes any; without a unit, any."""
    return wanted[0] == got[0] and wanted[1] in ("", got[1]) and wanted[2] in (None, got[2])


def _in(wanted: frozenset[Key], got: frozenset[Key]) -> bool:
    return all(any(_same(w, g) for g in got) for w in wanted)


def _of(got: frozenset[Key], wanted: frozenset[Key]) -> bool:
    return all(any(_same((w[0], w[1], None), g) for w in wanted) for g in got)


def wrong(read: tuple[Figure, ...], said: tuple[str, ...]) -> list[str]:
    """What is missing or too much: all that moves, and all without a value, has to fit a label.

    "amiss: …" instead of a label says what is read wrongly so far; then values alone must be labelled, and nothing may be
    as it should."""
    amiss = tuple(text for text in said if text.startswith(_AMISS))
    told = {text: labels(text) for text in said if text not in amiss}
    strictly = [*_missing(read, told, Label.fits), *_unlabelled(read, told), *_unfitting(read, told)]
    if not amiss:
        return strictly
    loosely = [*_missing(read, told, Label.holds), *_unlabelled(read, told)]
    return loosely if strictly else [f"read as it should be: {text}" for text in amiss]


def _missing(
    read: tuple[Figure, ...], told: Mapping[str, tuple[Label, ...]], by: Callable[[Label, Figure], bool]
) -> list[str]:
    needed = {text: ways for text, ways in told.items() if not any("~" in way.ways for way in ways)}
    return [f"missing {text}" for text, ways in needed.items() if not any(by(w, f) for w in ways for f in read)]


def _unlabelled(read: tuple[Figure, ...], told: Mapping[str, tuple[Label, ...]]) -> list[str]:
    """Values that no label has."""
    allowed = frozenset(key for ways in told.values() for way in ways for key in way.old | way.new)
    return [f"too much {f.item}" for f in read if not _of(keys(f.old) | keys(f.new), allowed)]


def _unfitting(read: tuple[Figure, ...], told: Mapping[str, tuple[Label, ...]]) -> list[str]:
    """What moves, stays, comes or goes, or has no value, and fits no label."""
    sought = [f for f in read if f.direction in _MOVES or not (f.old or f.new)]
    ways = [way for ways in told.values() for way in ways]
    return [f"no label for {shown((f,)).strip()}" for f in sought if not any(way.fits(f) for way in ways)]


def shown(read: tuple[Figure, ...]) -> str:
    """For the message of a test, as labels are written."""
    return "\n".join(f"  {f.direction.value} {_side(f.old)} > {_side(f.new)} @{f.item}" for f in read)


def _side(quantities: tuple[Quantity, ...]) -> str:
    return "; ".join(" ".join(filter(None, (q.qualifier, str(q.value), q.unit))) for q in quantities)


def figures(title: str, lines: str, category: Category | None = None) -> tuple[Figure, ...]:
    """What is read on a page with this title; without a category, with the one of the title or of the page."""
    document = page(title, lines.split("\n"))
    category = category or CATEGORIES.get(title) or understand(document, READING).category
    return tuple(read_figures(document, normalise(document.text), READING, category=category))


def tabled(title: str, body: str, *, marked: bool = True) -> tuple[Figure, ...]:
    """What is read on a page of the text before a table, the table (`grid`), the text behind it, "---" between them."""
    before, rows, after = (part.strip() for part in f"{body}---".split("---")[:3])
    category = Category.PROMOTION if any(w in title for w in ("活动", "offer")) else Category.FEE_CHANGE
    category = Category.LIMIT_CHANGE if any(w in title for w in ("限额", "limit")) else category
    category = Category.RATE_CHANGE if any(w in title for w in ("利率", "rates")) else category
    return figures(title, f"{before}\n{grid(rows, marked=marked)}\n{after}", category)
