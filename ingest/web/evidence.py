"""From a figure in a draft to its place in the source.

A value of the draft leads to the same value inside a citation or the evidence of a fact; a derived one (a year that the
notice leaves out, 0.5 % for a cell "0.5") to the evidence of the fact that it was derived from; any other to where the
source says it. What nothing supports (`StoredDraft.unsupported`) is marked and leads nowhere.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.draft.atoms import implied, keys
from ingest.model import Citation, Document, Facts, Span, Unsupported

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_UNIT = (
    r"%|％|‰|‱|折|个?百分点|个?基点|bps?\b|BP\b|(?:百万|千万|[十百千万亿]){0,2}(?:港元|美元|人民币|欧元|英镑|日元|元|角)|[百千万亿]"
    r"|个?(?:工作日|自然日|小时|分钟|个月|月|年|天|周)|次|笔|张|份|倍|户|名|岁|点|积分"
)
_VALUE = re.compile(
    r"\d{2,4}\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?[日号]"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s\d{{4}})?"
    rf"|\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    rf"|(?:(?:HK\$|US\$|[¥￥$£€₹]|RMB|CNY|HKD|USD|GBP|EUR)\s?)?\d(?:[\d,，]*\d)?(?:[.:：\-]\d+)*(?:\s?(?:{_UNIT}))?"
)
_Key = tuple[object, ...]
_COMMON = frozenset({"number", "day", "md", "month", "year"})
"""Readings that many values share; they lead somewhere only if nothing better does."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a draft's field: plain, leading to `span` of the source, or untraced."""

    text: str
    span: Span | None = None
    untraced: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    span: Span
    text: str
    keys: frozenset[_Key]


class Tracer:
    """Finds the places of a document that support the values of its drafts."""

    def __init__(self, document: Document, facts: Facts, citations: Sequence[Citation] = ()) -> None:
        text = document.text
        evidence = [citation.span for citation in citations] + list(evidence_spans(facts))
        self._near = [place for span in dict.fromkeys(evidence) for place in _values(text, span)]
        self._anywhere = _whole(text)
        self._derived = list(_derived(facts))

    def find(self, value: str) -> Span | None:
        """Where the source supports `value`."""
        wanted = keys(value)
        telling = frozenset(key for key in wanted if key[0] not in _COMMON)
        for places in (self._near, self._anywhere):
            same = next((place.span for place in places if place.text == value.strip()), None)
            if same:
                return same
        for chosen in (telling, wanted):
            for places in (self._near, self._derived, self._anywhere):
                match = next((place.span for place in places if place.keys & chosen), None)
                if match:
                    return match
        return None

    def pieces(self, text: str, untraced: Iterable[str] = ()) -> list[Piece]:
        """`text` in pieces. `untraced` are the atoms of this field that nothing supports."""
        loose = {re.sub(r"\s+", "", atom) for atom in untraced}
        found: list[Piece] = []
        at = 0
        for start, end in sorted({*_spots(text), *_literal(text, untraced)}):
            if start < at:
                continue
            value = text[start:end]
            bad = any(atom in re.sub(r"\s+", "", value) for atom in loose)
            found += [Piece(text[at:start]), Piece(value, None if bad else self.find(value), bad)]
            at = end
        return [piece for piece in (*found, Piece(text[at:])) if piece.text]


def evidence_spans(facts: Facts) -> Iterator[Span]:
    """The evidence of every fact, the key ones first."""
    found = [(not figure.key, figure.evidence.span) for figure in facts.figures]
    found += [(not window.key, window.evidence.span) for window in facts.windows]
    yield from (span for _, span in sorted(found, key=lambda pair: pair[0]))
    yield from (contact.evidence.span for contact in facts.contacts)
    yield from (statement.evidence.span for statement in facts.statements)
    yield from (answer.evidence.span for answer in facts.answers)


def spans_of_draft(tracer: Tracer, fields: Iterable[tuple[str, str]], unsupported: Sequence[Unsupported]) -> set[Span]:
    """Every place that a value of the draft leads to: the source has to mark them."""
    return {
        piece.span
        for name, text in fields
        for piece in tracer.pieces(text, [atom.text for atom in unsupported if atom.place == name])
        if piece.span
    }


def _spots(text: str) -> Iterator[tuple[int, int]]:
    for match in _VALUE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        yield start, end


def _literal(text: str, atoms: Iterable[str]) -> Iterator[tuple[int, int]]:
    for atom in atoms:
        at = text.find(atom)
        if atom and at >= 0 and not any(start <= at < end for start, end in _spots(text)):
            yield at, at + len(atom)


@functools.lru_cache(maxsize=16)
def _whole(text: str) -> list[_Place]:
    """Every value of a document: all drafts of a notice look them up."""
    return _values(text, Span(0, len(text)))


def _values(text: str, span: Span) -> list[_Place]:
    part = span.of(text)
    return [
        _Place(Span(span.start + start, span.start + end), part[start:end], _readings(part[start:end]))
        for start, end in _spots(part)
    ]


def _readings(value: str) -> frozenset[_Key]:
    found = keys(value)
    return frozenset(found) | frozenset(implied(found))


def _derived(facts: Facts) -> Iterator[_Place]:
    for window in facts.windows:
        for moment in (window.start, window.end):
            if moment:
                yield _Place(window.evidence.span, "", _readings(str(moment).replace("T", " ")))
    for figure in facts.figures:
        said = " ".join(text for text in (figure.old_text, figure.new_text) if text)
        values = [f"{q.value * 100}%" for q in (*figure.old, *figure.new) if q.unit.startswith("ratio")]
        yield _Place(figure.evidence.span, "", _readings(" ".join([said, *values])))
