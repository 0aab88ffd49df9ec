"""The tables of a document as rows with names: which columns there are, which of them name a row, what a cell says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.model import Cell, Document, PassageKind, Span, Table

_BLANK = re.compile(r"\s+")
_DASHES = re.compile(r"[-–—−/]+|n/?a|无|暂无", re.I)
_NUMBER = re.compile(r"([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(.{0,6})")
_TERM = re.compile(r"个?(?:月|年|天|日|周|星期)(?:期|以[上内下])?|(?:month|year|day|week)s?|[my]")
_DAY = re.compile(r"\d{1,4}[-/.年月]\d{1,2}|\d{1,2}:\d{2}|\d{1,2}月")
_MONEY = re.compile(r"(?:us|hk|s|a|nz|c)?[$¥€£₹]|rmb|cny|[a-z]{3}(?=\d)")
_BARE = re.compile(r"#\d+")
_VOLATILE = re.compile(r"[\d\W_]+")
_UNSPOKEN = re.compile(r"[()（）\[\]【】:：*＊]")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by their column. `section` is the line across the table under which the row stands."""

    cells: dict[str, Cell]
    section: str

    def says(self, column: str) -> str:
        return same(self.cells[column].text) if column in self.cells else ""

    @property
    def text(self) -> str:
        return " | ".join(dict.fromkeys(c.text for c in self.cells.values() if c.text))


@dataclass(frozen=True, slots=True)
class Grid:
    """`columns` in their order, each name once; `name` is the table's caption or the heading over it."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    span: Span


def same(text: str) -> str:
    """What two prints of a value have in common: 1.50% and 1.5 %, 1,000 and 1000, a dash and nothing."""
    bare = _BLANK.sub("", unicodedata.normalize("NFKC", text)).lower()
    if _DASHES.fullmatch(bare):
        return ""
    if m := _NUMBER.fullmatch(bare):
        value = Decimal(m[1] + m[2].replace(",", "")).normalize()
        return f"{value:f}{m[3]}"
    return bare


def is_figure(text: str) -> bool:
    """Is a cell a value, and no name? A number with its unit is; a term ("3个月", "1 year") names what it is of."""
    said = same(text)
    if not said:
        return True
    measured = _NUMBER.fullmatch(_MONEY.sub("", said))
    return not _TERM.match(measured[3]) if measured else not re.search(r"[^\W\d_]", said)


def _is_day(text: str) -> bool:
    said = same(text)
    return _DAY.search(said) is not None


def named(column: str) -> str:
    """The column's name for people; "" for one that the page does not name."""
    return "" if _BARE.fullmatch(column) else column


def heading(text: str) -> str:
    """A column's name as it is compared."""
    return _UNSPOKEN.sub("", _BLANK.sub("", unicodedata.normalize("NFKC", text))).lower()


def alike(a: str, b: str) -> bool:
    """Names of tables that differ in dates and signs only."""
    return _VOLATILE.sub("", a) == _VOLATILE.sub("", b)


def grids(document: Document) -> tuple[Grid, ...]:
    """The tables that have rows under their headings, in the order of the document."""
    return tuple(grid for table in document.tables if (grid := _grid(table, document)).rows)


def _grid(table: Table, document: Document) -> Grid:
    deep = 0
    while deep < len(table.rows) - 1 and _is_head(table.rows[deep]):
        deep += 1
    columns = _columns(table.rows[:deep], len(table.rows[0]) if table.rows else 0)
    return Grid(_name(table, document), columns, tuple(_rows(table.rows[deep:], columns)), table.span)


def _is_head(row: Sequence[Cell]) -> bool:
    filled = [c for c in row if c.text]
    values = [c for c in filled if is_figure(c.text) and not c.text.strip().isdecimal()]
    return bool(filled) and all(c.header for c in filled) and not values


def _columns(heads: Sequence[Sequence[Cell]], width: int) -> tuple[str, ...]:
    """One name a column, the lines of its heading joined; columns without one are counted."""
    names: list[str] = []
    for at in range(width):
        lines = dict.fromkeys(row[at].text for row in heads if row[at].text)
        name = " ".join(lines) or f"#{at + 1}"
        again = sum(n == name or n.startswith(f"{name} (") for n in names)
        names.append(f"{name} ({again + 1})" if again else name)
    return tuple(names)


def _rows(rows: Iterable[Sequence[Cell]], columns: tuple[str, ...]) -> Iterable[Row]:
    section = ""
    for cells in rows:
        texts = {c.text for c in cells if c.text}
        across = len(cells) > 1 and len(texts) == 1 and len({c.span for c in cells if c.text}) == 1
        if across and (all(c.text for c in cells) or not is_figure(cells[0].text)):
            section = texts.pop()
        elif texts:
            yield Row(dict(zip(columns, cells, strict=False)), section)


def _name(table: Table, document: Document) -> str:
    if table.caption:
        return table.caption
    before = [p for p in document.passages if p.span.end <= table.span.start and p.kind is not PassageKind.TITLE]
    last = [p for p in before if p.kind is not PassageKind.ROW][-1:] if before else []
    heads = [p for p in before if p.kind is PassageKind.HEADING][-1:]
    texts = (p.span.of(document.text) for p in (*last, *heads))
    return next((text for text in texts if len(text) <= _LONGEST_NAME), "")


def key_columns(old: Sequence[Row], new: Sequence[Row], columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that name a row: the first one that holds no figures, and as many more as it takes to tell all rows
    apart in both states, days last; the first column of all where every one holds figures."""
    both = (*old, *new)
    days = [c for c in columns if _mostly(both, c, _is_day)]
    names = [c for c in columns if c not in days and not _mostly(both, c, is_figure)]
    able = [*names, *days] or list(columns[:1])
    for count in range(1, len(able) + 1):
        if _tells_apart(old, able[:count]) and _tells_apart(new, able[:count]):
            return tuple(able[:count])
    return tuple(names or able[:1])


def _mostly(rows: Sequence[Row], column: str, test: Callable[[str], bool]) -> bool:
    said = [row.cells[column].text for row in rows if row.says(column)]
    return sum(map(test, said)) * 2 > len(said) or (not said and test is is_figure)


def _tells_apart(rows: Sequence[Row], names: Sequence[str]) -> bool:
    keys = [(row.section, *(row.says(n) for n in names)) for row in rows]
    return len(set(keys)) == len(keys)
