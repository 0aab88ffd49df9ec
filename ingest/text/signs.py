"""Signs of expressions and phrases: short strings of which a text holds one wherever they can match.

Most of a lexicon finds nothing in most sentences. Which of it may, an index of signs tells at once, and the rest need
not be tried: the few expressions that find something cost as much as before, the hundreds that do not cost nothing.
"""

from __future__ import annotations

import operator
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

Signs = frozenset[str]
NONE: Signs = frozenset()
_DIGIT, _LISTED = "0", 60
_PREFIX, _INSIDE = 4, 3
_FREQUENT = dict.fromkeys("etaoinsrhldcum", 2) | {" ": 4}
_RARER = (8.0, 4.0)
"""How much rarer a sign is with each character, of Chinese and of Latin ones."""
_WORDS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d")
_PIECES = re.compile(r"[a-z]+|[^\x00-\x7f]+|.", re.S)
_LETTERS = (op.RANGE, (ord("a"), ord("z")))
_BEGINS = (op.AT_BOUNDARY, op.AT_BEGINNING, op.AT_BEGINNING_STRING)
Thing = TypeVar("Thing")


def marks(text: str) -> Signs:
    """What may be a sign in `text`, in small letters: its characters, how its Latin words begin and any three letters
    of theirs, any two neighbours where it is not in ASCII alone; "0" for digits of any kind."""
    low = text.lower()
    words = set(_WORDS.findall(low))
    found = {*low, *words}
    for size in range(2, _PREFIX + 1):
        found.update([word[:size] for word in words])
    found.update([word[at : at + _INSIDE] for word in words for at in range(1, len(word) - _INSIDE + 1)])
    if not text.isascii():
        found.update(map(operator.add, low, low[1:]))
    if _DIGITS.search(text):
        found.add(_DIGIT)
    return frozenset(found)


class Index(Generic[Thing]):
    """Things by what a text must hold for them: one of each of their signs."""

    def __init__(self, things: Iterable[tuple[Thing, Iterable[Signs]]]) -> None:
        self._things: list[tuple[Thing, tuple[Signs, ...]]] = []
        self._always: list[int] = []
        self._by: dict[str, list[int]] = {}
        for at, (thing, needed) in enumerate(things):
            rarest, *rest = sorted(needed, key=_frequency) or [NONE]
            self._things.append((thing, tuple(rest)))
            for sign in rarest:
                self._by.setdefault(sign, []).append(at)
            if not rarest:
                self._always.append(at)

    def able(self, present: Signs) -> list[Thing]:
        """The things whose signs are among `present`, the marks of a text, in their order."""
        places = set(self._always)
        for sign in self._by.keys() & present:
            places.update(self._by[sign])
        told = (self._things[at] for at in sorted(places))
        return [thing for thing, rest in told if not any(map(present.isdisjoint, rest))]


def signs_of(pattern: re.Pattern[str]) -> list[Signs]:
    """Sets of signs of an expression, one of each of which stands wherever it matches; none where it needs nothing."""
    return [needed for needed in _sequence(parser.parse(pattern.pattern, pattern.flags)) if needed]


def signs_of_words(run: str, *, begins: bool = True) -> Iterator[Signs]:
    """The signs of characters that stand in a row; `begins`: no letter can stand before them."""
    for m in _PIECES.finditer(run.lower()):
        piece, latin = m[0], m[0].isascii() and m[0].isalpha()
        size = _PREFIX if latin and (begins or m.start()) else _INSIDE if latin else 2
        pieces = [piece[at : at + size] for at in range(len(piece) - size + 1)] or [piece]
        if size == _INSIDE > len(piece):
            pieces = list(piece)
        yield frozenset({piece[:size] if size == _PREFIX else min(pieces, key=_letters)})


def _sequence(parts: Iterable[tuple[Any, Any]], begins: bool = False) -> Iterator[Signs]:
    """What each part of a sequence needs, `NONE` for those that need nothing; `begins`: as in `signs_of_words`."""
    run, first = "", begins
    for what, told in parts:
        if what is op.LITERAL:
            run += chr(told)
            continue
        yield from signs_of_words(run, begins=first)
        begins = (begins and not run) or bool(run and not run[-1].isalpha())
        run = ""
        yield from _needed(what, told, begins)
        begins = first = _is_border(what, told) or _parts_words(what, told) or (begins and _leaves_apart(what, told))
    yield from signs_of_words(run, begins=first)


def _is_border(what: Any, told: Any) -> bool:
    """Can no Latin letter stand before what follows?"""
    if what is op.AT:
        return told in _BEGINS
    if what is not op.ASSERT_NOT or told[0] > 0 or len(told[1]) != 1:
        return False
    kind, listed = told[1][0]
    return kind is op.IN and _LETTERS in listed


def _parts_words(what: Any, told: Any) -> bool:
    """Does a part end with a character that is no letter, wherever it matches?"""
    match what:
        case op.LITERAL:
            return not chr(told).isalpha()
        case op.SUBPATTERN:
            return bool(told[3]) and _parts_words(*told[3][-1])
        case op.BRANCH:
            return all(way and _parts_words(*way[-1]) for way in told[1])
        case op.MAX_REPEAT | op.MIN_REPEAT if told[0]:
            return _parts_words(*told[2][-1])
    return False


def _leaves_apart(what: Any, told: Any) -> bool:
    """Does what follows a part begin a word if the part does?"""
    if what in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _parts_words(*told[2][-1])
    return what in (op.ASSERT, op.ASSERT_NOT)


def _needed(what: Any, told: Any, begins: bool) -> Iterator[Signs]:
    match what:
        case op.IN:
            yield _listed(told)
        case op.BRANCH:
            ways = [min((n for n in _sequence(way, begins) if n), key=_frequency, default=NONE) for way in told[1]]
            yield NONE if NONE in ways else frozenset().union(*ways)
        case op.SUBPATTERN:
            yield from _sequence(told[3], begins)
        case op.MAX_REPEAT | op.MIN_REPEAT | op.POSSESSIVE_REPEAT if told[0]:
            yield from _sequence(told[2], begins)
        case op.ATOMIC_GROUP:
            yield from _sequence(told, begins)
        case op.ASSERT:
            yield from _sequence(told[1], begins and told[0] > 0)


def _listed(items: Iterable[tuple[Any, Any]]) -> Signs:
    """The characters of a set; `NONE` for one that excludes, or holds too many."""
    found = set[str]()
    for what, told in items:
        if what is op.LITERAL:
            found.add(chr(told).lower())
        elif what is op.RANGE and told[1] - told[0] <= _LISTED:
            found |= {chr(c).lower() for c in range(told[0], told[1] + 1)}
        elif what is op.CATEGORY and told is op.CATEGORY_DIGIT:
            found.add(_DIGIT)
        else:
            return NONE
    return frozenset(found)


def _letters(sign: str) -> int:
    """How frequent the letters of a sign are."""
    return sum(_FREQUENT.get(c, c.isascii()) for c in sign)


def _frequency(signs: Signs) -> float:
    """How frequent signs are, together; longer ones are rarer."""
    return sum((1 + _letters(sign) if sign.isascii() else 1) / _RARER[sign.isascii()] ** len(sign) for sign in signs)
