"""The column of a table that says which way each row moves: 上调, No change, Increased from $25, 较上期 -10BP, new.

Beside it stand the values that count from now on; the old one may be told in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.model import Cell, Direction, Figure
from ingest.understand.figures.cells import read_cell
from ingest.understand.figures.columns import Column
from ingest.understand.figures.directions import compare, worded
from ingest.understand.figures.groups import Group
from ingest.understand.figures.heads import plain_of
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.words import pattern
from ingest.understand.lexicon import pattern as rule

_MONEY: Final = r"(?:[A-Z]{1,3}|Rs\.?|人民币)?\s?[$£€₹¥]?\s?"
_SIGNED: Final = re.compile(
    rf"\W{{0,2}}?(?:(?P<arrow>[↑▲↓▼])(?!\s?0[.0]*(?![.\d]))|(?P<sign>[+−–-])\s?{_MONEY}[\d.,]*[1-9])"
)
"""Which way a cell points: an arrow may stand alone, a plus or a minus is the sign of a number that is not zero."""
_ZERO: Final = re.compile(rf"\W{{0,2}}{_MONEY}0[.0]*(?![.\d])")
_VALUE: Final = re.compile(rf"\W{{0,2}}?{_MONEY}\d")
_UP: Final = "↑▲+"
_BY: Final = re.compile(r"(?:\bby|上调|上浮|提高|增加|下调|下浮|降低|减少)\s?$")
_ONTO: Final = re.compile(r",?\s?(?:to|至|到)\s?")
_REMARK: Final = 30
"""Longest remark that is about the value beside it."""


def way_column(notice: Notice, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int | None:
    """Its place: a head that speaks of change, or nothing but words of change in the cells; beside it stand values."""
    for c, column in enumerate(columns):
        valued = any(o.role == "value" and o.family for i, o in enumerate(columns) if i != c)
        cells = [text for row in rows if (text := plain_of(notice, row[c]))] if c and valued else []
        headed = is_of_change(column.head)
        told = sum(_tells(text, headed) for text in cells)
        if cells and (told * 2 > len(cells) if headed else told == len(cells)):
            return c
    return None


def is_of_change(head: str) -> bool:
    """Does a head speak of change: 变动情况, Movement, What is changing?"""
    return rule("figures", "ways", "head").search(re.sub(r"\s?\([^()]*\)$", "", head)) is not None


def _tells(text: str, headed: bool) -> bool:
    """Does a cell tell a way, and no value that has moved? Without a head only words do: a column of signed figures
    may as well be one of values."""
    if not headed and _was(text):
        return True
    if way_of(text, headed=headed) is None:
        return False
    if not headed:
        return re.search(r"\d", text) is None
    return _SIGNED.match(text) is not None or _ZERO.match(text) is not None or _VALUE.match(text) is None


def turned(notice: Notice, figure: Figure, cell: Cell, head: str, around: str) -> Figure:
    """A stated value with the way that the cell beside it tells, and the old value where that is printed there."""
    text = plain_of(notice, cell)
    way = way_of(text, headed=is_of_change(head))
    if figure.direction is not Direction.STATED or not figure.new or _threshold(notice, figure, cell):
        return figure
    if way is Direction.UNCHANGED:
        return replace(figure, old=figure.new, direction=way)
    if way is Direction.REMOVED:
        return replace(figure, old=figure.new, new=(), direction=way, old_text=figure.new_text, new_text=None)
    if (way or _was(text)) and rule("figures", "ways", "from").search(text):
        groups = read_cell(notice, cell, head, figure.item, around).groups
        olds = [g for g in groups if [q.unit.partition("/")[0] for q in g.quantities] == _bases(figure)]
        if len(olds) == 1:
            old = tuple(replace(q, unit=n.unit) for q, n in zip(olds[0].quantities, figure.new, strict=True))
            printed = notice.quote(notice.span(olds[0].start, olds[0].end))
            return replace(figure, old=old, direction=compare(old, figure.new), old_text=printed)
    return replace(figure, direction=way) if way else figure


def is_step(text: str, start: int, group: Group) -> bool:
    """Is a value of the cell that begins at `start` a step, before the value that it leads to ("by £2, to £12")?"""
    return bool(_BY.search(text, start, group.start)) and _ONTO.match(text, group.end) is not None


def remarked(notice: Notice, figure: Figure, cell: Cell, head: str, around: str) -> Figure:
    """The same by a remark that tells no more than that: 原为30元/份, was $3, no change."""
    text = plain_of(notice, cell)
    parts = [part.strip() for part in re.split(r"[,;。]", text)]
    said = any(pattern("states", "unchanged").match(part) for part in parts) and not re.search(r"\d|[除仅但]", text)
    said = said or pattern("states", "unchanged").match(text) is not None or _was(text)
    return turned(notice, figure, cell, head, around) if said and len(text) <= _REMARK else figure


def _was(text: str) -> bool:
    """Does a cell open with the words before an old value?"""
    return rule("figures", "ways", "was").match(text.lstrip(" \"'([*·")) is not None


def _threshold(notice: Notice, figure: Figure, cell: Cell) -> bool:
    """Least amounts beside rates do not move with them: nor does money where the cell tells a step of a rate."""
    steps = [m for m in notice.within(*notice.place(cell.span)) if m.family == "difference"]
    money = not any(q.unit.startswith("ratio") for q in figure.new)
    return money and (bool(steps) or all(q.qualifier in ("min", ">=") for q in figure.new))


def _bases(figure: Figure) -> list[str]:
    return [q.unit.partition("/")[0] for q in figure.new]


def way_of(text: str, *, headed: bool) -> Direction | None:
    """The way that a cell tells; None for one that tells none. `headed`: it stands under a head that speaks of change,
    where none and zero are no change."""
    opening = text.lstrip(" \"'([*·")
    if pattern("states", "unchanged").search(text):
        return Direction.UNCHANGED
    if headed and (rule("figures", "ways", "none").match(opening) or _ZERO.match(text)):
        return Direction.UNCHANGED
    if m := _SIGNED.match(text):
        return Direction.UP if (m["arrow"] or m["sign"]) in _UP else Direction.DOWN
    if pattern("states", "new").match(opening) or rule("figures", "ways", "new").match(opening):
        return Direction.NEW
    if pattern("states", "removed").match(opening) or (headed and pattern("states", "removed").search(text)):
        return Direction.REMOVED
    way = worded(text)
    return way if way is not Direction.CHANGED else None
