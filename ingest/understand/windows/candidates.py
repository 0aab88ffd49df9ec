"""A window before it is one: the statement, its days, its role, and how sure each of them is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.model import EndKind, Moment, WindowRole
from ingest.understand.windows.context import Place
from ingest.understand.windows.stretch import Stretch

_R = WindowRole
GIVEN_OUT = (
    _R.SUBSCRIPTION, _R.EXCHANGE, _R.COLLECTION, _R.REDEMPTION, _R.PROMOTION, _R.RESERVATION, _R.REGISTRATION,
    _R.EFFECTIVE, _R.CONCESSION,
)  # fmt: skip
"""What may last without its other end being a day, or come again on days of its own."""


@dataclass(frozen=True, slots=True)
class Found:
    """One statement of time with all that was read of it; `start` and `end` are normalised offsets of its quote."""

    stretch: Stretch
    place: Place
    role: WindowRole
    first: Moment | None
    last: Moment | None
    end_kind: EndKind
    start: int
    end: int
    score: float
    told: bool
    condition: bool = False
    guessed: bool = False
    planned: bool = False
    key: bool = True
    recurrence: str | None = None
    applies_to: str | None = None
    exceptions: tuple[str, ...] = ()
    part: bool = False
    """Days of a longer window on which it gives more: both are told."""
    margin: float = 1.0
    """The lead of its role over the second."""

    @property
    def borders(self) -> tuple[Moment | None, Moment | None]:
        return self.first, self.last


def lasts(f: Found) -> bool:
    """Does it last longer than a day, or is it open?"""
    return f.first is None or f.last is None or f.last.latest() - f.first.earliest() > dt.timedelta(days=1)
