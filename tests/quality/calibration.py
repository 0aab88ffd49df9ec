"""Is the product right as often as it is sure?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from judge import Sure
from tallies import Count

BANDS: Sequence[tuple[str, float]] = (("sure (≥ .95)", 0.95), ("likely (.80–.95)", 0.80), ("doubtful (< .80)", 0.0))
KINDS = ("window", "figure", "FAQ draft", "bulletin draft")


def band(confidence: float) -> str:
    return next(name for name, least in BANDS if confidence >= least)


def by_band(sure: Iterable[Sure]) -> dict[tuple[str, str], Count]:
    """(kind, band) → how many were right of how many."""
    found = {(kind, name): Count() for kind in KINDS for name, _ in BANDS}
    for s in sure:
        found[s.what, band(s.confidence)] += Count(int(s.right), 1)
    return found


def spread(sure: Iterable[Sure], kind: str) -> dict[float, Count]:
    """Confidence as given → right of how many; to see whether it says anything at all."""
    found: dict[float, Count] = {}
    for s in sure:
        if s.what == kind:
            found[s.confidence] = found.get(s.confidence, Count()) + Count(int(s.right), 1)
    return dict(sorted(found.items(), reverse=True))
