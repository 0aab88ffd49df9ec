"""What names the rows of a table: their cells, a row above that names a group of them; and the rows that are notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ingest.model import Cell, Span
from ingest.understand.figures.columns import Column
from ingest.understand.figures.context import label_qualifier
from ingest.understand.figures.heads import Grid, Layout, has_quantity, plain_of, words_of
from ingest.understand.figures.mention import READ
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.phrases import UNNUMBERED, cleaned, level, unnumbered
from ingest.understand.lexicon import pattern as rule

_VALUE: Final = 8
"""A row of one cell with a quantity is a value from this length on."""
_MEASURED: Final = re.compile(r"(?P<head>[^()]{2,30}?)\s?\((?P<unit>[^()\s]{1,6})\)")
"""A head with its unit."""
_PARTS: Final = re.compile(r"(期|档|级)[数次别]$")
_SPANS: Final = re.compile(r"\b(?:instal?lments?|months|years|days|weeks)\b", re.I)
"""Heads of bare numbers that name a row by how long or by how many parts."""
_WORD: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Row:
    """A data row with what names it; `note` for one that is a sentence across the table.

    `day` is its cell that says from when on it holds, or the row above that says so of it and its neighbours.
    """

    cells: tuple[Cell, ...]
    own: tuple[Cell, ...]
    label: str
    note: bool = False
    day: Span | None = None


def named_rows(notice: Notice, rows: Grid, layout: Layout) -> list[Row]:
    """Data rows with their names; rows of one name are told apart by their codes."""
    found = list(_named(notice, rows, layout))
    labels = [r.label for r in found]
    twins = {label for label in labels if labels.count(label) > 1}
    return [
        replace(r, label=f"{r.label} {_code(notice, r, found, layout)}".strip()) if r.label in twins else r
        for r in found
    ]


def _code(notice: Notice, row: Row, rows: list[Row], layout: Layout) -> str:
    """The cell of a column of codes or remarks that no other row of this name has."""
    others = [r for r in rows if r.label == row.label and r is not row]
    for i, column in enumerate(layout.columns):
        text = cleaned(plain_of(notice, row.cells[i])) if column.role == "ignore" else ""
        if text and len(text) < 30 and all(r.cells[i].text != row.cells[i].text for r in others):
            return text
    return ""


def _named(notice: Notice, rows: Grid, layout: Layout) -> Iterator[Row]:
    """A row that is one wide cell names the rows below it, unless it is a note."""
    section, group, above = "", None, set[Span]()
    for cells in rows[layout.depth :]:
        if _across(cells) and _is_note(notice, cells[0]):
            yield Row(cells, cells, "", note=True)
            continue
        if _across(cells) and not has_quantity(notice, cells[0]):
            section = _section(notice, cells[0])
            group = cells[0].span if READ in words_of(notice, cells[0]) else None
            continue
        first = next((plain_of(notice, c) for c in cells if c.text), "")
        section = "" if level(first) <= level(section) < UNNUMBERED else section
        own = tuple(c for c in cells if c.span not in above and c.text)
        days = {c.span for c in cells if c.text and _is_day(notice, c)}
        day = days.pop() if len(days) == 1 else group
        yield Row(cells, own or cells, _label(notice, cells, section, layout), day=day)
        above = {c.span for c in cells if c.text}


def _across(cells: tuple[Cell, ...]) -> bool:
    return len({c.span for c in cells if c.text}) == 1 and len(cells) > 1 and bool(cells[0].text)


def _is_note(notice: Notice, cell: Cell) -> bool:
    """A sentence below the rows, or a value that holds for all of them."""
    text = plain_of(notice, cell)
    if has_quantity(notice, cell):
        return len(text) > _VALUE
    return rule("figures", "rows", "note").search(text) is not None


def _section(notice: Notice, cell: Cell) -> str:
    """The name of a group of rows; "" for one that only says from when on they hold."""
    start, end = notice.place(cell.span)
    left = rule("figures", "rows", "timed").sub("", undated(notice, start, end))
    dated = READ in notice.undated[start:end] or left != notice.undated[start:end]
    return cleaned(plain_of(notice, cell)) if not dated or _WORD.search(left) else ""


def _label(notice: Notice, cells: tuple[Cell, ...], section: str, layout: Layout) -> str:
    columns = zip(cells, layout.columns, strict=False)
    named = {c.span: (c, col) for c, col in columns if col.role == "label" and c.text and not _is_day(notice, c)}
    texts = [section, *(_named_by(notice, c, col) for c, col in named.values())]
    texts = list(dict.fromkeys(t for t in map(unnumbered, texts) if t and not re.fullmatch(r"[\d.\-—]+", t)))
    chinese = any(re.search(r"[一-鿿]", t) for t in texts)
    return f"{texts[0]}：{'，'.join(texts[1:])}".strip("：") if chinese and texts else ", ".join(texts)


def _named_by(notice: Notice, cell: Cell, column: Column) -> str:
    """The words of a cell; a number that bounds a tier with those of its head: 单笔满(元) over 150 → 单笔满150元."""
    text, headed = cleaned(plain_of(notice, cell)), _MEASURED.fullmatch(column.printed)
    if not re.fullmatch(r"\d[\d,.]*", text):
        return text
    if not headed or label_qualifier(column.printed) is None:
        return _counted(text, column.printed, headed)
    unit = headed["unit"]
    return f"{headed['head']} {unit}{text}" if unit.isascii() or unit in "￥¥€£₹" else f"{headed['head']}{text}{unit}"


def _counted(number: str, head: str, headed: re.Match[str] | None) -> str:
    """A bare number as the name of a row: 3 under 期数 is 3期, 12 under Term (months) 12 months."""
    if m := _PARTS.search(head):
        return f"{number}{m[1]}"
    if headed and not headed["unit"].isdigit():
        return f"{number} {headed['unit']}" if headed["unit"].isascii() else f"{number}{headed['unit']}"
    m = _SPANS.search(head)
    return f"{number} {m.group().lower()}" if m else number


def _is_day(notice: Notice, cell: Cell) -> bool:
    """Does a cell hold a date only? It names no row."""
    start, end = notice.place(cell.span)
    return READ in notice.undated[start:end] and not _WORD.search(undated(notice, start, end))


def undated(notice: Notice, start: int, end: int) -> str:
    """A stretch without its dates and what ties them together."""
    return re.sub(rf"{READ}|[至到起止前后含]", "", notice.undated[start:end])
