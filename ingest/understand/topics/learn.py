"""`python -m ingest.understand.topics.learn`: examples → `lexicon/topics.json` and `lexicon/matters.json`.

The first says which question a sentence answers, the second what its notice is about. Deterministic, a minute or two,
without any other tool.

Multinomial logistic regression by stochastic gradient descent; an example with
several questions counts for each, the first one most. Features that stand in one example only are left out.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.model import Category, Intent
from ingest.text.normal import normalise
from ingest.understand.regional import common
from ingest.understand.topics.features import features, words_of

FOLDER = Path(__file__).parent.parent / "lexicon"
NONE = "none"
"""The label of sentences that answer nothing."""
VEILED = "_more"
"""Files of examples most of which lack the telling words: they teach what a sentence answers, and would blur what its
notice is about."""
_SHARES = (1.0, 0.5, 0.3)
_EPOCHS, _STEP, _PENALTY = 10, 1.0, 1e-4
_HEED = 0.02
"""A label whose odds are off by less is left as it is: so most weights stay zero."""
_SEEN = 3
_LEAST, _LEAST_OF_MATTERS = 1.5, 2.0
"""Weights smaller than this are not kept."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the shares of the questions that it answers (they add up to one)."""

    features: tuple[str, ...]
    target: Mapping[int, float]


def labels() -> list[str]:
    return [NONE, *(i.value for i in Intent)]


def read(path: Path) -> Iterator[tuple[int, str, list[str], str, str]]:
    """Line number, category, questions, heading and text of each example; ValueError names the line that is none."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        names = cells[1].split(",") if len(cells) == 4 else []
        if len(cells) != 4 or cells[0] not in list(Category) or not set(names) <= set(labels()):
            raise ValueError(f"{path}:{number}: wants category, questions, heading, text: {line[:60]!r}")
        yield number, cells[0], names, cells[2], cells[3]


def examples(paths: Sequence[Path]) -> list[Example]:
    place = {name: at for at, name in enumerate(labels())}
    found = []
    for path in paths:
        for _, category, names, heading, text in read(path):
            shares = dict(zip((place[n] for n in names), _SHARES, strict=False))
            whole = sum(shares.values())
            words = features(category, _common(heading), _common(text))
            found.append(Example(tuple(sorted(words)), {k: v / whole for k, v in shares.items()}))
    return found


def categories() -> list[str]:
    return [c.value for c in Category]


def matters(paths: Sequence[Path]) -> list[Example]:
    """Sentences with the category of the notice that they stand in; what answers nothing teaches nothing.

    Files called `matters.tsv` hold titles and leads: a category and a sentence a line.
    """
    place = {name: at for at, name in enumerate(categories())}
    found = []
    for path in paths:
        rows = (
            _leads(path) if path.stem == "matters" else ((c, t) for _, c, names, _, t in read(path) if names != [NONE])
        )
        found += [Example(tuple(sorted(words_of(_common(text)))), {place[c]: 1.0}) for c, text in rows]
    return found


def _leads(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            category, text = line.split("\t")
            yield category, text


def _common(text: str) -> str:
    return common(normalise(text).text)


@dataclass(frozen=True, slots=True)
class Learnt:
    """`weights` of each feature, one number for each label, `bias` of each label, and how rare each feature is."""

    weights: Mapping[str, Sequence[float]]
    rarity: Mapping[str, float]
    bias: Sequence[float]


def train(all_: Sequence[Example], names: Sequence[str] = ()) -> Learnt:
    """What the examples teach of the labels `names` (without: the questions)."""
    seen = Counter(f for e in all_ for f in e.features)
    kept = sorted(f for f, n in seen.items() if n >= _SEEN)
    rarity = {f: math.log(len(all_) / seen[f]) for f in kept}
    size = len(names or labels())
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


def written(learnt: Learnt, names: Sequence[str] = (), least: float = _LEAST) -> str:
    """The file: a feature a line, with its rarity and pairs of a label's place in "bias" and its weight."""
    lines = []
    for f in sorted(learnt.weights):
        own = [n for k, w in enumerate(learnt.weights[f]) if abs(w) >= least for n in (k, round(w, 1))]
        if own:
            lines.append(json.dumps({f: [round(learnt.rarity[f], 2), *own]}, ensure_ascii=False)[1:-1])
    bias = json.dumps(dict(zip(names or labels(), (round(b, 3) for b in learnt.bias), strict=True)))
    return '{"bias": ' + bias + ',\n"features": {\n' + ",\n".join(lines) + "\n}}\n"


def main() -> None:
    paths = sorted((FOLDER / "examples").glob("*.tsv"))
    (FOLDER / "topics.json").write_text(written(train(examples(paths))), "utf-8")
    telling = [path for path in paths if not path.stem.endswith(VEILED)]
    of_notices = train(matters([*telling, FOLDER / "matters.tsv"]), categories())
    (FOLDER / "matters.json").write_text(written(of_notices, categories(), _LEAST_OF_MATTERS), "utf-8")


if __name__ == "__main__":
    main()
