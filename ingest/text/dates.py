"""Calendar dates with a year, as bylines, list entries and addresses print them. Windows are `understand`'s work."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.text.normal import normalise

_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]"),
    re.compile(
        r"(?<![\d.])(?P<roc>(?<=国)\d{2,3}|(?<=国 )\d{2,3}|1[0-4]\d) ?年"
        r" ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]"
    ),
    re.compile(r"(?<![\d/.-])(?P<roc>1[0-4]\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\d/-]|\.\d)"),
    re.compile(
        r"(?<=民国)(?P<zroc>[一二三四五六七八九〇]{2,3})年(?P<zm>[一二三四五六七八九十]{1,2})月(?P<zd>[一二三四五六七八九十]{1,3})[日号]"
    ),
    re.compile(
        r"(?P<zh>[一二三四五六七八九〇]{4})年(?P<zm>[一二三四五六七八九十]{1,2})月(?P<zd>[一二三四五六七八九十]{1,3})[日号]"
    ),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -]?(?:of )?{_MONTH},?[ -](?P<y>(?:19|20)\d\d)(?!\d)", re.I),
    re.compile(rf"\b{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?!\d)"),
)
_ROC = 1911
"""The year before the first of the Republic, by which Taiwan counts: 115 is 2026."""
_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and the half-open range of the text that states it."""

    start: int
    end: int
    date: dt.date


def chinese_number(text: str) -> int:
    """一 … 九十九, 三十一; at most two digits."""
    if "十" not in text:
        return int("".join(str(_DIGIT[c]) for c in text))
    tens, _, ones = text.partition("十")
    return (_DIGIT[tens] if tens else 1) * 10 + (_DIGIT[ones] if ones else 0)


def _date(m: re.Match[str], order: str) -> dt.date | None:
    g = m.groupdict()
    try:
        if digits := g.get("zh") or g.get("zroc"):
            year = int("".join(str(_DIGIT[c]) for c in digits)) + (_ROC if g.get("zroc") else 0)
            return dt.date(year, chinese_number(g["zm"]), chinese_number(g["zd"]))
        if g.get("roc"):
            return dt.date(int(g["roc"]) + _ROC, int(g["m"]), int(g["d"]))
        if g.get("month"):
            return dt.date(int(g["y"]), _MONTHS[g["month"].lower()], int(g["d"]))
        if g.get("a"):
            day, month = (g["b"], g["a"]) if order == "MDY" else (g["a"], g["b"])
            return dt.date(int(g["y"]), int(month), int(day))
        return dt.date(int(g["y"]), int(g["m"]), int(g["d"]))
    except (ValueError, KeyError):
        return None


_AMERICAN = re.compile(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r" \d{5}(?:-\d{4})?\b(?!,)|\bFDIC\b|\bNCUA\b|\bEqual Housing Lender\b"
    r"|\b[ap]\.?m\.? (?:E[SD]?T|C[SD]T|M[SD]T|P[SD]?T)\b"
    r"|\b(?:Eastern|Central|Mountain|Pacific) (?:Standard |Daylight )?Time\b|\bchecking (?:and savings )?accounts?\b"
)
"""What only banks in the United States print; they write the month first."""
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2(?:(?:19|20)\d\d)(?!\d)")


def order_of(text: str) -> str | None:
    """ "DMY" or "MDY" when the numeric dates of `text` can only be read in one of them, else None.

    13 to 31 is a day: one such date tells how the writer writes all of them. Without one, an address, a time zone or
    the terms of banks in the United States do.
    """
    told = {
        "DMY" if int(m[1]) > 12 else "MDY"
        for m in _NUMERIC.finditer(text)
        if (12 < int(m[1]) <= 31 and int(m[3]) <= 12) or (12 < int(m[3]) <= 31 and int(m[1]) <= 12)
    }
    if not told and _AMERICAN.search(text):
        return "MDY"
    return told.pop() if len(told) == 1 else None


def find_dates(text: str, order: str = "DMY") -> Iterator[Dated]:
    """Every full date in `text`, in its order. `order` ("DMY" or "MDY") decides 05/11/2026 where no other date of the
    text can be read in one way only."""
    normal = normalise(text)
    order = order_of(normal.text) or order
    found = [
        Dated(span.start, span.end, date)
        for form in _FORMS
        for m in form.finditer(normal.text)
        if (date := _date(m, order)) and (span := normal.span(m.start(), m.end()))
    ]
    end = -1
    for dated in sorted(found, key=lambda d: (d.start, -d.end)):
        if dated.start >= end:
            end = dated.end
            yield dated


def first_date(text: str, order: str = "DMY") -> dt.date | None:
    """The first full date in `text`."""
    return next((d.date for d in find_dates(text, order)), None)
