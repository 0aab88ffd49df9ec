"""Notes below a table: the mark at the end of a cell (换卡工本费①, Annual fee†) says what the note is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.model import Cell, Document, Figure, Span
from ingest.text.normal import normalise
from ingest.understand.figures.phrases import cleaned

SIGN: Final = r"[①-⑳]|[*†‡§#※]{1,3}|[¹²³⁴-⁹]|[(（\[]\d{1,2}[)）\]]|[(（]?注\s?\d?[)）]?|[(（][a-e][)）]"
_ENDS: Final = re.compile(rf"(?:{SIGN})$")
_OPENS: Final = re.compile(rf"\s*(?:注\s?[:：]\s?|Notes?:\s?)?({SIGN}|Note \d{{1,2}}|\d{{1,2}}(?=[.、]\D))", re.I)
_VALUE: Final = re.compile(r"^[^A-Za-z一-鿿]*\d|^(?:免|free|nil|waived)", re.I)
_REACH: Final = 1500
"""So many characters behind its end a table's notes stand."""


def _key(sign: str) -> str:
    """The number or the sign itself: ① (1) 注1 ¹ are one mark."""
    digits = re.search(r"\d+", unicodedata.normalize("NFKC", sign))
    return digits.group() if digits else re.sub(r"[()（）\s]", "", sign).lower()


@dataclass(frozen=True, slots=True)
class Mark:
    """The first place at which a mark stands by name, and all cells that carry it."""

    name: str
    cells: tuple[Span, ...] = ()


class Footnotes:
    """What the marks in the tables of a document stand at."""

    def __init__(self, document: Document) -> None:
        self._marks = [(t.span, _marks(t.rows)) for t in document.tables]
        self._text = document.text
        self._notes: list[tuple[Mark, Span]] = []

    def subject(self, span: Span) -> str:
        """The name of the row or column whose note the sentence at `span` is, or nothing."""
        for table, marks in reversed(self._marks):
            if marks and table.end <= span.start <= table.end + _REACH:
                m = _OPENS.match(self._text, self._text.rfind("\n", 0, span.start) + 1, span.end)
                mark = marks.get(_key(m[1])) if m else None
                if mark:
                    self._notes.append((mark, span))
                return mark.name if mark else ""
        return ""

    def noted(self, figure: Figure) -> Figure:
        """The figure with the note that a mark in its row points to; to be asked when all sentences were seen."""
        if figure.evidence.rule != "figures.table":
            return figure
        at = figure.evidence.span
        found = (n for mark, n in self._notes if any(at.start <= c.start < at.end for c in mark.cells))
        return replace(figure, note=next(found, figure.note))


def _marks(rows: Sequence[Sequence[Cell]]) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for row in rows:
        for n, cell in enumerate(row):
            if m := _ENDS.search(cell.text.strip()):
                key = _key(m.group())
                earlier = found.get(key, Mark(_name(row, n)))
                found[key] = Mark(earlier.name, (*earlier.cells, cell.span))
    return found


def _name(row: Sequence[Cell], n: int) -> str:
    """The marked cell, or the name of its row where it holds a value, with the first cell of the row."""
    own = row[n] if not _VALUE.match(row[n].text) else row[0]
    texts = dict.fromkeys(cleaned(normalise(c.text).text) for c in (row[0], own) if not _VALUE.match(c.text))
    names = [t for t in texts if t]
    return ("：" if any(re.search("[一-鿿]", t) for t in names) else ", ").join(names)
