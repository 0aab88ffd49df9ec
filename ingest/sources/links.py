"""The links of a list page that may be entries: own hosts, no scripts, mail, anchors, nor the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from ingest.fetch.hosts import bare, is_own, split
from ingest.model import Source
from ingest.sources.lexicon import lexicon, plain
from ingest.sources.stamps import is_stamp
from ingest.text.markup import absolute, base_address, collapse

_SCRIPTED = re.compile(
    r"""["']((?:https?:/)?/[^"'\s<>]{2,}|[\w./-]+\.(?:s?html?|jsp|aspx?|php|pdf|docx?)(?:\?[^"'\s]*)?)["']""", re.I
)
_CUT = re.compile(r"\s*(?:\.{2,}|…+)\s*$")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "option"))
_BLOCKS = frozenset(("div", "p", "br", "li", "td", "th", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"))
_ASSET = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|mp[34]|zip|rar|exe|apk|ipa)$", re.I)


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """An `<a>`, the absolute address that it leads to, and what it says (`worded`: in words, not as a picture)."""

    element: HtmlElement
    url: str
    label: str
    worded: bool


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
            text, worded = _label(element)
            found.append(Anchor(element, url, text, worded))
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


def _label(element: HtmlElement) -> tuple[str, bool]:
    """The words of a link (of the heading inside it, if any) without dates; its title attribute if they are cut or
    missing; else what its picture shows."""
    heading = next((h for h in element.iter("h1", "h2", "h3", "h4", "h5") if h.text_content().strip()), element)
    words = collapse("".join(text for text in pieces(heading) if not is_stamp(text)))
    hint = collapse(element.get("title") or "")
    begun = _CUT.sub("", words)
    if hint and (not words or (begun != words and plain(hint).startswith(plain(begun)))):
        return hint, True
    if words:
        return words, True
    return next((alt for image in element.iter("img") if (alt := described(image))), ""), False


def described(image: HtmlElement) -> str:
    """The description of a picture without "button" or "icon" at its end; file names say nothing."""
    text = collapse(image.get("alt") or "")
    for word in lexicon().pictures:
        text = text[: -len(word)].rstrip(" -_") if text.lower().endswith(word) else text
    return "" if _ASSET.search(text) else text


def pieces(element: HtmlElement, skip: frozenset[HtmlElement] = frozenset()) -> Iterator[str]:
    """The texts of an element, one by one, without those of the elements in `skip`; a blank at the edges of blocks."""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        edge = " " if node.tag in _BLOCKS else ""
        if event == "end":
            yield edge + (node.tail or "" if node is not element else "")
        elif node in skip or node.tag in _UNSEEN:
            walk.skip_subtree()
        else:
            yield edge + (node.text or "")
