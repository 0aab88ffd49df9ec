"""What a table's heads say: which rows are heads, which columns are old, new, labels, values, or no figures at all."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.model import Cell
from ingest.understand.figures.items import cleaned
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.words import words

Grid = tuple[tuple[Cell, ...], ...]
_BRACKET: Final = re.compile(r"\([^()]*\)|单位[::].*$")
_ORIGINAL: Final = re.compile(r"^原|旧|previous|former|\bold\b|original", re.I)
_CURRENT: Final = re.compile(r"现行|现有|^现|current|existing|present|\bnow\b", re.I)
_EMPTY: Final = re.compile(
    r"^(?:新|旧|原|拟|现)?(?:收费)?(?:修订为|标准|值|目标值|当前值|内容|条款|规则|规定|terms|charges?|rates?)$", re.I
)
_STRONG_OLD: Final = re.compile(
    r"[(\s/-]*(?:修订前|调整前|变更前|修改前|优惠前|更改前|更正前|执行前|现行|当前|目前|原(?=\w)|before|existing"
    r"|current|present|previous|now|old)[\s)/:-]*(?:的|为)?",
    re.I,
)
_STRONG_NEW: Final = re.compile(
    r"[(\s/-]*(?:修订后|调整后|变更后|修改后|优惠后|更改后|更正后|执行后|after|revised|new|proposed|amended|updated)[\s)/:-]*(?:的|为)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `role` is old, new, label, value or ignore; `head` all its heads, `base` what they speak of."""

    role: str
    head: str
    base: str = ""
    upper: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """`depth` rows of heads, the columns, and the pairs of old and new columns."""

    depth: int
    columns: tuple[Column, ...]
    pairs: tuple[tuple[int, int], ...] = field(default=())


@functools.cache
def _full(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{w})" for w in words("headers", name)), re.I)


def words_of(notice: Notice, cell: Cell) -> str:
    """A cell's text, normalised, with dates crossed out."""
    start, end = notice.place(cell.span)
    return notice.closed[start:end].strip()


def plain_of(notice: Notice, cell: Cell) -> str:
    """A cell's text, normalised."""
    start, end = notice.place(cell.span)
    return notice.text[start:end].strip()


def has_quantity(notice: Notice, cell: Cell) -> bool:
    return bool(notice.within(*notice.place(cell.span)))


def _merged(row: Sequence[Cell]) -> bool:
    return any(a.span == b.span and a.text for a, b in itertools.pairwise(row))


def depth_of(notice: Notice, rows: Grid) -> int:
    """How many rows of heads open the table; 0 for a list of names and values."""
    first = [c for c in rows[0] if c.text]
    counted = [c for c in first[1:] if has_quantity(notice, c) or re.fullmatch(r"[\d.,]+", c.text)]
    if not all(c.header for c in first) and len(first) > 1 and len(counted) * 2 >= len(first) - 1 and counted:
        return 0
    depth = 1
    while depth < len(rows) - 1 and _head_row(notice, rows[depth - 1], rows[depth]):
        depth += 1
    return depth


