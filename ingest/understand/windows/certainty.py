"""How sure a window is: by its shape, its role, the words that speak for the role, and where its year comes from."""

from __future__ import annotations

from ingest.understand.odds import confidence, weights
from ingest.understand.windows.candidates import Found


def certainty(found: Found, *, year_inferred: bool) -> float:
    """The confidence of a window; `year_inferred`: a person is asked to look at its year."""
    table = weights("window")
    marks = {
        "condition": found.condition,
        "aside": not found.key and not found.condition,
        "year_inferred": year_inferred,
        "year_inherited": found.guessed and not year_inferred,
        "planned": found.planned,
    }
    odds = table["shape"][found.stretch.shape.value] + table["role"].get(found.role.value, 0.0)
    odds += _words(found, table["words"], table["limits"])
    return confidence(odds + sum(table["marks"][name] for name, holds in marks.items() if holds))


def _words(found: Found, words: dict[str, float], limits: dict[str, float]) -> float:
    if not found.told:
        return words["silent"]
    strong = words["strong"] if found.score >= limits["strong"] else 0.0
    if found.margin >= limits["clear"]:
        return strong + words["clear"]
    return strong + (words["close"] if found.margin < limits["close"] else 0.0)
