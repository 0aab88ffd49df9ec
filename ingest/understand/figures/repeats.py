"""One figure for what a notice says twice: in its title and its text, in a table and below it."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ingest.model import Direction, Figure
from ingest.understand.figures.words import words

_TABLE = "figures.table"
"""Two rows of a table are two figures, however alike."""
_CJK = re.compile(r"[一-鿿]")


def _values(figure: Figure) -> frozenset[tuple[object, str]]:
    return frozenset((q.value, q.unit.partition("/")[0]) for q in (*figure.old, *figure.new))


@functools.lru_cache(maxsize=4096)
def _grams(text: str) -> frozenset[str]:
    bare = re.sub(r"[\W_]+", "", text.lower())
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _alike(a: str, b: str) -> bool:
    x, y = _grams(a), _grams(b)
    return bool(x & y) and len(x & y) >= 0.5 * min(len(x), len(y))


def _apart(a: str, b: str) -> bool:
    """Does each of two names say what the other does not?"""
    return bool(a and b) and a not in b and b not in a


def _promises(item: str) -> str:
    """What an item says that is given ("…：立减金额"): not the amount from which it is given."""
    return next((name for name in words("suffixes").values() if item.endswith(f"：{name}")), "")


def _repeats(figure: Figure, other: Figure) -> bool:
    """Does `other` already say what `figure` says?"""
    if figure.direction is other.direction and figure.old == other.old and figure.new == other.new:
        if figure.old and _CJK.search(figure.item + other.item) and figure.item.isascii() != other.item.isascii():
            return True
        if figure.evidence.rule == other.evidence.rule == _TABLE and figure.item != other.item:
            return False
        if figure.evidence.span == other.evidence.span and _apart(figure.item, other.item):
            return False
        if figure.evidence.span != other.evidence.span and _promises(figure.item) != _promises(other.item):
            return False
        return (
            figure.item == other.item
            or not figure.item
            or (bool(figure.new or figure.old) and _alike(figure.item, other.item))
        )
    told_more = figure.direction is Direction.STATED and other.direction is not Direction.STATED
    return told_more and bool(figure.new) and set(figure.new) <= set(other.new) and _alike(figure.item, other.item)


def _keys(figure: Figure) -> frozenset[object]:
    """What two figures must share to be one: a quantity, or that they have none."""
    return frozenset((q.value, q.unit) for q in (*figure.old, *figure.new)) or frozenset([None])


def distinct(body: Iterable[Figure], heads: Iterable[Figure]) -> list[Figure]:
    """The figures once each; those of titles and headings only when no other figure holds their values."""
    kept: dict[int, Figure] = {}
    places: dict[object, list[int]] = defaultdict(list)
    for n, figure in enumerate(body):
        near = sorted({i for key in _keys(figure) for i in places[key] if i in kept})
        if any(_repeats(figure, kept[i]) for i in near):
            continue
        for i in [i for i in near if _repeats(kept[i], figure)]:
            del kept[i]
        kept[n] = figure
        for key in _keys(figure):
            places[key].append(n)
    return [*kept.values(), *_unsaid(heads, kept.values())]


def _unsaid(heads: Iterable[Figure], body: Iterable[Figure]) -> Iterator[Figure]:
    said = {v for f in body for v in _values(f)}
    yield from (f for f in heads if _values(f) and not _values(f) <= said)