def _head_row(notice: Notice, above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    quiet = not any(has_quantity(notice, c) or re.search(r"\d[\d.,]*$", c.text) for c in row)
    nested = _merged(above) and len({c.span for c in above}) > 1
    return quiet and (nested or all(c.header for c in row if c.text)) and len({c.span for c in row}) > 1


def _role(head: str) -> str | None:
    bare = _BRACKET.sub("", head).strip() or head.strip("() ")
    for name in ("old", "new"):
        if _full(name).fullmatch(bare) or _full(name).fullmatch(head.strip()):
            return name
    if _STRONG_OLD.search(head):
        return "old"
    return "new" if _STRONG_NEW.search(head) else None


def base_of(head: str, role: str) -> str:
    """A head without the words that make it old or new, without its unit."""
    strong = _STRONG_OLD if role == "old" else _STRONG_NEW if role == "new" else None
    bare = strong.sub(" ", head) if strong else head
    bare = re.sub(
        r"\ue001+(?:\(含\))?[起前止]*的?|\b(?:from|until|to|with effect from|effective|as of)\b\s?\ue001+\S*",
        " ",
        bare,
        flags=re.I,
    )
    bare = cleaned(re.sub(r"\((?:[^()]*%[^()]*|‰|元|万元|年化|[^()]{0,4}元[^()]{0,4})\)|单位.*$", "", bare)).strip(
        "的 "
    )
    return _EMPTY.sub("", bare) if role else bare


def _column(notice: Notice, rows: Grid, depth: int, c: int) -> Column:
    levels = list(dict.fromkeys(rows[r][c].span for r in range(depth)))
    texts = [words_of(notice, next(rows[r][c] for r in range(depth) if rows[r][c].span == s)) for s in levels]
    head, last = " ".join(texts).strip(), texts[-1] if texts else ""
    role = _role(last) or (_role(head) if len(texts) > 1 else None)
    if role:
        base = base_of(last, role)
        return Column(role, head, base, " ".join(texts[:-1]))
    bare = _BRACKET.sub("", last).strip()
    if _full("ignore").fullmatch(bare):
        return Column("ignore", head, base_of(last, ""))
    if _full("label").fullmatch(bare):
        return Column("label", head, base_of(last, ""))
    return Column("value", head, base_of(head, ""))


def _paired(columns: Sequence[Column]) -> tuple[tuple[int, int], ...]:
    olds = [i for i, c in enumerate(columns) if c.role == "old"]
    news = [i for i, c in enumerate(columns) if c.role == "new"]
    if not olds and len(news) == 2 and columns[news[0]].upper == columns[news[1]].upper:
        return ((news[0], news[1]),)
    out: list[tuple[int, int]] = []
    for old in olds:
        free = [n for n in news if n not in {b for _, b in out}]
        same = [n for n in free if columns[n].upper == columns[old].upper]
        exact = [n for n in same if columns[n].base == columns[old].base]
        if choice := (exact or same):
            out.append((old, choice[0]))
    return tuple(out)


def _latest(columns: Sequence[Column]) -> list[Column]:
    """原标准 | 现行标准: beside an original, what is in force is the new one."""
    original = any(c.role == "old" and _ORIGINAL.search(c.head) for c in columns)
    if any(c.role == "new" for c in columns) or not original:
        return list(columns)
    return [replace(c, role="new") if _later(c) else c for c in columns]


def _later(column: Column) -> bool:
    return column.role == "old" and bool(_CURRENT.search(column.head)) and not _ORIGINAL.search(column.head)


def layout_of(notice: Notice, rows: Grid) -> Layout:
    """Read the heads of a grid."""
    depth = depth_of(notice, rows)
    columns = [_column(notice, rows, depth, c) for c in range(len(rows[0]))]
    columns = _latest(columns)
    found = _paired(columns)
    paired = {i for pair in found for i in pair}
    if not found:
        columns = [Column("value", c.head, c.base) if c.role in ("old", "new") else c for c in columns]
    return Layout(depth, tuple(_settled(notice, rows, depth, columns, paired)), found)


def _settled(notice: Notice, rows: Grid, depth: int, columns: list[Column], paired: set[int]) -> list[Column]:
    """Columns without quantities are labels; in a table of changes so is all that stands before the first value."""
    first = min(paired) if paired else 0
    out = []
    for i, column in enumerate(columns):
        role = column.role
        if role == "value" and paired:
            role = "label" if i < first else "ignore"
        elif role == "value" and (i == 0 or not _numeric(notice, rows, depth, i)):
            role = "label"
        out.append(Column(role, column.head, column.base, column.upper))
    return out


def _numeric(notice: Notice, rows: Grid, depth: int, c: int) -> bool:
    """Does a column hold quantities, or bare numbers under a head?"""
    cells = [r[c] for r in rows[depth:] if r[c].text]
    return any(
        has_quantity(notice, x) or re.fullmatch(r"[\d.,]+\s?[%‰万亿]?", plain_of(notice, x)) or _spoken(notice, x)
        for x in cells
    )


def _spoken(notice: Notice, cell: Cell) -> bool:
    return re.search(r"免|free|nil|waive", plain_of(notice, cell), re.I) is not None


def transposed(rows: Grid) -> Grid:
    return tuple(zip(*rows, strict=True))


def reads_down(notice: Notice, rows: Grid) -> bool:
    """Do the names of the rows say old and new (items stand as columns)?"""
    roles = {_role(words_of(notice, row[0])) for row in rows[1:]}
    tops = {_role(words_of(notice, c)) for c in rows[0][1:]}
    return {"old", "new"} <= roles and not {"old", "new"} <= tops
