"""A web page → Document. One parse, one walk; selectors of the source go before what we find ourselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError
from lxml.html import HtmlElement

from ingest.extract import ocr
from ingest.extract.assemble import assemble
from ingest.extract.blocks import Block
from ingest.extract.body import choose, settle_furniture, trim, widen
from ingest.extract.chrome import furniture_line
from ingest.extract.kinds import is_numbered_heading, sign
from ingest.extract.lines import Line, Page, read_lines
from ingest.extract.problems import page_problem
from ingest.extract.published import address_date, byline_date, dateline, declared_date, imprint_date, signature_date
from ingest.extract.title import choose_title, declared_titles, headings_of, main_heading, page_title, squeezed
from ingest.model import Document, Link, PassageKind
from ingest.text.dates import first_date, order_of
from ingest.text.encoding import Decoded
from ingest.text.markup import absolute, base_address, parse, visible_text

_FILE = re.compile(r"\.(?:pdf|docx?|xls[xmb]?|ods|csv|pptx?|zip|rar|7z|wps|et|ofd|eml)(?:$|[?#&])", re.I)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|webp)(?:$|[?#&])", re.I)
_ATTACHED = re.compile(r"附件|附表|附图|扫描件|\battach|\bannex|\bappendix", re.I)
_LONGEST_HEADING = 40
_STEPS = 4
_LEAST_PICTURE = 200
"""Pixels; smaller pictures are buttons and rules."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS of a source, several tried in order; empty ones leave the choice to us."""

    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()


def read_html(decoded: Decoded, *, url: str | None, selectors: Selectors, order: str) -> Document:
    """The notice of a page. Never raises; `problem` says why there is none."""
    root = parse(decoded.text)
    _raise_digits(root)
    body = root.find("body")
    page = read_lines(body if body is not None else root, page_title(root))
    settle_furniture(page)
    title, at, (start, end) = _notice(page, root, body if body is not None else root, selectors)
    lines = [line for n, line in enumerate(page.lines[start:end], start) if n != at and _kept(line)]
    document = assemble(
        title,
        _blocks(lines, root),
        links=tuple(_links(lines, root, url)),
        media_type="text/html",
        title_place=_place(page.lines[at].element, root) if at is not None else "/html/head/title",
    )
    published, by = _published(page, root, at, (start, end), url, selectors, order)
    whole = "\n".join(line.text for line in page.lines)
    notice = "\n".join(line.text for line in lines)
    scripts = sum(1 for _ in root.iter("script"))
    shown = _around(lines[0].element) if lines else root
    images = sum(1 for _ in shown.iter("img", "embed"))
    problem = page_problem(decoded.text, page_title(root), whole, notice, images, scripts)
    if problem == "image_only" and ocr.available():
        document = replace(document, links=(*document.links, *_pictures(shown, url)))
    return replace(document, published=published, published_from=by, charset=decoded.charset, url=url, problem=problem)


def _notice(
    page: Page, root: HtmlElement, body: HtmlElement, selectors: Selectors
) -> tuple[str, int | None, tuple[int, int]]:
    declared = declared_titles(root)
    headings = headings_of(page, declared)
    chosen = select(root, selectors.body)
    if chosen is not None and page.ranges.get(chosen, (0, 0))[0] < page.ranges.get(chosen, (0, 0))[1]:
        element, (start, end) = chosen, page.ranges[chosen]
    else:
        chosen = None
        element, start, end = choose(page, body, main_heading(headings))
    title, at = choose_title(page, headings, declared, start, end)
    named = select(root, selectors.title)
    if named is not None and (text := visible_text(named)):
        title, at = text, next((n for n, x in enumerate(page.lines) if squeezed(x.text) == squeezed(text)), None)
    if chosen is None:
        start, end = widen(page, element, start, end, at)
    if at is not None and start <= at < end and _preamble(page.lines[start:at]):
        start = at + 1
    return title, at, trim(page.lines, start, end)


def _preamble(lines: list[Line]) -> bool:
    """What stands over the title and is no text of its own."""
    return all(line.weight < 60 or line.chrome or furniture_line(line.text) for line in lines)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = re.compile(r"\s*[(\[]?\s*(\d{1,2})\s*[)\]]?\s*")


