"""The examples that a sentence is most like: where to look, and what to add to, when its question was misread."""

from __future__ import annotations

import functools
import math
from collections import Counter
from dataclasses import dataclass

from ingest.model import Intent
from ingest.understand.regional import common_words
from ingest.understand.topics.features import features
from ingest.understand.topics.learn import FOLDER, read


@dataclass(frozen=True, slots=True)
class Near:
    """A line (1-based) of `lexicon/examples/<file>` and its text."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Known:
    near: Near
    names: frozenset[str]
    features: frozenset[str]


@functools.cache
def _known() -> tuple[tuple[_Known, ...], dict[str, float]]:
    """All examples, and how rare each feature is among them."""
    made = []
    for path in sorted((FOLDER / "examples").glob("*.tsv")):
        for number, _, names, heading, text in read(path):
            words = features("", common_words(heading), common_words(text))
            made.append(_Known(Near(path.name, number, text), frozenset(names), words))
    seen = Counter(f for k in made for f in k.features)
    return tuple(made), {f: math.log(len(made) / n) for f, n in seen.items()}


def nearest(text: str, topic: Intent) -> Near | None:
    """The example of `topic` that shares most with `text`; None where nothing is shared."""
    known, rarity = _known()
    own = features("", "", common_words(text))

    def alike(one: _Known) -> float:
        both = sum(rarity[f] ** 2 for f in own & one.features)
        return both / math.sqrt(sum(rarity[f] ** 2 for f in one.features) or 1.0)

    able = [k for k in known if topic.value in k.names]
    best = max(able, key=alike, default=None)
    return best.near if best and alike(best) else None
