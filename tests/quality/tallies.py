"""Hits of how many, with the interval that so few cases allow."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Z = 1.96
"""Two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Count:
    hits: int = 0
    of: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.of + other.of)

    @property
    def share(self) -> float | None:
        """0..1; None where there was nothing to judge."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval (Wilson 1927), which stays inside 0..1 and holds for small n."""
        if not self.of:
            return None
        p, n = self.hits / self.of, self.of
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


Counts = dict[str, Count]


def added(parts: Iterable[Mapping[str, Count]]) -> Counts:
    """The sums, key by key."""
    total: Counts = {}
    for part in parts:
        for name, count in part.items():
            total[name] = total.get(name, Count()) + count
    return total
