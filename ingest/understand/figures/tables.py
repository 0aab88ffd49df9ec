"""Figures of a table: one a row and thing, old beside new where the heads say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ingest.model import Category, Cell, Direction, Evidence, Figure, FigureKind, Quantity, Span, Table
from ingest.text.normal import normalise
from ingest.understand.figures.cells import Value, facets, read_cell
from ingest.understand.figures.changes import unit_shared
from ingest.understand.figures.columns import shared
from ingest.understand.figures.directions import compare
from ingest.understand.figures.groups import Group
from ingest.understand.figures.heads import Grid, Layout, layout_of, plain_of, reads_down, transposed
from ingest.understand.figures.items import item_before
from ingest.understand.figures.kinds import kind_of
from ingest.understand.figures.labels import Row, named_rows
from ingest.understand.figures.notice import QUOTE, Notice
from ingest.understand.figures.parts import Part, listed, parts, sides
from ingest.understand.figures.phrases import cleaned
from ingest.understand.figures.statements import tell
from ingest.understand.figures.stretch import Told
from ingest.understand.figures.ways import turned, way_column
from ingest.understand.figures.words import pattern
from ingest.understand.lexicon import pattern as rule

_PROSE: Final = re.compile(r"[。;]|[^\d],|[a-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,}")
_THRESHOLD: Final = re.compile(r"金额|消费|缴存|存款|资产|spend|order|deposit|balance", re.I)
_NOUN: Final = re.compile(r"(?:费|率|价|额|息|fees?|charges?|rates?|limits?)$", re.I)
_MEASURE: Final = re.compile(
    r"(?:收费)?(?:费率|利率|年利率|费用|限额|金额|价格|费)|(?:annual )?(?:fee|charge|rate|limit|cost)s?", re.I
)
_SHORT: Final = 40
"""Longest words of a cell that are told in the place of a value."""
RULE: Final = "figures.table"


def read_table(notice: Notice, table: Table) -> list[Figure]:
    """The figures of a table, row by row."""
    rows: Grid = tuple(r for r in table.rows if any(c.text for c in r))
    if len(rows) < 1 or not rows[0]:
        return []
    if len(rows) > 1 and reads_down(notice, rows):
        return list(_TableReader(notice, table, transposed(rows), turned=True).figures())
    return list(_TableReader(notice, table, rows).figures())


class _TableReader:
    def __init__(self, notice: Notice, table: Table, rows: Grid, turned: bool = False) -> None:
        self.turned = turned
        self.notice, self.rows = notice, rows
        start, _ = notice.place(table.span)
        lead = notice.text[max(0, start - 120) : start].strip().rsplit("\n", 2)[-2:]
        self.around = f"{normalise(table.caption or '').text} {' '.join(lead)} {notice.about}"
        self.layout: Layout = layout_of(notice, rows, self.around)
        self.way = self._way()
        self.brings = pattern("states", "brings").search(" ".join(lead)) is not None
        self.data = named_rows(notice, rows, self.layout)

    def figures(self) -> Iterator[Figure]:
        done: set[tuple[Span, ...]] = set()
        for row in self.data:
            if row.note:
                start, end = self.notice.place(row.cells[0].span)
                yield from tell(self.notice, Told(start, end, "", self.around, RULE))
            else:
                yield from (replace(f, note=f.note or row.group) for f in self._told(row, done))

    def _told(self, row: Row, done: set[tuple[Span, ...]]) -> Iterator[Figure]:
        if not self.layout.pairs:
            yield from (self._turned(f, row) for f in self._values(row, done))
            return
        for old, new in self.layout.pairs:
            day = self.rows[self.layout.depth - 1][new].span if self.layout.columns[new].day else None
            yield from (replace(f, note=day) for f in self._change(row, old, new))
        yield from self._named_shares(row)
        yield from self._beside(row)

    def _way(self) -> int | None:
        """The column that says which way the rows move; it names no row and holds no figure of its own."""
        if self.layout.pairs:
            return None
        columns = self.layout.columns
        way = way_column(self.notice, columns, self.rows[self.layout.depth :])
        if way is not None:
            told = (replace(c, role="ignore") if i == way else c for i, c in enumerate(columns))
            self.layout = replace(self.layout, columns=tuple(told))
        return way

    # ---- old and new side by side

    def _change(self, row: Row, old: int, new: int) -> Iterator[Figure]:
        columns = self.layout.columns
        base = self._base(old, new)
        before = read_cell(self.notice, row.cells[old], columns[old].head, row.label, self.around)
        after = read_cell(self.notice, row.cells[new], columns[new].head, row.label, self.around)
        label = row.label or self._noun(after if after.groups else before)
        item = self._item(label, base)
        if after.state == "same" and not after.groups:
            after = Value(before.groups, "same", after.cell)
        if not before.groups and not after.groups:
            return
        for name, olds, news in _matched(before, after):
            yield from self._facet(row, item, name, (before, olds), (after, news))

    def _base(self, old: int, new: int) -> str:
        """What both heads speak of; the name of its stage where the old value is changed more than once."""
        columns, pairs = self.layout.columns, self.layout.pairs
        stages = [n for o, n in pairs if o == old]
        return columns[new].printed if len(stages) > 1 else shared(columns[old], columns[new])

    def _beside(self, row: Row) -> Iterator[Figure]:
        """What stands beside the old and the new value: the rate of another class, the least amount (起存金额)."""
        paired = {i for pair in self.layout.pairs for i in pair}
        for i, column in enumerate(self.layout.columns):
            valued = self.turned and i and column.family in ("money", "ratio", "points", "count")
            if i not in paired and row.cells[i].text and (column.role == "beside" or valued):
                yield from self._stated(row, row.cells[i], column.head, column.base or column.head, row.label)

    def _named_shares(self, row: Row) -> Iterator[Figure]:
        """A discount that the name of the row tells (童书八五折)."""
        for cell, column in zip(row.cells, self.layout.columns, strict=False):
            shares = [m for m in self.notice.within(*self.notice.place(cell.span)) if m.family == "share"]
            if column.role == "label" and len(shares) == 1 and cell in row.own:
                m = shares[0]
                yield from self._plain(row, cell, row.label, [Group(m.start, m.end, (m.quantity,), m.family)])

    def _noun(self, value: Value) -> str:
        """What a cell's own sentence speaks of, where no column names the row."""
        if not value.groups:
            return ""
        start, _ = self.notice.place(value.cell.span)
        return item_before(self.notice.undated[start : value.groups[0].start], value.groups[0].start - start, 0)

    def _item(self, label: str, base: str) -> str:
        if not base or base in label or (_NOUN.search(label) and _MEASURE.fullmatch(base)):
            return label or base
        return self._joined(label, base)

    def _facet(
        self, row: Row, item: str, name: str, before: tuple[Value, list[Group]], after: tuple[Value, list[Group]]
    ) -> Iterator[Figure]:
        (was, olds), (now, news) = before, after
        if olds and news:
            for part, a, b in sides(self._parts(was, olds), self._parts(now, news)):
                yield self._figure(row, self._joined(item, part), [p.group for p in a], [p.group for p in b], was, now)
        elif olds:
            if now.state in ("removed", "nothing", "nil"):
                yield self._figure(row, item, olds, [], was, now)
            elif now.groups:
                yield replace(self._figure(row, item, [], olds, was, now), key=False, direction=Direction.STATED)
            elif words := self._words(now):
                told = self._figure(row, item, olds, [], was, now)
                yield replace(told, direction=Direction.CHANGED, new_text=words)
        elif news:
            told = self._figure(row, item, [], news, was, now)
            words = "" if was.groups else self._words(was)
            yield replace(told, direction=Direction.CHANGED, old_text=words) if words else told

    def _words(self, value: Value) -> str:
        """What stands where a value might ("at cost", 按实际支出), when it is short and tells no free or ended."""
        text = self.notice.quote(value.cell.span).strip()
        return (
            text if value.state is None and 1 < len(text) <= _SHORT and not _PROSE.search(normalise(text).text) else ""
        )

    def _parts(self, value: Value, groups: list[Group]) -> list[Part]:
        found = parts(groups, self.notice.text, *self.notice.place(value.cell.span))
        heads = (c.head for c in self.layout.columns if c.role == "paired")
        return next((named for h in heads if (named := listed(h, found)) != found), found)

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

    # ---- values only

    def _turned(self, figure: Figure, row: Row) -> Figure:
        """A value with the way that its row tells, or new where the table is one of what is introduced."""
        if self.way is not None:
            cell = row.cells[self.way]
            told = turned(self.notice, figure, cell, self.layout.columns[self.way].head, self.around)
            if told is not figure and cell.span.start > figure.evidence.span.end:
                told = replace(told, evidence=self._evidence(row, (cell,)))
            return told
        if self.brings and figure.direction is Direction.STATED and figure.new:
            return replace(figure, direction=Direction.NEW)
        return figure

    def _values(self, row: Row, done: set[tuple[Span, ...]]) -> Iterator[Figure]:
        for i, column in enumerate(self.layout.columns):
            cell = row.cells[i]
            if (cell.span,) in done or not cell.text or not self._speaks(i, column.role, column.head):
                continue
            done.add((cell.span,))
            label = self._labels_of(cell, i) if i else ""
            if column.role == "label" and i:
                label = re.sub(
                    r"^(?:：|，|, )+|(?:：|，|, )+$", "", label.replace(cleaned(plain_of(self.notice, cell)), "")
                )
            yield from self._stated(row, cell, column.head, column.base, label)

    def _speaks(self, i: int, role: str, head: str) -> bool:
        """Value columns; thresholds in the first column of a promotion too."""
        if role == "value":
            return True
        if role == "label" and i and self.notice.category is Category.PRODUCT_LAUNCH:
            named = [c for c in self.layout.columns[:i] if c.role == "label"]
            return bool(named) and self.layout.columns[i].family == "term"
        first = i == 0 and self.notice.category in (Category.PROMOTION, None)
        return first and _THRESHOLD.search(head) is not None and self.layout.depth > 0

    def _labels_of(self, cell: Cell, i: int) -> str:
        """The names of all rows that a cell spans."""
        rows = [r for r in self.data if r.cells[i].span == cell.span]
        return "、".join(dict.fromkeys(r.label for r in rows if r.label)) if len(rows) < 5 else rows[0].label

    def _stated(self, row: Row, cell: Cell, head: str, base: str, label: str) -> Iterator[Figure]:
        item = self._joined(label, base) if base not in label else label
        text = plain_of(self.notice, cell)
        value = read_cell(self.notice, cell, head, label, self.around)
        start, end = self.notice.place(cell.span)
        if len(value.groups) == 1 and value.state == "same":
            yield self._figure(row, item, list(value.groups), list(value.groups), value, value)
            return
        if pair := self._both(value, text, head):
            yield self._figure(row, item, [pair[0]], [pair[1]], value, value)
            return
        if (len(text) > 24 and _PROSE.search(text)) or (len(value.groups) > 1 and _beside("changes", text)):
            told = Told(start, end, item, f"{head} {label} {self.around}", RULE)
            yield from (self._placed(f, row, cell, label) for f in tell(self.notice, told))
            return
        for _, groups in facets(value):
            yield from self._plain(row, cell, item, groups)

    def _both(self, value: Value, text: str, head: str) -> tuple[Group, Group] | None:
        """The old and the new value of a cell that holds both."""
        if len(value.groups) != 2:
            return None
        first, second = value.groups
        if _beside("was", text) or (text.rstrip().endswith(")") and _beside("aside", f"{head} {self.around}")):
            return second, first
        return (first, second) if _beside("both", head) else None

    def _plain(self, row: Row, cell: Cell, item: str, groups: list[Group]) -> Iterator[Figure]:
        for g in groups:
            kind = self._kind(item, g.quantities)
            if kind is FigureKind.AMOUNT and re.search(r"规模|名额|额度(?!上限)|quota", item):
                kind = FigureKind.QUOTA
            evidence = self._evidence(row, (cell,))
            key = kind is not FigureKind.TERM
            yield Figure(
                kind,
                self._joined(item, g.tier),
                (),
                g.quantities,
                Direction.STATED,
                evidence,
                key,
                1.0,
                0,
                None,
                self._printed([g]),
            )

    def _placed(self, figure: Figure, row: Row, cell: Cell, label: str) -> Figure:
        item = figure.item if label in figure.item else f"{label}：{figure.item}".strip("：")
        return replace(figure, item=item, evidence=self._evidence(row, (cell,)))

    # ---- evidence

    def _evidence(self, row: Row, cells: tuple[Cell, ...]) -> Evidence:
        """From the row's own name to its last cell that counts; the cells alone when that is too long."""
        used = [c for c in cells if c.text]
        end = max(c.span.end for c in used)
        named = () if self.turned else row.own
        starts = [c.span.start for c in (*named, *used) if c.span.start < end]
        span = Span(min(starts), end)
        if len(span.of(self.notice.document.text)) > QUOTE:
            span = Span(min(c.span.start for c in used), end)
        if len(span.of(self.notice.document.text)) > QUOTE:
            last = used[-1].span
            span = Span(last.start, min(last.end, last.start + QUOTE - 1))
        return Evidence(span, self.notice.quote(span), RULE)


def _beside(name: str, text: str) -> bool:
    return rule("figures", "beside", name).search(text) is not None


def _matched(before: Value, after: Value) -> Iterator[tuple[str, list[Group], list[Group]]]:
    """The facets of both cells side by side: terms with terms, prices with prices."""
    olds, news = dict(facets(before)), dict(facets(after))
    for name in dict.fromkeys([*olds, *news]):
        yield name, olds.get(name, []), news.get(name, [])
