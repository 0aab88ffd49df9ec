"""One normalised form of a text that still knows where every character came from.

In this order (the order matters: NFKC before list numbers would turn "①5元" into "15元"):
circled and parenthesised list numbers → "(1) "; NFKC; traditional → simplified, character by character; the zero signs
inside four-digit Chinese years → 〇; 【】 around digits dropped; blanks between a digit and 年月日时 dropped; each dash
and tilde → "-" or "~"; runs of blanks → one blank. Newlines stay: they separate passages.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Span

_CIRCLED = {chr(0x2460 + n): f"({n + 1}) " for n in range(20)}
_PARENTHESISED = {chr(0x2474 + n): f"({n + 1}) " for n in range(20)}
_IDEOGRAPHS = "一二三四五六七八九十"
_IDEOGRAPHIC = {chr(0x3220 + n): f"({c}) " for n, c in enumerate(_IDEOGRAPHS)}
_DASHES = dict.fromkeys("—–―−‐‑‒﹣－", "-") | dict.fromkeys("～〜∼˜", "~")
_BLANKS = dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009\u202f\t\r", " ")
_INVISIBLE = dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", "")
_QUOTES = {"“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'"}


@functools.cache
def _simplified() -> dict[str, str]:
    """Traditional → simplified, one character to one, from OpenCC's character table."""
    import opencc

    ideographs = [chr(c) for c in range(0x4E00, 0xA000)]
    # line by line: OpenCC also knows phrases, and neighbours in the code table must not form one
    converted = opencc.OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    return {a: b for a, b in zip(ideographs, converted, strict=True) if a != b and len(b) == 1}


@functools.lru_cache(maxsize=65536)
def _one(char: str) -> str:
    for table in (_CIRCLED, _PARENTHESISED, _IDEOGRAPHIC, _DASHES, _BLANKS, _INVISIBLE, _QUOTES):
        if char in table:
            return table[char]
    folded = char if char.isascii() else unicodedata.normalize("NFKC", char)
    return "".join(_simplified().get(c, c) for c in folded)


@dataclass(frozen=True, slots=True)
class Normal:
    """`text`, and for each of its characters the offset in the original (`origin`, one longer than the text)."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The range of the original that `text[start:end]` stands for, without blanks at its ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start == end:
            return Span(self.origin[start], self.origin[start])
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def without(self, pattern: re.Pattern[str], group: int = 0) -> Normal:
        """The same text with every match (or its group) removed."""
        keep: list[int] = []
        at = 0
        for m in pattern.finditer(self.text):
            keep.extend(range(at, m.start(group)))
            at = m.end(group)
        if at == 0:
            return self
        keep.extend(range(at, len(self.text)))
        return Normal("".join(self.text[i] for i in keep), (*(self.origin[i] for i in keep), self.origin[-1]))


_YEAR = re.compile(r"[一二三四五六七八九〇○零Oo0]{4}(?=年)")
_ZEROS = str.maketrans(dict.fromkeys("○零Oo0", "〇"))
_BRACKETS = re.compile(r"【\s*(?=\d)|(?<=\d)\s*】")
_DATE_BLANKS = re.compile(r"(?<=\d) +(?=[年月日号时点分])|(?<=[年月日]) +(?=\d)")
_RUNS = re.compile(r" ( +)")


def normalise(text: str) -> Normal:
    """`text` in the form that the grammars read. Linear in its length."""
    pieces = list(map(_one, text))
    folded = "".join(pieces)
    places: Iterable[int] = range(len(text) + 1)
    if set(map(len, pieces)) - {1}:
        places = (*(at for at, piece in enumerate(pieces) for _ in piece), len(text))
    if "年" in folded:
        folded = _YEAR.sub(lambda m: m[0].translate(_ZEROS), folded)
    normal = Normal(folded, tuple(places))
    if "【" in folded or "】" in folded:
        normal = normal.without(_BRACKETS)
    return normal.without(_DATE_BLANKS).without(_RUNS, 1) if " " in folded else normal
