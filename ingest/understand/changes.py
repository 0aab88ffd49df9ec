"""One notice may announce several changes: numbered announcements on one page, or sections with an effect of their own.

The sections of one promotion (period, who, how) are one change; most notices are one change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from ingest.model import Category, Change, Document, Figure, PassageKind, Span, Statement, Window
from ingest.understand.category import rank, zones
from ingest.understand.evidence import Zone
from ingest.understand.sentences import Sentence, is_numbered_notice, unnumbered

_WHOLE = (Category.PROMOTION, Category.PRODUCT_LAUNCH)
"""What an offer or a product costs is a part of it, unless it has days of its own."""
OWN_HEADING = 3.5
"""The weight of title words that makes a section's heading name another category."""
_Placed = TypeVar("_Placed", Window, Figure, Statement)


def split_changes(
    document: Document,
    sentences: Sequence[Sentence],
    category: Category,
    secondary: Sequence[Category],
    facts: Sequence[Window | Figure],
) -> tuple[Change, ...]:
    """The changes of a notice in the order of its text, at least one; the first holds all that no other one claims."""
    whole = Change(document.title, category, Span(0, len(document.text)))
    numbered = [s for s in sentences if s.kind is PassageKind.HEADING and is_numbered_notice(s.text)]
    if len(numbered) > 1:
        return tuple(_announced(document, sentences, numbered, category))
    dated = [f for f in facts if isinstance(f, Window)]
    own = _sections(document, sentences, secondary, dated if category in _WHOLE else facts) if secondary else []
    return (whole, *own)


def _announced(
    document: Document, sentences: Sequence[Sentence], heads: Sequence[Sentence], category: Category
) -> list[Change]:
    """Announcements that are numbered: "公告一:…", "Notice 2: …"; each with the category of its own text."""
    ends = [h.span.start for h in heads[1:]] + [len(document.text)]
    out: list[Change] = []
    for head, end in zip(heads, ends, strict=True):
        span = Span(head.span.start, end)
        inner = [s for s in sentences if span.start <= s.span.start < span.end]
        title = unnumbered(head.span.of(document.text)).strip()
        best = rank(zones(document, inner, head.text))[0]
        out.append(Change(title, best.category if best.score >= OWN_HEADING else category, span))
    return out


def _sections(
    document: Document, sentences: Sequence[Sentence], secondary: Sequence[Category], facts: Sequence[Window | Figure]
) -> list[Change]:
    """Sections whose heading names a secondary category, with a date or a figure of their own."""
    heads = [s for s in sentences if s.kind is PassageKind.HEADING]
    out: list[Change] = []
    for at, head in enumerate(heads):
        named = _named(head.text, secondary)
        end = heads[at + 1].span.start if at + 1 < len(heads) else len(document.text)
        span = Span(head.span.start, end)
        if not named or not any(span.start <= f.evidence.span.start < span.end for f in facts):
            continue
        if out and out[-1].category is named and out[-1].span.end == span.start:
            out[-1] = replace(out[-1], span=Span(out[-1].span.start, end))
        else:
            out.append(Change(unnumbered(head.span.of(document.text)).strip(), named, span))
    return out


def _named(heading: str, secondary: Sequence[Category]) -> Category | None:
    zone = Zone("title", unnumbered(heading))
    for category in secondary:
        if zone.weight("categories", category, "title") >= OWN_HEADING:
            return category
    return None


def assign(facts: Sequence[_Placed], changes: Sequence[Change]) -> tuple[_Placed, ...]:
    """Every fact with the index of the smallest change that holds its words."""
    return tuple(replace(f, change=_index(f.evidence.span, changes)) for f in facts)


def _index(span: Span, changes: Sequence[Change]) -> int:
    inside = [(c.span.end - c.span.start, i) for i, c in enumerate(changes) if c.span.start <= span.start < c.span.end]
    return min(inside)[1] if inside else 0
