"""One notation for a text, so that two ways of writing a value become the same characters.

List numbers off before NFKC ("①5元" must not become "15元"); full width to half width; the traditional forms of unit
signs to simplified ones; every dash to "-"; Chinese numerals before a unit to digits ("二〇二六年", "八八折").
Offsets are not kept: `atoms` compares what texts say, `Evidence` knows where they say it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal

from ingest.text.numerals import DIGITS, chinese

_DROPPED = dict.fromkeys(
    [
        *range(0x2460, 0x249C),
        *range(0x24EA, 0x2500),
        *range(0x2776, 0x2794),
        *range(0x3220, 0x322A),
        *range(0x3280, 0x328A),
    ],
    " ",
)
_FOOTNOTES = dict.fromkeys([0xB9, 0xB2, 0xB3, *range(0x2070, 0x208A)], " ")
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0xFEFF, 0xAD])
_BEFORE = {**_DROPPED, **_FOOTNOTES, **_INVISIBLE}
_TRADITIONAL = "個萬億號點時週歲兩筆張戶費調變無後國內間線銀電話禮拜續維減終圓份頁開"
_SIMPLIFIED = "个万亿号点时周岁两笔张户费调变无后国内间线银电话礼拜续维减终元份页开"
_AFTER = str.maketrans(_TRADITIONAL, _SIMPLIFIED) | dict.fromkeys(map(ord, "‐‑‒–—―−〜~～"), "-")

SCALES = {
    "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "万亿": 10**12,
    "k": 1000, "thousand": 1000, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "million": 10**6, "mn": 10**6,
    "crore": 10**7, "crores": 10**7, "billion": 10**9, "bn": 10**9,
}  # fmt: skip
_CN = "零〇一二三四五六七八九十百千万亿两"
_COUNTED = (
    "个月|个?工作日|个?交易日|个?自然日|个?百分点|个?基点|个?小时|个?星期|元|角|港元|美元|折|天|日|号|月|年|周|分钟|秒|"
    "次|笔|张|份|倍|户|名|位|人|岁|点|时"
)
_CHINESE = re.compile(rf"[{_CN}]")
_YEAR = re.compile(r"[零〇○一二三四五六七八九oO]{4}(?=年)")
_PARTS = re.compile(rf"([百千万])分之([\d.]+|[{_CN}]+(?:点[零一二三四五六七八九]+)?)")
_SHARE = re.compile(r"([一二三四五六七八九])(?:点?([一二三四五六七八九]))?折")
_NUMBER = re.compile(rf"(?<![第{_CN}])([{_CN}]+)(?={_COUNTED})")
_WORDS = {
    w: n
    for n, w in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_WORDS |= {"fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}
_WORD = re.compile(
    rf"\b(?=[efnost])({'|'.join(_WORDS)})\b(?=[\s-]+(?:calendar |business |working )?"
    r"(?:day|week|month|year|hour|minute|time|card|transaction)s?\b)",
    re.I,
)
_LETTERS = re.compile(r"[A-Za-z]{3}")
_BRACKETED = re.compile(r"[【\[]\s*(\d{1,4})\s*[】\]]")
_ISO_TIME = re.compile(r"(?<=\d)T(?=\d\d:\d\d)")


_DIGIT = re.compile(r"\d")
_VALUES = re.compile(
    r"(?=[\dA-Z])(?:(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}|[A-Z][a-z]{2,8}\s+\d{1,2},?\s+\d{4}|\d[\d,.:/]*)"
)


@functools.lru_cache(maxsize=4096)
def values(text: str) -> int:
    """Roughly how many values a text states; `atoms` tells them exactly and takes a hundred times as long."""
    return len(_VALUES.findall(text)) if _DIGIT.search(text) else 0


def number(text: str) -> Decimal:
    """1,000 → 1000; Chinese numerals too."""
    return Decimal(text.replace(",", "").rstrip(".")) if text[0].isdigit() else chinese(text)


def _counted(m: re.Match[str]) -> str:
    word = m[1]
    before = m.string[m.start() - 1] if m.start() else ""
    if set(word) <= set("百千万亿") or (word == "一" and before in tuple("同任某统唯逐这那另之")) or before.isdigit():
        return m[0]
    return f"{chinese(word):f}"


def _parts(m: re.Match[str]) -> str:
    return f"{(Decimal(100) * number(m[2]) / SCALES[m[1]]).normalize():f}%"


def _in_digits(text: str) -> str:
    if "年" in text:
        text = _YEAR.sub(lambda m: "".join(str(DIGITS.get(c, 0)) for c in m[0]), text)
    if "分之" in text:
        text = _PARTS.sub(_parts, text)
    if "折" in text:
        text = _SHARE.sub(
            lambda m: f"{DIGITS[m[1]]}{'.' if '点' in m[0] else ''}{DIGITS[m[2]] if m[2] else ''}折", text
        )
    return _NUMBER.sub(_counted, text)


def fold(text: str) -> str:
    """`text` in the notation that the atom grammar reads."""
    folded = unicodedata.normalize("NFKC", text.translate(_BEFORE)).translate(_AFTER)
    if "[" in folded or "【" in folded:
        folded = _BRACKETED.sub(r"\1", folded)
    if "T" in folded:
        folded = _ISO_TIME.sub(" ", folded)
    if _CHINESE.search(folded):
        folded = _in_digits(folded)
    return _WORD.sub(lambda m: str(_WORDS[m[1].lower()]), folded) if _LETTERS.search(folded) else folded
