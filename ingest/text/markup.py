"""Text to a tree, for every reader of pages: one lenient parse, absolute addresses, and the words a person sees."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.etree import ParserError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# libxml2 throws away what follows </html>; sites glued together from parts go on after it.
_EARLY_END = re.compile(r"</(?:body|html)\s*>", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u3000]+")
_HEAD = frozenset(("title", "meta", "link", "script", "style", "base", "noscript", "template", "bgsound"))
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "select", "textarea", "iframe", "object", "svg")
)


def parse(text: str) -> html.HtmlElement:
    """The `<html>` element of any string, never an error. Attributes follow HTML5 (`&currentPage` stays as it is).

    Comments and processing instructions are left out. Nesting deeper than libxml2's limit is cut.
    """
    text = _EARLY_END.sub("", _CONTROLS.sub("", _DECLARATION.sub("", text, count=1)))
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except ParserError:
        return _blank()
    return _with_body(root) if root.tag == "html" else _blank()


def _with_body(root: html.HtmlElement) -> html.HtmlElement:
    """libxml2 leaves <main>, <section>… in an unclosed <head>; they and what follows them belong to the body."""
    head, body = root.find("head"), root.find("body")
    strays = [] if head is None else [el for el in head if el.tag not in _HEAD]
    if body is None and root.find("frameset") is None:
        body = html.etree.SubElement(root, "body")
    if strays and body is not None:
        before, body.text = body.text, None
        strays[-1].tail = (strays[-1].tail or "") + (before or "")
        body[:0] = strays
    return root


def _blank() -> html.HtmlElement:
    return html.document_fromstring("<html><body></body></html>")


def collapse(text: str) -> str:
    """Runs of blanks, no-break and ideographic spaces and line ends become one blank; none at the ends."""
    return _BLANKS.sub(" ", text).strip(" ")


def visible_text(element: html.HtmlElement) -> str:
    """The words of an element on one line, without scripts and styles."""
    return collapse("".join(_words(element)))


def words_of(text: str) -> str:
    """The words of a text that may be HTML, on one line."""
    return visible_text(parse(f"<body>{text}</body>")) if re.search("[<&]", text) else " ".join(text.split())


def _words(element: html.HtmlElement) -> list[str]:
    parts: list[str] = []
    skipped: html.HtmlElement | None = None
    for event, node in html.etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if skipped is None and node.tag in _UNSEEN:
                skipped = node
            elif skipped is None:
                parts.append(node.text or "")
            continue
        if node is skipped:
            skipped = None
        if skipped is None and node is not element:
            parts.append(node.tail or "")
    return parts


def base_address(root: html.HtmlElement, url: str | None) -> str | None:
    """What the links of a page are relative to: its `<base href>`, else its own address."""
    href = next(iter(root.xpath("//base/@href[normalize-space()]")), None)
    if href is None:
        return url
    return absolute(str(href), url) or url


def absolute(href: str, base: str | None) -> str | None:
    """The http(s) address that `href` stands for, without its fragment; None for scripts, mail, and nonsense."""
    cleaned = re.sub(r"[\t\r\n]", "", href).strip()
    try:
        joined = urljoin(base, cleaned) if base else cleaned
        parts = urlsplit(joined)
    except ValueError:
        return None
    if not cleaned or cleaned.startswith("#") or (base and parts.scheme not in ("http", "https")):
        return None
    return joined.split("#", 1)[0]
