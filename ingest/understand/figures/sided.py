"""Lines that open with their time, old and new below each other, read as the cells of one row.

Overdraft fee                     |               | Now | From 1 August
Now: $35               →          | Overdraft fee | $35 | $15
From 1 August: $15
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.model import Cell, Passage, PassageKind, Span, Table
from ingest.understand.figures.epochs import epoch, hourly
from ingest.understand.figures.notice import Notice
from ingest.understand.sentences import heading_of

_LABEL: Final = re.compile(
    r"(?:^|(?<=[\s;,→|]))(?P<label>[^\sA-Za-z:;。.,|/()][^\s:;。.,|/()]{0,23}|(?:[A-Z]|(?:before|after|now|today|until|from|old|new|current(?:ly)?)\b)[^:;。.|\n]{0,39}?)\s?(?<!\d):\s*"
)
_OPENS: Final = re.compile(r"\W{0,3}$")
_TRAIL: Final = " ;。,→/|"
_SENTENCE_END: Final = re.compile(r"。(?=.)|[.!?]\s+(?=[A-Z\"(])")
_NAME: Final = re.compile(r"[^.;。,:(]{2,40}?[\s:,(]*")
"""What may stand before a label on its line: the name of what it tells of."""
_LONGEST_NAME: Final = 60
_STEP: Final = re.compile(r"(?:before|after|once|until|when) (?:you|your|we)\b|.{0,8}(?:您|客户).{0,12}[前后]$", re.I)
"""A label of what is done before or after something (Before you apply): no time of a price."""
_CLAUSE: Final = re.compile(r"第\s?[\d一二三四五六七八九十百.]+\s?[条章节款]|§|(?:clause|section|article) \d", re.I)
"""How the heading of a clause opens; what it names ("转账错误之通报") tells of no time."""
_LONGEST: Final = 24
"""Longest line that is a label by itself, in characters."""


@dataclass(frozen=True, slots=True)
class _Side:
    """What is said of one time: its label and its words, in offsets of the text; `opens`: a line begins with it."""

    epoch: int
    label: tuple[int, int]
    said: tuple[int, int]
    opens: bool
    line: int


def sided(notice: Notice, tables: Sequence[Table]) -> Iterator[Table]:
    """A table for each pair of old and new."""
    lines = [p for p in notice.document.passages if not any(t.span.start <= p.span.start < t.span.end for t in tables)]
    sides = list(_sides(notice, lines))
    at = 0
    while at + 1 < len(sides):
        a, b = sides[at], sides[at + 1]
        if a.epoch != b.epoch and _adjoin(a, b):
            yield _table(notice, lines, a, _answering(notice, a, b))
            at += 2
        else:
            at += 1


def _adjoin(a: _Side, b: _Side) -> bool:
    """On one line, or on lines next to each other that both begin with their label."""
    return a.line == b.line if not a.opens else a.line == b.line or (b.opens and b.line - a.line in (1, 2))


def _answering(notice: Notice, a: _Side, b: _Side) -> _Side:
    """The new side without the sentences behind its first, where the old one has one: they speak for themselves."""
    first = _SENTENCE_END.search(notice.text, *b.said)
    if first is None or _SENTENCE_END.search(notice.text, *a.said) or not notice.within(b.said[0], first.start()):
        return b
    return replace(b, said=(b.said[0], first.start() + 1))


def _sides(notice: Notice, lines: Sequence[Passage]) -> Iterator[_Side]:
    skipped = -1
    for n, passage in enumerate(lines):
        if passage.kind in (PassageKind.TITLE, PassageKind.ROW, PassageKind.SIGNATURE) or n == skipped:
            continue
        start, end = notice.place(passage.span)
        text = notice.closed[start:end]
        found = [(m, e) for m in _LABEL.finditer(text) if (e := _time(notice, start, m)) is not None]
        named = (
            found and _NAME.fullmatch(text, 0, found[0][0].start("label")) and not _valued(notice, start, found[0][0])
        )
        found = found if found and (named or _OPENS.fullmatch(text, 0, found[0][0].start("label"))) else []
        for i, (m, time) in enumerate(found):
            last = i + 1 == len(found)
            stop = text.rstrip() if last else text[: found[i + 1][0].start("label")].rstrip(_TRAIL)
            said = start + m.end(), start + len(stop)
            if said[0] < said[1]:
                label = start + m.start("label"), start + m.end("label")
                yield _Side(time, label, said, _OPENS.fullmatch(text, 0, m.start("label")) is not None, n)
        if not found and (whole := _alone(notice, lines, n)):
            skipped = n + 1
            yield whole


def _valued(notice: Notice, start: int, m: re.Match[str]) -> bool:
    """Do the words before a label tell a value?"""
    return bool(notice.within(start, start + m.start("label")))


def _time(notice: Notice, start: int, m: re.Match[str]) -> int | None:
    """Of which time a label speaks; one of hours or of a step tells of no change."""
    printed = notice.text[start + m.start("label") : start + m.end("label")]
    return None if hourly(printed) or _STEP.match(printed) else epoch(m["label"])


def _alone(notice: Notice, lines: Sequence[Passage], n: int) -> _Side | None:
    """A line that is nothing but a time, and the one below it."""
    start, end = notice.place(lines[n].span)
    if n + 1 == len(lines) or end - start > _LONGEST or notice.within(start, end):
        return None
    if _CLAUSE.match(notice.text, start):
        return None
    time = epoch(notice.closed[start:end].rstrip(": "))
    said = notice.place(lines[n + 1].span)
    if time is None or hourly(notice.text[start:end]) or not notice.within(*said):
        return None
    return _Side(time, (start, end), said, True, n)


def _table(notice: Notice, lines: Sequence[Passage], a: _Side, b: _Side) -> Table:
    name = _name(notice, lines, a)
    blank = Cell("", Span(name.span.start, name.span.start), True)
    head = (blank, _cell(notice, a.label, True), _cell(notice, b.label, True))
    row = (name, _cell(notice, a.said), _cell(notice, b.said))
    first = min(lines[a.line].span.start, row[1].span.start)
    return Table((head, row), Span(first, row[2].span.end), lines[a.line].place)


def _cell(notice: Notice, place: tuple[int, int], header: bool = False) -> Cell:
    span = notice.span(*place)
    return Cell(span.of(notice.document.text), span, header)


def _name(notice: Notice, lines: Sequence[Passage], side: _Side) -> Cell:
    """The words before the first label, or the line above when it is a name."""
    start, _ = notice.place(lines[side.line].span)
    if not side.opens and notice.text[start : side.label[0]].strip(" :"):
        return _cell(notice, (start, start + len(notice.text[start : side.label[0]].rstrip(" :,("))))
    above = lines[side.line - 1] if side.line else None
    if above and above.kind is not PassageKind.TITLE:
        text = notice.text[slice(*notice.place(above.span))].strip()
        named = heading_of(text, above.kind) or (above.kind is PassageKind.ITEM and not re.search(r"[:。]|\.$", text))
        if named and len(text) <= _LONGEST_NAME and not notice.within(*notice.place(above.span)):
            return Cell(above.span.of(notice.document.text), above.span)
    at = notice.span(side.label[0], side.label[0] + 1).start
    return Cell("", Span(at, at))
