"""CSS selectors of a source: several are tried in order, the first that finds something counts."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import cast

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from ingest.text.markup import visible_text


@functools.lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector | None:
    """None for a selector that can't be read: the settings have reported it."""
    try:
        return CSSSelector(selector, translator="html")
    except SelectorError:
        return None


def select(root: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    """The elements that the first fruitful selector finds, in document order."""
    for selector in selectors:
        compiled = _compiled(selector)
        found = cast("list[HtmlElement]", compiled(root)) if compiled else []
        if found:
            return found
    return []


def first_text(root: HtmlElement, selectors: Sequence[str]) -> str | None:
    """The words of the first element that has any."""
    for selector in selectors:
        for element in select(root, (selector,)):
            if text := visible_text(element):
                return text
    return None


def links_of(root: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    """The `<a>` elements that the selectors find, or that stand inside (first one) or round what they find."""
    found: dict[HtmlElement, None] = {}
    for element in select(root, selectors):
        link = element if element.tag in ("a", "area") else next(element.iter("a"), None)
        if link is None:
            link = next(element.iterancestors("a"), None)
        if link is not None:
            found[link] = None
    return list(found)
