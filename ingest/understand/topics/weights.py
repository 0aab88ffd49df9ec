"""What examples taught: the weights of features for each label, and what they make of a text."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Feature:
    rarity: float
    weights: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Weights:
    names: tuple[str, ...]
    bias: tuple[float, ...]
    features: Mapping[str, Feature]

    def odds(self, found: Iterable[str]) -> tuple[float, ...]:
        """Log-odds of each label for a text with the features `found`."""
        known = [f for name in found if (f := self.features.get(name))]
        norm = math.sqrt(sum(f.rarity * f.rarity for f in known)) or 1.0
        scores = [0.0] * len(self.names)
        for feature in known:
            for at, weight in feature.weights:
                scores[at] += weight
        return tuple(b + s / norm for b, s in zip(self.bias, scores, strict=True))


@functools.cache
def weights(name: str) -> Weights:
    """The weights of `lexicon/<name>.json`, written by `learn.py`."""
    raw = json.loads(files("ingest.understand.lexicon").joinpath(f"{name}.json").read_text("utf-8"))
    made = {
        f: Feature(rarity, tuple(zip(map(int, own[::2]), own[1::2], strict=True)))
        for f, (rarity, *own) in raw["features"].items()
    }
    return Weights(tuple(raw["bias"]), tuple(raw["bias"].values()), made)


def shares(odds: Iterable[float]) -> list[float]:
    """Log-odds as probabilities."""
    odds = list(odds)
    top = max(odds)
    each = [math.exp(o - top) for o in odds]
    whole = sum(each)
    return [e / whole for e in each]
