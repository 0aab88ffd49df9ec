"""What is usual for a source, learnt from its good visits; figures that one odd visit can't move."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.model import Health, Measures, Usual

_VISITS = 60
_PAGES = 100
DAY = dt.timedelta(days=1)


def learnt(usual: Usual, seen: Measures) -> Usual:
    """`usual` with one more good visit."""
    if not seen.listed:
        return usual
    return replace(
        usual,
        items=(*usual.items, seen.listed)[-_VISITS:],
        dated=(*usual.dated, round(seen.dated / seen.listed, 3))[-_VISITS:],
        lengths=(*usual.lengths, *seen.lengths)[-_PAGES:],
        linked=(*usual.linked, *seen.linked)[-_PAGES:],
    )


def with_news(health: Health, seen: Measures, at: dt.datetime) -> Health:
    """When the source last had news, and how long that took. The first visit learns from the dates in the list."""
    if health.last_news is None:
        if not seen.listed:
            return health
        days = sorted(day for day in seen.dates if day <= at.date())
        gaps = tuple(float((b - a).days) for a, b in pairwise(days))
        newest = dt.datetime.combine(days[-1], dt.time(12), dt.UTC) if days else at
        return replace(health, last_news=min(newest, at), usual=replace(health.usual, gaps=gaps[-_VISITS:]))
    if not seen.fresh:
        return health
    gap = round(max((at - health.last_news) / DAY, 0.0), 3)
    return replace(health, last_news=at, usual=replace(health.usual, gaps=(*health.usual.gaps, gap)[-_VISITS:]))


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Median, and the standard deviation that the median absolute deviation stands for in a normal distribution."""
    middle = statistics.median(values)
    return middle, 1.4826 * statistics.median(abs(value - middle) for value in values)
