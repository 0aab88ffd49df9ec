"""What kind of value a cell of a table prints, and whether the first row of a table is a row of data."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = re.compile(
    rf"\d{{1,4}}\s?年|\d{{1,2}}\s?月\s?\d|月\d{{1,2}}[日号]"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b"
    r"|(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d|(?<!\d)\d{1,2}[-/]\d{1,2}[-/]\d{2,4}",
    re.I,
)
_CLOCK = re.compile(r"\d{1,2}[:：]\d\d|\b\d{1,2} ?[ap]\.?m\b", re.I)
_RATIO = re.compile(r"\d\s?[%％‰]|(?<!\d)\d(?:\.\d)?\s?折")
_MONEY = re.compile(r"[$¥￥€£₹]\s?\d|\d\s?(?:万?元|港[币幣元])|\b[A-Z]{2,3}\$?\s?\d|\d[\d,.]* (?:dollars|pounds)", re.I)
_TIER = re.compile(
    r"\b(?:up to|over|above|below|under|less|more|from|to|first|next)\b|[-–~至]|以[上下内]|及|不满|超过|[<>≤≥]", re.I
)
_OPENS = re.compile(r"^\W*(?:from|until|before|after|up to|自|至|截至)\b|[起前后後止始]\W*$", re.I)
"""A date that begins or ends something: heads of columns hold such ones ("Until 31 May", "6月1日起")."""


def value_kind(text: str) -> str:
    """ "day", "clock", "ratio", "money" or "" of the first value that a cell prints."""
    for kind, form in (("day", _DAY), ("clock", _CLOCK), ("ratio", _RATIO), ("money", _MONEY)):
        if form.search(text):
            return kind
    return ""


def names_and_values(rows: Sequence[Sequence[str]]) -> bool:
    """Does the first row hold what the rows below hold: a name and beside it a value of the same kind, or a day and
    what happens then?"""
    if len(rows) < 2 or not rows[0]:
        return False
    if value_kind(rows[0][0]):
        return _days_and_events(rows)
    first = [(c, value_kind(text)) for c, text in enumerate(rows[0]) if c and not _OPENS.search(text)]
    told = [(c, kind) for c, kind in first if kind in ("day", "clock") or (kind and _one_value(rows[0]))]
    return any(kind == value_kind(row[c]) for c, kind in told for row in rows[1:3] if c < len(row))


def _days_and_events(rows: Sequence[Sequence[str]]) -> bool:
    """Does every row open with a day and go on with words that tell what happens then?"""
    days = all(row and value_kind(row[0]) == "day" for row in rows)
    return days and not any(value_kind(text) == "day" for text in rows[0][1:])


def _one_value(row: Sequence[str]) -> bool:
    """A name and one price or rate; several prices in the first row, or one with a bound, head the columns of tiers."""
    return len(row) == 2 and not _TIER.search(row[1])
