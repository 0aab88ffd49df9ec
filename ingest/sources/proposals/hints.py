"""Where else to look: links of a page whose words promise a list of notices."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.model import Source
from ingest.sources.lexicon import lexicon
from ingest.sources.links import anchors
from ingest.sources.mainlist import width

_SHORT = {False: 16, True: 24}
"""Columns of a link that names a place and not a notice, by whether it is all ASCII."""
_MOST = 3


def hints(root: HtmlElement, page: str, source: Source) -> dict[str, str]:
    """At most three addresses, with what their links say."""
    found: dict[str, str] = {}
    for url, label in _promising(root, page, source):
        found.setdefault(url, label)
    return dict(list(found.items())[:_MOST])


def _promising(root: HtmlElement, page: str, source: Source) -> Iterator[tuple[str, str]]:
    short = [(a.url, a.label) for a in anchors(root, page, source) if 0 < width(a.label) <= _SHORT[a.label.isascii()]]
    for word in lexicon().hints:
        yield from ((url, label) for url, label in short if word in label.lower())
