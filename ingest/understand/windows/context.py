"""The text as the places where a window may stand, each with what is known around it.

A place is a sentence or a table cell. Around it: the section's heading, the sentence that leads in a list or
a table, the headers of column and row. Bylines, signatures, headings of the page, examples and history are no places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.model import Cell, Document, Passage, PassageKind, Span, Table
from ingest.text.normal import Normal
from ingest.understand.sentences import heading_of, labels_paragraph, split, unnumbered
from ingest.understand.windows.bylines import BYLINE, LISTED, TRAILING_BYLINE, date_alone, is_byline
from ingest.understand.windows.dated import HOUR_FIRST, entries, only_days, told_by
from ingest.understand.windows.table_heads import heads_of


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence or a cell: `start` and `end` in the normalised text; the rest is what stands around it."""

    start: int
    end: int
    heading: str = ""
    lead: str = ""
    header: str = ""
    """The column's head, in a table."""
    row: tuple[str, ...] = ()
    """The other cells of the row that name what it is about."""
    is_header: bool = False
    answer: bool = False
    """In the notice's own questions and answers, that repeat it."""
    passage: int = 0
    section: int = 0
    before: str = ""
    """The sentence before it."""
    line: tuple[int, int] = (0, 0)
    """Which row of which table: cells with the same line belong together."""
    name: str = ""
    """The heading in the characters of the document."""
    again: bool = False
    """A cell that goes on from the row above: its window is only the other half of one in this row."""
    left: tuple[str, ...] = ()
    """The cells before it in its row, in the characters of the document."""
    column: int = 0
    told: tuple[int, int] = (0, 0)
    """A cell that opens a row of a day and what happens then: the range of both, that is read as one sentence."""
    day: tuple[int, int] = (0, 0)
    """The range of the line of a day under which a line opens with an hour (a timetable)."""


_QUESTION = re.compile(r"^\W*(?:问|Q\d*|Question)\s*(?:\d*|[一二三四五六七八九十]*)\s*[:：.、]", re.I)
_ANSWER = re.compile(r"^\W*(?:答|A\d*|Answer)\s*\d*\s*[:：.]|答[:：]", re.I)
_LETTERED = re.compile(r"\W*A\s*\.")
"""Where nothing was asked, the first of several parts ("A. Domestic deposits")."""
_EXAMPLE_HEADING = re.compile(r"举例|示例|案例|范例|例子|\bExamples?\b|Illustration|Worked example|计算样例", re.I)
_EXAMPLE = re.compile(
    r"^\W*(?:[(（]?例[一二三四五六七八九十\d]?\s*[:：、,]|例如|比如|譬如|举例|假设|假如|如客户"
    r"|以.{1,12}为例|for (?:example|instance)|e\.g\."
    r"|examples?\b|suppose\b|assuming\b)",
    re.I,
)


def is_example(text: str) -> bool:
    return bool(_EXAMPLE.match(text))


