"""Heads of the usual price beside that of an offer, and beside what each class of customers pays in it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.understand.figures.columns import Column, akin
from ingest.understand.figures.epochs import IS, WAS, WILL
from ingest.understand.figures.groups import charged
from ingest.understand.figures.words import stems

_PRICES: Final = frozenset(("ratio", "money"))
_STRETCH: Final = re.compile(
    r"\d\s?月|[一二三四五六七八九十]月|季度|[上下]半年|阶段|\d年(?!期)|\b(?:quarter|half|month|phase|stage)s?\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.I,
)
"""In the head over the charge of a stretch of time."""


@functools.cache
def _words(name: str) -> re.Pattern[str]:
    return stems("headers", "offers", name)


def offered(a: Column, b: Column) -> bool:
    """The usual price beside the one of an offer; classes of customers and cards have prices of their own."""
    alike = akin(a, b) or (a.family in _PRICES and b.kinds == {"share"})
    return a.upper == b.upper and alike and usual_then_offer(a.printed, b.printed)


def usual_then_offer(a: str, b: str) -> bool:
    """Is `a` the head of the usual price and `b` that of an offer?"""
    told = _words("usual").search(a) is not None and _is_offer(b) and not _is_offer(a)
    return told and not _words("holders").search(f"{a} {b}")


def _is_offer(head: str) -> bool:
    return _words("offered").search(head) is not None


def passing(column: Column, columns: Sequence[Column]) -> bool:
    """Does a head tell until when an offer holds, beside the usual price? It is not what was."""
    return (
        column.epoch == WAS
        and _is_offer(column.printed)
        and any(offered(c, column) for c in columns if c.epoch is None)
    )


def by_class(columns: Sequence[Column], lead: str) -> list[Column] | None:
    """`columns` where one holds the usual charge and all others what classes of customers pay in an offer.

    They do where cells tell the share that is paid, or the words above (`lead`) speak of an offer of charges.
    """
    values = [i for i, c in enumerate(columns) if c.role == "value" and c.family in _PRICES]
    usual = [i for i in values if _is_usual(columns[i])]
    rest = [i for i in values if i not in usual]
    if len(usual) != 1 or not rest or any(columns[i].epoch is not None for i in rest):
        return None
    then = columns[usual[0]]
    classed = all(_words("holders").search(columns[i].printed) and akin(then, columns[i]) for i in rest)
    told = any("share" in columns[i].kinds for i in rest) or _is_offer(lead)
    if not classed or not told or not charged(f"{then.head} {lead}") or then.upper:
        return None
    out = list(columns)
    out[usual[0]] = replace(then, epoch=WAS, base="")
    for i in rest:
        out[i] = replace(columns[i], epoch=WILL, base=columns[i].printed, holder=True)
    return out


def in_stages(columns: Sequence[Column], lead: str) -> list[Column] | None:
    """`columns` where one holds the usual charge and all others what is charged in one stretch of time after another
    (目录价 beside 1月1日至3月31日 and 4月1日至12月31日)."""
    values = [
        i
        for i, c in enumerate(columns)
        if c.role == "value" and (c.family in {*_PRICES, "number"} or c.kinds & _PRICES)
    ]
    usual = [i for i in values if _words("usual").search(columns[i].printed)]
    rest = [i for i in values if i not in usual]
    if len(usual) != 1 or len(rest) < 2 or not _told(columns, usual[0], rest, lead):
        return None
    then = columns[usual[0]]
    printed = [columns[i].printed for i in rest]
    staged = all(_STRETCH.search(head) and not _words("holders").search(head) for head in printed)
    if not staged or len(set(printed)) < len(rest) or not all(akin(then, columns[i]) for i in rest):
        return None
    out = list(columns)
    out[usual[0]] = replace(then, epoch=WAS, base="", upper="")
    for i in rest:
        out[i] = replace(columns[i], epoch=WILL, base=columns[i].printed, upper="", holder=True)
    return out


def _told(columns: Sequence[Column], usual: int, rest: Sequence[int], lead: str) -> bool:
    """Is it a table of charges, or one whose heads tell an offer?"""
    return charged(f"{columns[usual].head} {lead}") or all(_is_offer(columns[i].head) for i in rest)


def _is_usual(column: Column) -> bool:
    told = column.epoch in (WAS, IS) or _words("usual").search(column.printed) is not None
    return told and not _words("holders").search(column.printed)


def tells_usual(head: str) -> bool:
    """Does a head speak of the price without the offer, alone or with the discount beside it (原费率/折扣)?"""
    return _words("usual").search(head) is not None or _words("former").search(head) is not None
