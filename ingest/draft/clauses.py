"""A figure in words: what it was and becomes, from which day, and which question that answers."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.draft.brief import SENTENCE, Brief, Point, once
from ingest.draft.carriers import carrier
from ingest.draft.grounding import says_free
from ingest.draft.names import trimmed
from ingest.draft.plan import planned
from ingest.draft.voice import core
from ingest.model import Category, Direction, Figure, FigureKind, Intent, Statement

MOVING = (Direction.UP, Direction.DOWN, Direction.CHANGED, Direction.NEW, Direction.REMOVED)
_SAID_AS_IT_STANDS = (Direction.STATED, Direction.EXEMPT)
_PAID = re.compile(r"到账|入账|发放|返还|credited|paid (?:out|into)", re.I)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_STEM = re.compile(r"[（(,，:：/]|\s(?=\S)")


def stem(item: str) -> str:
    """An item without its particulars: 异地取款手续费（柜面办理） → 异地取款手续费."""
    return _STEM.split(trimmed(item, zh=bool(_CHINESE.search(item))))[0]


def quoted(statement: Statement) -> Point:
    """A sentence of the notice as it stands."""
    return Point(statement.text, (statement.evidence,), statement.confidence)


@once
def clause(figure: Figure, brief: Brief) -> Point:
    """What a figure was and becomes; a figure that is only stated in a sentence speaks with that sentence."""
    span = figure.evidence.span
    named = brief.nameable(figure)
    if (figure.direction in _SAID_AS_IT_STANDS or not named) and not brief.in_row(span):
        sentence = brief.sentence(span)
        plain = figure.direction is not Direction.EXEMPT or says_free(sentence)
        if plain and 0 < brief.speech.size(sentence) <= 2 * brief.speech.limit("lead"):
            return Point(sentence, (brief.stated(span),), figure.confidence)
    figure = figure if named else replace(figure, item=brief.subject)
    return Point(brief.speech.figure(figure), (figure.evidence,), figure.confidence)


def dated(figure: Figure, brief: Brief) -> Point:
    """A clause with the day from which it counts."""
    own = clause(figure, brief)
    steady = (*_SAID_AS_IT_STANDS, Direction.UNCHANGED)
    return own if figure.direction in steady else since(own, figure, brief)


def since(point: Point, figure: Figure, brief: Brief) -> Point:
    """`point` with the day from which its figure counts."""
    window = carrier(figure, brief)
    when = brief.speech.since(window) if window else ""
    copied = point.evidence[0].rule == SENTENCE
    if window is None or not when or copied:
        return point
    text = f"{when}，{point.text}" if brief.speech.zh else f"{point.text}, {when}"
    return Point(text, (*point.evidence, window.evidence), min(point.confidence, window.confidence))


def intent(figure: Figure, category: Category) -> Intent | None:
    """Which question a figure answers."""
    if figure.direction in MOVING:
        return Intent.HOW_MUCH
    if figure.direction is Direction.UNCHANGED:
        return Intent.WHAT_STILL_WORKS
    if figure.direction is Direction.EXEMPT:
        return Intent.EXEMPT if category is Category.FEE_CHANGE else Intent.HOW_MUCH
    if figure.kind is FigureKind.TERM and _PAID.search(figure.item + figure.evidence.quote):
        return Intent.REWARD_DATE
    return planned("figure", figure.kind, category)


def unique(points: list[Point]) -> list[Point]:
    """Points whose words are not already in another, in their order."""
    kept: dict[str, Point] = {}
    for p in sorted((p for p in points if p.text), key=lambda p: -len(p.text)):
        said = core(p.text)
        if not any(said in k for k in kept):
            kept[said] = p
    chosen = set(map(id, kept.values()))
    return [p for p in points if id(p) in chosen]
