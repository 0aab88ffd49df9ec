"""The odds that a sentence answers each question: what the examples teach, and what the lexicon says, together."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from ingest.model import Intent
from ingest.understand.topics.features import features
from ingest.understand.weights import shares, weights

NONE = "none"
_LEXICON = 1.5
"""What the lexicon's confidence (0 to 1) counts beside the examples, in log-odds."""


@functools.lru_cache(maxsize=4096)
def learnt(category: str, heading: str, text: str) -> tuple[float, ...]:
    """Log-odds of each label by the examples; `text` is normalised and in common words."""
    return weights("topics").odds(features(category, heading, text))


def judge(odds: tuple[float, ...], said: Mapping[Intent, float]) -> dict[str, float]:
    """Probabilities of all labels, `none` among them; `said` are the lexicon's confidences."""
    names = weights("topics").names
    scores = [o + _LEXICON * said.get(name, 0.0) for name, o in zip(names, odds, strict=True)]  # type: ignore[call-overload]
    return dict(zip(names, shares(scores), strict=True))
