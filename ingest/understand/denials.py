"""Lists of what the bank never does, in a warning: under "We will never" or 我行绝不会 each line is what swindlers do.

Such a line is no step to take and no claim of the bank, whatever it says by itself: it is told with the words above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import Document, Evidence, Intent, PassageKind, Span, Statement
from ingest.understand.lexicon import pattern
from ingest.understand.sentences import Sentence, unnumbered

_SURE = 0.95
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NEGATES = re.compile(r"\b(?:never|not|no|none|cannot|only)\b|n['’]t\b|[不未无勿非]|只|仅", re.I)
"""A line that says itself what is not so stands for itself."""


def denied(sentence: Sentence) -> str:
    """The words above an item that deny it, normalised: its lead-in or the heading of its list; "" if nothing does."""
    if (sentence.kind is not PassageKind.ITEM and not sentence.lead) or _NEGATES.search(sentence.text):
        return ""
    above = (sentence.lead or sentence.heading).strip(" :：")
    return above if pattern("statements", "denied").search(above) else ""


def denials(document: Document, sentences: Sequence[Sentence]) -> Iterator[Statement]:
    """One statement for each list, with the words above it as the notice prints them."""
    above, run = "", list[Sentence]()
    for sentence in sentences:
        if run and (denied(sentence) != denied(run[0]) or sentence.section != run[0].section):
            yield _told(document, above, run)
            run = []
        if denied(sentence):
            run.append(sentence)
        elif sentence.kind is PassageKind.HEADING or sentence.text.endswith((":", "：")):
            above = unnumbered(sentence.span.of(document.text)).strip(" :：")
    if run:
        yield _told(document, above, run)


def _told(document: Document, above: str, run: Sequence[Sentence]) -> Statement:
    span = Span(run[0].span.start, run[-1].span.end)
    colon, semicolon = ("：", "；") if _CHINESE.search(above) else (": ", "; ")
    items = [s.span.of(document.text).strip(" ;；。.") for s in run]
    evidence = Evidence(span, span.of(document.text), "statements.toml:denied")
    return Statement(Intent.HOW_TO_AVOID, f"{above}{colon}{semicolon.join(items)}", evidence, False, _SURE)
