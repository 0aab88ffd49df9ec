"""What stands around a sentence: the rest of its passage, which holds its exceptions, deadlines and consequences."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from ingest.draft import fakes
from ingest.draft.brief import Brief, Point
from ingest.draft.excerpts import tidy
from ingest.draft.notation import values
from ingest.draft.schemes import tells
from ingest.model import Evidence, PassageKind, Span

_READ = (PassageKind.PARAGRAPH, PassageKind.ITEM)
_STOP_ZH = re.compile(r"[^。！？\n]+[。！？]?")
_STOP_EN = re.compile(
    r"(?:[^.!?\n]|(?:(?<=w\.e\.f)|(?<=\bRs)|(?<=\bNo)|(?<=\b[ap]\.m)|(?<=\be\.g)|(?<=\bi\.e))\.(?=\s)"
    r"|[.!?](?!\s+[\"'(]?[A-Z0-9]|\s*$))+[.!?]?"
)
CONTINUES = re.compile(
    r"^(?:也|亦|或|另|此外|同时|同時|但|其中|其间|其間|届时|屆時|之后|之後|逾期"
    r"|(?:(?:该|該|此|上述|前述|以上|前款)(?!次|前|后|後))|[（(][甲乙丙丁戊]"
    r"|(?:or|and|also|but|after that|then|however|otherwise|without (?:it|this|that)|this|it|they"
    r"|these|those|such|if so|in that case|until then|you don[’']t need)\b)",
    re.I,
)
"""A sentence that goes on from another one is no answer by itself."""
LONG = {True: 280, False: 110}
"""A passage longer than this (characters, words) tells of more than one thing."""


def sentences(brief: Brief, passage: int) -> tuple[Span, ...]:
    """The sentences of a passage, in their order."""
    return _sentences(brief.document.text, brief.document.passages[passage].span, zh=brief.speech.zh)


@functools.lru_cache(maxsize=1024)
def _sentences(text: str, home: Span, *, zh: bool) -> tuple[Span, ...]:
    found = (_STOP_ZH if zh else _STOP_EN).finditer(home.of(text))
    return tuple(Span(home.start + m.start(), home.start + m.end()) for m in found if m[0].strip())


def scheme(brief: Brief) -> list[Point]:
    """The sentences of a fraud warning that tell how the swindle goes, in their order."""
    found = []
    for place, passage in enumerate(brief.document.passages):
        if passage.kind not in _READ or brief.in_row(passage.span):
            continue
        for span in sentences(brief, place):
            text = tidy(span.of(brief.document.text))
            if tells(text) and brief.tells(text) and _safe(text, brief):
                found.append(Point(text, (Evidence(span, span.of(brief.document.text), "draft.scheme"),), 0.9))
    return found[:5]


def _safe(text: str, brief: Brief) -> bool:
    """Can a sentence be told without sending anybody to the swindlers?"""
    marked = fakes.mark(text, brief.fakes, brief.speech.say("fake", "mark"))
    return not any(fakes.unmarked(value, marked) for value in brief.fakes)


def passages(brief: Brief, spans: Iterable[Span]) -> list[int]:
    """The passages of running text in which `spans` stand, each once, leaving out those that are too long."""
    found = dict.fromkeys(brief.passage(s) for s in spans)
    all_ = brief.document.passages
    return [
        p
        for p in found
        if p >= 0
        and all_[p].kind in _READ
        and not brief.in_row(all_[p].span)
        and brief.speech.size(all_[p].span.of(brief.document.text)) <= LONG[brief.speech.zh]
    ]


def around(brief: Brief, spans: Iterable[Span], taken: Iterable[Span], most: int) -> list[Point]:
    """Sentences of the same passages that nobody told (`taken`), following ones first; `most` values at most."""
    spans, taken = list(spans), list(taken)
    free: list[tuple[int, Span]] = []
    for place in passages(brief, spans):
        own = [s.start for s in spans if brief.passage(s) == place]
        for span in sentences(brief, place):
            if not any(t.start < span.end and span.start < t.end for t in taken):
                free.append((0 if span.start > min(own) else 1, span))
    points = []
    for _, span in sorted(free, key=lambda f: (f[0], f[1].start)):
        text = tidy(span.of(brief.document.text))
        most -= values(text)
        if most >= 0 and brief.tells(text) and text[-1] not in "：:？?" and not brief.only_contact(text):
            points.append(Point(text, (Evidence(span, span.of(brief.document.text), "draft.around"),), 0.9))
    return points
