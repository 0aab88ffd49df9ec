"""The story of a swindle, as a fraud warning tells it."""

from __future__ import annotations

from ingest.draft import fakes
from ingest.draft.brief import Brief, Point
from ingest.draft.excerpts import tidy
from ingest.draft.schemes import tells
from ingest.draft.sentences import sentences
from ingest.model import Evidence, PassageKind

_READ = (PassageKind.PARAGRAPH, PassageKind.ITEM)


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
