"""What the words say of a stretch of time: its shape, and the points at its ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ingest.understand.windows.points import Point


class Shape(Enum):
    """What one point says: a start, an end, a day, or a line that conditions are drawn by."""

    FROM = "from"
    UNTIL = "until"
    RANGE = "range"
    POINT = "point"
    AFTER = "after"
    TODAY = "today"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A statement of time, with lead-in and tail words inside `start` and `end` (normalised offsets)."""

    shape: Shape
    start: int
    end: int
    first: Point | None = None
    last: Point | None = None
    hours: tuple[Point, Point] | None = None
    """Hours of each day of the stretch."""
    lead: str = ""
    """The word before it ("截至", "by"), in lower case."""
    strict: bool = False
    """"before 4 May" in English: the day itself is not meant."""
    away: bool = False
    """From where something stops to where it comes back, as the columns of a table say."""
    event: bool = False
    """The end is an event ("until further notice")."""
