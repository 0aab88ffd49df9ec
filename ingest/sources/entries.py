"""From links to candidates: the box round each link, its title, its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from ingest.model import Candidate, Source
from ingest.sources import stamps
from ingest.sources.lexicon import lexicon, plain
from ingest.sources.links import Anchor, ancestors, described, pieces
from ingest.sources.selectors import first_text
from ingest.text.markup import collapse, visible_text

_BOXES = frozenset(("li", "tr", "article"))
"""An entry never reaches beyond one of these, even if it is alone on its page."""
_ROOM = 1500
_BLURB = 120
_STEPS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """All links of a page that lead to one address, and the largest element that holds no other entry's link."""

    url: str
    anchors: tuple[Anchor, ...]
    box: HtmlElement


def entries(anchors: Sequence[Anchor]) -> list[Entry]:
    """One entry an address, in the order of their first links."""
    grouped: dict[str, list[Anchor]] = {}
    for anchor in anchors:
        grouped.setdefault(anchor.url, []).append(anchor)
    owner = _owners(anchors)
    return [Entry(url, tuple(group), _box(speaking(group).element, owner)) for url, group in grouped.items()]


def _owners(anchors: Sequence[Anchor]) -> dict[HtmlElement, str | None]:
    """For each element above a link: the one address that is linked inside it, None for several."""
    owner: dict[HtmlElement, str | None] = {}
    for anchor in anchors:
        for above in ancestors(anchor.element):
            if owner.setdefault(above, anchor.url) not in (anchor.url, None):
                owner[above] = None
    return owner


def _box(element: HtmlElement, owner: dict[HtmlElement, str | None]) -> HtmlElement:
    box = element
    for above in ancestors(element):
        if owner.get(above) is None or box.tag in _BOXES or len(above.text_content()) > _ROOM:
            break
        box = above
    return box


def speaking(anchors: Sequence[Anchor]) -> Anchor:
    """The link with the best title: a heading before other texts, long before short."""
    return max(anchors, key=lambda a: (in_heading(a.element), a.worded, _weight(a.label)))


def in_heading(element: HtmlElement) -> bool:
    around = [e.tag for _, e in zip(range(2), ancestors(element), strict=False)]
    return any(tag in ("h1", "h2", "h3", "h4", "h5") for tag in (*around, *(e.tag for e in element)))


def _weight(text: str) -> int:
    return 0 if plain(text) in lexicon().empty else len(text)


def candidate(entry: Entry, source: Source) -> Candidate:
    """What the page says of an entry. The date is one that stands beside the link; see `dated`."""
    main = speaking(entry.anchors)
    title, stamp = stamps.without_stamp(_title(entry, main, source))
    texts = [*filter(None, (stamp,)), *_around(entry, main)]
    if any(map(stamps.lacks_year, texts)):
        texts += _heading_year(entry.box)
    if chosen := first_text(entry.box, source.date):
        texts = [chosen, *texts]
    date = stamps.from_texts(texts, entry.url, source.date_order)
    return Candidate(entry.url, title or None, date)


def dated(found: Candidate) -> Candidate:
    """The same, with the date in its address if the page gives none."""
    return found if found.published else replace(found, published=stamps.from_address(found.url))


def _title(entry: Entry, main: Anchor, source: Source) -> str:
    if chosen := first_text(entry.box, source.title):
        return chosen
    text = main.label
    if _weight(text):
        return text
    headings = (visible_text(h) for h in entry.box.iter("h1", "h2", "h3", "h4", "h5", "strong", "b"))
    return next((h for h in headings if h), "") or _blurb(entry) or text


def _blurb(entry: Entry) -> str:
    """The few words, or the picture, beside a link that itself says only "learn more"."""
    words = collapse("".join(pieces(entry.box, frozenset(anchor.element for anchor in entry.anchors))))
    if words:
        return words if len(words) <= _BLURB else ""
    told = (described(image) for image in entry.box.iter("img"))
    return next((text for text in told if text and _weight(text)), "")


def _around(entry: Entry, main: Anchor) -> list[str]:
    """Texts that may hold the date: inside the links, round them, and beside the box up to the next link."""
    inside = [text for text in pieces(main.element) if stamps.is_stamp(text)]
    times = [t.get("datetime") or "" for t in entry.box.iter("time")]
    links = frozenset(anchor.element for anchor in entry.anchors)
    outside = list(pieces(entry.box, links)) if entry.box is not main.element else []
    found = [text for text in map(collapse, (*times, *inside, *outside)) if text]
    if any(map(stamps.is_stamp, found)):
        return found
    return found + _beside(entry.box)


def _heading_year(box: HtmlElement) -> list[str]:
    """The "2026年" that stands above the list which the box is a row of."""
    for _, above in zip(range(_STEPS), ancestors(box), strict=False):
        for sibling in above.itersiblings(preceding=True):
            text = visible_text(sibling) if len(sibling.text_content()) <= _BLURB else ""
            if stamps.is_year(text):
                return [text]
            if text:
                break
    return []


def _beside(box: HtmlElement) -> list[str]:
    """Texts behind the box up to the next link; if there is no stamp, those before it."""
    behind = _run(box, forward=True)
    before = _run(box, forward=False)
    first = not any(_has_link(e) for e in box.itersiblings(preceding=True))
    if first and any(map(stamps.is_stamp, before)):
        return before
    if any(map(stamps.is_stamp, behind)) and not _stamps_lead(box):
        return behind
    return before


def _stamps_lead(box: HtmlElement) -> bool:
    """Whether the first link of this flat row of links has its stamp before it."""
    parent = box.getparent()
    opening = next((child for child in parent if _has_link(child)), None) if parent is not None else None
    return opening is not None and any(map(stamps.is_stamp, _run(opening, forward=False)))


def _has_link(element: HtmlElement) -> bool:
    return element.tag == "a" or next(element.iter("a"), None) is not None


def _run(box: HtmlElement, *, forward: bool) -> list[str]:
    texts: list[str] = [box.tail or ""] if forward else []
    for sibling in box.itersiblings(preceding=not forward):
        if _has_link(sibling):
            if not forward:
                texts.append(sibling.tail or "")
            break
        texts += [*pieces(sibling), sibling.tail or ""]
    else:
        parent = box.getparent()
        if not forward and parent is not None:
            texts.append(parent.text or "")
    return [text for text in map(collapse, texts) if text]
