"""The text as the places where a window may stand, each with what is known around it.

A place is a sentence or a table cell. Around it: the section's heading, the sentence that leads in a list or
a table, the headers of column and row. Bylines, signatures, headings of the page, examples and history are no places.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Cell, Document, Passage, PassageKind, Span, Table
from ingest.text.cells import names_and_values, value_kind
from ingest.text.normal import Normal
from ingest.understand.sentences import heading_of, labels_paragraph, split, unnumbered


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


_CN = "一二三四五六七八九十"
_DATE = (
    rf"(?:(?:19|20)\d\d|[一二三四五六七八九〇]{{4}})\s*[-年/.]\s*[\d{_CN}]{{1,3}}"
    rf"\s*[-月/.]\s*[\d{_CN}]{{1,3}}日?"
)
_DATE_EN = (
    r"\d{1,2}(?:st|nd|rd|th)?[ -][A-Z][a-z]{2,8},?[ -]\d{4}|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd"
    r"|th)?, ?\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
)
_BYLINE = re.compile(
    r"^\W*(?:(?:发布|发文|公告|更新|刊登|上传|发表|录入)?(?:时间|日期|于)|来源|作者"
    r"|Date|Dated|Published|Posted|Updated|Last updated"
    r"|Issued|Release date)"
    rf"\s*(?:on|date)?\s*[:：]?\s*(?:{_DATE}|{_DATE_EN}).{{0,80}}$",
    re.I | re.S,
)
_DATE_ALONE = re.compile(
    rf"^\W*(?:[A-Z][A-Za-z ]{{2,30}}, ?)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:{_DATE}|{_DATE_EN})"
    r"(?:\s*\d{1,2}:\d\d(?::\d\d)?)?(?:[\s\W]*(?:字号|来源|浏览|点击|阅读|作者|分享|打印|编辑|责任"
    r"|By|Source|Views?|Share|Print|Ends?\b).{0,80}|\s+[^\s,，。;:]{2,20}(?:中心|部|处|银行|支行|分行|公司))?\W*$",
    re.I | re.S,
)
_HOURS = re.compile(
    r"\d{1,2}[:：]\d\d(?::\d\d)?\s*(?:-|~|—|–|至|到|to)\s*\S{0,4}\d{1,2}[:：点时]|\d日?\s*(?:至|到|~)\s*\d"
    r"|(?:[日号)]|\d\s)\s*-{1,2}\s*\d{1,4}(?:[年月日/.]|-\d)|\d-{1,2}20\d\d"
)
"""From an hour to another, or from a day to another: no byline says so."""
_SAYS_MORE = re.compile(r"[至到~起]|生效|\beffective\b|\bto\b|\bfrom\b|until", re.I)
_TRAILING_BYLINE = re.compile(rf"\s+{_DATE}\s*(?:点击|浏览|阅读|来源|字号)?[^。]{{0,30}}$")
_HAS_DATE = re.compile(r"\d|[一二三四五六七八九〇]年|上一|下一|相关|Previous|Next|Related")
_LISTED = re.compile(r"^\W*(?:上一篇|下一篇|上一条|下一条|相关|Previous|Next|Related)\s*[:：]", re.I)
_QUESTION = re.compile(r"^\W*(?:问|Q\d*|Question)\s*(?:\d*|[一二三四五六七八九十]*)\s*[:：.、]", re.I)
_ANSWER = re.compile(r"^\W*(?:答|A\d*|Answer)\s*\d*\s*[:：.]|答[:：]", re.I)
_EXAMPLE_HEADING = re.compile(r"举例|示例|案例|范例|例子|\bExamples?\b|Illustration|Worked example|计算样例", re.I)
_EXAMPLE = re.compile(
    r"^\W*(?:[(（]?例[一二三四五六七八九十\d]?\s*[:：、,]|例如|比如|譬如|举例|假设|假如|如客户"
    r"|以.{1,12}为例|for (?:example|instance)|e\.g\."
    r"|examples?\b|suppose\b|assuming\b)",
    re.I,
)

_HOUR_FIRST = re.compile(
    r"\W*(?:(?:凌晨|早上|上午|中午|下午|傍晚|晚上?|夜间)? ?\d{1,2}(?::\d\d|[点时])"
    r"|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|(?:noon|midnight)\b)",
    re.I,
)
_PIECES = re.compile(
    r"[年月日号至到和及]|(?:周|星期|礼拜)[一二三四五六日天]|\b(?:to|and|until|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\b|(?<=\d)(?:st|nd|rd|th)\b",
    re.I,
)
"""What a day is written with, beside its digits."""
_TELLING = 2
"""Cells behind a day that may tell what happens then."""
_WORDS = re.compile(r"[\u4e00-\u9fff]{3}|[a-z]{2,} [a-z]{2,}", re.I)
_HEAD = 24
"""Characters of a head below another one."""


def is_example(text: str) -> bool:
    return bool(_EXAMPLE.match(text))


def _byline(text: str, kind: PassageKind) -> bool:
    """A publication line, a signature, a link to another notice: its date is no window."""
    bare = text.strip()
    if kind is PassageKind.SIGNATURE or not bare:
        return True
    if len(bare) > 160 or not _HAS_DATE.search(bare):
        return False
    if _LISTED.match(bare) or (_BYLINE.match(bare) and not _HOURS.search(bare)):
        return True
    return _date_alone(bare)


def _date_alone(text: str) -> bool:
    return bool(_DATE_ALONE.match(text)) and not _SAYS_MORE.search(text)


def _only_days(text: str) -> bool:
    """Nothing but a day, or from a day to a day, with or without its year and its weekday."""
    return value_kind(text) == "day" and not re.search(r"[^\W\d]", _PIECES.sub("", text))


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
        self.answer = False
        self.section = 0
        self.number = 0
        self.name = ""
        self.days = self._entries()
        self.day = (0, 0)
        """The line of a day under which lines of hours stand."""
        self.entered = -1
        """The passage that was the last heading."""

    def _entries(self) -> frozenset[int]:
        """The lines that hold a day only, each over what happens then: items below them, or two such pairs at least."""
        pairs = list(enumerate(itertools.pairwise(self.passages)))
        told = [(n, below.kind) for n, (one, below) in pairs if n and self._tells(n, one, below)]
        items = [n for n, kind in told if kind is PassageKind.ITEM]
        return frozenset(n for n, _ in told) if len(told) > 1 and not items else frozenset(items)

    def _tells(self, number: int, day: Passage, below: Passage) -> bool:
        if day.kind is PassageKind.ROW or below.kind in (PassageKind.ROW, PassageKind.SIGNATURE):
            return False
        said, text = self.text[slice(*self.range(below.span))], self.text[slice(*self.range(day.span))]
        byline = number == 1 and _date_alone(text.strip())
        return _only_days(text) and not byline and bool(_WORDS.search(said)) and not _only_days(said)

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
            if m := _TRAILING_BYLINE.search(text):
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
        if _byline(text, passage.kind) and not led_in and not self._tells_when(text, passage.kind):
            return
        if heading_of(text.strip(), passage.kind):
            self._enter(text)
            self.name = unnumbered(self.normal.span(start, end).of(self.document_text)).strip(" :：")
            yield Place(start, end, self.heading, passage=self.number, section=self.section, name=self.name)
            return
        if _QUESTION.match(text) or _ANSWER.match(text):
            self.answer = True
        self.item = passage.kind is PassageKind.ITEM
        for place in self._sentences(start, end):
            yield replace(place, day=self.day) if self.day != (0, 0) else place

    def _tells_when(self, text: str, kind: PassageKind) -> bool:
        """A bare date directly under a heading answers it ("First day" / "8 December 2026")."""
        under = self.entered == self.number - 1 and self.entered > 0 and self.number < len(self.passages) - 1
        return under and kind is not PassageKind.SIGNATURE and not _LISTED.match(text) and not _BYLINE.match(text)

    def _timetable(self, passage: Passage, text: str, here: tuple[int, int]) -> bool:
        """Is it a line of a day over lines that open with hours?"""
        if not _HOUR_FIRST.match(text):
            below = self.passages[self.number + 1 : self.number + 2]
            hours = bool(below) and _HOUR_FIRST.match(self.text[slice(*self.range(below[0].span))]) is not None
            self.day = here if hours and _only_days(text) and passage.kind is not PassageKind.ROW else (0, 0)
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
        heads = self._heads(table)
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

    def _heads(self, table: Table) -> int:
        """How many rows at the top are heads."""
        count = 0
        for row in table.rows[:3]:
            if not all(c.header or not c.text.strip() for c in row):
                break
            count += 1
        if count in (0, len(table.rows)) and len(table.rows) > 1:
            if names_and_values([[c.text for c in row] for row in table.rows[:3]]):
                return 0
            count = 1
        while 0 < count < len(table.rows) - 1 and _goes_on(table.rows[count - 1], table.rows[count]):
            count += 1
        return count

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
        told = self._told(table.rows[r], c) if r >= heads else (0, 0)
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
            told=told,
        )

    def _told(self, row: Sequence[Cell], c: int) -> tuple[int, int]:
        """From a cell that holds a day to the end of its row, where nothing but words stands behind it."""
        behind = [x for x in row[c + 1 :] if x.text.strip() and x.span != row[c].span]
        before = any(x.text.strip() and x.span != row[c].span for x in row[:c])
        if before or not 0 < len(behind) <= _TELLING or value_kind(row[c].text) != "day":
            return 0, 0
        if any(value_kind(x.text) in ("day", "money", "ratio") for x in behind) or not _WORDS.search(behind[-1].text):
            return 0, 0
        return self.range(row[c].span)[0], self.range(behind[-1].span)[1]


def _goes_on(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Is `row` the second line of heads, below a head that runs over several columns ("停机" over "开始", "结束")?"""
    wide = {a.span for a, b in itertools.pairwise(above) if a.text.strip() and a.span == b.span}
    below = [c for a, c in zip(above, row, strict=False) if a.span in wide]
    if not below or len({a.span for a in above}) == 1 or any(c.span in wide for c in below):
        return False
    return all(len(c.text) <= _HEAD and not re.search(r"\d", c.text) for c in row)


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
    while places and places[-1].line == (0, 0) and _date_alone(text[places[-1].start : places[-1].end].strip()):
        places.pop()
    return places
