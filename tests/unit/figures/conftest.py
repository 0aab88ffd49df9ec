"""A notice in few lines: the first is the title, a line with " | " is a table row, the rest are paragraphs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from ingest.model import Category, Cell, Document, Figure, Passage, PassageKind, Reading, Span, Table
from ingest.text.normal import normalise
from ingest.understand.figures import read_figures

Read = Callable[..., tuple[Figure, ...]]


class _Page:
    def __init__(self) -> None:
        self.text = ""
        self.passages: list[Passage] = []
        self.tables: list[Table] = []
        self.rows: list[list[Cell]] = []

    def add(self, line: str, kind: PassageKind) -> int:
        self.text += "\n" if self.text else ""
        start = len(self.text)
        self.text += line
        self.passages.append(Passage(kind, Span(start, len(self.text)), ""))
        return start

    def row(self, line: str) -> None:
        at = self.add(line, PassageKind.ROW)
        cells = []
        for cell in line.split(" | "):
            cells.append(Cell(cell, Span(at, at + len(cell))))
            at += len(cell) + 3
        self.rows.append(cells)

    def close(self) -> None:
        if self.rows:
            span = Span(self.rows[0][0].span.start, self.rows[-1][-1].span.end)
            self.tables.append(Table(tuple(map(tuple, self.rows)), span, ""))
            self.rows = []


def page(*lines: str, script: str = "hans") -> Document:
    made = _Page()
    made.add(lines[0], PassageKind.TITLE)
    for line in lines[1:]:
        if " | " in line:
            made.row(line)
        else:
            made.close()
            made.add(line, PassageKind.PARAGRAPH)
    made.close()
    return Document(made.text, lines[0], tuple(made.passages), tuple(made.tables), script=script)


@pytest.fixture
def read() -> Read:
    """Figures of a notice given as lines; every quote is checked to be verbatim and short."""

    def reader(
        *lines: str, category: Category | None = None, script: str = "hans", masked: tuple[Span, ...] = ()
    ) -> tuple[Figure, ...]:
        document = page("公告" if not lines[0].isascii() else "Notice", *lines, script=script)
        figures = read_figures(
            document, normalise(document.text), Reading(dt.date(2026, 3, 1)), category=category, masked=masked
        )
        for f in figures:
            assert f.evidence.quote == f.evidence.span.of(document.text)
            assert 0 < len(f.evidence.quote) <= 240
        return figures

    return reader
