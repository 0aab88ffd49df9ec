"""A small notice as a document, and the windows that are read in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from ingest.model import Category, Cell, Document, Flag, Passage, PassageKind, Reading, Span, Table, Window
from ingest.text.normal import normalise
from ingest.understand.windows import read_windows

Reader = Callable[..., tuple[tuple[Window, ...], tuple[Flag, ...]]]


def document(text: str) -> Document:
    """Lines are passages, the first is the title; lines with " | " are rows of one table, its first row the head."""
    passages: list[Passage] = []
    rows: list[tuple[Cell, ...]] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        kind = PassageKind.TITLE if number == 0 else PassageKind.PARAGRAPH
        if " | " in line:
            kind, cells, start = PassageKind.ROW, [], at
            for cell in line.split(" | "):
                cells.append(Cell(cell, Span(start, start + len(cell)), header=not rows))
                start += len(cell) + 3
            rows.append(tuple(cells))
        passages.append(Passage(kind, Span(at, at + len(line)), "/p"))
        at += len(line) + 1
    table = (Table(tuple(rows), Span(rows[0][0].span.start, rows[-1][-1].span.end), "/table"),) if rows else ()
    return Document(text=text, title=text.split("\n")[0], passages=tuple(passages), tables=table)


@pytest.fixture
def read() -> Reader:
    def reader(
        text: str, published: str | None = "2026-03-02", category: str | None = None, order: str = "DMY"
    ) -> tuple[tuple[Window, ...], tuple[Flag, ...]]:
        day = dt.date.fromisoformat(published) if published else None
        reading = Reading(today=dt.date(2026, 3, 2), date_order=order)
        kind = Category(category) if category else None
        return read_windows(document(text), normalise(text), reading, published=day, category=kind)

    return reader


def told(window: Window) -> str:
    """ "role start..end kind recurrence", the way the tests write a window."""
    parts = [window.role.value, f"{window.start or ''}..{window.end or ''}"]
    if window.end_kind.value != ("date" if window.end else "open"):
        parts.append(window.end_kind.value)
    if window.recurrence:
        parts.append(window.recurrence)
    return " ".join(parts)


@pytest.fixture
def tell(read: Reader) -> Callable[..., list[str]]:
    """The windows of a notice, each in one line."""

    def teller(
        text: str, published: str | None = "2026-03-02", category: str | None = None, order: str = "DMY"
    ) -> list[str]:
        return [told(w) for w in read(text, published, category, order)[0]]

    return teller
