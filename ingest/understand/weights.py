"""What examples taught: the weights of features for each label, and what they make of a text."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

Row = Sequence[float]
"""How rare a feature is, then by turns the place of a label and what the feature weighs for it: as it stands in the
file, since there are tens of thousands and most are never looked at."""


@dataclass(frozen=True, slots=True)
class Weights:
    names: tuple[str, ...]
    bias: tuple[float, ...]
    features: Mapping[str, Row]

    def odds(self, found: Iterable[str]) -> tuple[float, ...]:
        """Log-odds of each label for a text with the features `found`."""
        known = [row for name in found if (row := self.features.get(name))]
        norm = math.sqrt(sum(row[0] * row[0] for row in known)) or 1.0
        scores = [0.0] * len(self.names)
        for row in known:
            own = iter(row)
            next(own)
            for at, weight in zip(own, own, strict=True):
                scores[at] += weight  # type: ignore[call-overload]
        return tuple(b + s / norm for b, s in zip(self.bias, scores, strict=True))


@functools.cache
def weights(name: str) -> Weights:
    """The weights of `lexicon/<name>.json`, written by `learn.py`."""
    raw = json.loads(files("ingest.understand.lexicon").joinpath(f"{name}.json").read_text("utf-8"))
    return Weights(tuple(raw["bias"]), tuple(raw["bias"].values()), raw["features"])


def shares(odds: Iterable[float]) -> list[float]:
    """Log-odds as probabilities."""
    odds = list(odds)
    top = max(odds)
    each = [math.exp(o - top) for o in odds]
    whole = sum(each)
    return [e / whole for e in each]
