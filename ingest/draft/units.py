"""Sentences that stand together: whoever wrote the notice put into one paragraph what answers one question.

A paragraph, or the items of one list, is a unit as long as an agent can take it in at once; a longer one is cut where
its subject turns. The topic of a unit is that of its sentences together, the first one leading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.draft.brief import Brief
from ingest.draft.kin import helped
from ingest.draft.notation import values
from ingest.draft.sentences import CONTINUES
from ingest.model import Intent, PassageKind, Span, Statement

VALUES = 13
"""Values in one unit; beyond them an agent looks for the needle."""
_FOLLOWING = 0.8
"""What a sentence counts beside the first one of its unit."""
_TURNS = 0.5
"""So sure must a sentence be of another topic to begin a unit of its own."""
BY_FACTS = (Intent.WHEN, Intent.HOW_MUCH, Intent.WHAT_CHANGES)
_CARRIED = 0.35
"""Windows and figures answer these themselves: a sentence is of more use under its other topics."""
_SILENT = 0.05
"""How sure a sentence is of a topic for which nothing in it speaks."""
_NEARLY = 0.2
"""A topic that has so much of the best one's weight is answered as well."""


@dataclass(frozen=True, slots=True)
class Unit:
    """`said` are its sentences under its `topic`; `odds` say how likely an entry under each topic helps."""

    topic: Intent
    said: tuple[Statement, ...]
    odds: Mapping[Intent, float]

    @property
    def weight(self) -> float:
        """How likely its own topic is what somebody asks."""
        return self.odds[self.topic]

    def serves(self, topic: Intent) -> bool:
        """Does it answer `topic` nearly as well as its own?"""
        return topic is not self.topic and self.odds.get(topic, 0.0) >= _NEARLY * self.weight

    def under(self, topic: Intent) -> Unit:
        """The same told under another topic."""
        share = self.odds.get(topic, 0.0)
        return replace(self, topic=topic, said=tuple(replace(s, topic=topic, confidence=share) for s in self.said))

    def size(self, brief: Brief) -> int:
        return sum(brief.speech.size(s.text) for s in self.said)

    def values(self) -> int:
        return sum(values(s.text) for s in self.said)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence under every topic that was offered for it."""

    statement: Statement
    weights: dict[Intent, float]

    def best(self) -> Intent:
        return max(self.weights, key=lambda t: self.weights[t] * (_CARRIED if t in BY_FACTS else 1.0))


def units(brief: Brief) -> list[Unit]:
    """The units of a change in the order of the notice; each sentence stands in one of them."""
    runs = [run for passage in _by_passage(brief) for run in _cut(passage, brief)]
    return [_unit(run) for run in _joined(runs, brief)]


def _by_passage(brief: Brief) -> Iterator[list[_Sentence]]:
    offered: dict[Span, list[Statement]] = {}
    for statement in (*brief.statements, *brief.also):
        offered.setdefault(statement.evidence.span, []).append(statement)
    sentences = [_Sentence(said[0], {s.topic: s.confidence for s in reversed(said)}) for said in offered.values()]
    homes: dict[object, list[_Sentence]] = {}
    for sentence in sorted(sentences, key=lambda s: s.statement.evidence.span.start):
        span = sentence.statement.evidence.span
        homes.setdefault((span,) if brief.in_row(span) else brief.passage(span), []).append(sentence)
    yield from homes.values()


def _fits(run: Iterable[_Sentence], brief: Brief) -> bool:
    said = [s.statement.text for s in run]
    return sum(map(brief.speech.size, said)) <= brief.speech.limit("unit") and sum(map(values, said)) <= VALUES


def _cut(passage: list[_Sentence], brief: Brief) -> Iterator[list[_Sentence]]:
    if _fits(passage, brief):
        yield passage
        return
    run = passage[:1]
    for sentence in passage[1:]:
        if _fits([*run, sentence], brief) and not _turns(run, sentence):
            run.append(sentence)
        else:
            yield run
            run = [sentence]
    yield run


def _turns(run: list[_Sentence], sentence: _Sentence) -> bool:
    own = sentence.best()
    if CONTINUES.search(sentence.statement.text) or own is _topic(run):
        return False
    return sentence.weights[own] >= _TURNS and sentence.weights.get(_topic(run), 0.0) < _NEARLY * sentence.weights[own]


def _weights(run: list[_Sentence]) -> dict[Intent, float]:
    total: dict[Intent, float] = {}
    for place, sentence in enumerate(run):
        for topic, weight in sentence.weights.items():
            share = (_FOLLOWING if place else 1.0) * (_CARRIED if topic in BY_FACTS else 1.0)
            total[topic] = total.get(topic, 0.0) + weight * share
    return total


def _topic(run: list[_Sentence]) -> Intent:
    odds = _odds(run)
    return max(odds, key=lambda t: odds[t])


def _odds(run: list[_Sentence]) -> dict[Intent, float]:
    """How likely an entry under each topic helps whoever asks what `run` answers."""
    weights = _weights(run)
    whole = sum(weights.values())
    return helped({t: w / whole for t, w in weights.items()})


def _joined(runs: list[list[_Sentence]], brief: Brief) -> Iterator[list[_Sentence]]:
    """Items of one list that answer the same are told together."""
    last: list[_Sentence] = []
    for run in runs:
        if last and _listed(last[-1], run[0], brief) and _topic(last) is _topic(run) and _fits([*last, *run], brief):
            last = [*last, *run]
        else:
            if last:
                yield last
            last = run
    if last:
        yield last


def _listed(a: _Sentence, b: _Sentence, brief: Brief) -> bool:
    one, other = a.statement.evidence.span, b.statement.evidence.span
    if brief.in_row(one) or brief.in_row(other):
        return False
    places = brief.passage(one), brief.passage(other)
    items = all(brief.document.passages[p].kind is PassageKind.ITEM for p in places)
    return places[0] == places[1] or (items and places[1] - places[0] == 1)


def _unit(run: list[_Sentence]) -> Unit:
    odds = _odds(run)
    topic = max(odds, key=lambda t: odds[t])
    said = tuple(replace(s.statement, topic=topic, confidence=helped(s.weights).get(topic, _SILENT)) for s in run)
    return Unit(topic, said, odds)
