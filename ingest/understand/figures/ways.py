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
from ingest.understand.figures.heads import plain_of
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.words import pattern

_HEAD: Final = re.compile(
    r"调整(?:方向|情况|类型|方式|幅度|说明)?$|变[化动更](?:情况|方向|类型|幅度)?$|^较(?:上|前|原|去|调)"
    r"|涨跌|升降|增减"
    r"|\b(?:chang(?:e|es|ing)|movement|difference|variation|status|adjustment|increase|decrease"
    r"|what.s (?:new|changing))\b",
    re.I,
)
_WAY: Final = re.compile(
    r"^\W{0,2}(?:[上下]调|调[高低增减升降]|提[高升]|降低|下降|上升|增加|减少|新增|新设|取消|停收|不变|保持|维持|持平"
    r"|无变化|未调整|免除"
    r"|(?:has |have |is |being )?(?:in|de)creas\w+|raised|reduced|lowered|cut\b|up\b|down\b|new\b|no change"
    r"|unchanged|same\b"
    r"|removed|withdrawn|waived|none\b|[+＋↑↓▲▼-]\s?[\d.])",
    re.I,
)
_SIGN: Final = re.compile(r"^\W{0,2}?([+＋↑▲]|[-−–↓▼])\s?[\d.]*")
_FROM: Final = re.compile(r"由|从|原为?|\b(?:from|was|previously|earlier)\b", re.I)
_SAME: Final = re.compile(r"^\W*(?:持平|none|nil|same)\b|持平|无变化|未调整", re.I)


def way_column(notice: Notice, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int | None:
    """Its place: a head that speaks of change, or nothing but words of change in the cells."""
    for c, column in enumerate(columns):
        cells = [text for row in rows if (text := plain_of(notice, row[c]))]
        told = sum(_WAY.match(text) is not None or _SAME.search(text) is not None for text in cells)
        if c and cells and (told == len(cells) or (_HEAD.search(column.head) and told * 2 > len(cells))):
            return c
    return None


def turned(notice: Notice, figure: Figure, cell: Cell, head: str, around: str) -> Figure:
    """A stated value with the way that the cell beside it tells, and the old value where that is printed there."""
    text = plain_of(notice, cell)
    way = way_of(text)
    if way is None or figure.direction is not Direction.STATED or not figure.new or _threshold(notice, figure, cell):
        return figure
    if way is Direction.UNCHANGED:
        return replace(figure, old=figure.new, direction=way)
    if way is Direction.REMOVED:
        return replace(figure, old=figure.new, new=(), direction=way, old_text=figure.new_text, new_text=None)
    if _FROM.search(text):
        groups = read_cell(notice, cell, head, figure.item, around).groups
        olds = [g for g in groups if [q.unit.partition("/")[0] for q in g.quantities] == _bases(figure)]
        if len(olds) == 1:
            old = tuple(replace(q, unit=n.unit) for q, n in zip(olds[0].quantities, figure.new, strict=True))
            printed = notice.quote(notice.span(olds[0].start, olds[0].end))
            return replace(figure, old=old, direction=compare(old, figure.new), old_text=printed)
    return replace(figure, direction=way)


def _threshold(notice: Notice, figure: Figure, cell: Cell) -> bool:
    """Least amounts beside rates do not move with them: nor does money where the cell tells a step of a rate."""
    steps = [m for m in notice.within(*notice.place(cell.span)) if m.family == "difference"]
    money = not any(q.unit.startswith("ratio") for q in figure.new)
    return money and (bool(steps) or all(q.qualifier in ("min", ">=") for q in figure.new))


def _bases(figure: Figure) -> list[str]:
    return [q.unit.partition("/")[0] for q in figure.new]


def way_of(text: str) -> Direction | None:
    """The way that a cell tells; None for one that tells none."""
    if _SAME.search(text) or pattern("states", "unchanged").search(text) or re.match(r"\W*no change", text, re.I):
        return Direction.UNCHANGED
    if m := _SIGN.match(text):
        return Direction.UP if m[1] in "+＋↑▲" else Direction.DOWN
    if re.match(r"\W*(?:新增|新设|增设|new\b|newly)", text, re.I):
        return Direction.NEW
    if re.match(r"\W*(?:取消|停收|removed|withdrawn|discontinued|abolished)", text, re.I):
        return Direction.REMOVED
    way = worded(text)
    return way if way is not Direction.CHANGED else None
