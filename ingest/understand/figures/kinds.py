"""The kind of a figure: by its unit where that decides, else by the words of its item."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import FigureKind, Quantity
from ingest.understand.figures.words import first_named

_BY_UNIT = {
    "points": FigureKind.POINTS,
    "miles": FigureKind.POINTS,
    "paid_share": FigureKind.DISCOUNT,
    "persons": FigureKind.QUOTA,
    "times": FigureKind.LIMIT,
    "cards": FigureKind.LIMIT,
    "copies": FigureKind.LIMIT,
    "accounts": FigureKind.LIMIT,
}
_TERMS = frozenset({"day", "week", "month", "year", "workday", "hour", "minute", "second"})


def kind_of(item: str, quantities: Sequence[Quantity]) -> FigureKind:
    """fee, rate, amount, limit, discount, points, quota, term or price."""
    unit, _, per = quantities[0].unit.partition("/") if quantities else ("", "", "")
    named = first_named(item, "kinds")
    if unit in _TERMS:
        return FigureKind.TERM
    if unit in ("points", "miles"):
        return FigureKind.LIMIT if named == "limit" and per in ("day", "month", "year") else FigureKind.POINTS
    if unit in ("times", "cards", "copies", "accounts") and named == "quota":
        return FigureKind.QUOTA
    if unit in _BY_UNIT:
        return _BY_UNIT[unit]
    if unit.startswith("ratio"):
        return FigureKind.FEE if named == "fee" else FigureKind.RATE
    if named == "rate":
        return FigureKind.AMOUNT
    return FigureKind(named) if named and named != "term" else FigureKind.AMOUNT
