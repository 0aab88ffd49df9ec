"""Examples → weights: multinomial logistic regression by stochastic gradient descent, without any other tool.

An example with several labels counts for each by its share. Features that stand in one or two examples only are left
out. The same examples give the same weights each time.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_EPOCHS, _STEP, _PENALTY = 10, 1.0, 1e-4
_HEED = 0.02
"""A label whose odds are off by less is left as it is: so most weights stay zero."""
_SEEN = 3


@dataclass(frozen=True, slots=True)
class Example:
    """What a text is recognised by, and the shares of its labels, by their places (they add up to one)."""

    features: tuple[str, ...]
    target: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Learnt:
    """`weights` of each feature, one number for each label, `bias` of each label, and how rare each feature is."""

    weights: Mapping[str, Sequence[float]]
    rarity: Mapping[str, float]
    bias: Sequence[float]


def train(all_: Sequence[Example], names: Sequence[str], rare: float = 1.0) -> Learnt:
    """What the examples teach of the labels `names`."""
    seen = Counter(f for e in all_ for f in e.features)
    kept = sorted(f for f, n in seen.items() if n >= _SEEN)
    rarity = {f: math.log(len(all_) / seen[f]) ** rare for f in kept}
    size = len(names)
    weights = {f: [0.0] * size for f in kept}
    bias = [0.0] * size
    order = random.Random(7)  # noqa: S311 - the same weights each time
    ready = [([(f, rarity[f]) for f in e.features if f in rarity], e.target) for e in all_]
    ready = [([(f, v / norm) for f, v in vector], t) for vector, t in ready if (norm := _norm(vector))]
    for epoch in range(_EPOCHS):
        order.shuffle(ready)
        step = _STEP / (1 + epoch / 4)
        for vector, target in ready:
            _learn(vector, target, weights, bias, step)
    return Learnt({f: [w * rarity[f] for w in ws] for f, ws in weights.items()}, rarity, bias)


def _norm(vector: Sequence[tuple[str, float]]) -> float:
    return math.sqrt(sum(v * v for _, v in vector))


def _learn(
    vector: Sequence[tuple[str, float]],
    target: Mapping[int, float],
    weights: dict[str, list[float]],
    bias: list[float],
    step: float,
) -> None:
    scores = bias[:]
    for f, v in vector:
        scores = [s + v * w for s, w in zip(scores, weights[f], strict=True)]
    top = max(scores)
    odds = [math.exp(s - top) for s in scores]
    whole = sum(odds)
    slope = [o / whole - target.get(k, 0.0) for k, o in enumerate(odds)]
    for k, g in enumerate(slope):
        bias[k] -= 0.01 * g
    wanted = [(k, g) for k, g in enumerate(slope) if abs(g) > _HEED]
    for f, v in vector:
        own = weights[f]
        for k, g in wanted:
            own[k] -= step * (g * v + _PENALTY * own[k])


def written(learnt: Learnt, names: Sequence[str], least: float) -> str:
    """The file: a feature a line, with its rarity and pairs of a label's place in "bias" and its weight; weights
    smaller than `least` are left out."""
    lines = []
    for f in sorted(learnt.weights):
        own = [n for k, w in enumerate(learnt.weights[f]) if abs(w) >= least for n in (k, round(w, 1))]
        if own:
            lines.append(json.dumps({f: [round(learnt.rarity[f], 2), *own]}, ensure_ascii=False)[1:-1])
    bias = json.dumps(dict(zip(names, (round(b, 3) for b in learnt.bias), strict=True)))
    return '{"bias": ' + bias + ',\n"features": {\n' + ",\n".join(lines) + "\n}}\n"
