"""The sentences of a passage, and which of them go on from the one before."""

from __future__ import annotations

import functools
import re

from ingest.draft.brief import Brief
from ingest.model import PassageKind, Span

_READ = (PassageKind.PARAGRAPH, PassageKind.ITEM)
_STOP_ZH = re.compile(r"[^。！？\n]+[。！？]?")
_STOP_EN = re.compile(
    r"(?:[^.!?\n]|(?:(?<=w\.e\.f)|(?<=\bRs)|(?<=\bNo)|(?<=\b[ap]\.m)|(?<=\be\.g)|(?<=\bi\.e)|(?<=\bP\.O))\.(?=\s)"
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


def sentences(brief: Brief, passage: int) -> tuple[Span, ...]:
    """The sentences of a passage, in their order."""
    return _sentences(brief.document.text, brief.document.passages[passage].span, zh=brief.speech.zh)


@functools.lru_cache(maxsize=1024)
def _sentences(text: str, home: Span, *, zh: bool) -> tuple[Span, ...]:
    found = (_STOP_ZH if zh else _STOP_EN).finditer(home.of(text))
    return tuple(Span(home.start + m.start(), home.start + m.end()) for m in found if m[0].strip())


def behind(brief: Brief, span: Span) -> Span | None:
    """The sentence right behind `span` in the same passage of running text."""
    place = brief.passage(span)
    if place < 0 or brief.document.passages[place].kind not in _READ or brief.in_row(span):
        return None
    return next((s for s in sentences(brief, place) if s.start > span.start and s.start >= span.end - 1), None)
