"""What the figures of a table have in common: the layout of the table, evidence, kind, direction, names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ingest.model import Cell, Direction, Evidence, Figure, FigureKind, Quantity, Span, Table
from ingest.text.normal import normalise
from ingest.understand.figures.cells import Value
from ingest.understand.figures.changes import unit_shared
from ingest.understand.figures.directions import compare
from ingest.understand.figures.folded import folded
from ingest.understand.figures.groups import Group
from ingest.understand.figures.heads import Grid, Layout, layout_of, plain_of
from ingest.understand.figures.kinds import kind_of
from ingest.understand.figures.labels import Row, named_rows
from ingest.understand.figures.lent import declared
from ingest.understand.figures.notice import QUOTE, Notice
from ingest.understand.figures.ways import way_column

PROSE: Final = re.compile(r"[。;]|[^\d],|[a-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,}")
_ITEMS: Final = re.compile(
    r"(?:服务|收费|业务)?(?:项目|名称|事项)\s?\(|(?:services?|items?|charges?|fees?|particulars|description)\s?\(", re.I
)
"""The head over the names of rows whose brackets hold the unit of them all."""
SENTENCE: Final = re.compile(r"。|[a-z]\.(?:\s|$)|(?:\b[a-z]{2,}[ ,]+){5}")
"""A cell that tells its value in a sentence."""
_SOME: Final = re.compile(
    r"(?:对|仅|凡|限)[^,;。]{2,16}(?:免|不收)"
    r"|\b(?:free|waived) for (?!(?:all|every\w*|now|the (?:time|moment|present)|good|a|\d+)\b)",
    re.I,
)
"""How a cell opens that spares some customers only."""
SHORT: Final = 40
"""Longest words of a cell that are told in the place of a value."""
RULE: Final = "figures.table"


class Tabular:
    """A table with its layout and its named rows; `turned` where its names stood in the first row."""

    def __init__(self, notice: Notice, table: Table, rows: Grid, turned: bool = False) -> None:
        self.turned = turned
        self.notice = notice
        start, _ = notice.place(table.span)
        lead = notice.text[max(0, start - 120) : start].strip().rsplit("\n", 2)[-2:]
        self.around = f"{normalise(table.caption or '').text} {' '.join(lead)} {notice.about}"
        above = [r[0].text for r in rows if r and r[0].span.start < rows[0][0].span.start]
        self.around = f"{normalise(' '.join(above)).text} {self.around}"
        self.around += declared(notice.text, notice.place(table.span)[1])
        self.rows, layout = folded(notice, rows, layout_of(notice, rows, self.around))
        self.around += "".join(f" {c.head}" for c in layout.columns if c.role == "label" and _ITEMS.match(c.head))
        self.way, self.layout = _way(notice, self.rows, layout)
        self.lead = " ".join(lead)
        self.data = named_rows(notice, self.rows, self.layout)

    def _joined(self, item: str, part: str) -> str:
        """对公账户管理费：白金卡 · Outgoing wire, online."""
        if part and re.search(r"[/、]", item) and part in item:
            item = re.sub(r"\([^()]*[/、][^()]*\)$", "", item)
        if not part or part in item:
            return item
        joint = ", " if not re.search("[一-鿿]", item + part) else "，" if "：" in item else "："
        return f"{item}{joint}{part}" if item else part

    def _figure(self, row: Row, item: str, olds: list[Group], news: list[Group], was: Value, now: Value) -> Figure:
        if len(olds) == 1 and len(news) == 1:
            a, b = unit_shared(olds[0], news[0])
            olds, news = [a], [b]
        old, new = (tuple(q for g in side for q in g.quantities) for side in (olds, news))
        direction = self._direction(old, new, was, now)
        kind = self._kind(item, new or old)
        evidence = self._evidence(row, (was.cell, now.cell))
        return Figure(
            kind,
            item,
            old,
            new,
            direction,
            evidence,
            True,
            1.0,
            0,
            self._printed(olds) or None,
            self._printed(news) or None,
        )

    def _direction(self, old: tuple[Quantity, ...], new: tuple[Quantity, ...], was: Value, now: Value) -> Direction:
        if now.state == "nil" and any(q.value for q in old):
            return Direction.REMOVED
        if not new:
            return Direction.REMOVED
        if not old:
            return Direction.NEW if was.state in ("nothing", "removed") or not was.cell.text else Direction.STATED
        if now.state == "free" and any(q.value for q in old) and _SOME.match(plain_of(self.notice, now.cell)):
            return Direction.EXEMPT
        return compare(old, new)

    def _printed(self, groups: list[Group]) -> str:
        if not groups:
            return ""
        span = self.notice.span(groups[0].start, groups[-1].end)
        return self.notice.quote(span)

    def _kind(self, item: str, quantities: tuple[Quantity, ...]) -> FigureKind:
        """By the item; a bare amount takes the kind of the heads, or of what the notice is about."""
        kind = kind_of(item, quantities)
        if kind is FigureKind.AMOUNT:
            kind = kind_of(" ".join(c.head for c in self.layout.columns if c.role == "paired"), quantities)
        return self.notice.usual(kind)

    def _evidence(self, row: Row, cells: tuple[Cell, ...]) -> Evidence:
        """From the row's own name to its last cell that counts; what of it is near that cell when that is too long."""
        used = [c for c in cells if c.text]
        end = max(c.span.end for c in used)
        named = () if self.turned else row.own
        starts = [c.span.start for c in (*named, *used) if c.span.start < end]
        span = Span(min(starts), end)
        if len(span.of(self.notice.document.text)) > QUOTE:
            span = Span(min(c.span.start for c in used), end)
        if len(span.of(self.notice.document.text)) > QUOTE:
            span = Span(
                min(s for s in (*starts, used[-1].span.start) if s > end - QUOTE or s == used[-1].span.start), end
            )
        if len(span.of(self.notice.document.text)) > QUOTE:
            last = used[-1].span
            span = Span(last.start, min(last.end, last.start + QUOTE - 1))
        return Evidence(span, self.notice.quote(span), RULE)


def _way(notice: Notice, rows: Grid, layout: Layout) -> tuple[int | None, Layout]:
    """The column that says which way the rows move; it names no row and holds no figure of its own."""
    way = None if layout.pairs else way_column(notice, layout.columns, rows[layout.depth :])
    if way is None:
        return None, layout
    columns = (replace(c, role="ignore") if i == way else c for i, c in enumerate(layout.columns))
    return way, replace(layout, columns=tuple(columns))
