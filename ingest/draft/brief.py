"""What the rules writer knows of one change: its facts, its words, and where things stand in the text."""

from __future__ import annotations

import datetime as dt
import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from ingest.draft.excerpts import sentence_span, tidy
from ingest.draft.leadin import without_tail
from ingest.draft.names import bare, kinds, sound, trimmed
from ingest.draft.schemes import denies
from ingest.draft.sorting import sort
from ingest.draft.stopped import without_stopped
from ingest.draft.subject import fitting, subject
from ingest.draft.voice import Voice, voice
from ingest.model import (
    Category,
    ContactKind,
    ContactRole,
    Document,
    Evidence,
    Facts,
    Figure,
    Intent,
    PassageKind,
    Span,
    Statement,
    Window,
)

_DATES = re.compile(
    r"[\d年月日时時分秒号號上下午凌晨至到起止（）(),:：.\-–—~/、\s]+|[星期周]+[一二三四五六日天至]|\b(?:[A-Z][a-z]{2,8}|to|am|pm)\b"
)
_WORDS = re.compile(r"[\u4e00-\u9fff]{3}|[A-Za-z]{3}")
_HEADS = (PassageKind.TITLE, PassageKind.HEADING)
SENTENCE = "draft.sentence"
"""The rule of evidence that is repeated as it stands."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to say, and what it rests on. `step`: an operation point, not a condition."""

    text: str
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0
    step: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """One change of a notice, ready to be drafted. `statements` stand under the topic that they serve best,
    `also` under the next ones; `fakes` are the fraudulent values that the notice names."""

    document: Document
    facts: Facts
    today: dt.date
    index: int
    category: Category
    title: str
    subject: str
    speech: Voice
    windows: tuple[Window, ...]
    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    also: tuple[Statement, ...]
    fakes: tuple[str, ...]
    starts: tuple[int, ...]
    """Where each passage begins."""
    headings: tuple[int, ...]
    """Which passages are headings."""
    memory: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out before (`once`)."""

    def key_windows(self) -> tuple[Window, ...]:
        return tuple(w for w in self.windows if w.key)

    def sentence(self, span: Span) -> str:
        """The sentence of the notice that holds `span`, tidy; "" where it only announces what follows it."""
        text = tidy(sentence_span(self.document.text, span, zh=self.speech.zh).of(self.document.text))
        return without_tail(text, zh=self.speech.zh)

    def stated(self, span: Span) -> Evidence:
        """That sentence as evidence."""
        home = sentence_span(self.document.text, span, zh=self.speech.zh)
        return Evidence(home, home.of(self.document.text), SENTENCE)

    def passage(self, span: Span) -> int:
        """The index of the passage in which `span` begins."""
        return bisect_right(self.starts, span.start) - 1

    def in_row(self, span: Span) -> bool:
        at = self.passage(span)
        row = at >= 0 and self.document.passages[at].kind is PassageKind.ROW
        return row or any(t.span.start <= span.start < t.span.end for t in self.document.tables)

    def running(self, span: Span) -> bool:
        """Does `span` stand in running text, not in a heading or a table?"""
        at = self.passage(span)
        return not self.in_row(span) and (at < 0 or self.document.passages[at].kind not in _HEADS)

    def section(self, span: Span) -> int:
        """The index of the heading under which `span` stands; 0 (the title) before the first."""
        above = bisect_right(self.headings, span.start, key=lambda place: self.starts[place])
        return self.headings[above - 1] if above else 0

    def tells(self, text: str) -> bool:
        """Is a sentence more than courtesy, and in the language of the notice?"""
        noise = re.search(self.speech.table["noise"]["words"], text)
        return not noise and len(text) >= 6 and bool(_CHINESE.search(text)) is self.speech.zh

    def only_contact(self, text: str) -> bool:
        """Does a sentence only say whom to ask?"""
        return bool(re.search(self.speech.table["noise"]["contact"], text))

    def nameable(self, figure: Figure) -> bool:
        """Was the item of a figure read as a name?"""
        return sound(trimmed(figure.item, zh=self.speech.zh), zh=self.speech.zh)

    def tellable(self, figure: Figure) -> bool:
        """Can a figure be told: by its name, or by the sentence in which it stands?"""
        return self.nameable(figure) or not self.in_row(figure.evidence.span)

    def clause_text(self, figure: Figure) -> str:
        """The new wording of a clause whose table cell says more than the value itself."""
        span, value = figure.evidence.span, figure.new_text or ""
        for table in self.document.tables:
            for row in table.rows:
                cells = [
                    c for c in row if span.start <= c.span.start < span.end or c.span.start <= span.start < c.span.end
                ]
                if cells and value and value in cells[-1].text and len(cells[-1].text) > len(value) + 10:
                    return tidy(cells[-1].text)
        return ""

    def cells_beside(self, span: Span, *, before: bool = False) -> list[str]:
        """What the other cells say, if they hold words, of the row of a table that holds `span`; or those before it."""
        for table in self.document.tables:
            for row in table.rows[1:]:
                at = next((i for i, c in enumerate(row) if c.span.start <= span.start < c.span.end), None)
                if at is not None:
                    others = [c.text for c in (row[:at] if before else row) if c.span != row[at].span]
                    return list(dict.fromkeys(tidy(t) for t in others if _WORDS.search(_DATES.sub(" ", t))))
        return []

    def official_phone(self) -> tuple[str, Evidence] | None:
        for contact in self.facts.contacts:
            if contact.kind is ContactKind.PHONE and contact.role is ContactRole.OFFICIAL:
                return contact.value, contact.evidence
        return None


Thing = TypeVar("Thing", bound=Hashable)
Told = TypeVar("Told")


def once(tell: Callable[[Thing, Brief], Told]) -> Callable[[Thing, Brief], Told]:
    """`tell`, which many entries ask for of the same fact of a brief, worked out the first time only."""

    @functools.wraps(tell)
    def told(thing: Thing, brief: Brief) -> Told:
        key = (tell, thing)
        if key not in brief.memory:
            brief.memory[key] = tell(thing, brief)
        return cast(Told, brief.memory[key])

    return told


def briefs(document: Document, facts: Facts, today: dt.date) -> Iterator[Brief]:
    """One brief for each change of a customer notice; one for the whole notice where no change is told apart."""
    speech = voice(facts.language, facts.script)
    fakes = {c.value for c in facts.contacts if c.role is ContactRole.FRAUDULENT}
    real = {c.value for c in facts.contacts if c.role is not ContactRole.FRAUDULENT}
    category, starts = cast(Category, facts.category), tuple(p.span.start for p in document.passages)
    headings = tuple(i for i, p in enumerate(document.passages) if p.kind is PassageKind.HEADING)

    def rows(span: Span) -> int | None:
        at = bisect_right(starts, span.start) - 1
        return at if at >= 0 and document.passages[at].kind is PassageKind.ROW else None

    for index in range(max(1, len(facts.changes))):
        change = facts.changes[index] if facts.changes else None
        kind, title = (change.category, change.title) if change else (category, facts.title)
        mine = _spoken(_of(facts, index) if len(facts.changes) > 1 else facts, speech, document)
        held = [a.evidence.span for a in facts.answers]
        free = [s for s in mine.statements if not any(h.start <= s.evidence.span.start < h.end for h in held)]
        first, also = sort(without_stopped(free, mine.windows, rows, re.compile(speech.table["noise"]["goes_on"])))
        if kind is Category.FRAUD_WARNING:
            avoids = Intent.HOW_TO_AVOID
            first = tuple(replace(s, topic=avoids) if s.topic is Intent.RISK and denies(s.text) else s for s in first)
        title = title if title and fitting(title, speech) else facts.title
        yield Brief(
            document, facts, today, index, kind, title, subject(title, kind, speech), speech,
            mine.windows, mine.figures, first, also, tuple(sorted(fakes - real)), starts, headings,
        )  # fmt: skip


_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _spoken(facts: Facts, speech: Voice, document: Document) -> Facts:
    """The facts in the notice's own language: a bilingual notice says everything twice."""

    def own(text: str) -> bool:
        return bool(_CHINESE.search(text)) is speech.zh or not text

    items, sorting = [f.item for f in facts.figures], kinds(document.tables)
    noise = re.compile(speech.table["noise"]["words"])
    return replace(
        facts,
        figures=tuple(
            replace(f, item=bare(f.item, items, sorting))
            for f in facts.figures
            if own(f.item) or (speech.zh and own(f.evidence.quote))
        ),
        statements=tuple(
            replace(s, text=text)
            for s in facts.statements
            if own(s.text) and not noise.search(s.text) and (text := without_tail(s.text, zh=speech.zh))
        ),
    )


def _of(facts: Facts, index: int) -> Facts:
    return replace(
        facts,
        windows=tuple(w for w in facts.windows if w.change == index),
        figures=tuple(f for f in facts.figures if f.change == index),
        statements=tuple(s for s in facts.statements if s.change == index),
    )
