"""How much two short texts have in common, by their runs of letters."""

from __future__ import annotations

import functools
import re

_SIGNS = re.compile(r"[\W_]+")


@functools.lru_cache(maxsize=2048)
def grams(text: str, n: int = 2) -> frozenset[str]:
    """The n-grams of a text without blanks and punctuation."""
    letters = _SIGNS.sub("", text.lower())
    return frozenset(map("".join, zip(*(letters[i:] for i in range(n)), strict=False))) or frozenset({letters})


def similarity(a: str, b: str, n: int = 3) -> float:
    """Jaccard similarity of the n-grams."""
    x, y = grams(a, n), grams(b, n)
    both = len(x & y)
    return both / (len(x) + len(y) - both)


def resembles(a: str, b: str, least: float) -> bool:
    """Is the similarity of the 2-grams over `least`? Texts of very different lengths are told apart at once."""
    x, y = sorted((grams(a), grams(b)), key=len)
    return len(x) > least * len(y) and similarity(a, b, 2) > least
