"""How sure a draft is: what it rests on, what it tells and where it stands, added up in log-odds.

The weights are `phrases/confidence.toml`. A draft of confidence 0.95 should be of use as it stands in 19 cases of 20.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from ingest.draft.atoms import implied, keys
from ingest.draft.brief import Point
from ingest.model import Figure, Window

_LEAST, _MOST = 0.01, 0.99


@functools.cache
def weights() -> dict[str, Any]:
    """The whole table."""
    return tomllib.loads(files("ingest.draft.phrases").joinpath("confidence.toml").read_text("utf-8"))


def probability(log_odds: float) -> float:
    return min(_MOST, max(_LEAST, (1 + math.tanh(log_odds / 2)) / 2))


def odds(probability: float) -> float:
    """Log-odds, the reverse of `probability`."""
    inside = min(_MOST, max(_LEAST, probability))
    return math.log(inside / (1 - inside))


def _of_facts(confidences: Sequence[float], weight: float) -> float:
    """How much surer or less sure the facts are than facts are on average."""
    if not confidences:
        return 0.0
    mean = sum(map(odds, confidences)) / len(confidences)
    return weight * (mean - odds(float(weights()["average"]["fact"])))


def supported(points: Sequence[Point]) -> float:
    """The confidence of an entry by what its `points` rest on; the first is its answer."""
    table = weights()["faq"]
    rules = [e.rule for e in points[0].evidence]
    kind = "statement" if any(r.startswith("statements") for r in rules) else "fact"
    if any(r.startswith("questions") for r in rules):
        kind = "held"
    log_odds = table["base"] + table["support"][kind]
    said = points[:1] if kind == "statement" else points
    return probability(log_odds + _of_facts([p.confidence for p in said], table["facts"]))


def telling(text: str, windows: Sequence[Window], figures: Sequence[Figure]) -> float:
    """The confidence of a bulletin of words `text`, by how many of the key facts it tells."""
    table, said = weights()["bulletin"], keys(text)
    said |= implied(said)
    facts = [_days(w) for w in windows] + [keys(_value(f)) for f in figures]
    held = [bool(fact & said) for fact in facts if fact]
    sure = [w.confidence for w in windows] + [f.confidence for f in figures]
    log_odds = table["base"] + _of_facts(sure, table["facts"])
    if not held:
        return round(probability(log_odds + table["silent"]), 2)
    log_odds += table["whole"] if all(held) else table["missing"] * held.count(False) / len(held)
    return round(probability(log_odds + (table["crowded"] if len(held) > table["crowd"] else 0.0)), 2)


def _days(window: Window) -> frozenset[Any]:
    moments = (window.start, window.end)
    return frozenset(("md", m.day.month, m.day.day) for m in moments if m)


def _value(figure: Figure) -> str:
    return figure.new_text or figure.old_text or ""
