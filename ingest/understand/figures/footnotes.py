"""Notes below a table: the mark at the end of a cell (换卡工本费①, Annual fee†) says what the note is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from ingest.model import Cell, Document, Span
from ingest.text.normal import normalise
from ingest.understand.figures.phrases import cleaned

_SIGN: Final = r"[①-⑳]|[*†‡§#]{1,3}|[¹²³⁴-⁹]|[(（\[]\d{1,2}[)）\]]|[(（]?注\s?\d?[)）]?|[(（][a-e][)）]"
_ENDS: Final = re.compile(rf"(?:{_SIGN})$")
_OPENS: Final = re.compile(rf"\s*(?:注\s?[:：]\s?|Notes?:\s?)?({_SIGN}|Note \d{{1,2}}|\d{{1,2}}(?=[.、]\D))", re.I)
_VALUE: Final = re.compile(r"^[^A-Za-z一-鿿]*\d|^(?:免|free|nil|waived)", re.I)
_REACH: Final = 1500
"""So many characters behind its end a table's notes stand."""


def _key(sign: str) -> str:
    """The number or the sign itself: ① (1) 注1 ¹ are one mark."""
    digits = re.search(r"\d+", unicodedata.normalize("NFKC", sign))
    return digits.group() if digits else re.sub(r"[()（）\s]", "", sign).lower()


class Footnotes:
    """What the marks in the tables of a document stand at."""

    def __init__(self, document: Document) -> None:
        self._marks = [(t.span, _marks(t.rows)) for t in document.tables]
        self._text = document.text

    def subject(self, span: Span) -> str:
        """The name of the row or column whose note the sentence at `span` is, or nothing."""
        for table, marks in reversed(self._marks):
            if marks and table.end <= span.start <= table.end + _REACH:
                m = _OPENS.match(self._text, self._text.rfind("\n", 0, span.start) + 1, span.end)
                return marks.get(_key(m[1]), "") if m else ""
        return ""


def _marks(rows: Sequence[Sequence[Cell]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for n, cell in enumerate(row):
            if m := _ENDS.search(cell.text.strip()):
                found.setdefault(_key(m.group()), _name(row, n))
    return found


def _name(row: Sequence[Cell], n: int) -> str:
    """The marked cell, or the name of its row where it holds a value, with the first cell of the row."""
    own = row[n] if not _VALUE.match(row[n].text) else row[0]
    texts = dict.fromkeys(cleaned(normalise(c.text).text) for c in (row[0], own) if not _VALUE.match(c.text))
    names = [t for t in texts if t]
    return ("：" if any(re.search("[一-鿿]", t) for t in names) else ", ").join(names)
