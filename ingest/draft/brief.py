"""What the rules writer knows of one change: its facts, its words, and where things stand in the text."""

from __future__ import annotations

import datetime as dt
import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from ingest.draft.carriers import referred
from ingest.draft.excerpts import sentence_span, tidy
from ingest.draft.leadin import without_tail
from ingest.draft.names import bare, kinds, sound, trimmed
from ingest.draft.schemes import denies
from ingest.draft.sorting import sort
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
    WindowRole,
)
from ingest.text.dates import find_dates

_DATES = re.compile(
    r"[\d年月日时時分秒号號上下午凌晨至到起止（）(),:：.\-–—~/、\s]+|[星期周]+[一二三四五六日天至]|\b(?:[A-Z][a-z]{2,8}|to|am|pm)\b"
)
_WORDS = re.compile(r"[\u4e00-\u9fff]{3}|[A-Za-z]{3}")
_SIGNS = re.compile(r"[\W_]+")
_HEADS = (PassageKind.TITLE, PassageKind.HEADING)
SENTENCE = "draft.sentence"
"""The rule of evidence that is repeated as it stands."""
CARRIERS = (WindowRole.EFFECTIVE, WindowRole.CONCESSION, WindowRole.STOP_SERVICE)
"""Windows whose start is the day from which a figure counts."""


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

    def carrier(self, figure: Figure) -> Window | None:
        """The window from which a figure counts: of its own note or sentence, of its own name, else the general one."""
        able = [w for w in self.windows if w.role in CARRIERS and (w.start or w.end)]
        if figure.note and (noted := self._noted(able, figure.note)):
            return noted[0]
        home = sentence_span(self.document.text, figure.evidence.span, zh=self.speech.zh)
        if own := [w for w in able if home.start <= w.evidence.span.start < home.end]:
            return own[0]
        if named := [w for w in able if w.applies_to and alike(w.applies_to, figure.item)]:
            return named[0]
        if len(able) > 1 and (told := next(self._referred(able, figure.evidence.span), None)):
            return told
        beside = [
            w for w in able if not self.in_row(w.evidence.span) and self.passage(w.evidence.span) == self.passage(home)
        ]
        if len(beside) == 1:
            return beside[0]
        return self._general(figure.evidence.span)

    def _noted(self, able: list[Window], note: Span) -> list[Window]:
        """The windows that a note tells, or that begin on the one day that it names: rows of one day share a window."""
        if told := [w for w in able if note.start <= w.evidence.span.start < note.end]:
            return told
        text = note.of(self.document.text)
        days = {d.date for order in ("DMY", "MDY") for d in find_dates(text, order)}
        return [w for w in able if w.start and w.start.day in days]

    def _referred(self, able: list[Window], span: Span) -> Iterator[Window]:
        top = self.section(span)
        heading = self.document.passages[top].span.of(self.document.text) if top else ""
        return referred(able, self.document, span, heading, zh=self.speech.zh)

    def carrying(self, span: Span) -> Window | None:
        """The window that counts for what stands at `span`."""
        return self._general(span)

    def _general(self, span: Span) -> Window | None:
        """The window of all that has none of its own: the only one that no figure claims by its name.

        Among several, the last one told before `span` under the same heading, else none: no day beats a wrong one."""
        able = [
            w for w in self.windows if w.role in CARRIERS and w.start and w.key and w.role is not WindowRole.CONCESSION
        ]
        if len(able) > 1:
            free = [w for w in able if not any(alike(w.applies_to or "", f.item) for f in self.figures)]
            able = free or able
        if len({(w.start, w.end) for w in able}) < 2:
            return able[0] if able else None
        top = self._telling(span)
        near = [w for w in able if self.section(w.evidence.span) == top and w.evidence.span.start <= span.start]
        if near and top:
            return self._last(near)
        plain = [w for w in able if not w.applies_to]
        if len(plain) != len(able):  # the others count for what they name
            return plain[0] if len({(w.start, w.end) for w in plain}) == 1 else None
        homes = {self.section(w.evidence.span) for w in able}
        if top and len(homes) > 1 and 0 not in homes:  # each part of the notice has its own day, this one none
            return None
        return min(able, key=lambda w: w.evidence.span.start)

    def _last(self, near: list[Window]) -> Window | None:
        """The day told last; none where its sentence tells another one for a part that is left out."""
        last = max(near, key=lambda w: w.evidence.span.start)
        home = sentence_span(self.document.text, last.evidence.span, zh=self.speech.zh)
        told = {w.start for w in near if home.start <= w.evidence.span.start < home.end}
        return last if len(told) < 2 else None

    def _telling(self, span: Span) -> int:
        """The heading under which `span` stands; above the caption of a table, the one that the table belongs to."""
        top = self.section(span)
        passages = self.document.passages
        while top > 1 and self.in_row(span) and [p.kind for p in passages[top + 1 : top + 2]] == [PassageKind.ROW]:
            before = passages[top].span.start - 1
            above = self.section(Span(before, before + 1))
            if not above:
                break
            top = above
        return top

    def section(self, span: Span) -> int:
        """The index of the heading under which `span` stands; 0 (the title) before the first."""
        heads = [i for i, p in enumerate(self.document.passages) if p.kind is PassageKind.HEADING]
        return max((i for i in heads if self.document.passages[i].span.start <= span.start), default=0)

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


@functools.lru_cache(maxsize=2048)
def grams(text: str, n: int = 2) -> frozenset[str]:
    """The n-grams of a text without blanks and punctuation."""
    letters = _SIGNS.sub("", text.lower())
    return frozenset(map("".join, zip(*(letters[i:] for i in range(n)), strict=False))) or frozenset({letters})


def similarity(a: str, b: str, n: int = 3) -> float:
    """Jaccard similarity of the n-grams."""
    x, y = grams(a, n), grams(b, n)
    both = len(x & y)
    return both / (len(x) + len(y) - both)


def resembles(a: str, b: str, least: float) -> bool:
    """Is the similarity of the 2-grams over `least`? Texts of very different lengths are told apart at once."""
    x, y = sorted((grams(a), grams(b)), key=len)
    return len(x) > least * len(y) and similarity(a, b, 2) > least


def alike(a: str, b: str) -> bool:
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


def briefs(document: Document, facts: Facts, today: dt.date) -> Iterator[Brief]:
    """One brief for each change of a customer notice; one for the whole notice where no change is told apart."""
    speech = voice(facts.language, facts.script)
    fakes = {c.value for c in facts.contacts if c.role is ContactRole.FRAUDULENT}
    real = {c.value for c in facts.contacts if c.role is not ContactRole.FRAUDULENT}
    category, starts = cast(Category, facts.category), tuple(p.span.start for p in document.passages)
    for index in range(max(1, len(facts.changes))):
        change = facts.changes[index] if facts.changes else None
        kind, title = (change.category, change.title) if change else (category, facts.title)
        mine = _spoken(_of(facts, index) if len(facts.changes) > 1 else facts, speech, document)
        held = [a.evidence.span for a in facts.answers]
        free = [s for s in mine.statements if not any(h.start <= s.evidence.span.start < h.end for h in held)]
        first, also = sort(free)
        if kind is Category.FRAUD_WARNING:
            avoids = Intent.HOW_TO_AVOID
            first = tuple(replace(s, topic=avoids) if s.topic is Intent.RISK and denies(s.text) else s for s in first)
        title = title if title and fitting(title, speech) else facts.title
        yield Brief(
            document, facts, today, index, kind, title, subject(title, kind, speech), speech,
            mine.windows, mine.figures, first, also, tuple(sorted(fakes - real)), starts,
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
