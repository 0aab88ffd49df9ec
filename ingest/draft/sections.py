"""Sections: what stands under one heading, or behind one lead-in, answers one question together.

A list under "Why was there no discount?" is one answer, whatever each of its lines would be told under alone; the
tiers of a table belong to the paragraph that announces them. What is more than an agent can take in at once is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.draft.brief import Brief, Point
from ingest.draft.excerpts import tidy
from ingest.draft.kin import helped
from ingest.draft.leadin import announces
from ingest.draft.notation import values
from ingest.draft.sentences import CONTINUES, sentences
from ingest.model import Evidence, Intent, PassageKind, Statement

_HEADS = (PassageKind.HEADING, PassageKind.TITLE, PassageKind.SIGNATURE)
_LISTED = (PassageKind.ITEM, PassageKind.ROW)
_LABEL = re.compile(r"[^，。；：？！,.;:?!\d]+[：:]?")
_BARE = 10
"""Characters, or words, of a paragraph that only labels the item behind it."""
_RULE, _SURE = "draft.section", 0.9
_BANDS = 4
"""Sentences whose odds fall into one of so many bands are equally sure: the one with a value leads."""
_LONG = {True: 260, False: 130}
"""Characters, or words, of the longest section that is told as one."""
_VALUES = 16
_MOST = 12
"""Passages of one section; a longer list is looked up, not told."""
_LEAST, _CLEAR, _PROMISED = 0.12, 0.3, 1.5


@dataclass(frozen=True, slots=True)
class Section:
    """`points` in the order of the notice, under the questions that they may answer (`odds`)."""

    points: tuple[Point, ...]
    odds: dict[Intent, float]
    sure: dict[tuple[int, Intent], float]

    def under(self, topic: Intent) -> list[Point]:
        """The points with the surest one of a topic first."""

        def leads(point: Point) -> tuple[bool, int, int]:
            sure = self.sure.get((point.evidence[0].span.start, topic), 0.0)
            return not CONTINUES.search(point.text), round(sure * _BANDS), min(values(point.text), 2)

        lead = max(self.points, key=leads)
        return [lead, *(p for p in self.points if p is not lead)]

    def topics(self, most: int) -> list[Intent]:
        ranked = sorted(self.odds, key=lambda t: -self.odds[t])
        return [t for t in ranked[:most] if self.odds[t] >= _LEAST and self._leads(t)]

    def _leads(self, topic: Intent) -> bool:
        """Is there a point that answers the topic by itself, or a heading that promises it?"""
        sure = max((c for (_, t), c in self.sure.items() if t is topic), default=0.0)
        return sure >= _CLEAR or self.odds[topic] == _PROMISED


def sections(brief: Brief) -> Iterator[Section]:
    """The sections of a change that hold more than one passage and fit into one answer."""
    said: dict[int, list[Statement]] = {}
    for statement in (*brief.statements, *brief.also):
        said.setdefault(brief.passage(statement.evidence.span), []).append(statement)
    for places in _runs(brief):
        points = list(_points(places, brief))
        promised = _headed(places[0], brief)
        few = len(points) < 2 or len(places) < 2
        if not points or not _fits(points, brief) or (few and not promised):
            continue
        told = [s for place in places for s in said.get(place, ())]
        if odds := promised if few else _odds(told) | promised:
            sure = {(s.evidence.span.start, s.topic): s.confidence for s in told}
            yield Section(tuple(points), odds, sure)


def _fits(points: list[Point], brief: Brief) -> bool:
    size = sum(brief.speech.size(p.text) for p in points)
    return size <= _LONG[brief.speech.zh] and sum(values(p.text) for p in points) <= _VALUES


def _runs(brief: Brief) -> Iterator[list[int]]:
    """The passages below each heading; each lead-in with its items."""
    below, led = list[int](), list[int]()
    headed = False
    for place, passage in enumerate(brief.document.passages):
        if passage.kind in _HEADS:
            yield from _told(below if headed else [], led)
            headed, below, led = passage.kind is PassageKind.HEADING, [], []
        elif passage.kind is PassageKind.PARAGRAPH:
            yield from _told([], led)
            below.append(place)
            led = [place] if announces(passage.span.of(brief.document.text)) else []
        elif passage.kind in _LISTED:
            below.append(place)
            led = [*led, place] if led else []
    yield from _told(below if headed else [], led)


def _told(below: list[int], led: list[int]) -> Iterator[list[int]]:
    yield from (run for run in (below, led if led != below else []) if 0 < len(run) <= _MOST)


def _points(places: list[int], brief: Brief) -> Iterator[Point]:
    """The sentences of some passages; a row of a table as one, a label with what it labels."""
    label = ""
    for place in places:
        text, passage = brief.document.text, brief.document.passages[place]
        words = tidy(passage.span.of(text))
        if passage.kind is PassageKind.ROW:
            yield from _row(place, brief)
        elif passage.kind is PassageKind.PARAGRAPH and _LABEL.fullmatch(words) and brief.speech.size(words) <= _BARE:
            label = words
            continue
        else:
            yield from _sentences(place, label, brief)
        label = ""


def _row(place: int, brief: Brief) -> Iterator[Point]:
    span = brief.document.passages[place].span
    quote = span.of(brief.document.text)
    heads = any(span.start <= t.rows[0][0].span.start < span.end for t in brief.document.tables if t.rows and t.rows[0])
    cells = [c.strip() for c in quote.split("|") if c.strip()]
    if len(cells) == 2 and not heads:
        yield Point(brief.speech.join(cells, "colon"), (Evidence(span, quote, _RULE),), _SURE)


def _sentences(place: int, label: str, brief: Brief) -> Iterator[Point]:
    for span in sentences(brief, place):
        quote = span.of(brief.document.text)
        words = tidy(quote)
        if brief.tells(words) and not announces(words) and not brief.only_contact(words):
            told = brief.speech.join([label, words], "colon") if label else words
            yield Point(told, (Evidence(span, quote, _RULE),), _SURE)


def _headed(first: int, brief: Brief) -> dict[Intent, float]:
    """What the heading above a passage promises to answer."""
    above = brief.document.passages[first - 1] if first else None
    if above is None or above.kind is not PassageKind.HEADING:
        return {}
    words = above.span.of(brief.document.text)
    table: dict[str, str] = brief.speech.table["headings"]
    return {Intent(topic): _PROMISED for topic, cue in table.items() if re.search(cue, words)}


def _odds(said: list[Statement]) -> dict[Intent, float]:
    total: dict[Intent, float] = {}
    for statement in said:
        total[statement.topic] = total.get(statement.topic, 0.0) + statement.confidence
    whole = sum(total.values())
    return helped({t: w / whole for t, w in total.items()}) if whole else {}
