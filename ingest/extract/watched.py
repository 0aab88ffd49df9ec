"""A watched page → Document whose tables are those that are watched, and no others.

Where our own reading of the page has all of them, that is the document; else it is made of the tables alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError
from lxml.html import HtmlElement

from ingest.extract.assemble import assemble
from ingest.extract.blocks import Block, Grid, tidy
from ingest.extract.tables import holds_data, read_grid
from ingest.model import Document, PassageKind
from ingest.text.encoding import decode
from ingest.text.markup import parse, visible_text

NO_TABLE = "no_table"
_HARMLESS = frozenset((None, "empty", "script_only", "image_only", "soft_404"))
"""What the reading of a page may say that is nothing but a table."""
_ANOTHER_PAGE = frozenset(("block_page", "login_page"))
_LONGEST_NAME, _STEPS = 60, 3


def tables_only(
    document: Document, raw: bytes, *, table: Sequence[str], charset: str | None, encoding: str | None
) -> Document:
    """`document` (what `extract` made of `raw`) with the watched tables. Without one its `problem` is "no_table"."""
    document = replace(document, links=())  # its files are other documents than the table that is watched
    if document.media_type != "text/html":
        return document if document.tables and not document.problem else replace(document, problem=NO_TABLE)
    if document.problem not in _HARMLESS:
        return document if document.problem in _ANOTHER_PAGE else replace(document, problem=NO_TABLE)
    root = parse(decode(raw, header=charset, hint=encoding).text)
    found = {element: grid for element in _tables(root, table) if (grid := read_grid(element)).rows}
    if not found:
        return replace(document, problem=document.problem or NO_TABLE)
    return _as_read(document, list(found.values())) or _alone(document, root, found)


def _tables(root: HtmlElement, selectors: Sequence[str]) -> Iterator[HtmlElement]:
    """The tables that the selectors find or that stand in what they find; without selectors all that hold data."""
    if not selectors:
        yield from (t for t in root.iter("table") if holds_data(t))
        return
    seen: set[HtmlElement] = set()
    for selector in selectors:
        try:
            chosen = CSSSelector(selector)(root)
        except (SelectorError, XPathError, ValueError):
            continue
        for element in chosen if isinstance(chosen, list) else ():
            for t in element.iter("table") if isinstance(element, HtmlElement) else ():
                if t not in seen and t.find(".//table") is None:
                    seen.add(t)
                    yield t


def _texts(rows: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(getattr(c, "text", "")) for c in row) for row in rows)


def _as_read(document: Document, grids: list[Grid]) -> Document | None:
    """The document with just these tables, if it has them all."""
    if document.problem:
        return None
    there = {_texts(t.rows): t for t in document.tables}
    wanted = [there.get(_texts(g.rows)) for g in grids]
    kept = tuple(t for t in wanted if t is not None)
    return replace(document, tables=kept) if len(kept) == len(wanted) else None


def _alone(document: Document, root: HtmlElement, found: dict[HtmlElement, Grid]) -> Document:
    """Title and tables, each under its name."""
    tree = root.getroottree()
    blocks = [
        Block(PassageKind.ROW, "", str(tree.getpath(element)), replace(grid, caption=grid.caption or _name(element)))
        for element, grid in found.items()
    ]
    title = document.title or tidy(visible_text(t) if (t := root.find(".//title")) is not None else "")
    made = assemble(title, blocks, media_type=document.media_type, title_place="/html/head/title")
    return replace(
        made, url=document.url, charset=document.charset, published=document.published,
        published_from=document.published_from,
    )  # fmt: skip


def _name(table: HtmlElement) -> str | None:
    """The few words just above a table."""
    element: HtmlElement | None = table
    for _ in range(_STEPS):
        if element is None or element.tag == "body":
            return None
        before = element.getprevious()
        if before is not None and isinstance(before.tag, str):
            text = tidy(visible_text(before)) if before.tag not in ("table", "script", "style") else ""
            return text if 0 < len(text) <= _LONGEST_NAME else None
        element = element.getparent()
    return None
