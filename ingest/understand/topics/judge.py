"""The odds that a sentence answers each question: what the examples teach, and what the lexicon says, together."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from ingest.model import Intent
from ingest.understand.topics.features import features

NONE = "none"
_LEXICON = 1.5
"""What the lexicon's confidence (0 to 1) counts beside the examples, in log-odds."""


@dataclass(frozen=True, slots=True)
class _Feature:
    rarity: float
    weights: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class _Table:
    names: tuple[str, ...]
    bias: tuple[float, ...]
    features: Mapping[str, _Feature]


@functools.cache
def _table() -> _Table:
    raw = json.loads(files("ingest.understand.lexicon").joinpath("topics.json").read_text("utf-8"))
    made = {
        f: _Feature(rarity, tuple(zip(map(int, own[::2]), own[1::2], strict=True)))
        for f, (rarity, *own) in raw["features"].items()
    }
    return _Table(tuple(raw["bias"]), tuple(raw["bias"].values()), made)


@functools.lru_cache(maxsize=4096)
def learnt(category: str, heading: str, text: str) -> tuple[float, ...]:
    """Log-odds of each label by the examples; `text` is normalised and in common words."""
    table = _table()
    known = [f for name in features(category, heading, text) if (f := table.features.get(name))]
    norm = math.sqrt(sum(f.rarity * f.rarity for f in known)) or 1.0
    scores = [0.0] * len(table.names)
    for feature in known:
        for at, weight in feature.weights:
            scores[at] += weight
    return tuple(b + s / norm for b, s in zip(table.bias, scores, strict=True))


def judge(odds: tuple[float, ...], said: Mapping[Intent, float]) -> dict[str, float]:
    """Probabilities of all labels, `none` among them; `said` are the lexicon's confidences."""
    table = _table()
    scores = [o + _LEXICON * said.get(name, 0.0) for name, o in zip(table.names, odds, strict=True)]  # type: ignore[call-overload]
    top = max(scores)
    each = [math.exp(s - top) for s in scores]
    whole = sum(each)
    return {name: e / whole for name, e in zip(table.names, each, strict=True)}
