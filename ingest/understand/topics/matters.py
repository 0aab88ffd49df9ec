"""What a notice is about, by the examples: its sentences judged one by one, the first ones most."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ingest.understand.topics.features import words_of
from ingest.understand.weights import shares, weights

_SENTENCES, _SHORT = 15, 6
_LATER = 0.3
"""How much less each further sentence says."""
_DOUBT = 0.02
"""What is left to every category by a sentence that speaks for another one."""


def likely(title: str, said: Sequence[str]) -> dict[str, float]:
    """The probability of each category for a notice of this title and these sentences, in common words."""
    table = weights("matters")
    read = [(at, text) for at, text in enumerate([title, *said][:_SENTENCES]) if len(text.strip()) >= _SHORT]
    if not read:
        return {}
    total, whole = [0.0] * len(table.names), 0.0
    for at, text in read:
        share = 1 / (1 + _LATER * max(0, at - 1))
        each = shares(table.odds(words_of(text)))
        total = [t + share * math.log(e + _DOUBT) for t, e in zip(total, each, strict=True)]
        whole += share
    return dict(zip(table.names, shares(t / whole for t in total), strict=True))
