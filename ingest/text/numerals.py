"""Numbers as people write and say them, found in running text: 3.5% · 百分之三点五 · 三块五 · 5万 · 1,000 · 1.5 lakh.

Each has one spelling of its own (`Amount.token`), so that any notation finds any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "乙": 1}
DIGITS |= {"壹": 1, "贰": 2, "叁": 3}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_SCALES = {"万": 10**4, "亿": 10**8, "千": 1000, "百": 100, "k": 1000, "lakh": 10**5, "lac": 10**5, "crore": 10**7}
_SCALES |= {"million": 10**6, "thousand": 1000, "hundred": 100}
_ENGLISH = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
)
_ENGLISH |= dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))

_HAN = r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*(?:点[零〇一二三四五六七八九]+)?"
_ARABIC = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SPOKEN = r"(?<![a-z])(?:" + "|".join(_ENGLISH) + r")(?=[ -](?:hundred|thousand|million|lakh|lac|crore|per ?cent)\b)"
_NUMBER = re.compile(
    rf"(?P<share>百分之|千分之|万分之)?(?P<number>{_ARABIC}|{_HAN}|{_SPOKEN})"
    r"[ -]?(?P<scale>[万亿千百]|(?:k|lakhs?|lacs?|crores?|million|thousand|hundred)\b)?"
    r"\s*(?P<unit>%|‰|percent\b|per cent\b|个点|块|元|毛|角)?"
    r"(?P<rest>[一二三四五六七八九\d](?![\d.一二三四五六七八九十百千万年月日号]))?"
)
_PER = {
    "%": 100,
    "percent": 100,
    "per cent": 100,
    "个点": 100,
    "百分之": 100,
    "‰": 1000,
    "千分之": 1000,
    "万分之": 10000,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a text. `share`: it is a part of the whole (3.5 % is 0.035)."""

    start: int
    end: int
    value: Decimal
    share: bool

    @property
    def token(self) -> str:
        """Letters and digits only, so that no index cuts it: x3d5 is 3.5, p3d5 is 3.5 %."""
        number = self.value * 100 if self.share else self.value
        plain = f"{number.normalize():f}"
        return ("p" if self.share else "x") + plain.replace(".", "d")


def amounts(text: str) -> Iterator[Amount]:
    """Every number of a normalised, lower-case text, in order; a lone Chinese digit without a unit is a word."""
    for found in _NUMBER.finditer(text):
        word, unit = found["number"], found["unit"] or ""
        if len(word) == 1 and word in DIGITS and not (unit or found["scale"] or found["share"]):
            continue
        value, end = _value(word) * _factor(found["scale"]), found.end()
        if found["rest"] is not None and unit in ("块", "毛"):
            value += _value(found["rest"]) / 10
        elif found["rest"] is not None:
            end = found.start("rest")
        if unit in ("毛", "角"):
            value /= 10
        per = _PER.get(found["share"] or unit)
        yield Amount(found.start(), end, value / per if per else value, per is not None)


def _factor(scale: str | None) -> int:
    return _SCALES[scale.removesuffix("s") if scale not in _SCALES else scale] if scale else 1


def _value(word: str) -> Decimal:
    if word[0].isdigit():
        return Decimal(word.replace(",", ""))
    return Decimal(_ENGLISH[word]) if word.isascii() else chinese(word)


def chinese(word: str) -> Decimal:
    """二十万 → 200000, 三点五 → 3.5, 二〇二六 → 2026."""
    whole, _, part = word.partition("点")
    fraction = Decimal("0." + "".join(str(DIGITS[c]) for c in part)) if part else Decimal(0)
    if not set(whole) & (_TENS.keys() | _GROUPS.keys()):
        return Decimal("".join(str(DIGITS[c]) for c in whole)) + fraction
    total = section = digit = 0
    for c in whole:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in _TENS:
            section, digit = section + (digit or 1) * _TENS[c], 0
        elif c == "万":
            total, section, digit = total + (section + digit) * _GROUPS[c], 0, 0
        else:
            total, section, digit = (total + section + digit) * _GROUPS[c], 0, 0
    return Decimal(total + section + digit) + fraction
