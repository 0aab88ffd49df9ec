"""Sentences by the question that they answer: who is excluded, what still works, what to bring (domain.md §1.3).

A sentence may serve several topics. The words decide (`lexicon/statements.toml`), the section's heading adds weight;
what is mere courtesy or signature is dropped. The text stays the notice's own, without list numbers.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.model import (
    Category,
    Cell,
    Contact,
    ContactRole,
    Document,
    Evidence,
    Intent,
    PassageKind,
    Span,
    Statement,
    Table,
)
from ingest.text.normal import Normal, normalise
from ingest.understand.denials import denials, denied
from ingest.understand.lexicon import pattern
from ingest.understand.regional import common
from ingest.understand.sentences import NUMBER, Sentence
from ingest.understand.topics.judge import NONE, judge, learnt
from ingest.understand.topics.words import ENOUGH, Topic, behind, topics, under

BROADLY = 0.7
"""Enough for a sentence that no topic claims by words of its own."""
_LOOSE = 2
MOST_TOPICS = 4
_WHOLE = 220
"""Characters up to which a paragraph is looked at as a whole."""
_SHARED = 0.4
"""What the paragraph's words count beside the sentence's own."""
_NOTHING, _LEAST = 0.6, 0.1
"""Odds of answering nothing above which a sentence is left out, and of a topic below which it is not offered."""
_HAN = re.compile(r"[一-鿿]")
_LONG = 36
_CLEAR = 0.15
"""So sure must the examples be of the topic of a cell."""
_SENTENCE = 14
_READ = 400
_IN_TABLE = 0.7
_WORDY_ZH, _WORDY_EN = 5, 16
"""So many characters beside figures, dates and punctuation make a cell one that says something."""
_IN_FIGURES = (Intent.HOW_MUCH, Intent.WHEN, Intent.WHAT_CHANGES)
"""What the cells say of these is read as figures and windows."""
_FIGURES = re.compile(r"[\d\W_]+|[年月日时元点分号]|(?:元|rs|hk|usd|per (?:year|month|day)|am|pm|from|to|free|nil)\b")
_WORDS = re.compile(r"[一-鿿]|[A-Za-z]{3}")
_NO_TEXT = (PassageKind.TITLE, PassageKind.HEADING, PassageKind.ROW, PassageKind.SIGNATURE)


def read_statements(
    document: Document,
    normal: Normal,
    sentences: Sequence[Sentence],
    *,
    category: Category | None = None,
    contacts: Sequence[Contact] = (),
) -> tuple[Statement, ...]:
    """The statements of a notice in the order of its text; `text` and evidence are verbatim.

    A sentence with a swindlers' number or address among `contacts` tells of a risk; it is never a step to take.
    """
    warns = category is Category.FRAUD_WARNING
    never = list(denials(document, sentences)) if warns else []
    said = [
        statement
        for sentence in sentences
        if sentence.kind not in _NO_TEXT and not _idle(sentence.text) and not (warns and denied(sentence))
        for start, end in _clauses(sentence.text)
        for statement in _stated(document, normal, sentence, start, end, _around(document, sentence), category)
    ]
    told = [s for table in document.tables for s in _of_table(document, table, category)]
    safe = _without_steps((*never, *said, *told), contacts)
    return tuple(sorted(safe, key=lambda s: s.evidence.span.start))


def _around(document: Document, sentence: Sentence) -> str:
    """The normalised paragraph in which a sentence stands; "" where that is too long to be of one subject."""
    at = bisect_right(document.passages, sentence.span.start, key=lambda p: p.span.start) - 1
    if at < 0 or document.passages[at].span.end - document.passages[at].span.start > 2 * _WHOLE:
        return ""
    return _normal(document.passages[at].span.of(document.text))


@functools.lru_cache(maxsize=256)
def _normal(text: str) -> str:
    return normalise(text).text


def _without_steps(statements: Sequence[Statement], contacts: Sequence[Contact]) -> Iterator[Statement]:
    fakes = {c.value for c in contacts if c.role is ContactRole.FRAUDULENT}
    genuine = {c.value for c in contacts if c.role is not ContactRole.FRAUDULENT}
    given: set[Span] = set()
    for statement in statements:
        if not any(fake in statement.evidence.quote for fake in fakes - genuine):
            yield statement
        elif statement.evidence.span not in given:
            given.add(statement.evidence.span)
            yield replace(statement, topic=Intent.RISK)


def _of_table(document: Document, table: Table, category: Category | None) -> Iterator[Statement]:
    """Words in a table: who a row is for, what a clause will say, and what other cells tell beside their figures."""
    head = [common(normalise(cell.text).text).lower() for cell in table.rows[0]] if table.rows else []
    seen: set[Span] = set()
    for row in table.rows[1:]:
        for at, cell in enumerate(row):
            if cell.span.start == cell.span.end or cell.span in seen:
                continue
            seen.add(cell.span)
            if pattern("statements", "who_column").search(head[at]):
                yield _told(document, row, cell, Intent.WHO)
            elif pattern("statements", "new_column").search(head[at]) and len(cell.text) >= _SENTENCE:
                yield _told(document, row, cell, Intent.WHAT_CHANGES)
            elif at and not pattern("statements", "old_column").search(head[at]):
                yield from _said_in(document, row, cell, head[at], category)


def _said_in(
    document: Document, row: tuple[Cell, ...], cell: Cell, head: str, category: Category | None
) -> Iterator[Statement]:
    """What the words of a cell serve: by their own evidence, the head of the column, the label of the row, and by what
    the examples teach."""
    text = common(normalise(cell.text).text).lower()
    if len(_FIGURES.sub("", text)) < (_WORDY_ZH if _HAN.search(text) else _WORDY_EN):
        return
    above = under(f"{common(normalise(row[0].text).text).lower()[:_READ]} {head[:_READ]}")
    weighed = [(t, t.weight(text[:_READ], t.intent in above)) for t in topics() if t.intent not in _IN_FIGURES]
    lexicon = {t.intent: _confidence(w) for t, w in weighed if w >= ENOUGH}
    label = _label(row, cell)
    odds = judge(learnt(str(category or ""), head[:_READ], common(normalise(f"{label}：{cell.text}").text)), lexicon)
    able = ((Intent(n), p) for n, p in odds.items() if n not in (NONE, *_IN_FIGURES))
    likely = [(t, p) for t, p in sorted(able, key=lambda f: -f[1]) if t in lexicon or p >= _CLEAR]
    for topic, share in likely[:_LOOSE]:
        yield replace(
            _told(document, row, cell, topic), confidence=round(max(share, _IN_TABLE * (topic in lexicon)), 2)
        )


def _label(row: tuple[Cell, ...], cell: Cell) -> str:
    return next((c.text for c in row if c is not cell and _WORDS.search(c.text)), "")


def _told(document: Document, row: tuple[Cell, ...], cell: Cell, topic: Intent) -> Statement:
    label = _label(row, cell)
    named = topic is not Intent.WHAT_CHANGES and label and label != cell.text
    colon = "：" if _HAN.search(cell.text) else ": "
    text = f"{label}{colon}{cell.text}" if named else cell.text
    excluded = bool(pattern("statements", "exclusion").search(normalise(cell.text).text))
    span = Span(min(c.span.start for c in row if c.span.end), cell.span.end)
    span = span if span.start < span.end else cell.span
    return Statement(topic, text, Evidence(span, span.of(document.text), "statements.table"), excluded, _IN_TABLE)


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
    document: Document,
    normal: Normal,
    sentence: Sentence,
    start: int,
    end: int,
    passage: str,
    category: Category | None,
) -> Iterator[Statement]:
    text = sentence.text[start:end].strip()
    pointing = len(text) < 30 and pattern("statements", "lead_only").search(text)
    if text.endswith(":") and (len(text) < 16 or pointing):
        return
    span = _trimmed(document.text, normal.span(sentence.start + start, sentence.start + end))
    said = span.of(document.text)
    excluded = bool(pattern("statements", "exclusion").search(text))
    for topic, odds in _judged(text, passage, sentence, category):
        evidence = Evidence(span, said, f"statements.toml:{topic}")
        yield Statement(topic, said, evidence, excluded, round(odds, 2))


def _judged(text: str, passage: str, sentence: Sentence, category: Category | None) -> list[tuple[Intent, float]]:
    """The likeliest topics of a sentence, by its own words and those of its paragraph; none of what answers nothing."""
    lexicon = {t.intent: _confidence(w) for t, w in _weighed(text, sentence, category)}
    heading, kind = common(sentence.heading), str(category or "")
    own = learnt(kind, heading, common(text))
    if 0 < len(passage) <= _WHOLE and len(passage) > len(text) + 2:
        whole = learnt(kind, heading, common(passage))
        own = tuple((1 - _SHARED) * a + _SHARED * b for a, b in zip(own, whole, strict=True))
    odds = judge(own, lexicon)
    if odds[NONE] > _NOTHING:
        return []
    told = sorted(((Intent(n), p) for n, p in odds.items() if n != NONE and p >= _LEAST), key=lambda f: -f[1])
    return told[:MOST_TOPICS]


def _confidence(weight: float) -> float:
    """Half by itself, a fifth more for each strong expression; how long the expressions are orders what is equal."""
    whole = round(weight, 1)
    return min(1.0, 0.5 + 0.2 * whole + min(0.04, 2 * max(0.0, weight - whole)))


def _weighed(text: str, sentence: Sentence, category: Category | None) -> list[tuple[Topic, float]]:
    """The topics of a sentence by its words, section and lead-in; by broad words where these say nothing."""
    said, led = common(text[:_READ]).lower(), behind(common(sentence.lead[:_READ]).lower())
    headed = under(common(sentence.heading[:_READ]).lower())
    able = [t for t in topics() if not t.only or category is None or category in t.only]
    own = [(t, t.weight(said, t.intent in headed)) for t in able]
    if clear := [(t, w if w >= ENOUGH else led[t.intent]) for t, w in own if w >= ENOUGH or t.intent in led]:
        return clear
    loose = [(t, t.weight(said, False, broadly=True)) for t in able]
    return sorted([(t, w) for t, w in loose if w >= BROADLY], key=lambda f: -f[1])[:_LOOSE]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in " \t\n\u3000;；,，、|*†‡¹²³":
        start += 1
    while end > start and text[end - 1] in " \t\n\u3000;；,，:：|":
        end -= 1
    return Span(start, end)