def _raise_digits(root: HtmlElement) -> None:
    """A raised number (the mark of a note, a power) stays raised: NetBanking¹ is not NetBanking1."""
    for element in root.iter("sup"):
        found = _DIGITS.fullmatch("".join(element.itertext()))
        if found:
            tail = element.tail
            element.clear()
            element.text, element.tail = found[1].translate(_RAISED), tail


def select(root: HtmlElement, selectors: Iterable[str]) -> HtmlElement | None:
    """The first element that any of the selectors finds; a selector that can't be read finds nothing."""
    for selector in selectors:
        try:
            found = CSSSelector(selector)(root)
        except (SelectorError, XPathError, ValueError):
            continue
        if isinstance(found, list) and found and isinstance(found[0], HtmlElement):
            return found[0]
    return None


def _kept(line: Line) -> bool:
    return not line.chrome and not (furniture_line(line.text) and line.weight < 120)


def _blocks(lines: list[Line], root: HtmlElement) -> list[Block]:
    return sign([Block(_kind(line), line.text, _place(line.element, root), line.grid) for line in lines])[0]


def _kind(line: Line) -> PassageKind:
    if line.heading:
        return PassageKind.HEADING
    if line.item:
        return PassageKind.ITEM
    bold = line.strong >= 0.8 * len(line.text.replace(" ", ""))
    short = len(line.text) <= _LONGEST_HEADING and not line.text.endswith(("。", "；", "，", "！", ";", ",", "."))
    return PassageKind.HEADING if (bold and short) or is_numbered_heading(line.text) else PassageKind.PARAGRAPH


def _place(element: HtmlElement, root: HtmlElement) -> str:
    return str(root.getroottree().getpath(element))


def _links(lines: list[Line], root: HtmlElement, url: str | None) -> list[Link]:
    """The links of the notice, each address once; files that the page shows in frames count too."""
    base, found = base_address(root, url), dict[str, Link]()
    said = {line.text for line in lines}
    elements = {line.element: None for line in lines}
    anchors = [a for element in elements for a in _anchors(element)]
    for a, href in anchors + [(f, f.get("src") or f.get("data") or "") for f in root.iter("iframe", "embed", "object")]:
        target, text = absolute(href, base), visible_text(a)
        named = _PICTURE.search(href) is not None and _ATTACHED.search(text) is not None
        attachment = named or _FILE.search(href) is not None or _FILE.search(text) is not None
        if target and target not in found and (attachment or (a.tag == "a" and any(text in s for s in said))):
            found[target] = Link(target, text, attachment)
    return list(found.values())


def _around(element: HtmlElement) -> HtmlElement:
    """What a line stands in, as far up as it takes to find a picture beside it."""
    for _, above in zip(range(_STEPS), (element, *element.iterancestors()), strict=False):
        if above.find(".//img") is not None or above.find(".//embed") is not None:
            return above
    return element


def _pictures(notice: HtmlElement, url: str | None) -> Iterator[Link]:
    """The pictures that are all the notice there is: where they can be read, they are its files."""
    for image in notice.iter("img"):
        size = [int(n) for n in (image.get("width"), image.get("height")) if n and n.isdecimal()]
        target = absolute(image.get("src") or "", url)
        if target and target.startswith("http") and min(size, default=_LEAST_PICTURE) >= _LEAST_PICTURE:
            yield Link(target, image.get("alt") or "", attachment=True)


def _anchors(element: HtmlElement) -> list[tuple[HtmlElement, str]]:
    return [(a, a.get("href") or "") for a in element.iter("a")]


def _published(
    page: Page,
    root: HtmlElement,
    title: int | None,
    extent: tuple[int, int],
    url: str | None,
    selectors: Selectors,
    order: str,
) -> tuple[dt.date | None, str | None]:
    order = order_of("\n".join(line.text for line in page.lines)) or order  # one page writes all its dates alike
    named = select(root, selectors.date)
    if named is not None and (date := first_date(visible_text(named), order)):
        return date, "byline"
    for date, by in (
        (byline_date(page, title, *extent, order), "byline"),
        (declared_date(root, order), "meta"),
        (signature_date(page, *extent, order), "signature"),
        (dateline(page, *extent, order), "signature"),
        (imprint_date(page, extent[1], order), "byline"),
        (address_date(url), "url"),
    ):
        if date:
            return date, by
    return None, None
