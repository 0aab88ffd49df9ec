"""What a table's heads say: which rows are heads, which columns are old, new, labels, values, or no figures at all."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.model import Cell
from ingest.understand.figures.columns import STAGE, Column, paired, told_apart
from ingest.understand.figures.contrasts import contrasted
from ingest.understand.figures.epochs import WAS, epoch, first_day, hourly, timeless
from ingest.understand.figures.mention import READ
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.offers import usual_then_offer
from ingest.understand.figures.phrases import cleaned
from ingest.understand.figures.words import words
from ingest.understand.lexicon import pattern as lexical

Grid = tuple[tuple[Cell, ...], ...]
_BRACKET: Final = re.compile(r"\([^()]*\)|单位[::].*$")
_UNIT: Final = re.compile(
    r"[\s,]*\((?:[^()]*%[^()]*|‰|元|万元|年化|p\.?a\.?|per annum|[^()]{0,4}元[^()]{0,4}|\s*)\)|单位(?![客账用结存]).*$",
    re.I,
)
_DATED: Final = re.compile(rf"\([^()]*{READ}[^()]*\)|\((?:20\d\d)(?:年度?)?\)|(?:民国)?1\d\d年\s?(?={READ})")
"""A bracket that only says when, and the year of the Republic before a day that was read."""
_YEAR: Final = re.compile(r"20\d\d")
_BARE: Final = re.compile(r"[\d.,]+\s?[%‰万亿xX]?(?:\s?\([^()\d]*\d[\d.,]*\)|\s?(?:→|->|=>|➜|⇒|至|to)\s?\d[\d.,]*)?")
_OPEN: Final = re.compile(r"\d|不限|无限|不设|长期|永久|暂无|\b(?:unlimited|no limit|none|open|perpetual)\b", re.I)
"""A cell that tells a number, or that there is none."""
_RATIONED: Final = re.compile(
    r"(?:每(?!满)|[单当][日月笔]|至多|最多|累计|限)[^,;。]{0,10}\d+\s?[次笔份张]|\b\d+ [a-z]* ?(?:per|a|each|every)\b",
    re.I,
)
_ARROW: Final = re.compile(r"(?:→|->|=>|➜|⇒|»|>)+")
_BOUNDS: Final = re.compile(r"金额|余额|档|期限|存期|等级|balance|tier|slab|term|tenure|tenor|amount", re.I)
"""Heads whose amounts bound a tier: they name the row."""


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
    return any(a.text and a.text == b.text for a, b in itertools.pairwise(row))


def depth_of(notice: Notice, rows: Grid) -> int:
    """How many rows of heads open the table; 0 for a list of names and values."""
    first = [c for c in rows[0] if c.text]
    years = sum(_YEAR.fullmatch(c.text.strip()) is not None for c in first[1:]) > 1
    counted = [c for c in first[1:] if has_quantity(notice, c) or re.fullmatch(r"[\d.,]+", c.text)]
    counted = [c for c in counted if not (years and _YEAR.fullmatch(c.text.strip()))]
    if not all(c.header for c in first) and len(first) > 1 and len(counted) * 2 >= len(first) - 1 and counted:
        return 0
    if len(rows[0]) == 2 and len(rows) > 1 and _tells(notice, rows[0][1]):
        return 0
    if _opens_with_values(notice, rows):
        return 0
    depth = 1
    while depth < len(rows) - 1 and _head_row(notice, rows[depth - 1], rows[depth]):
        depth += 1
    return depth


def _tells(notice: Notice, cell: Cell) -> bool:
    """Is it no head but a value told in words ("None for 6 months, £3 a month after that")?"""
    text = plain_of(notice, cell)
    valued = any(m.family in ("money", "ratio") for m in notice.within(*notice.place(cell.span)))
    return valued and len(text.split()) > 5 and epoch(text.split(",")[0]) is None


def _opens_with_values(notice: Notice, rows: Grid) -> bool:
    """Is it a list of values, each with the words behind it that say what it is for, without heads?"""
    valued = len(rows) > 1 and len(rows[0]) > 1 and all(r[0].text and has_quantity(notice, r[0]) for r in rows)
    headed = any(r[0].header for r in rows)
    return (
        valued and not headed and not any(all(has_quantity(notice, r[c]) for r in rows) for c in range(1, len(rows[0])))
    )


def _head_row(notice: Notice, above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Is the row below a row of heads one too: below merged heads, all cells marked as heads, one reaching into it?"""
    if len({c.span for c in row}) < 2:
        return False
    nested = _merged(above) and len({c.span for c in above}) > 1
    reaching = any(a.text and a.span == b.span for a, b in zip(above, row, strict=True))
    if nested and reaching:
        return True
    quiet = not any(has_quantity(notice, c) or re.search(r"\d[\d.,]*$", c.text) for c in row)
    return quiet and (nested or reaching or all(c.header for c in row if c.text))


