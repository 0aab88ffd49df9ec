"""The text rectangles of a PDF page, each with the letters that stand in it.

PDFium tells its rectangles and its letters apart from each other. Asking it for the text within a rectangle gives every
letter that touches it: where letters are set close together (kerning), one at the border is then told twice, and words
fall apart. Here each letter belongs to the one rectangle that holds its middle; both come in the same order.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

Place = tuple[float, float, float, float]
"""Left, bottom, right, top in points, from the lower left corner."""
_SLACK = 0.5
"""Points: rectangles are told a little narrower than the letters' boxes."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """`apart`: the file sets a blank, or begins a line, between it and the one before."""

    place: Place
    text: str
    apart: bool


def rectangles(text_page: Any) -> list[Rectangle]:
    """In the order of the file; those without a letter too."""
    places: list[Place] = [text_page.get_rect(n) for n in range(text_page.count_rects())]
    texts, apart = [""] * len(places), [True] * len(places)
    at, blank = 0, True
    for sign, middle in _letters(text_page):
        if middle is None:
            blank = True
            continue
        home = _home(places, at, *middle)
        if home is None:
            continue
        if texts[home]:
            texts[home] += (" " if blank and home == at else "") + sign
        else:
            texts[home], apart[home] = sign, blank or home != at + 1
        at, blank = home, False
    return [Rectangle(place, _whole(texts[n]), apart[n]) for n, place in enumerate(places)]


def _letters(text_page: Any) -> Iterator[tuple[str, tuple[float, float] | None]]:
    """Each letter with its middle; a blank or the end of a line has none."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for n in range(text_page.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text_page, n))
        if sign.isspace() or sign == "\0":
            yield sign, None
        elif pdfium.FPDFText_GetCharBox(text_page, n, left, right, bottom, top):
            yield sign, ((left.value + right.value) / 2, (bottom.value + top.value) / 2)


def _home(places: Sequence[Place], at: int, x: float, y: float) -> int | None:
    """The rectangle that holds a point: the one of the letter before, or one after it, or any."""
    for n in chain(range(at, len(places)), range(at)):
        left, bottom, right, top = places[n]
        if left - _SLACK <= x <= right + _SLACK and bottom - _SLACK <= y <= top + _SLACK:
            return n
    return None


def _whole(text: str) -> str:
    """Halves of letters outside the basic plane, joined."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
