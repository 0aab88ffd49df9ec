"""An old wording and the new one, value by value: quoted in one sentence, or each in a sentence of its own."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from ingest.understand.figures.forms import Q, verbs
from ingest.understand.figures.words import either, words

_ALIKE_FROM: Final = 0.5
"""Two wordings of one clause share at least so much of their words."""


@functools.cache
def _quotes() -> re.Pattern[str]:
    """One quoted wording in place of another."""
    return re.compile(
        rf'"(?P<old>[^"]{{2,200}})"[^"。]{{0,12}}?(?:{verbs()}|改为|should read|(?:is |are |will be |has been )?'
        r"(?:replaced (?:by|with)|changed to|amended to(?: read)?)):?\s?"
        r'"(?P<new>[^"]{2,200})"',
        re.I,
    )


@functools.cache
def _marked() -> re.Pattern[str]:
    """ "Before: … After: …"."""
    old, new = (either(list(words("change", side))) for side in ("old_wording", "new_wording"))
    mark = rf"[^\w{Q}]{{0,3}}"
    return re.compile(rf"{old}{mark}(?P<old>.{{2,300}}?)[。.;]?\s*{new}{mark}(?P<new>.{{2,300}})", re.I | re.S)


_SHORT: Final = 100
_STOP: Final = re.compile(r"[;。]|\.\s")
_NUMBERS: Final = re.compile(r"\d[\d,.]*")
_LIKE: Final = 0.7
"""A sentence that says the same of another time shares so much of its words."""


def mirrors(now: str, then: str) -> bool:
    """Does a sentence say of earlier what the one before it says of now ("以往每月前2笔免费,第3笔起每笔4元")?"""
    if not _past().match(then) or _past().match(now) or abs(len(now) - len(then)) > 0.5 * len(now):
        return False
    a, b = (_NUMBERS.sub(Q, text) for text in (now, then))
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _LIKE


@functools.cache
def _past() -> re.Pattern[str]:
    listed = [w for name in ("was", "is") for w in words("headers", "epochs", name)]
    return re.compile(rf"\W{{0,2}}{either(listed)}", re.I)


@functools.cache
def _sentences() -> re.Pattern[str]:
    return re.compile(r"(?P<new>[^。]{6,300}?)(?:。|\.\s)\s*(?P<old>[^。]{6,300}?)(?:[。.]|$)", re.S)


@functools.lru_cache(maxsize=128)
def wordings(text: str, families: tuple[str, ...]) -> tuple[tuple[int | None, int | None], ...]:
    """(old, new) of the values of two wordings in a skeleton; None where the other wording has none like it."""
    return tuple(_wordings(text, families)) if len(families) > 1 else ()


def _wordings(text: str, families: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    for m in _quotes().finditer(text):
        olds, news = _inside(text, *m.span("old")), _inside(text, *m.span("new"))
        if [families[i] for i in olds] == [families[i] for i in news]:
            yield from zip(olds, news, strict=True)
        else:
            yield from aligned(text, m.span("old"), m.span("new"), families)
    for m in _sentences().finditer(text):
        if mirrors(m["new"], m["old"]):
            yield from aligned(text, m.span("old"), m.span("new"), families)
    for m in _marked().finditer(text):
        yield from aligned(text, m.span("old"), m.span("new"), families) or _beside(
            text, m.span("old"), m.span("new"), families
        )


def _beside(
    text: str, old: tuple[int, int], new: tuple[int, int], families: Sequence[str]
) -> list[tuple[int | None, int | None]]:
    """Short wordings that open with the same kind of value, whatever stands behind it ("2 points, uncapped")."""
    stop = _STOP.search(text, *new)
    olds, news = _inside(text, *old), _inside(text, new[0], stop.start() if stop else new[1])
    short = max(old[1] - old[0], new[1] - new[0]) <= _SHORT
    if not (short and olds and news) or families[olds[0]] != families[news[0]] or len(olds) > 1:
        return []
    return [(olds[0], news[0]), *((None, y) for y in news[1:])]


def _inside(text: str, start: int, end: int) -> list[int]:
    first = text.count(Q, 0, start)
    return list(range(first, first + text.count(Q, start, end)))


def aligned(
    text: str, old: tuple[int, int], new: tuple[int, int], families: Sequence[str]
) -> list[tuple[int | None, int | None]]:
    """(old, new) of the values of the wordings at `old` and `new` of a skeleton, None where the other has none like it.

    Values between the same words belong together; what is left over came or went.
    """
    matcher = SequenceMatcher(None, text[slice(*old)], text[slice(*new)], autojunk=False)
    olds, news = _inside(text, *old), _inside(text, *new)
    if matcher.ratio() < _ALIKE_FROM or not (olds and news):
        return []
    pairs = dict[int, int]()
    for block in matcher.get_matching_blocks():
        for at in range(block.size):
            if text[old[0] + block.a + at] == Q:
                x, y = text.count(Q, 0, old[0] + block.a + at), text.count(Q, 0, new[0] + block.b + at)
                if families[x] == families[y]:
                    pairs[x] = y
    for x in olds:
        left = [y for y in news if y not in pairs.values() and families[y] == families[x]]
        if x not in pairs and len(left) == 1:
            pairs[x] = left[0]
    return [*((x, pairs.get(x)) for x in olds), *((None, y) for y in news if y not in pairs.values())]
