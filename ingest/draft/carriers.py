"""Which day a figure counts from: the window of its own sentence, of its own name, of its part of the notice."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.draft.brief import Brief, once
from ingest.draft.excerpts import sentence_span
from ingest.draft.referred import referred
from ingest.model import Figure, PassageKind, Span, Window, WindowRole
from ingest.text.dates import find_dates
from ingest.text.grams import grams

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
CARRIERS = (WindowRole.EFFECTIVE, WindowRole.CONCESSION, WindowRole.STOP_SERVICE)
"""Windows whose start is the day from which a figure counts."""


@once
def carrier(figure: Figure, brief: Brief) -> Window | None:
    """The window from which a figure counts: of its own note or sentence, of its own name, else the general one."""
    able = [w for w in brief.windows if w.role in CARRIERS and (w.start or w.end)]
    if figure.note and (noted := _noted(able, figure.note, brief)):
        return noted[0]
    home = sentence_span(brief.document.text, figure.evidence.span, zh=brief.speech.zh)
    if own := [w for w in able if home.start <= w.evidence.span.start < home.end]:
        return own[0]
    if named := [w for w in able if w.applies_to and _alike(w.applies_to, figure.item)]:
        return named[0]
    if len(able) > 1 and (told := next(_referred(able, figure.evidence.span, brief), None)):
        return told
    beside = [
        w for w in able if not brief.in_row(w.evidence.span) and brief.passage(w.evidence.span) == brief.passage(home)
    ]
    if len(beside) == 1:
        return beside[0]
    return carrying(figure.evidence.span, brief)


def _noted(able: list[Window], note: Span, brief: Brief) -> list[Window]:
    """The windows that a note tells, or that begin on the one day that it names: rows of one day share a window."""
    if told := [w for w in able if note.start <= w.evidence.span.start < note.end]:
        return told
    text = note.of(brief.document.text)
    days = {d.date for order in ("DMY", "MDY") for d in find_dates(text, order)}
    return [w for w in able if w.start and w.start.day in days]


def _referred(able: list[Window], span: Span, brief: Brief) -> Iterator[Window]:
    top = brief.section(span)
    heading = brief.document.passages[top].span.of(brief.document.text) if top else ""
    return referred(able, brief.document, span, heading, zh=brief.speech.zh)


@once
def carrying(span: Span, brief: Brief) -> Window | None:
    """The window of all that has none of its own: the only one that no figure claims by its name.

    Among several, the last one told before `span` under the same heading, else none: no day beats a wrong one."""
    able = [
        w for w in brief.windows if w.role in CARRIERS and w.start and w.key and w.role is not WindowRole.CONCESSION
    ]
    if len(able) > 1:
        free = [w for w in able if not any(_alike(w.applies_to or "", f.item) for f in brief.figures)]
        able = free or able
    if len({(w.start, w.end) for w in able}) < 2:
        return able[0] if able else None
    top = _telling(span, brief)
    near = [w for w in able if brief.section(w.evidence.span) == top and w.evidence.span.start <= span.start]
    if near and top:
        return _last(near, brief)
    plain = [w for w in able if not w.applies_to]
    if len(plain) != len(able):  # the others count for what they name
        return plain[0] if len({(w.start, w.end) for w in plain}) == 1 else None
    homes = {brief.section(w.evidence.span) for w in able}
    if top and len(homes) > 1 and 0 not in homes:  # each part of the notice has its own day, this one none
        return None
    return min(able, key=lambda w: w.evidence.span.start)


def _last(near: list[Window], brief: Brief) -> Window | None:
    """The day told last; none where its sentence tells another one for a part that is left out."""
    last = max(near, key=lambda w: w.evidence.span.start)
    home = sentence_span(brief.document.text, last.evidence.span, zh=brief.speech.zh)
    told = {w.start for w in near if home.start <= w.evidence.span.start < home.end}
    return last if len(told) < 2 else None


def _telling(span: Span, brief: Brief) -> int:
    """The heading under which `span` stands; above the caption of a table, the one that the table belongs to."""
    top = brief.section(span)
    passages = brief.document.passages
    while top > 1 and brief.in_row(span) and [p.kind for p in passages[top + 1 : top + 2]] == [PassageKind.ROW]:
        before = passages[top].span.start - 1
        above = brief.section(Span(before, before + 1))
        if not above:
            break
        top = above
    return top


def _alike(a: str, b: str) -> bool:
    """Does one name hold (nearly) all of the other?"""
    if not a or not b:
        return False
    x, y = (grams(a), grams(b)) if _CHINESE.search(a + b) else (_words(a), _words(b))
    return len(x & y) >= 0.8 * min(len(x), len(y))


@functools.lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - {
        "the",
        "a",
        "an",
        "of",
        "and",
        "for",
        "in",
        "to",
        "your",
        "our",
    }
