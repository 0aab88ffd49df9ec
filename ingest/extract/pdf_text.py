"""The words of PDF pages: lines by their places, running heads dropped, paragraphs rebuilt, title and date found."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from ingest.extract.blocks import HAN, Block, tidy
from ingest.extract.kinds import is_byline, is_numbered_heading, is_signature, sign
from ingest.extract.pdf_letters import rectangles
from ingest.extract.pdf_tables import FoundTable
from ingest.model import PassageKind
from ingest.text.dates import first_date

_PAGE_NUMBER = re.compile(
    r"^(?:[-–—\s]*\d{1,4}[-–—\s]*|(?:page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|共\s*\d+\s*页|\d+\s*/\s*\d+)$",
    re.I,
)
_PAGE_MARK = re.compile(
    r"(?:\bpage\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}|第\s*\d{1,3}\s*[页頁]\s*[,，/]?\s*共\s*\d{1,3}\s*[页頁])\W*$", re.I
)
"""What ends a running line that says more than its number."""
_OUTER = 3
"""So many lines at either end of a page may be running ones."""
_START = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-z]|[ivx]{1,4})[)）]|第[一二三四五六七八九十百\d]{1,4}[条章节]|\d{1,2}(?:\.\d{1,2})*[、.．]\s*\D|[•●■◆▪·*※]\s*|[①-⑳]|-\s)"
)
_SENTENCE_END = re.compile(r"[。！？；：.!?:;]$")
_MARGIN, _FOOT = 0.12, 0.93
_BLANK, _WIDE = 0.3, 1.2
"""Of the letters' height: a wider gap between two rectangles is a blank; Chinese signs leave room beside them."""
_LOOSE = re.compile(r"(?<=[，。；：、（）《》“”！？]) +(?=[，。；：、（）《》“”！？])")
_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uff60]")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line. Places in points from the page's upper left corner; `share`: how far down, 0 to 1."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    share: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Part(Row):
    """A stretch of a line, the `order`-th of the file; `apart`: the file sets a blank before it."""

    order: int
    apart: bool


@dataclass(frozen=True, slots=True)
class Notice:
    title: str
    blocks: list[Block]
    published: dt.date | None = None
    published_from: str | None = None


def rows_of(page: Any, number: int) -> list[Row]:
    """The lines of one page from PDFium's text rectangles, joined where they stand side by side."""
    height = page.get_height()
    text_page = page.get_textpage()
    parts: list[Part] = []
    for n, found in enumerate(rectangles(text_page)):
        left, bottom, right, top = found.place
        text, share = found.text.replace("\ufffe", "-").replace("\x02", "-"), (height - top) / (height or 1)
        if text.strip():
            parts.append(Part(text, number, left, right, height - top, height - bottom, share, n, found.apart))
    text_page.close()
    return [_side_by_side(group) for group in _levels(parts)]


def _levels(parts: list[Part]) -> Iterator[list[Part]]:
    """Rectangles whose middles stand at one height."""
    group: list[Part] = []
    for part in sorted(parts, key=lambda r: (r.top + r.bottom) / 2):
        middle = (part.top + part.bottom) / 2
        level = any(r.top <= middle <= r.bottom or part.top <= (r.top + r.bottom) / 2 <= part.bottom for r in group)
        if group and not level:
            yield sorted(group, key=lambda r: r.x0)
            group = []
        group.append(part)
    if group:
        yield sorted(group, key=lambda r: r.x0)


def _side_by_side(group: list[Part]) -> Row:
    text = group[0].text
    for before, after in itertools.pairwise(group):
        text += (" " if _blank_between(before, after) else "") + after.text
    tallest = max(group, key=lambda r: r.size)
    bounds = (tallest.page, group[0].x0, max(r.x1 for r in group), tallest.top, tallest.bottom, tallest.share)
    return Row(tidy(text), *bounds)


def _blank_between(before: Part, after: Part) -> bool:
    """As the file says of stretches that follow each other; else, and beside Chinese, by the room between them."""
    chinese = _CJK.search(before.text[-1:] + after.text[:1])
    if after.order == before.order + 1 and not chinese:
        return after.apart
    return after.x0 - before.x1 > (_WIDE if chinese else _BLANK) * max(before.size, after.size)


