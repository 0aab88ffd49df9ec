"""How likely it is, by the examples, that a value stays, comes or goes."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from ingest.understand.regional import common
from ingest.understand.telling.features import features
from ingest.understand.weights import shares, weights


@functools.lru_cache(maxsize=1024)
def odds(category: str, heading: str, before: str, own: str, behind: str) -> Mapping[str, float]:
    """The probability of each direction, and of "old", for the value `own` between `before` and `behind`.

    All texts are normalised; `heading` is the heading or the list's lead above.
    """
    learnt = weights("ways")
    found = features(category, common(heading), common(before), common(own), common(behind))
    return dict(zip(learnt.names, shares(learnt.odds(found)), strict=True))
