"""Hides what looks like a date and is none: document numbers, codes, phones, addresses, ratios, names of laws.

The masked text has the same length, so offsets stay.
"""

from __future__ import annotations

import re

HIDDEN = "\u25a1"
RULE = "\u25a3"
"""Stands for a rule of recurrence ("每周五"), whose days are no dates."""

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_ADDRESS = r"(?:https?|hxxps?)://[^\s，。；、)）\"]+|www\.[\w.\-/?=&%#]+|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_NUMBER_OF_DOCUMENT = (
    r"[〔\[(]\s*(?:19|20)\d\d\s*[〕\])]\s*(?:第\s*)?\d+\s*号|(?:19|20)\d\d年第\s*\d+\s*[号期批]|第\s*\d[\d-]*\s*号"
    r"|《[^》\n]{1,60}》"
    r"|(?:\(|(?<![\w-]))[A-Z][\w-]{0,24}/(?:19|20)\d\d/\d+\)?|\b(?:No|Ref|Form|Circular)\b\.?:? ?[A-Z]*[-/]?\d[\w/-]*"
    r"|ICP备?\d+号?(?:-\d+)?"
)
_PHONE = (
    r"\+\d{1,3}[ -]?\d[\d -]{5,}\d|\(\d{2,4}\) ?\d{3,4}[ -]?\d{4}|(?<!\d)(?:400|800)-?\d{3,4}-?\d{3,4}(?!\d)"
    r"|(?<!\d)0\d{2,3}-\d{5,8}(?!\d)"
    r"|(?<!\d)1?[ -]?8\d\d[ -]\d{3}[ -]\d{4}(?!\d)|(?<!\d)0\d{3,4} \d{3} ?\d{3,4}(?!\d)"
    r"|(?<!\d)1[89]00 \d{3} \d{3,4}(?!\d)"
)
_CODE = rf"\b(?!(?:{_MONTHS})[a-z]*[-' ]?\d)[A-Z]{{1,6}}-?\d[A-Za-z\d_-]*(?![A-Za-z\d_])|(?<!\d)\d{{9,}}(?!\d)"
_SORT_CODES = re.compile(r"\bsort codes?\b", re.I)
_PAIRS = re.compile(r"(?<![\d-])\d\d-\d\d-\d\d(?![\d-])")
"""How British banks print sort codes; where a text speaks of them, no date is printed so."""
_VERSION = r"(?:[Vv](?:ersion|er)?\.? ?|版本号?:?)\d+(?:\.\d+)+|(?<![\d.])\d+(?:\.\d+)+(?=\s*版)"
_QUANTITY = (
    r"(?<![\d.])\d+(?:\.\d+)?\s*[-~至到]\s*\d+\.\d+\s*%|(?<![\d.])\d+\.\d+\s*(?:%|‰|折|倍|元|万|亿|美元|个|per cent)"
    r"|(?:[¥$£€₹]|Rs\.?|HK\$|US\$|S\$)\s?\d[\d,]*(?:\.\d+)?|\d+:\d+(?=\s*(?:的)?比例)|(?<=比例)为?\d+:\d+"
)
_STAGE = r"\b(?:[Pp]hase|[Ss]tage|[Ss]tep|[Bb]atch|[Ww]ave|[Pp]art|[Rr]ound|[Ww]eek|[Gg]roup) \d{1,2}(?=\s?[-:~])"
"""The number of a stage before its days ("Phase 1 - 16 May")."""
_FIRST = r"(?=[\dA-Za-z〔\[(《+第¥$£€₹为])"
_NOT_A_DATE = re.compile(
    _FIRST + "(?:" + "|".join((_ADDRESS, _NUMBER_OF_DOCUMENT, _PHONE, _VERSION, _QUANTITY, _STAGE, _CODE)) + ")"
)


_HOUR = r"\d{1,2}(?:[:.]\d\d(?: ?(?:[ap]\.?m\b\.?|hrs|hours))?| ?(?:[ap]\.?m\b\.?|noon|hrs|hours))"
_FORMER_HOUR = re.compile(
    rf"\b(?:in place of|instead of|rather than)(?: (?:the|our|usual|normal|present|current|at|from)){{0,3}} "
    rf"{_HOUR}(?: ?(?:-|to|and) ?{_HOUR})?",
    re.I,
)
"""The hour that holds no longer, beside the one that does ("at 11:00 hrs in place of 10:00 hrs on Monday")."""


def mask(text: str) -> str:
    """`text` with everything hidden that only looks like a date. Same length."""
    if _SORT_CODES.search(text):
        text = _PAIRS.sub(HIDDEN * 8, text)
    if "instead of" in text or "in place of" in text or "rather than" in text:
        text = _FORMER_HOUR.sub(lambda m: " " * len(m[0]), text)
    return _NOT_A_DATE.sub(lambda m: HIDDEN * len(m[0]), text)