def notice_of(rows: list[Row], tables: list[FoundTable], order: str) -> Notice:
    """Title, date and blocks of a file's lines and tables."""
    rows = _without_small_print(_without_tables(_without_running_heads(rows), tables))
    if not rows:
        blocks = [_table_block(t) for t in tables]
        return Notice(next((c.text for t in tables for c in t.grid.rows[0] if c.text), "")[:120], blocks)
    title_rows = _title_rows(rows)
    first = rows.index(title_rows[0]) if title_rows else 0
    above = rows[:first]
    dated = next((r for r in above if is_byline(r.text) and first_date(r.text, order)), None)
    kept = (
        [r for r in rows[first:] if r not in title_rows]
        if _preamble(above)
        else [r for r in rows if r not in title_rows]
    )
    placed = _in_order(_paragraphs(kept), tables)
    date, by = (first_date(dated.text, order), "byline") if dated else (None, None)
    if not date:
        date, by, placed = _published(placed, order)
    return Notice(_join([r.text for r in title_rows]), sign([b for _, b in placed])[0], date, by)


def _without_running_heads(rows: list[Row]) -> list[Row]:
    """Without page numbers, small print at the foot, and lines at the top or bottom that come back on other pages."""
    pages = len({r.page for r in rows})
    outer = {id(r) for page in {r.page for r in rows} for r in _outermost([r for r in rows if r.page == page])}
    edge = [r for r in rows if id(r) in outer or not _MARGIN <= r.share <= 1 - _MARGIN]
    seen = Counter(k for k, _ in {(_same(r), r.page) for r in edge})
    often = max(2, pages // 3)
    usual = median(r.size for r in rows) if rows else 0.0

    def runs(row: Row) -> bool:
        again = pages > 1 and seen[_same(row)] >= often
        if _MARGIN <= row.share <= 1 - _MARGIN:
            return id(row) in outer and (again or _PAGE_MARK.search(row.text) is not None)
        small = row.share > _FOOT and row.size < 0.92 * usual
        return bool(_PAGE_NUMBER.match(row.text)) or small or again

    return [r for r in rows if not runs(r)]


def _outermost(rows: list[Row]) -> list[Row]:
    """The first and the last lines of a page, wherever they stand: running lines may stand above the margin."""
    placed = sorted(rows, key=lambda r: r.top)
    return [*placed[:_OUTER], *placed[-_OUTER:]] if len(placed) > 4 * _OUTER else placed[-1:]


def _same(row: Row) -> str:
    """What a running head looks like on every page: without its numbers."""
    return re.sub(r"\d+", "#", row.text)


def _without_tables(rows: list[Row], tables: list[FoundTable]) -> list[Row]:
    def inside(row: Row) -> bool:
        middle = (row.top + row.bottom) / 2
        return any(
            t.page == row.page and t.box[1] <= middle <= t.box[3] and row.x0 < t.box[2] and row.x1 > t.box[0]
            for t in tables
        )

    return [r for r in rows if not inside(r)]


def _title_rows(rows: list[Row]) -> list[Row]:
    """The first lines in the largest letters of the first page; the first line where all are alike."""
    early = [r for r in rows if r.page == rows[0].page and r.share < 0.6 and _readable(r.text)][:14]
    early = [r for r in early if not is_numbered_heading(r.text)] or early
    usual = median(r.size for r in rows)
    largest = max((r.size for r in early if len(r.text) > 3 and not is_byline(r.text)), default=0.0)
    if largest > 1.12 * usual:
        at = next(n for n, r in enumerate(early) if r.size == largest and len(r.text) > 3)
    else:
        at = next((n for n, r in enumerate(early) if not is_byline(r.text) and not is_signature(r.text)), 0)
        at = next((n for n, r in enumerate(early[: at + 6]) if n >= at and _centred(r, rows)), at)
    found = [early[at]] if early else []
    for row in early[at + 1 : at + 4]:
        if (
            largest > 1.12 * usual
            and abs(row.size - found[0].size) < 0.12 * found[0].size
            and row.top - found[-1].bottom < row.size
        ):
            found.append(row)
        else:
            break
    return found


def _readable(text: str) -> bool:
    return len(text) > 1 and sum(c.isascii() or HAN.match(c) is not None for c in text) > len(text) / 2


def _centred(row: Row, rows: list[Row]) -> bool:
    left, right = min(r.x0 for r in rows), max(r.x1 for r in rows)
    inset = 0.08 * (right - left)
    return row.x0 - left > inset and right - row.x1 > inset and abs((row.x0 - left) - (right - row.x1)) < inset / 2


def _preamble(rows: list[Row]) -> bool:
    return all(len(r.text) < 80 and not r.text.endswith(("。", "；")) for r in rows)


def _paragraphs(rows: list[Row]) -> list[tuple[Row, Block]]:
    """Lines put together to paragraphs, each with its first line."""
    if not rows:
        return []
    left, right = min(r.x0 for r in rows), max(r.x1 for r in rows)
    usual = median(r.size for r in rows)
    gaps = [b.top - a.bottom for a, b in itertools.pairwise(rows) if a.page == b.page and b.top > a.bottom]
    gap = median(gaps) if gaps else usual
    groups: list[list[Row]] = []
    for row in rows:
        if groups and _continues(groups[-1], row, left, right, gap):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [(g[0], _block(g, usual)) for g in groups]


def _continues(group: list[Row], row: Row, left: float, right: float, gap: float) -> bool:
    before = group[-1]
    if (
        _START.match(row.text)
        or is_signature(row.text)
        or _signed(before.text)
        or abs(row.size - before.size) > 0.25 * max(row.size, before.size)
    ):
        return False
    if before.page == row.page and row.top - before.bottom > max(1.6 * gap, gap + 0.4 * row.size):
        return False
    if before.page != row.page and _SENTENCE_END.search(before.text):
        return False
    width = right - left
    full = before.x1 > right - max(0.1 * width, 2.2 * row.size)
    indented = row.x0 > left + 1.2 * row.size and row.x0 > group[-1].x0 + 1.2 * row.size
    hanging = row.x0 > group[0].x0 + 0.5 * row.size and _START.match(group[0].text) is not None
    return (full or _word_would_not_fit(before, row, right)) and (not indented or hanging)


def _signed(text: str) -> bool:
    """The day under a notice, with nothing beside it."""
    return len(text) < 24 and is_signature(text) and first_date(text) is not None


def _without_small_print(rows: list[Row]) -> list[Row]:
    """Without what stands in smaller letters behind the day that a notice is signed with."""
    signed = [n for n, r in enumerate(rows) if _signed(r.text) and n * 2 > len(rows)]
    if not signed or len(rows) - signed[-1] > 5:
        return rows
    usual, behind = median(r.size for r in rows), rows[signed[-1] + 1 :]
    return rows[: signed[-1] + 1] if all(r.size < 0.88 * usual for r in behind) else rows


def _word_would_not_fit(before: Row, row: Row, right: float) -> bool:
    """In ragged text a line ends early because the next word is long."""
    word = row.text.split(" ", 1)[0]
    if HAN.search(word) or not before.text or before.text[-1] in ".!?:;":
        return False
    letter = (before.x1 - before.x0) / max(1, len(before.text))
    return before.x1 + letter * (len(word) + 1) > right - letter


def _block(group: list[Row], usual: float) -> Block:
    text = _join([r.text for r in group])
    short = len(text) <= 60 and not re.search(r"[。；，.;,]$", text)
    large = group[0].size > 1.12 * usual
    kind = PassageKind.HEADING if short and (large or is_numbered_heading(text)) else PassageKind.PARAGRAPH
    if kind is PassageKind.PARAGRAPH and re.match(r"[•●■◆▪·]|[①-⑳]|-\s", text):
        kind = PassageKind.ITEM
    return Block(kind, text, f"page {group[0].page + 1}")


def _join(texts: list[str]) -> str:
    """Lines of one paragraph: nothing between Chinese signs, a blank between words, no hyphen at a broken word."""
    joined = texts[0] if texts else ""
    for text in texts[1:]:
        if re.search(r"[a-z]-$", joined) and re.match(r"[a-z]", text):
            joined = joined[:-1] + text
        else:
            joined += ("" if _CJK.search(joined[-1:] + text[:1]) else "\n") + text
    return _LOOSE.sub("", tidy(joined))


def _in_order(paragraphs: list[tuple[Row, Block]], tables: list[FoundTable]) -> list[tuple[float, Block]]:
    placed = [(r.page * 1e5 + r.top, b) for r, b in paragraphs]
    placed += [(t.page * 1e5 + t.box[1], _table_block(t)) for t in tables]
    return sorted(placed, key=lambda p: p[0])


def _table_block(table: FoundTable) -> Block:
    return Block(PassageKind.ROW, "", f"page {table.page + 1}", table.grid)


def _published(
    blocks: list[tuple[float, Block]], order: str
) -> tuple[dt.date | None, str | None, list[tuple[float, Block]]]:
    for n, (_, block) in enumerate(blocks[:4]):
        if not block.grid and is_byline(block.text) and (date := first_date(block.text, order)):
            return date, "byline", blocks[:n] + blocks[n + 1 :]
    for n in range(len(blocks) - 1, max(-1, len(blocks) - 6), -1):
        block = blocks[n][1]
        if not block.grid and is_signature(block.text) and (date := first_date(block.text, order)):
            return date, "signature", blocks
    return None, None, blocks
