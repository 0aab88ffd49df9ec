"""The list on a page: the entries that are found without selectors, and selectors that find the same ones.

A selector is made of what the entries' links have in common: the classes of the link and of what stands round it, the
box that holds them all. Each is tried on the page; the one that finds just the same entries, with the same titles and
dates, and is the plainest, is proposed. Names that a build tool or a state of the page made are no names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from ingest.model import Candidate, Source
from ingest.sources import stamps
from ingest.sources.entries import Entry, candidate, entries, speaking
from ingest.sources.links import ancestors, anchors
from ingest.sources.listing import candidates
from ingest.sources.proposals.names import classes, is_name, speaks
from ingest.sources.proposals.proposal import Tried
from ingest.sources.selectors import links_of, select
from ingest.text.dates import first_date
from ingest.text.markup import visible_text

_PARTS = frozenset(("ul", "ol", "li", "dl", "dt", "dd", "tr", "td", "article", "h2", "h3", "h4"))
_STEPS = 5
_TRIED = 60
_MOST = 0.8
"""The share of the entries that must have a date in the place that `date` names."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page's entries, the selectors that give the same ones, and all that were tried."""

    entries: tuple[Candidate, ...]
    boxes: frozenset[HtmlElement] = frozenset()
    """What belongs to the entries."""
    link: str | None = None
    date: str | None = None
    tried: tuple[Tried, ...] = ()


def find(root: HtmlElement, page: str, source: Source) -> Found:
    """The list of the page at `page`."""
    wanted = candidates(root, page, replace(source, link=(), date=(), title=()))
    if not wanted:
        return Found(())
    all_ = entries(anchors(root, page, source))
    urls = {c.url for c in wanted}
    mine = [entry for entry in all_ if entry.url in urls]
    tried = [_try(selector, root, page, source, wanted) for selector in _selectors(mine)]
    exact = [t for t in tried if t.found == t.agrees == len(wanted)]
    link = min(exact, key=_plainness, default=None)
    chosen = replace(source, link=(link.selector,)) if link else source
    date, dates = _date(root, page, chosen, wanted)
    shown = sorted(tried, key=lambda t: (-t.agrees, t.found, _plainness(t)))[:6]
    boxes = frozenset(entry.box for entry in mine)
    return Found(tuple(wanted), boxes, link.selector if link else None, date, (*shown, *dates))


def _try(selector: str, root: HtmlElement, page: str, source: Source, wanted: Sequence[Candidate]) -> Tried:
    """How many entries the selector gives, and how many of them are the wanted ones to the letter."""
    links = links_of(root, (selector,))
    chosen = anchors(root, page, source, links)
    made = [candidate(entry, source) for entry in entries(chosen)]
    known = {c.url: c for c in wanted}
    same = sum(1 for c in made if c.url in known and _alike(c, known[c.url]))
    return Tried("link", selector, len(made), same, len(links) - len(made))


def _alike(made: Candidate, wanted: Candidate) -> bool:
    return made.title == wanted.title and (made.published in (wanted.published, None) or wanted.published is None)


def _selectors(mine: Sequence[Entry]) -> list[str]:
    """Every selector worth a try, the same one once."""
    links = [speaking(entry.anchors).element for entry in mine]
    found = dict.fromkeys((*_of_link(links), *_of_places(links)))
    return [selector for _, selector in zip(range(_TRIED), found, strict=False)]


def _of_link(links: Sequence[HtmlElement]) -> Iterator[str]:
    for name in _common(links):
        yield f"a.{name}"


def _of_places(links: Sequence[HtmlElement]) -> Iterator[str]:
    """By what stands round the links, step by step; and by the box that holds them all."""
    above = [list(ancestors(link)) for link in links]
    inner: list[str] = [""]
    for step in range(min(_STEPS, min((len(a) for a in above), default=0))):
        around = [a[step] for a in above]
        tags = {element.tag for element in around}
        tag = next(iter(tags)) if len(tags) == 1 else ""
        named = [f"{tag}.{name}" for name in _common(around)] + _ids(around)
        for name in named:
            for inside in inner[:4]:
                yield f"{name} {inside}a".replace("  ", " ")
        if tag and tag not in ("div", "span"):
            inner = [f"{tag} ", *(f"{n} " for n in named[:1]), *inner]
        elif named:
            inner = [*inner, f"{named[0]} "]
    box = _box(above)
    for name in _names(box) if box is not None else ():
        for inside in ("li ", "h2 ", "h3 ", "h4 ", "td ", "dt ", "dd ", ""):
            yield f"{name} {inside}a"


def _box(above: Sequence[Sequence[HtmlElement]]) -> HtmlElement | None:
    """The smallest element with a name of its own that holds all links."""
    if not above:
        return None
    shared = [e for e in above[0] if all(e in set(other) for other in above[1:])]
    return next((e for e in shared if _names(e)), None)


def _common(elements: Sequence[HtmlElement]) -> list[str]:
    """The classes that all of them have."""
    counted = Counter(name for e in elements for name in dict.fromkeys(classes(e)))
    return [name for name, n in counted.items() if n == len(elements)]


def _ids(elements: Sequence[HtmlElement]) -> list[str]:
    ids = {element.get("id") or "" for element in elements}
    return [f"#{name}" for name in ids if len(ids) == 1 and is_name(name)]


def _names(element: HtmlElement) -> list[str]:
    return [*_ids([element]), *(f"{element.tag}.{name}" for name in classes(element))]


def _plainness(tried: Tried) -> tuple[bool, int, bool, bool, int, int]:
    """A name first of all, nothing beside the entries, a name that speaks, a part of a list; few steps and signs."""
    steps = tried.selector.split()
    part = not _PARTS.isdisjoint(re.split(r"[.#]", step)[0] for step in steps[:-1])
    unnamed = "." not in tried.selector and "#" not in tried.selector
    return (
        unnamed,
        tried.spare,
        not speaks(tried.selector),
        not part,
        abs(len(steps) - (3 if part else 2)),
        len(tried.selector),
    )


def _date(
    root: HtmlElement, page: str, source: Source, wanted: Sequence[Candidate]
) -> tuple[str | None, tuple[Tried, ...]]:
    """A selector for the element that holds nothing but the date, in nearly every entry; and those that were tried."""
    known = {c.url: c.published for c in wanted if c.published}
    chosen = links_of(root, source.link) if source.link else None
    boxes = [e for e in entries(anchors(root, page, source, chosen)) if e.url in known]
    named = Counter(name for entry in boxes for name in dict.fromkeys(_stamped(entry, source.date_order)))
    tried = tuple(
        Tried("date", name, sum(bool(select(e.box, (name,))) for e in boxes), _agreeing(boxes, name, known, source))
        for name, n in named.most_common(4)
    )
    good = [t for t in tried if t.agrees == t.found >= _MOST * max(len(wanted), 1)]
    return (min(good, key=lambda t: len(t.selector)).selector if good else None), tried


def _stamped(entry: Entry, order: str) -> Iterator[str]:
    for element in entry.box.iter("span", "em", "i", "time", "td", "p", "div", "small", "dd", "b", "font"):
        text = visible_text(element) if len(element.text_content()) < 60 else ""
        if stamps.is_stamp(text) and first_date(text, order):
            yield from (f"{element.tag}.{name}" for name in classes(element))
            if element.tag == "time":
                yield "time"


def _agreeing(boxes: Sequence[Entry], name: str, known: Mapping[str, object], source: Source) -> int:
    return sum(candidate(e, replace(source, date=(name,))).published == known[e.url] for e in boxes)