@functools.lru_cache(maxsize=512)
def base_of(head: str) -> str:
    """A head without the words that make it old or new, without its unit."""
    head = _DATED.sub("", head)
    bare = cleaned(_UNIT.sub("", timeless(head) if epoch(head) is not None else head)).strip("的 ")
    return "" if lexical("figures", "rows", "empty").fullmatch(bare) else bare


def _column(notice: Notice, rows: Grid, depth: int, c: int) -> Column:
    levels = list(dict.fromkeys(rows[r][c].span for r in range(depth)))
    cells = [next(rows[r][c] for r in range(depth) if rows[r][c].span == s) for s in levels]
    texts = [words_of(notice, cell) for cell in cells]
    head, last = " ".join(texts).strip(), texts[-1] if texts else ""
    time = epoch(last)
    if time is None and len(texts) > 1:
        time = epoch(head)
    printed = plain_of(notice, cells[-1]) if cells else ""
    time = None if hourly(printed) or _holds_days(notice, rows[depth:], c) else time
    upper = base_of(" ".join(texts[:-1])) if len(texts) > 1 else ""
    bare = _BRACKET.sub("", last).strip()
    role = next((r for r in ("ignore", "label") if time is None and _full(r).fullmatch(bare)), "value")
    day = first_day(cells[-1].text) if cells else None
    plain = base_of(head) if role == "value" and time is None else base_of(last)
    found = _families(notice, rows, depth, c)
    shares = {"share"} if _tells_share(notice, rows, depth, c) else set[str]()
    family = _most(found) if _numeric(notice, rows, depth, c) else ""
    if role == "ignore" and family in ("money", "ratio", "points") and STAGE.search(bare):
        role, plain = "value", base_of(head)
    charged = family in ("money", "ratio") or (family == "number" and _all_free(notice, rows[depth:], c))
    charged = charged or (family == "count" and _rationed(notice, rows[depth:], c))
    if role == "label" and c and charged and not _BOUNDS.search(bare):
        role, plain = "value", base_of(head)
    return Column(role, head, plain, upper, time, day, family, frozenset(found) | shares, printed)


def _rationed(notice: Notice, data: Grid, c: int) -> bool:
    """Does a column say how often or how many there are for each (每月至多2次, one per customer)?"""
    texts = [plain_of(notice, row[c]) for row in data if row[c].text and row[c].span != row[0].span]
    return bool(texts) and all(_RATIONED.search(text) for text in texts)


def _holds_days(notice: Notice, rows: Grid, c: int) -> bool:
    """Do the cells of a column hold days, whatever its head says ("Effective")?"""
    cells = [notice.undated[slice(*notice.place(row[c].span))] for row in rows if row[c].text]
    return bool(cells) and all(READ in text and not re.search(r"[^\W\d_]{3}|[一-鿿]{3}|\d", text) for text in cells)


def _families(notice: Notice, rows: Grid, depth: int, c: int) -> list[str]:
    """What the cells of a column open with: money, ratio, count…; a share only where nothing else stands there."""
    found = [[m.family for m in notice.within(*notice.place(r[c].span))] for r in rows[depth:]]
    return [next((f for f in cell if f != "share"), "share") for cell in found if cell]


def _tells_share(notice: Notice, rows: Grid, depth: int, c: int) -> bool:
    return any(m.family == "share" for r in rows[depth:] for m in notice.within(*notice.place(r[c].span)))


def _most(families: list[str]) -> str:
    return max(sorted(set(families)), key=families.count) if families else "number"


def _arrow(notice: Notice, rows: Grid) -> int:
    """The column of arrows that stands between old and new values; 0 where there is none."""
    data = rows if len(rows) < 2 or _ARROW.fullmatch(plain_of(notice, rows[0][len(rows[0]) - 2])) else rows[1:]
    told = (c for c in range(1, len(rows[0]) - 1) if all(_ARROW.fullmatch(plain_of(notice, r[c])) for r in data))
    return next(told, 0)


