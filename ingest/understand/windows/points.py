"""One point in time as a text prints it: no more than the words say. What it lacks is inherited in `years`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """What the words say of one point in time; `start` and `end` are offsets of the normalised text."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    shift: int = 0
    """Days after the date before it ("次日": 1)."""
    next_year: bool = False
    weekday: int | None = None
    weekday_end: int = 0
    exclusive: bool = False
    inclusive: bool = False
    now: bool = False
    midnight: bool = False
    """"midnight" means 24:00 at the end of a stretch and 0:00 at its start."""
    edge: bool = False
    """The last day of the month ("3月底")."""
    weak: bool = False
    """Bare digits ("3.8") that are a date only beside another one."""
    broken: bool = False
    whole_day: bool = False
    """"all day": the day is an end, too."""
    months: int = 1
    """How many months a point without a day covers: 3 in a quarter, 6 in half a year."""
    same: bool = False
    """The day of the date before it ("同日", "the same day")."""

    @property
    def dated(self) -> bool:
        return self.now or self.same or self.month is not None or self.year is not None

    @property
    def timed(self) -> bool:
        return self.hour is not None
