"""What a sentence is recognised by: runs of characters in Chinese, runs of word stems in English.

Dates, times, sums and rates count as what they are, not as the digits that they are written with.
"""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SHAPES = (
    (
        re.compile(
            r"\d{2,4}[年./-]\d{1,2}[月./-]\d{1,4}日?|\d{1,2}月\d{1,2}日"
            r"|[\d〇一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月"
            r"[\d一二三四五六七八九十]{1,3}日"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?|\b{_MONTH} \d{{1,2}}(?:, \d{{4}})?\b"
        ),
        "Ď",
    ),
    (re.compile(r"\d{1,2}[:.]\d{2}(?!\d)(?: ?[ap]\.?m\b)?|\d{1,2}[时点](?!间)|\b\d{1,2} ?[ap]\.?m\b"), "Ť"),
    (
        re.compile(
            r"(?<!\d)(?<!\d[,.])\d[\d,.]*[万亿千百]?元"
            r"|(?:£|\$|€|₹|¥|hk\$|s\$|nt\$|\brs\.?|\b(?:aed|usd|inr|hkd|sgd|cny|rmb|gbp|kes))"
            r" ?\d[\d,.]*"
        ),
        "Ḿ",
    ),
    (re.compile(r"(?<!\d)\d+(?:\.\d+)?[%‰]"), "Ř"),
    (re.compile(r"\d[\d,.\-]*"), "0"),
)
HAN = re.compile(r"[一-鿿]")
_LAST = "⺀"
"""Letters of words come before it, Chinese characters behind."""
_WORD = re.compile(r"[a-zĎŤḾŘ'’]+|0")
_ENDING = re.compile(r"(?:ings?|ed|es|s|ly)$")
_BLANK = re.compile(r"\s+")
_TEXT, _HEAD = 160, 30
"""Characters of a sentence and of its heading that are looked at (words count sixfold)."""


def features(category: str, heading: str, text: str) -> frozenset[str]:
    """The features of normalised `text` under `heading`, in a notice of `category`."""
    told = shaped(text)
    found = _characters(told, heading) if HAN.search(told) else _words(told, heading)
    here = f"c{category}"
    found |= {f"{here} {one[1:]}" for one in found if _single(one)}
    found.add(here)
    return frozenset(found)


def _single(feature: str) -> bool:
    """Is it one character or one word of the text? These are also learnt for each category: what "limit" or 关 asks for
    differs between a promotion and a warning."""
    return feature[0] == "t" and (len(feature) == 2 or (feature[1] < _LAST and " " not in feature))


def words_of(text: str) -> frozenset[str]:
    """The features of normalised `text` alone: neither of a heading nor of a category, nor how it begins."""
    told = shaped(text)
    found = _characters(told, "") if HAN.search(told) else _words(told, "")
    return frozenset(f for f in found if f.startswith("t"))


def shaped(text: str) -> str:
    """`text` in small letters, with signs for dates, times, sums, rates and other numbers."""
    text = text.lower()
    for pattern, sign in _SHAPES:
        text = pattern.sub(sign, text)
    return text


def characters(text: str) -> str:
    """A text without its blanks."""
    return _BLANK.sub("", text)


def _characters(text: str, heading: str) -> set[str]:
    run = characters(text)[:_TEXT]
    found = {"t" + run[i : i + n] for n in (1, 2, 3) for i in range(len(run) - n + 1)}
    found |= {"b" + run[:n] for n in (1, 2, 3)}
    head = characters(shaped(heading))[:_HEAD]
    found |= {"h" + head[i : i + n] for n in (2, 3) for i in range(len(head) - n + 1)}
    return found


def stems(text: str) -> list[str]:
    """The words of a shaped text without their endings."""
    return [_ENDING.sub("", w) if len(w) > 4 else w for w in _WORD.findall(text)]


def _words(text: str, heading: str) -> set[str]:
    run = stems(text)[:_TEXT]
    found = {"t" + " ".join(run[i : i + n]) for n in (1, 2, 3) for i in range(len(run) - n + 1)}
    found |= {"b" + " ".join(run[:n]) for n in (1, 2)}
    head = stems(shaped(heading))[:_HEAD]
    found |= {"h" + " ".join(head[i : i + n]) for n in (1, 2) for i in range(len(head) - n + 1)}
    return found
