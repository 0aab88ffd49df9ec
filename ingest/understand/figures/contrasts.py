"""Heads that are old and new only side by side: 合并前 and 合并后, the tariffs of two years, standard fee and offer.

No word of theirs tells a time by itself, or it tells one of any kind of thing (税前 and 税后 are no change).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.understand.figures.columns import Column, akin
from ingest.understand.figures.epochs import WAS, WILL, hourly
from ingest.understand.figures.groups import charged
from ingest.understand.figures.numbers import value
from ingest.understand.figures.offers import by_class, in_stages, offered, passing
from ingest.understand.lexicon import pattern as rule

_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_MONTH: Final = re.compile(r"(?<!\d)(20\d\d)\s?[年./-]\s?(1[0-2]|0?[1-9])(?:\s?月|(?![\d./-]))")
_EDITION: Final = re.compile(
    r"(?P<year>20\d\d)\s?年?(?:(?P<month>1[0-2]|0?[1-9])月)?\s?(?:年?版|edition\b|version\b|tariff\b|price list\b)",
    re.I,
)
_ISSUE: Final = re.compile(r"第([\d一二三四五六七八九十]{1,3})[期号批]")
_STEPS: Final = 3
"""So many years in a row are steps; two are old and new."""
_NAMED, _REACH = 3, 80
_WORDS: Final = re.compile(r"[a-z]{4,}|[一-鿿]{2}")
_MARK: Final = "•"
_BEFORE: Final = re.compile(
    r"(?<=[一-鿿])(?<![税息费节餐饭午目以])前(?![台海十端三])|\bpre(?=[- ][a-z])|\bbefore\b", re.I
)
_AFTER: Final = re.compile(r"(?<=[一-鿿])(?<![税息费节餐饭午目以])后(?![台])|\bpost(?=[- ][a-z])|\bafter\b", re.I)


def contrasted(columns: Sequence[Column], text: str = "", lead: str = "") -> list[Column]:
    """`columns` with the epochs that two of them give each other; as they are where any head tells one by itself.

    `text` is the notice: it may say that what one head names becomes what the other does. `lead` are its title and the
    words above the table.
    """
    if priced := by_class(columns, lead) or in_stages(columns, lead):
        return priced
    values = [i for i, c in enumerate(columns) if c.role == "value" and c.family]
    out = [replace(c, epoch=None) if passing(c, columns) else c for c in columns]
    if any(out[i].epoch is not None for i in values):
        return list(columns)
    becomes = functools.partial(_becomes, text)
    if several := _steps(columns, values):
        return several
    issues = functools.partial(_issues, lead)
    for test in (_before_after, _years, _months, _editions, issues, offered, becomes):
        found = [(a, b) for a, b in itertools.permutations(values, 2) if test(columns[a], columns[b])]
        if found and len({i for pair in found for i in pair}) == 2 * len(found):
            for old, new in found:
                out[old], out[new] = replace(out[old], epoch=WAS), replace(out[new], epoch=WILL)
            return [_bare(c, named=test in (_editions, issues, becomes)) for c in out]
    return list(columns)


def _bare(column: Column, *, named: bool) -> Column:
    """A column without the words that the contrast is made of, which are all where it is one of names."""
    if column.epoch is None or named:
        return replace(column, base="") if named and column.epoch is not None else column
    base = re.sub(rf"[一-鿿]{{2}}{_MARK}", _MARK, _AFTER.sub(_MARK, _BEFORE.sub(_MARK, column.base)))
    return replace(column, base=_YEAR.sub("", base).replace(_MARK, ""))


def _before_after(a: Column, b: Column) -> bool:
    if hourly(a.printed) or hourly(b.printed):
        return False
    was, will = _BEFORE.sub(_MARK, a.printed), _AFTER.sub(_MARK, b.printed)
    return was == will and was.count(_MARK) == 1 and a.upper == b.upper


def _years(a: Column, b: Column) -> bool:
    then, later = _YEAR.findall(a.printed), _YEAR.findall(b.printed)
    same = _YEAR.sub(_MARK, a.printed) == _YEAR.sub(_MARK, b.printed)
    return len(then) == len(later) == 1 and same and int(later[0]) == int(then[0]) + 1 and a.upper == b.upper


def _edition(head: str) -> tuple[int, int] | None:
    m = _EDITION.search(head)
    return (int(m["year"]), int(m["month"] or 0)) if m else None


def _editions(a: Column, b: Column) -> bool:
    """Two editions of a tariff: 2023年版 beside 2025年12月版."""
    then, later = _edition(a.printed), _edition(b.printed)
    return then is not None and later is not None and then < later and a.upper == b.upper


def _issues(lead: str, a: Column, b: Column) -> bool:
    """Two issues of what the title calls the later one: 第3期 beside 第4期 below "…(2026年第4期)"."""
    then, later = _ISSUE.fullmatch(a.printed.strip()), _ISSUE.fullmatch(b.printed.strip())
    if not then or not later or a.upper != b.upper or value(later[1]) != value(then[1]) + 1:
        return False
    return later[0] in lead and then[0] not in lead


def _steps(columns: Sequence[Column], values: Sequence[int]) -> list[Column] | None:
    """`columns` where all values stand under three or more years in a row: each is old beside the next."""
    years = [_YEAR.findall(columns[i].printed) for i in values]
    bare = {(_YEAR.sub(_MARK, columns[i].printed), columns[i].upper) for i in values}
    if len(values) < _STEPS or len(bare) > 1 or any(len(y) != 1 for y in years):
        return None
    first = int(years[0][0])
    if [int(y[0]) for y in years] != list(range(first, first + len(years))):
        return None
    out = list(columns)
    for step, i in enumerate(values):
        out[i] = _bare(replace(columns[i], epoch=WILL + step), named=False)
    return out


def _months(a: Column, b: Column) -> bool:
    """Charges of two months: 2026年7月收费 beside 2026年8月收费."""
    then, later = _MONTH.search(a.printed), _MONTH.search(b.printed)
    if not then or not later or not charged(a.printed) or a.upper != b.upper:
        return False
    same = _MONTH.sub(_MARK, a.printed) == _MONTH.sub(_MARK, b.printed)
    return same and (int(then[1]), int(then[2])) < (int(later[1]), int(later[2]))


def _becomes(text: str, a: Column, b: Column) -> bool:
    """ "Basic accounts become Flexi accounts": does the product of one column turn into that of the other?"""
    if min(len(a.printed), len(b.printed)) < _NAMED or a.upper != b.upper or not akin(a, b):
        return False
    own = set(_WORDS.findall(a.printed.lower())) - set(_WORDS.findall(b.printed.lower()))
    for m in re.finditer(re.escape(b.printed), text, re.I):
        clause = re.split(r"[.;。;\n]", text[max(0, m.start() - _REACH) : m.start()])[-1].lower()
        turned = rule("figures", "rows", "becomes").search(clause)
        if turned and any(w in clause[: turned.start()] for w in own):
            return True
    return False
