"""Which way a figure moves: by its values where they can be compared, else by the words of the notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.model import Direction, Quantity
from ingest.understand.figures.context import PERIODS
from ingest.understand.figures.words import stems

_Key = tuple[str, str | None, int]
_BOUNDS = {">=": 1, "<=": -1}
_DAY = 86400
_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": _DAY,
    "workday": _DAY,
    "week": 7 * _DAY,
    "month": 30 * _DAY,
    "year": 365 * _DAY,
}
_SAME = {"min": ">=", "from": ">=", "max": "<=", "to": "<="}


def _keyed(quantities: Sequence[Quantity]) -> dict[_Key, Decimal]:
    """Values by unit, qualifier class and rank among the like."""
    out: dict[_Key, Decimal] = {}
    for q in quantities:
        base, mark = q.unit.partition("/")[0], _SAME.get(q.qualifier or "", q.qualifier)
        out[base, mark, sum(k[:2] == (base, mark) for k in out)] = q.value
    return out


def _in_seconds(old: Sequence[Quantity], new: Sequence[Quantity]) -> tuple[Sequence[Quantity], Sequence[Quantity]]:
    """Lengths of time of different units (30 minutes → 4 hours) in one unit."""
    units = {q.unit for q in (*old, *new)}
    if len(units) < 2 or not units <= _SECONDS.keys():
        return old, new
    return tuple(
        tuple(replace(q, value=q.value * _SECONDS[q.unit], unit="second") for q in side) for side in (old, new)
    )  # type: ignore[return-value]


def compare(old: Sequence[Quantity], new: Sequence[Quantity]) -> Direction:
    """up, down or unchanged when both sides have the same shape and agree; changed when they can't be compared."""
    old, new = _in_seconds(old, new)
    before, after = _keyed(old), _keyed(new)
    if len(old) == len(new) == 1 and old[0].unit.partition("/")[0] == new[0].unit.partition("/")[0]:
        pers = {q.unit.partition("/")[2] for q in (*old, *new)}
        if len(pers) > 1 and pers <= set(PERIODS):
            return Direction.CHANGED
        before, after = {("", None, 0): old[0].value}, {("", None, 0): new[0].value}
    if len(new) == 1 and new[0].value == 0 and any(q.value for q in old):
        return Direction.DOWN
    if len(new) == 1 and new[0].unit == "paid_share" and not any(q.unit == "paid_share" for q in old):
        return Direction.DOWN
    if len(old) == 1 and old[0].value == 0 and any(q.value for q in new):
        return Direction.UP
    if {len(old), len(new)} == {1, 2} and all(q.unit[:3].isupper() for q in (*old, *new)):
        return Direction.CHANGED  # so much for each of something and at most so much, or one flat charge
    if before.keys().isdisjoint(after.keys()) or any(k[1] not in _BOUNDS for k in before.keys() ^ after.keys()):
        return Direction.CHANGED
    moves = {(after[k] > before[k]) - (after[k] < before[k]) for k in before.keys() & after.keys()}
    if before.keys() != after.keys() and moves == {0}:
        return Direction.CHANGED
    moves = (moves | _bounded(before, after)) - {0}
    if not moves:
        return Direction.UNCHANGED
    return Direction.CHANGED if len(moves) > 1 else Direction.UP if moves == {1} else Direction.DOWN


def _bounded(before: dict[_Key, Decimal], after: dict[_Key, Decimal]) -> set[int]:
    """A least charge that is new makes dearer, a highest one cheaper; one that ends the other way round."""
    came = {_BOUNDS[k[1] or ""] for k in after.keys() - before.keys()}
    return came | {-_BOUNDS[k[1] or ""] for k in before.keys() - after.keys()}


def worded(words: str) -> Direction:
    """The way that a verb tells when no old value is printed."""
    if stems("change", "up").search(words):
        return Direction.UP
    if stems("change", "down").search(words):
        return Direction.DOWN
    return Direction.CHANGED
