"""Expressions of a lexicon, looked for without regard to case: in small letters, and only those that may match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.text.signs import Index, Signs, marks, signs_of

_CAPITAL = re.compile(r"\\.|\(\?P|[A-Z]")
_OWN_CASE = "(?-i:"
Thing = TypeVar("Thing")


def small(expression: str) -> re.Pattern[str]:
    """An expression for text in small letters: twice as fast as one that ignores case. Not for those with `(?-i:`."""
    return re.compile(_CAPITAL.sub(lambda m: m[0] if m[0][0] in "\\(" else m[0].lower(), expression))


@dataclass(frozen=True, slots=True)
class Sought:
    """A text to look in: as it is, in small letters (character by character), and its marks."""

    text: str
    small: str
    marks: Signs

    @staticmethod
    def of(text: str) -> Sought:
        low = text.lower()
        if len(low) != len(text):
            low = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
        return Sought(text, low, marks(text))

    def opening(self, size: int) -> Sought:
        """The first `size` characters."""
        return Sought(self.text[:size], self.small[:size], self.marks)


@dataclass(frozen=True, slots=True)
class _Way:
    """One of the alternatives of an expression, whose number is `at`."""

    at: int
    form: re.Pattern[str]
    cased: bool


class Expressions(Generic[Thing]):
    """Things, each with an expression that tells of it."""

    def __init__(self, things: Iterable[tuple[Thing, str]]) -> None:
        told = list(things)
        self._things = [thing for thing, _ in told]
        made = (_Way(at, *_compiled(way)) for at, (_, expression) in enumerate(told) for way in ways(expression))
        self._index = Index((way, signs_of(way.form)) for way in made)

    def found(self, sought: Sought) -> Iterator[tuple[Thing, str]]:
        """The things told in a text, in their order, each with the words that its expression finds first."""
        first: dict[int, re.Match[str]] = {}
        for way in self._index.able(sought.marks):
            m = way.form.search(sought.text if way.cased else sought.small)
            if m and (way.at not in first or m.start() < first[way.at].start()):
                first[way.at] = m
        for at, m in sorted(first.items()):
            yield self._things[at], sought.text[m.start() : m.end()]


def _compiled(expression: str) -> tuple[re.Pattern[str], bool]:
    cased = _OWN_CASE in expression
    return re.compile(expression, re.I) if cased else small(expression), cased


def ways(expression: str) -> Iterator[str]:
    """The alternatives of which an expression consists, each with signs of its own."""
    depth, start, at = 0, 0, 0
    for m in _BRACKETS.finditer(expression):
        at = m.start()
        depth += {"(": 1, ")": -1}.get(m[0], 0)
        if m[0] == "|" and depth == 0:
            yield expression[start:at]
            start = at + 1
    yield expression[start:]


_BRACKETS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.S)
"""What is escaped or stands in a set opens, closes and parts nothing."""
