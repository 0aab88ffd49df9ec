"""Which day a figure counts from, where a sentence about days refers to the part, the row or the note of the figure:
"Part B follows on 17 August", "save Sr. No. 6, which applies from 15 October", "(4) Starts on 2 November"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.draft.excerpts import sentence_span
from ingest.model import Document, PassageKind, Span, Window

_PART = re.compile(
    r"\b(?:part|section|schedule|table|annex|appendix|group|phase|stage|category|box)\s+(?:[A-Z]|\d{1,2}|[IVX]{1,4})\b"
    r"|第[一二三四五六七八九十\d]{1,3}(?:部分|类|類|批|阶段|階段|组|組|条|條|项|項)|[甲乙丙丁]类|[甲乙丙丁]類|附?表[一二三四五六\d](?!示|格)",
    re.I,
)
_ROW = re.compile(
    r"\b(?:sr\.?|s\.?)?\s*(?:no|nos|item|row|line|serial)\.?\s*(?:no\.?\s*)?(?P<en>\d{1,2})\b|第(?P<zh>\d{1,2})[项項行]|序号(?P<nr>\d{1,2})",
    re.I,
)
_MARK = re.compile(r"[（(](\d|[a-e])[)）]|([①-⑩¹²³⁴-⁹†‡]|\*+)")


def _labels(text: str) -> set[str]:
    return {re.sub(r"\s+", " ", m[0]).lower() for m in _PART.finditer(text)}


def _marks(text: str) -> set[str]:
    return {m[1] or m[2] for m in _MARK.finditer(text)}


def _clause(document: Document, window: Window, *, zh: bool) -> str:
    """The part of its sentence that speaks of a window: up to the day of another one."""
    home = sentence_span(document.text, window.evidence.span, zh=zh)
    before = re.split(
        r"[;；]|，(?=第|自|从)|,\s(?=save|except|and)", document.text[home.start : window.evidence.span.start]
    )[-1]
    return before + document.text[window.evidence.span.start : window.evidence.span.end]


def _row(document: Document, span: Span) -> tuple[str, str]:
    """The first cell of the row in which `span` stands, and the whole row."""
    for table in document.tables:
        for row in table.rows:
            if any(c.span.start <= span.start < c.span.end for c in row):
                return row[0].text.strip(), " ".join(dict.fromkeys(c.text for c in row))
    return "", ""


def referred(able: list[Window], document: Document, span: Span, heading: str, *, zh: bool) -> Iterator[Window]:
    """The windows of `able` that are told for the part, the row or the note of what stands at `span`."""
    first, row = _row(document, span)
    own, marks = _labels(heading), _marks(row)
    for window in able:
        at = window.evidence.span.start
        clause = _clause(document, window, zh=zh)
        if own & _labels(clause) or (
            re.fullmatch(r"\d{1,2}\.?", first)
            and first.rstrip(".") in {g for m in _ROW.finditer(clause) for g in m.groups() if g}
        ):
            yield window
        elif marks:
            home = next(
                (
                    p.span.of(document.text)
                    for p in document.passages
                    if p.span.start <= at < p.span.end and p.kind is not PassageKind.ROW
                ),
                "",
            )
            if (m := _MARK.match(home.strip())) and (m[1] or m[2]) in marks:
                yield window
