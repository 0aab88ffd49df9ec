"""Word files (.docx) → Document, paragraphs and tables in their order. Headers and footers are left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.extract.assemble import assemble
from ingest.extract.blocks import Block, Grid, GridCell, headed, tidy
from ingest.extract.dated import published
from ingest.extract.detect import DOCX
from ingest.extract.kinds import is_numbered_heading
from ingest.extract.problems import garbled
from ingest.model import Document, Link, PassageKind

_ITEM = re.compile(r"list|列表", re.I)
_TITLE = re.compile(r"^(?:title|标题|題名)$", re.I)
_HEADING = re.compile(r"^(?:heading|标题)\s*\d", re.I)


def read_docx(raw: bytes, *, url: str | None, order: str) -> Document:
    """The notice of a Word file; `problem` is "broken" where it can't be opened, else "empty" or "image_only"."""
    import docx

    try:
        word = docx.Document(io.BytesIO(raw))
        blocks = list(_blocks(word))
        pictures = len(word.inline_shapes)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, AttributeError, TypeError, IndexError):
        return Document("", "", media_type=DOCX, url=url, problem="broken")
    title, at = _title(blocks)
    body = [b for n, b in enumerate(blocks) if n != at]
    date, by, body = published(body, order)
    problem = None if body or title else ("image_only" if pictures else "empty")
    document = assemble(
        title,
        body,
        media_type=DOCX,
        links=tuple(_links(word)),
        problem=problem,
        title_place=f"paragraph {(at or 0) + 1}",
    )
    return replace(document, published=date, published_from=by, url=url, problem=problem or garbled(document.text))


def _blocks(word: Any) -> Iterator[Block]:
    paragraphs = tables = 0
    for part in word.iter_inner_content():
        if hasattr(part, "rows"):
            tables += 1
            yield from _table(part, f"table {tables}")
            continue
        paragraphs += 1
        for text in part.text.split("\n"):
            if line := tidy(text):
                yield Block(_kind(part, line), line, f"paragraph {paragraphs}")


def _kind(paragraph: Any, line: str) -> PassageKind:
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    if _TITLE.match(style):
        return PassageKind.TITLE
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    if _ITEM.search(style) or numbered:
        return PassageKind.ITEM
    said = [r for r in paragraph.runs if r.text.strip()]
    bold = bool(said) and all(r.bold for r in said)
    if _HEADING.match(style) or (bold and len(line) <= 60 and not line.endswith(("。", ".", "；"))):
        return PassageKind.HEADING
    return PassageKind.HEADING if is_numbered_heading(line) else PassageKind.PARAGRAPH


def _table(table: Any, place: str) -> list[Block]:
    """A data table, or the paragraphs of one that only lays out the page (one column)."""
    # keyed by the element itself: it stays alive, so its identity can't pass to another cell
    known: dict[Any, GridCell] = {}
    rows: list[list[GridCell]] = []
    for number, row in enumerate(table.rows):
        cells: list[GridCell] = [GridCell("")] * row.grid_cols_before
        for cell in row.cells:
            element = cell._tc
            if element not in known:
                known[element] = GridCell(
                    tidy(" ".join(p.text for p in cell.paragraphs)), number == 0 and _repeats(row)
                )
            cells.append(known[element])
        if any(c.text for c in cells):
            rows.append(cells)
    width = max(map(len, rows), default=0)
    if width < 2:
        return [Block(PassageKind.PARAGRAPH, r[0].text, place) for r in rows if r]
    full = [row + [GridCell("")] * (width - len(row)) for row in rows]
    return [Block(PassageKind.ROW, "", place, Grid(headed(full)))]


def _repeats(row: Any) -> bool:
    """Marked in Word as a header that repeats on every page."""
    properties = row._tr.trPr
    return properties is not None and properties.find(f"{{{_W}}}tblHeader") is not None


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _title(blocks: list[Block]) -> tuple[str, int | None]:
    """By style; else the first bold line; else the first line."""
    early = [(n, b) for n, b in enumerate(blocks[:10]) if not b.grid]
    for kind in (PassageKind.TITLE, PassageKind.HEADING, PassageKind.PARAGRAPH):
        for n, block in early:
            if block.kind is kind and 3 < len(block.text) <= 120:
                return block.text, n
    return "", None


def _links(word: Any) -> Iterator[Link]:
    for paragraph in word.paragraphs:
        for link in paragraph.hyperlinks:
            if (link.address or "").startswith(("http://", "https://")):
                yield Link(link.address, link.text)
