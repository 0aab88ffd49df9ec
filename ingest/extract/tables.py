"""HTML tables: which hold data and which only lay out a page; the grid of a data table (HTML Standard §4.9.12)."""

from __future__ import annotations

import re

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from ingest.extract.blocks import Grid, GridCell, headed, tidy
from ingest.text.cells import value_kind

_BLOCKS = frozenset(("p", "div", "li", "br", "h1", "h2", "h3", "h4", "tr"))
_MOST_COLUMNS, _MOST_ROWS = 60, 3000
_LONG_CELL, _HEADED_CELL = 400, 80


def rows_of(table: HtmlElement) -> list[HtmlElement]:
    """The rows of this table, not those of tables inside it."""
    found = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found.extend(row for row in child if row.tag == "tr")
    return found[:_MOST_ROWS]


def cells_of(row: HtmlElement) -> list[HtmlElement]:
    return [c for c in row if c.tag in ("td", "th")]


def holds_data(table: HtmlElement) -> bool:
    """Rows and columns that belong together. Frames of a page (nested, one column, one row, long cells) do not."""
    if table.find(".//table") is not None:
        return False
    rows = rows_of(table)
    widths = [len(cells_of(row)) for row in rows]
    if table.get("role") in ("presentation", "none") and (len(rows) < 3 or len(set(widths)) > 1):
        return False  # said of real tables as well, so one of equal rows is still looked at
    if len(rows) < 2 or max(widths, default=0) < 2:
        return bool(rows) and max(widths) >= 2 and table.find(".//th") is not None
    if table.find(".//th") is not None or table.find("caption") is not None or table.find("thead") is not None:
        return True
    if sum(w >= 2 for w in widths) < 2:
        return False
    return _reads_like_cells(rows, (table.get("border") or "0") not in ("0", ""))


def _reads_like_cells(rows: list[HtmlElement], ruled: bool) -> bool:
    texts = [c for row in rows for c in cells_of(row)]
    lengths = [len(c.text_content().strip()) for c in texts]
    links = sum(c.find(".//a") is not None for c in texts)
    headings = any(c.find(f".//{h}") is not None for c in texts for h in ("h1", "h2", "h3"))
    if (headings and max(lengths) > _HEADED_CELL) or (links > len(texts) / 2 and not ruled):
        return False
    filled = sum(n > 0 for n in lengths)
    return filled * 2 >= len(texts) and (ruled or max(lengths) <= _LONG_CELL)


def read_grid(table: HtmlElement) -> Grid:
    """The grid with `rowspan` and `colspan` resolved; cells that nothing covers are empty."""
    rows: list[list[GridCell]] = []
    hanging: dict[int, tuple[int, GridCell]] = {}
    for element in rows_of(table):
        row, hanging = _place(element, hanging)
        if row and any(c.text for c in row):
            rows.append(row)
    width = max(map(len, rows), default=0)
    full = [row + [GridCell("")] * (width - len(row)) for row in rows]
    caption = next((_words(c) for c in table if c.tag == "caption"), "") or None
    return Grid(headed(full), caption)


_SENTENCE = re.compile(r"[。；!?！？]|[a-z]\. [A-Z]|\w\.$")
_CLAUSE = re.compile(_SENTENCE.pattern + "|，")
_LONGEST_TERM, _LONGEST_MEANING = 32, 60


def holds_terms(dl: HtmlElement) -> bool:
    """Terms that name values, each with one of them ("Last day" / "31 May"): a table of two columns in all but name."""
    pairs = _pairs(dl)
    if len(pairs) < 2 or dl.find(".//dl") is not None or dl.find(".//table") is not None:
        return False
    texts = [(_words(term), _words(meaning)) for term, meaning in pairs]
    if any(len(t) > _LONGEST_TERM or t.endswith(("?", "？")) or not t or _tells(t, m) for t, m in texts):
        return False
    valued = sum(bool(value_kind(t) or value_kind(m)) for t, m in texts)
    return valued * 2 >= len(pairs) and sum(m.find(".//a") is not None for _, m in pairs) * 2 <= len(pairs)


def _tells(term: str, meaning: str) -> bool:
    """Is it a sentence, or several, and no value? Beside a day it may say in clauses what holds on it."""
    stops = _SENTENCE if value_kind(term) else _CLAUSE
    return len(meaning) > _LONGEST_MEANING or stops.search(meaning) is not None


def _pairs(dl: HtmlElement) -> list[tuple[HtmlElement, HtmlElement]]:
    """The terms with their meanings; none where a term has several, or a meaning no term."""
    flat = [c for child in dl for c in (child if child.tag == "div" else (child,)) if isinstance(c.tag, str)]
    if len(flat) % 2 or any(c.tag != ("dd" if at % 2 else "dt") for at, c in enumerate(flat)):
        return []
    return list(zip(flat[::2], flat[1::2], strict=True))


def read_terms(dl: HtmlElement) -> Grid:
    """The grid of a list of terms and values; it has no heads."""
    return Grid(tuple((GridCell(_words(term)), GridCell(_words(meaning))) for term, meaning in _pairs(dl)))


def _place(
    element: HtmlElement, hanging: dict[int, tuple[int, GridCell]]
) -> tuple[list[GridCell], dict[int, tuple[int, GridCell]]]:
    row: list[GridCell] = []
    after: dict[int, tuple[int, GridCell]] = {}

    def cover() -> None:
        while len(row) in hanging:
            left, cell = hanging.pop(at := len(row))
            row.append(cell)
            if left > 1:
                after[at] = (left - 1, cell)

    for td in cells_of(element):
        cover()
        cell = _cell(td)
        down = _span(td, "rowspan", _MOST_ROWS)
        for _ in range(min(_span(td, "colspan", _MOST_COLUMNS), _MOST_COLUMNS - len(row))):
            if len(row) in hanging:
                break
            if down > 1:
                after[len(row)] = (down - 1, cell)
            row.append(cell)
    cover()
    for at, (left, cell) in sorted(hanging.items()):
        row.extend([GridCell("")] * (at - len(row)))
        row.append(cell)
        if left > 1:
            after[at] = (left - 1, cell)
    return row, after


def _span(td: HtmlElement, name: str, most: int) -> int:
    value = (td.get(name) or "1").strip()
    if name == "rowspan" and value == "0":
        return most
    return max(1, min(int(value), most)) if value.isdecimal() else 1


def _cell(td: HtmlElement) -> GridCell:
    group = td.getparent().getparent()
    return GridCell(_words(td), td.tag == "th" or (group is not None and group.tag == "thead"))


def _words(td: HtmlElement) -> str:
    """The words of a cell on one line; where a paragraph of it ends, a blank parts it from the next."""
    parts: list[str] = []
    for event, node in iterwalk(td, events=("start", "end")):
        if node is not td and node.tag in _BLOCKS:
            parts.append(" ")
        if event == "start":
            parts.append(node.text or "" if node.tag not in ("script", "style") else "")
        elif node is not td:
            parts.append(node.tail or "")
    return tidy("".join(parts))
