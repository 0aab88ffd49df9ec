"""Texts that an expression finds, made from what it consists of."""

from __future__ import annotations

import random
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any

_ANY = "的x 3，z"
_CATEGORIES = {
    op.CATEGORY_DIGIT: "0369",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "a费7",
    op.CATEGORY_NOT_SPACE: "，b",
}
_FURTHER = 2
"""Of what may be repeated, up to so many more than it must."""


def text_of(expression: str, chance: random.Random) -> str:
    """A text that the expression finds, unless what it wants or forbids beside its words is in the way."""
    return _sequence(parser.parse(expression, re.I), chance)


def _sequence(parts: Iterable[tuple[Any, Any]], chance: random.Random) -> str:
    return "".join(_part(what, told, chance) for what, told in parts)


def _part(what: Any, told: Any, chance: random.Random) -> str:
    match what:
        case op.LITERAL:
            return chr(told)
        case op.ANY:
            return chance.choice(_ANY)
        case op.NOT_LITERAL:
            return chance.choice(_ANY.replace(chr(told), ""))
        case op.IN:
            return _one(told, chance)
        case op.BRANCH:
            return _sequence(chance.choice(told[1]), chance)
        case op.SUBPATTERN:
            return _sequence(told[3], chance)
        case op.ATOMIC_GROUP:
            return _sequence(told, chance)
        case op.MAX_REPEAT | op.MIN_REPEAT | op.POSSESSIVE_REPEAT:
            least, most, parts = told
            times = chance.randint(least, min(most, least + _FURTHER))
            return "".join(_sequence(parts, chance) for _ in range(times))
        case op.AT if told is op.AT_BOUNDARY:
            return ""
    return ""


def _one(items: list[tuple[Any, Any]], chance: random.Random) -> str:
    if items[0][0] is op.NEGATE:
        listed = re.compile(f"[{''.join(map(_listed, items[1:]))}]")
        return chance.choice([c for c in _ANY + "q一" if not listed.match(c)])
    what, told = chance.choice(items)
    if what is op.RANGE:
        return chr(chance.randint(*told))
    return chr(told) if what is op.LITERAL else chance.choice(_CATEGORIES[told])


def _listed(item: tuple[Any, Any]) -> str:
    what, told = item
    if what is op.RANGE:
        return f"{re.escape(chr(told[0]))}-{re.escape(chr(told[1]))}"
    return re.escape(chr(told)) if what is op.LITERAL else re.escape(_CATEGORIES[told])
