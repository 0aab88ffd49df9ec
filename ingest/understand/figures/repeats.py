"""One figure for what a notice says twice: in its title and its text, in a table and below it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.model import Direction, Figure

_CJK = re.compile(r"[一-鿿]")


def _values(figure: Figure) -> frozenset[tuple[object, str]]:
    return frozenset((q.value, q.unit.partition("/")[0]) for q in (*figure.old, *figure.new))


def _grams(text: str) -> frozenset[str]:
    bare = re.sub(r"[\W_]+", "", text.lower())
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _alike(a: str, b: str) -> bool:
    x, y = _grams(a), _grams(b)
    return bool(x & y) and len(x & y) >= 0.5 * min(len(x), len(y))


def _repeats(figure: Figure, other: Figure) -> bool:
    """Does `other` already say what `figure` says?"""
    if figure.direction is other.direction and figure.old == other.old and figure.new == other.new:
        if figure.old and _CJK.search(figure.item + other.item) and figure.item.isascii() != other.item.isascii():
            return True
        return (
            figure.item == other.item
            or not figure.item
            or (bool(figure.new or figure.old) and _alike(figure.item, other.item))
        )
    told_more = figure.direction is Direction.STATED and other.direction is not Direction.STATED
    return told_more and bool(figure.new) and set(figure.new) <= set(other.new) and _alike(figure.item, other.item)


def distinct(body: Iterable[Figure], heads: Iterable[Figure]) -> list[Figure]:
    """The figures once each; those of titles and headings only when no other figure holds their values."""
    kept: list[Figure] = []
    for figure in body:
        if not any(_repeats(figure, other) for other in kept):
            kept = [k for k in kept if not _repeats(k, figure)]
            kept.append(figure)
    said = {v for f in kept for v in _values(f)}
    for figure in heads:
        if _values(figure) and not _values(figure) <= said:
            kept.append(figure)
    return kept
