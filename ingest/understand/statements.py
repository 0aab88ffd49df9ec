"""Sentences by the question that they answer: who is excluded, what still works, what to bring (domain.md §1.3).

A sentence may serve several topics. The words decide (`lexicon/statements.toml`), the section's heading adds weight;
what is mere courtesy or signature is dropped. The text stays the notice's own, without list numbers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Category, Cell, Document, Evidence, Intent, PassageKind, Span, Statement, Table
from ingest.text.normal import Normal, normalise
from ingest.understand.lexicon import load, pattern
from ingest.understand.sentences import NUMBER, Sentence

ENOUGH = 1.0
MOST_TOPICS = 4
_HEADING, _STRONG, _WEAK = 1.0, 1.0, 0.5
_LONG = 36
_SENTENCE = 14
_READ = 400
_WORDS = re.compile(r"[一-鿿]|[A-Za-z]{3}")
_NO_TEXT = (PassageKind.TITLE, PassageKind.HEADING, PassageKind.ROW, PassageKind.SIGNATURE)


@dataclass(frozen=True, slots=True)
class _Topic:
    """The rules of one topic."""

    intent: Intent
    heading: re.Pattern[str]
    strong: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]
    never: re.Pattern[str] | None
    only: frozenset[str]

    def weight(self, text: str, headed: bool) -> float:
        """How much speaks for this topic."""
        score = _STRONG * sum(bool(p.search(text)) for p in self.strong) + (_HEADING if headed else 0.0)
        if not score or (self.never and self.never.search(text)):
            return 0.0
        return score + _WEAK * sum(bool(p.search(text)) for p in self.weak)


def _lower(words: str) -> re.Pattern[str]:
    """The expression for lower-case text: much faster than to ignore case."""
    return re.compile(re.sub(r"\\.|[A-Z]", lambda m: m[0] if m[0].startswith("\\") else m[0].lower(), words))


@functools.cache
def _topics() -> tuple[_Topic, ...]:
    return tuple(
        _Topic(
            Intent(name),
            _lower(rules["heading"]),
            tuple(_lower(p) for p in rules["strong"]),
            tuple(_lower(p) for p in rules["weak"]),
            _lower(rules["never"]) if rules["never"] else None,
            frozenset(rules.get("only", ())),
        )
        for name, rules in load("statements")["topic"].items()
    )


@functools.lru_cache(maxsize=1024)
def _headed(heading: str) -> frozenset[Intent]:
    """The topics of which a heading speaks."""
    return frozenset(topic.intent for topic in _topics() if heading and topic.heading.search(heading))


@functools.lru_cache(maxsize=1024)
def _led(lead: str) -> dict[Intent, float]:
    """The topics of a lead-in, which its items share."""
    weights = {topic.intent: topic.weight(lead, False) for topic in _topics()} if lead else {}
    return {intent: weight for intent, weight in weights.items() if weight >= ENOUGH}


def read_statements(
    document: Document, normal: Normal, sentences: Sequence[Sentence], *, category: Category | None = None
) -> tuple[Statement, ...]:
    """The statements of a notice in the order of its text; `text` and evidence are verbatim."""
    said = [
        statement
        for sentence in sentences
        if sentence.kind not in _NO_TEXT and not _idle(sentence.text)
        for start, end in _clauses(sentence.text)
        for statement in _stated(document, normal, sentence, start, end, category)
    ]
    told = [s for table in document.tables for s in _of_table(document, table)]
    return tuple(sorted((*said, *told), key=lambda s: s.evidence.span.start))


def _of_table(document: Document, table: Table) -> Iterator[Statement]:
    """Words in a table, by the head of their column: who a row is for, what a clause will say."""
    head = [normalise(cell.text).text.lower() for cell in table.rows[0]] if table.rows else []
    who = [at for at, cell in enumerate(head) if pattern("statements", "who_column").search(cell)]
    new = [at for at, cell in enumerate(head) if pattern("statements", "new_column").search(cell)]
    for row in table.rows[1:]:
        for at, topic in (*((n, Intent.WHO) for n in who), *((n, Intent.WHAT_CHANGES) for n in new)):
            cell = row[at]
            if cell.span.start < cell.span.end and (topic is Intent.WHO or len(cell.text) >= _SENTENCE):
                yield _told(document, row, cell, topic)


def _told(document: Document, row: tuple[Cell, ...], cell: Cell, topic: Intent) -> Statement:
    label = next((c.text for c in row if c is not cell and _WORDS.search(c.text)), "")
    text = f"{label}：{cell.text}" if topic is Intent.WHO and label and label != cell.text else cell.text
    excluded = bool(pattern("statements", "exclusion").search(normalise(cell.text).text))
    span = Span(min(c.span.start for c in row if c.span.end), cell.span.end)
    span = span if span.start < span.end else cell.span
    return Statement(topic, text, Evidence(span, span.of(document.text), "statements.table"), excluded, 0.7)


def _idle(text: str) -> bool:
    bare = NUMBER.sub("", text, count=1).strip()
    return len(bare) < 4 or bool(
        pattern("statements", "boilerplate").search(bare) or pattern("statements", "signature").search(bare)
    )


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """A long sentence is cut at its semicolons, outside quotes and brackets; a short one stays whole."""
    number = NUMBER.match(text)
    start = number.end() if number else 0
    if len(text) - start > _LONG:
        for m in re.finditer(";", text):
            piece = text[start : m.start()]
            if len(piece) >= 6 and piece.count('"') % 2 == 0 and piece.count("(") <= piece.count(")"):
                yield start, m.start()
                start = m.end()
    if len(text) - start >= 4:
        yield start, len(text)


def _stated(
    document: Document, normal: Normal, sentence: Sentence, start: int, end: int, category: Category | None
) -> Iterator[Statement]:
    text = sentence.text[start:end].strip()
    pointing = len(text) < 30 and pattern("statements", "lead_only").search(text)
    if text.endswith(":") and (len(text) < 16 or pointing):
        return
    span = _trimmed(document.text, normal.span(sentence.start + start, sentence.start + end))
    said = span.of(document.text)
    excluded = bool(pattern("statements", "exclusion").search(text))
    weighed = sorted(_weighed(text, sentence, category), key=lambda found: -found[1])
    for topic, weight in weighed[:MOST_TOPICS]:
        evidence = Evidence(span, said, f"statements.toml:{topic.intent}")
        confidence = min(1.0, 0.5 + 0.2 * weight)
        yield Statement(topic.intent, said, evidence, excluded, round(confidence, 2))


def _weighed(text: str, sentence: Sentence, category: Category | None) -> Iterator[tuple[_Topic, float]]:
    said, led = text[:_READ].lower(), _led(sentence.lead[:_READ].lower())
    headed = _headed(sentence.heading[:_READ].lower())
    for topic in _topics():
        if topic.only and category is not None and category not in topic.only:
            continue
        weight = topic.weight(said, topic.intent in headed)
        if weight < ENOUGH:
            weight = led.get(topic.intent, 0.0)
        if weight >= ENOUGH:
            yield topic, weight


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in " \t\n\u3000;；,，、|*†‡¹²³":
        start += 1
    while end > start and text[end - 1] in " \t\n\u3000;；,，:：|":
        end -= 1
    return Span(start, end)
