"""Steps that say of no way themselves: "Trackers move by the full 0.25 percentage points" goes the way of the cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.model import Direction, Figure

_STEP: Final = "ratio_points"
_MOVES: Final = (Direction.UP, Direction.DOWN)


def followed(figures: Sequence[Figure]) -> list[Figure]:
    """`figures` with the way of a step of the same size that the notice tells of, where all such go one way."""
    ways = dict[object, set[Direction]]()
    for f in figures:
        if _step(f) and f.direction in _MOVES:
            ways.setdefault(f.new[0].value, set()).add(f.direction)
    return [
        replace(f, direction=next(iter(found)))
        if _step(f) and f.direction is Direction.STATED and len(found := ways.get(f.new[0].value, set())) == 1
        else f
        for f in figures
    ]


def _step(figure: Figure) -> bool:
    return not figure.old and len(figure.new) == 1 and figure.new[0].unit == _STEP
