"""Which of the entries that hold what was asked answers it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.answer.query import Thing
from ingest.store.search_index import Match, Term, Way

WHERE = {"question": 1.0, "keywords": 0.85, "answer": 0.45, "parts": 0.8, "sounds": 0.6}
"""What a term counts, by the field that holds it."""
_UNSURE = 0.7
"""What a way counts that only may say the thing: by parts, by sound, by a slip."""
_TO_THE_POINT = 0.12
"""At most so much more for a question that asks little else."""


def score(match: Match, things: Sequence[Thing], weights: Sequence[float]) -> float:
    """0 to about 1.1: how much of what was asked, weighed by how telling each thing is, the entry holds and where."""
    fields = {name: frozenset(text.split()) for name, text in match.fields.items()}
    held = sum(weight * _thing(thing, fields) for thing, weight in zip(things, weights, strict=True))
    total = sum(weights) or 1.0
    return held / total + _TO_THE_POINT * _share(fields["question"], things)


def _thing(thing: Thing, fields: Mapping[str, frozenset[str]]) -> float:
    return max(
        (_way(way, fields) * (1.0 if at < thing.sure else _UNSURE) for at, way in enumerate(thing.ways)), default=0.0
    )


def _way(way: Way, fields: Mapping[str, frozenset[str]]) -> float:
    """All terms must be there; where the worst of them stands counts."""
    return min((_term(term, fields) for term in way), default=0.0)


def _term(term: Term, fields: Mapping[str, frozenset[str]]) -> float:
    return max((WHERE[name] for name in term.fields if _holds(fields[name], term)), default=0.0)


def _holds(tokens: frozenset[str], term: Term) -> bool:
    if term.token in tokens:
        return True
    return term.prefix and any(token.startswith(term.token) for token in tokens)


def _share(question: frozenset[str], things: Sequence[Thing]) -> float:
    """How much of the question is what was asked."""
    asked = {term.token for thing in things for way in thing.ways for term in way}
    return len(question & asked) / len(question) if question else 0.0
