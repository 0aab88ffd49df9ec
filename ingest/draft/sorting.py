"""Each sentence to the question that it answers best. A reader offers several topics for one sentence; telling it under
each would give the same entry several times."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ingest.draft.plan import merged, plan
from ingest.model import Category, Intent, Span, Statement

CLOSE = 0.25
"""A second topic counts when its confidence is nearly that of the first."""
_CARRIED_BY_FACTS = (Intent.WHEN, Intent.HOW_MUCH, Intent.WHAT_CHANGES)
"""Windows and figures answer these themselves: a sentence is of more use elsewhere."""


def sort(statements: Iterable[Statement], category: Category) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements under their best topic, and under the next ones, with topics joined as the category wants them."""
    offered: dict[Span, list[Statement]] = {}
    joined: set[tuple[Span, Intent]] = set()
    for statement in statements:
        topic = merged(statement.topic, category)
        if topic is not statement.topic and topic:
            joined.add((statement.evidence.span, topic))
        said = offered.setdefault(statement.evidence.span, [])
        if topic and all(s.topic is not topic for s in said):
            said.append(replace(statement, topic=topic))
    first, second = [], []
    for said in offered.values():
        ranked = sorted(said, key=_rank(said))
        first += ranked[:1]
        second += ranked[1:]

    def late(statement: Statement) -> tuple[bool, float]:
        return (statement.evidence.span, statement.topic) in joined, -statement.confidence

    return tuple(sorted(first, key=late)), tuple(sorted(second, key=late))


def _rank(said: list[Statement]) -> Callable[[Statement], tuple[bool, bool, float, int]]:
    best = max((s.confidence for s in said), default=0.0)
    specific: list[str] = plan()["topics"]["specific"]

    def rank(statement: Statement) -> tuple[bool, bool, float, int]:
        close = statement.confidence >= best - CLOSE
        carried = statement.topic in _CARRIED_BY_FACTS
        return not close, carried, -round(statement.confidence, 1), specific.index(str(statement.topic))

    return rank
