"""Evidence added up in log-odds: how sure the product is of a fact. The weights are `lexicon/confidence.toml`."""

from __future__ import annotations

import math
from typing import Any

from ingest.understand.lexicon import load


def weights(kind: str) -> dict[str, dict[str, Any]]:
    """The tables of weights of one kind of fact."""
    return dict(load("confidence")[kind])


def confidence(log_odds: float) -> float:
    """A confidence between 0.01 and 0.99, to two digits."""
    return round(min(0.99, max(0.01, (1 + math.tanh(log_odds / 2)) / 2)), 2)
