"""Each sentence to the question that it answers best. A reader offers several topics for one sentence; telling it under
each would give the same entry several times."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ingest.draft.plan import plan
from ingest.model import Intent, Span, Statement

CLOSE = 0.25
"""A second topic counts when its confidence is nearly that of the first."""
_CARRIED_BY_FACTS = (Intent.WHEN, Intent.HOW_MUCH, Intent.WHAT_CHANGES)
"""Windows and figures answer these themselves: a sentence is of more use elsewhere."""


def sort(statements: Iterable[Statement]) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements under their best topic, and under the next ones; the surest first."""
    offered: dict[Span, list[Statement]] = {}
    for statement in statements:
        offered.setdefault(statement.evidence.span, []).append(statement)
    first, second = [], []
    for said in offered.values():
        ranked = sorted(said, key=_rank(said))
        first += ranked[:1]
        second += ranked[1:]
    return tuple(sorted(first, key=_surest)), tuple(sorted(second, key=_surest))


def _surest(statement: Statement) -> float:
    return -statement.confidence


def _rank(said: list[Statement]) -> Callable[[Statement], tuple[bool, bool, float, int]]:
    best = max((s.confidence for s in said), default=0.0)
    specific: list[str] = plan()["topics"]["specific"]

    def rank(statement: Statement) -> tuple[bool, bool, float, int]:
        close = statement.confidence >= best - CLOSE
        carried = statement.topic in _CARRIED_BY_FACTS
        return not close, carried, -round(statement.confidence, 1), specific.index(str(statement.topic))

    return rank
