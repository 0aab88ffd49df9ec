"""The links of a list page that may be entries: own hosts, no scripts, mail, anchors, nor the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.fetch.hosts import bare, is_own, split
from ingest.model import Source
from ingest.text.markup import absolute, base_address

_SCRIPTED = re.compile(
    r"""["']((?:https?:/)?/[^"'\s<>]{2,}|[\w./-]+\.(?:s?html?|jsp|aspx?|php|pdf|docx?)(?:\?[^"'\s]*)?)["']""", re.I
)
_ASSET = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|mp[34]|zip|rar|exe|apk|ipa)$", re.I)


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """An `<a>` and the absolute address that it leads to."""

    element: HtmlElement
    url: str


def anchors(
    root: HtmlElement, page: str, source: Source, elements: Iterable[HtmlElement] | None = None
) -> list[Anchor]:
    """Those of `elements` (all `<a>` by default) that may be entries, in document order."""
    base = base_address(root, page) or page
    here = _key(page)
    found = []
    for element in root.iter("a", "area") if elements is None else elements:
        url = _target(element, base)
        if url and is_own(url, source) and _key(url) != here and not _ASSET.search(split_path(url)):
            found.append(Anchor(element, url))
    return found


def _target(element: HtmlElement, base: str) -> str | None:
    """Where a click leads; for `href="#"` and `javascript:` the address that the script quotes, if any."""
    href = (element.get("href") or "").strip()
    if href and not href.startswith("#") and not href.lower().startswith("javascript:"):
        url = absolute(href, base)
        return url.replace(" ", "%20") if url else None
    for script in (element.get("onclick") or "", href):
        if quoted := _SCRIPTED.search(script):
            return absolute(quoted[1], base)
    return None


def split_path(url: str) -> str:
    parts = split(url)
    return parts.path if parts else ""


def _key(url: str) -> str:
    """The address without scheme and "www.", to see that a link leads to its own page or site root."""
    parts = split(url)
    if not parts:
        return url
    return f"{bare(parts.hostname or '')}{parts.path.rstrip('/') or '/'}?{parts.query}"


def ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    """Parents up to, and without, body."""
    node = element.getparent()
    while node is not None and node.tag not in ("body", "html"):
        yield node
        node = node.getparent()
