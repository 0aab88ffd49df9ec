"""Written numbers: 1,000 · ２０ (after normalisation) · 1.5 lakh · 五万 · 三点五 · 八八 · twelve."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ingest.text.numerals import chinese
from ingest.understand.figures.words import words

_ENGLISH: Final = (
    {
        w: n
        for n, w in enumerate(
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
        )
    }
    | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90}
    | {"once": 1, "twice": 2, "a": 1, "an": 1}
)
ARABIC: Final = r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)|\d+)(?:\.\d+)?"
CHINESE: Final = (
    r"(?:(?<![这這那])|(?=[零〇一二两三四五六七八九十][零〇一二三四五六七八九十百千万亿]))(?!二[套次])"
    r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]{0,23}"
    r"(?:点[零〇一二三四五六七八九]{1,9})?"
)
"""A lone numeral behind 这 or 那 points ("这两项"). 二 before these measures is an order ("a second home").
A count would be 两. No number is longer: what looks like one and is longer would be read again from each of its
characters."""
ENGLISH: Final = r"(?:{})".format("|".join(sorted((w for w in _ENGLISH if len(w) > 2), key=len, reverse=True)))


def scale_pattern() -> str:
    """The multipliers that may follow a number."""
    chinese = "|".join(sorted(words("scales", "zh"), key=len, reverse=True))
    english = "|".join(sorted(words("scales", "en"), key=len, reverse=True))
    return rf"(?:{chinese}|(?:{english})(?![a-z]))"


def scaled(number: str, scale: str | None) -> Decimal:
    """The value of a written number with its multiplier."""
    factor = 1
    if scale:
        factor = words("scales", "zh").get(scale) or words("scales", "en")[scale.lower()]
    return value(number) * factor


def value(number: str) -> Decimal:
    """The value of a number in digits, in Chinese or in English words; commas group digits (also Indian groups)."""
    text = number.strip()
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    if text[0].isascii():
        return Decimal(_ENGLISH[text.lower()])
    return Decimal(2) if text == "双" else chinese(text)