class _Walk:
    """Passes over the passages in their order and remembers heading, lead-in, examples and answers."""

    def __init__(self, document: Document, normal: Normal) -> None:
        self.normal = normal
        self.text = normal.text
        self.document_text = document.text
        self.passages = document.passages or tuple(_lines(document.text))
        self.tables = document.tables
        self.heading = ""
        self.lead = ""
        self.item = False
        """Are we in an item of a list? What leads the list in holds for all of it."""
        self.example = False
        self.answer = self.asked = False
        self.section = 0
        self.number = 0
        self.name = ""
        self.days = entries(self.passages, lambda span: self.text[slice(*self.range(span))])
        self.day = (0, 0)
        """The line of a day under which lines of hours stand."""
        self.entered = -1
        """The passage that was the last heading."""

    def range(self, span: Span) -> tuple[int, int]:
        return bisect_left(self.normal.origin, span.start), bisect_left(self.normal.origin, span.end)

    def places(self) -> Iterator[Place]:
        told: set[int] = set()
        for number, passage in enumerate(self.passages):
            self.number = number
            table = self._table_of(passage)
            if table is None:
                yield from self._passage(passage)
            elif id(table) not in told:
                told.add(id(table))
                yield from self._table(table)

    def _table_of(self, passage: Passage) -> Table | None:
        if passage.kind is not PassageKind.ROW:
            return None
        return next(
            (t for t in self.tables if t.span.start <= passage.span.start and passage.span.end <= t.span.end), None
        )

    def _passage(self, passage: Passage) -> Iterator[Place]:
        start, end = self.range(passage.span)
        text = self.text[start:end]
        if passage.kind is PassageKind.TITLE or self.number == 0:
            if m := TRAILING_BYLINE.search(text):
                end = start + m.start()
            yield Place(start, end, passage=self.number)
            return
        led_in = bool(self.lead) and passage.kind is not PassageKind.SIGNATURE and self.number < len(self.passages) - 1
        if self._timetable(passage, text, (start, end)):
            return
        if told := self._entry():
            yield Place(
                start,
                end,
                self.heading,
                self.lead,
                passage=self.number,
                section=self.section,
                name=self.name,
                told=told,
            )
            return
        if is_byline(text, passage.kind) and not led_in and not self._tells_when(text, passage.kind):
            return
        if self.day == (0, 0) and heading_of(text.strip(), passage.kind):
            self._enter(text)
            self.name = unnumbered(self.normal.span(start, end).of(self.document_text)).strip(" :：")
            yield Place(start, end, self.heading, passage=self.number, section=self.section, name=self.name)
            return
        if _QUESTION.match(text) or (_ANSWER.match(text) and (self.asked or not _LETTERED.match(text))):
            self.answer = self.asked = True
        self.item = passage.kind is PassageKind.ITEM
        for place in self._sentences(start, end):
            yield replace(place, day=self.day) if self.day != (0, 0) else place

    def _tells_when(self, text: str, kind: PassageKind) -> bool:
        """A bare date directly under a heading answers it ("First day" / "8 December 2026")."""
        under = self.entered == self.number - 1 and self.entered > 0 and self.number < len(self.passages) - 1
        return under and kind is not PassageKind.SIGNATURE and not LISTED.match(text) and not BYLINE.match(text)

    def _timetable(self, passage: Passage, text: str, here: tuple[int, int]) -> bool:
        """Is it a line of a day over lines that open with hours?"""
        if not HOUR_FIRST.match(text):
            below = self.passages[self.number + 1 : self.number + 2]
            hours = bool(below) and HOUR_FIRST.match(self.text[slice(*self.range(below[0].span))]) is not None
            self.day = here if hours and only_days(text) and passage.kind is not PassageKind.ROW else (0, 0)
            return self.day != (0, 0)
        return False

    def _entry(self) -> tuple[int, int] | None:
        """From a line that holds a day only to the end of the one below, that tells what happens then."""
        if self.number not in self.days:
            return None
        day, said = (self.range(p.span) for p in self.passages[self.number : self.number + 2])
        return day[0], said[1]

    def _enter(self, text: str) -> None:
        self.entered = self.number
        self.heading, self.lead = unnumbered(text.strip()).strip(": "), ""
        self.example = bool(_EXAMPLE_HEADING.search(self.heading))
        self.answer = bool(re.search(r"常见问[题答]|问答|\bFAQs?\b|Frequently asked|Q ?& ?A", self.heading, re.I))
        self.section += 1

    def _sentences(self, start: int, end: int) -> Iterator[Place]:
        before = label = ""
        for a, b in _whole_hours(self.text[start:end]):
            sentence = self.text[start + a : start + b]
            if b < end - start and labels_paragraph(opening := self.text[start : start + b]):
                label = unnumbered(opening).strip(" .。")
                continue
            self._numbered(sentence, start + a)
            if not self.example and not is_example(unnumbered(sentence)) and not _QUESTION.match(sentence):
                yield Place(
                    start + a,
                    start + b,
                    label or self.heading,
                    self.lead,
                    answer=self.answer,
                    passage=self.number,
                    section=self.section,
                    before=before,
                    name=self.name,
                )
            before = sentence
            self.lead = (
                sentence
                if sentence.rstrip().endswith(":")
                else self.lead
                if self.item or re.match(r"\W*[\d(①•·-]", sentence)
                else ""
            )
        self.lead = self.lead or (before if before.endswith((":", "：")) else "")

    def _numbered(self, sentence: str, at: int) -> None:
        """A numbered line that opens with its own heading ("一、报名 即日起…", "2.退货处理。")."""
        m = re.match(r"(?:[一二三四五六七八九十]{1,3}、)([^。:;,\d]{2,20})(?=[(:\s]|$)", sentence)
        if m:
            self.heading = m[1].strip()
            self.name = self.normal.span(at + m.start(1), at + m.end(1)).of(self.document_text)
            self.section += 1
            self.example = bool(_EXAMPLE_HEADING.search(self.heading))
            self.answer = False

    def _table(self, table: Table) -> Iterator[Place]:
        heads = heads_of(table)
        told: set[tuple[int, int]] = set()
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                key = (cell.span.start, cell.span.end)
                if not cell.text.strip() or (c and key == (row[c - 1].span.start, row[c - 1].span.end)):
                    continue
                if key not in told:
                    yield self._cell(table, r, c, heads)
                elif r > heads and cell.span == table.rows[r - 1][c].span and r >= 1:
                    yield replace(self._cell(table, r, c, heads), again=True)
                told.add(key)

    def _read(self, cell: Cell) -> str:
        start, end = self.range(cell.span)
        return self.text[start:end].strip()

    def _cell(self, table: Table, r: int, c: int, heads: int) -> Place:
        cell = table.rows[r][c]
        start, end = self.range(cell.span)
        header = " ".join(dict.fromkeys(self._read(table.rows[h][c]) for h in range(heads))) if r >= heads else ""
        row = (
            tuple(dict.fromkeys(self._read(x) for x in table.rows[r] if x.span != cell.span and x.text.strip()))
            if r >= heads
            else ()
        )
        left = tuple(dict.fromkeys(x.text.strip() for x in table.rows[r][:c] if x.span != cell.span and x.text.strip()))
        caption = table.caption or self.lead
        told = told_by(table.rows[r], c, header) if r >= heads else None
        return Place(
            start,
            end,
            self.heading,
            caption,
            header,
            row,
            r < heads,
            self.answer,
            self.number,
            self.section,
            line=(table.span.start + 1, r),
            name=self.name,
            left=left if r >= heads else (),
            column=c,
            told=self.range(told) if told else (0, 0),
        )


def _whole_hours(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of `text`, never cut within an hour ("at 22:" "00.")."""
    held: tuple[int, int] | None = None
    for a, b in split(text):
        if held and text[a - 1] == ":" and text[a].isdigit() and text[a - 2].isdigit():
            held = held[0], b
            continue
        if held:
            yield held
        held = a, b
    if held:
        yield held


def _lines(text: str) -> Iterator[Passage]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield Passage(PassageKind.PARAGRAPH, Span(at, at + len(line)), "")
        at += len(line) + 1


def find_places(document: Document, normal: Normal) -> list[Place]:
    """Where windows may stand, in the order of the text."""
    places = list(_Walk(document, normal).places())
    return _unsigned(places, normal.text)


def _unsigned(places: list[Place], text: str) -> list[Place]:
    """Without a last line that is only an organisation and a date."""
    while places and places[-1].line == (0, 0) and date_alone(text[places[-1].start : places[-1].end].strip()):
        places.pop()
    return places
