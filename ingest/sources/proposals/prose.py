"""Is a page a list, or a text with links beside it? What it says outside its entries, links and furniture tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from lxml import etree
from lxml.html import HtmlElement

from ingest.model import Candidate
from ingest.sources.mainlist import width
from ingest.text.markup import collapse

_APART = frozenset(
    "a script style noscript template nav header footer aside form select button head title option iframe".split()
)
_WORDS = 16
"""Shorter pieces are labels."""
_LITTLE = 300
_EXCERPT = 150
"""What a list may say of each of its entries before the next one."""


def is_menu(entries: Sequence[Candidate]) -> bool:
    """Whether all there is are a few words each, without a date: they lead through the site."""
    return not any(c.published for c in entries) and sum(width(c.title or "") for c in entries) < _WORDS * len(entries)


def is_text(
    root: HtmlElement, boxes: Collection[HtmlElement], entries: Sequence[Candidate], other: HtmlElement | None = None
) -> bool:
    """Whether the page says more by itself than its list does. `boxes` are what belongs to the entries; what `other`, a
    page of the same site, says too does not count."""
    listed = sum(width(c.title or "") for c in entries) / 2
    dated = sum(c.published is not None for c in entries) * 2 > len(entries) > 2
    shared = frozenset(_pieces(other)) if other is not None else frozenset()
    sentences, cells = _said(root, boxes, shared)
    spared = min(sentences, _EXCERPT * len(entries)) if len(entries) > 2 else 0
    return sentences - spared + cells > max(_LITTLE, listed * (4 if dated else 1.5))


def _pieces(root: HtmlElement) -> Iterator[str]:
    return (said for text in root.itertext() if (said := collapse(text)))


def _said(root: HtmlElement, boxes: Collection[HtmlElement], shared: Collection[str]) -> tuple[int, int]:
    """Signs of sentences, and of cells of tables, outside the boxes."""
    sentences = cells = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        if event == "start" and (node.tag in _APART or node in boxes):
            walk.skip_subtree()
            continue
        text, around = (node.text, node) if event == "start" else (node.tail, node.getparent())
        piece = collapse(text or "")
        said = 0 if piece in shared else len(piece)
        if around is not None and around.tag in ("td", "th"):
            cells += said
        elif said >= _WORDS:
            sentences += said
    return sentences, cells
