"""What the words around a quantity add to it: the qualifier (最低, up to, 以内) and the period (每日, monthly)."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from ingest.model import Quantity
from ingest.understand.figures.mention import Mention
from ingest.understand.figures.words import either, named, words

_FILLER = (
    r"(?:人民币|港币|等值|新?台币|计?收取?|计收|可?享|减|为|是|达|:|约|合计|共|总计|单笔|每笔"
    r"|每卡|每份|the first |of |\s|\()*"
)
_HOLDERS = ("account", "person", "card", "copy")
PERIODS = ("day", "week", "month", "quarter", "year")


@functools.cache
def _adjacent() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Longest word first over all marks: "不超过" before "超过"."""
    pairs = [(w, mark) for mark, listed in words("qualifiers", "adjacent").items() for w in listed]
    ordered = sorted(pairs, key=lambda p: -len(p[0]))
    return tuple((mark, re.compile(f"{either([w])}{_FILLER}$", re.I)) for w, mark in ordered)


@functools.cache
def _after() -> tuple[tuple[str, re.Pattern[str]], ...]:
    pairs = [(w, mark) for mark, listed in words("qualifiers", "after").items() for w in listed]
    ordered = sorted(pairs, key=lambda p: -len(p[0]))
    return tuple((mark, re.compile(rf"\s?(?:的)?{either([w])}", re.I)) for w, mark in ordered)


def qualifier(before: str, after: str) -> str | None:
    """The mark for a quantity between these texts of one clause; nearer words win over far ones."""
    for mark, found in _adjacent():
        if found.search(before):
            return mark
    for mark, found in _after():
        if found.match(after):
            return mark
    for mark, found in named("qualifiers", "clause"):
        if found.search(before):
            return mark
    return None


def label_qualifier(label: str) -> str | None:
    """The mark that a row label or a table head puts on its quantities."""
    return next((mark for mark, found in named("qualifiers", "label") if found.search(label)), None)


@functools.cache
def _inside() -> re.Pattern[str]:
    units = r"(?P<unit>month|year|day|quarter|week)"
    return re.compile(
        rf"\s?(?:in|during|within|on|over|for)? ?(?:a|any|each|one|every|the same) (?:single "
        rf"|calendar |statement |billing )*{units}",
        re.I,
    )


@functools.lru_cache(maxsize=1024)
def period(before: str, after: str = "") -> str | None:
    """Per what: the nearest period word before the quantity, else "in a calendar month" right after it."""
    found = [(m.end(), unit) for unit, p in named("periods") for m in p.finditer(before)]
    timed = [f for f in found if f[1] in PERIODS]
    near = [f for f in found if f[1] == "transaction" or len(before) - f[0] <= 6]
    if timed or near:
        return max(timed or near)[1] if not (timed and near) else _nearest(timed, near)
    m = _inside().match(after)
    return m["unit"].lower() if m else None


def _nearest(timed: list[tuple[int, str]], near: list[tuple[int, str]]) -> str:
    """A period beats a holder; between period and transaction the nearer wins."""
    rival = max((f for f in near if f[1] == "transaction"), default=(-1, ""))
    return max(max(timed), rival)[1]


def dated(quantity: Quantity, family: str, per: str | None) -> Quantity:
    """The quantity with this per-unit, where it can have one."""
    base, _, own = quantity.unit.partition("/")
    if per is None or family in ("term", "difference", "share") or base == "ratio":
        return quantity
    if own and not (own in _HOLDERS and per in PERIODS):
        return quantity
    if family in ("count", "points") and per not in PERIODS:
        return quantity
    return replace(quantity, unit=f"{base}/{per}")


def rated(mention: Mention, around: str) -> Quantity:
    """A ratio beside words of interest is a rate per year, month or day."""
    quantity = mention.quantity
    if quantity.unit != "ratio":
        return quantity
    per = next((u for u in ("day", "month", "year") if dict(named("yearly"))[u].search(around)), None)
    return replace(quantity, unit=f"ratio/{per}") if per else quantity