def layout_of(notice: Notice, rows: Grid, lead: str = "") -> Layout:
    """Read the heads of a grid; `lead` are the words above it."""
    depth = depth_of(notice, rows)
    last = len(rows[0]) - 1
    if last > 0 and told_apart(lead) and all(epoch(words_of(notice, c)) is None for c in rows[0]):
        depth = 0 if any(has_quantity(notice, c) or "。" in c.text for c in rows[0][-2:]) else depth
        columns = [_column(notice, rows, depth, c) for c in range(last + 1)]
        return Layout(depth, tuple(_settled(columns, {last - 1, last})), ((last - 1, last),))
    if arrow := _arrow(notice, rows):
        depth = 0 if _ARROW.fullmatch(plain_of(notice, rows[0][arrow])) else depth
        columns = [_column(notice, rows, depth, c) for c in range(last + 1)]
        return Layout(depth, tuple(_settled(columns, {arrow - 1, arrow + 1})), ((arrow - 1, arrow + 1),))
    columns = [_column(notice, rows, depth, c) for c in range(len(rows[0]))]
    columns = [_named(rows[depth:], columns, i) for i in range(len(columns))]
    columns = contrasted(columns, notice.text, f"{notice.title} {lead}")
    pairs = paired(columns, lead)
    valued = not depth and _opens_with_values(notice, rows)
    return Layout(depth, tuple(_settled(columns, {i for pair in pairs for i in pair}, valued)), pairs)


def _named(data: Grid, columns: list[Column], i: int) -> Column:
    """A column of words of which some tell a length or a number, before one of prices: it names the rows ("EMI of 9
    months" or "full swipe")."""
    column = columns[i]
    if column.role != "value" or column.family not in ("term", "count") or column.epoch is not None:
        return column
    wordy = any(re.search(r"[A-Za-z一-鿿]{3}", row[i].text) and not _OPEN.search(row[i].text) for row in data)
    priced = any(c.family in ("money", "ratio", "share") and c.role == "value" for c in columns[i + 1 :])
    named = all(c.role in ("label", "ignore") for c in columns[1:i])
    return replace(column, role="label") if wordy and named and priced and not _measures(column) else column


def _measures(column: Column) -> bool:
    return _full("measure").search(column.head) is not None


def _settled(columns: list[Column], pairs: set[int], valued: bool = False) -> list[Column]:
    """Columns without quantities are labels; in a table of changes so is all that stands before the first value.

    `valued`: the first column holds the values.
    """
    first = min(pairs) if pairs else 0
    kinds = frozenset[str]().union(*(columns[i].kinds for i in pairs))
    out = []
    for i, column in enumerate(columns):
        role = column.role
        if i in pairs:
            role = "paired"
        elif role == "label" and pairs and i > max(pairs):
            role = "ignore"
        elif role == "value" and pairs:
            role = "label" if i < first else "beside" if _speaks(column, kinds) else "ignore"
        elif role == "value" and (not column.family or (i == 0 and not valued)):
            role = "label"
        out.append(replace(column, role=role))
    return out


def _speaks(column: Column, paired: frozenset[str]) -> bool:
    """Has a column beside old and new ones a value of its own to tell? Without a name, one of another kind (`paired`
    are the kinds of the old and new ones): else it may be a still older state."""
    named = bool(column.base or column.upper) or not column.kinds & paired
    told = column.family in ("money", "ratio", "points", "count") and named
    return told and not lexical("figures", "rows", "difference").search(column.head)


def _numeric(notice: Notice, rows: Grid, depth: int, c: int) -> bool:
    """Does a column hold quantities, or bare numbers under a head?"""
    cells = [r[c] for r in rows[depth:] if r[c].text]
    return any(has_quantity(notice, x) or _BARE.fullmatch(plain_of(notice, x)) or _spoken(notice, x) for x in cells)


def _all_free(notice: Notice, data: Grid, c: int) -> bool:
    """Does a column say of nothing but what is free, or not to be had?"""
    texts = {row[c].span: plain_of(notice, row[c]) for row in data if row[c].text}
    free = sum(lexical("figures", "rows", "free").fullmatch(text) is not None for text in texts.values())
    return free * 2 > len(texts)


def _spoken(notice: Notice, cell: Cell) -> bool:
    text = plain_of(notice, cell)
    free = lexical("figures", "rows", "free").fullmatch(text) or re.search(r"免|free|nil|waive", text, re.I)
    return free is not None


def transposed(rows: Grid) -> Grid:
    return tuple(zip(*rows, strict=True))


def reads_down(notice: Notice, rows: Grid) -> bool:
    """Do the names of the rows say old and new (items stand as columns)?"""
    if len({c.span for c in rows[0]}) < 2:
        return False
    downs = {e for row in rows[1:] if (e := epoch(words_of(notice, row[0]))) is not None}
    tops = {e for c in rows[0][1:] if (e := epoch(words_of(notice, c))) is not None}
    if len(rows) == 3 and not downs and not tops and _offered_below(notice, rows):
        return True
    return len(downs) > 1 and max(downs) > WAS and len(tops) < 2 and len(rows) <= 4


def _offered_below(notice: Notice, rows: Grid) -> bool:
    """Is the second row the usual price and the third that of an offer, and are all their cells values?"""
    usual, offer = (plain_of(notice, row[0]) for row in rows[1:])
    valued = all(has_quantity(notice, c) for row in rows[1:] for c in row[1:])
    return valued and usual_then_offer(usual, offer)
