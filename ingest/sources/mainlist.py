"""Finds the list of notices on a page that nobody wrote selectors for.

Links that stand in the same kind of place (tags and classes above them) form a group. A group looks like a list of
notices if it has many links with long and varied titles, dates beside them, and addresses of one shape that carry an id
or a date; it looks like furniture if it stands in navigation, a footer or the like. The best group wins, together with
those that come close; a page without a clear winner (a home page with tiles) gives all its groups but the furniture.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.model import Candidate, Source
from ingest.sources.entries import Entry, candidate, dated, entries, in_heading, speaking
from ingest.sources.lexicon import is_chrome, lexicon, plain
from ingest.sources.links import Anchor, ancestors

_DEPTH = 7
_GROUPS = 24
_CLOSE = 0.45
_FEW = 3
_UNLIKELY = 0.2
_MOST = 0.75
_CLASSED = frozenset(("div", "ul", "ol", "dl", "table", "section", "nav", "main", "aside"))
_PAGER = re.compile(r"第?\d+页?")
_DETAIL = re.compile(r"\d{3,}|(?:[a-z0-9]+[-_]){3,}[a-z0-9]+|[?&](?:\w*id|no|code)=", re.I)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Entries that stand in the same kind of place. `stamped`: the share that has a date beside it."""

    candidates: tuple[Candidate, ...]
    furniture: bool
    stamped: float
    score: float


def find(anchors: Sequence[Anchor], source: Source) -> list[Candidate]:
    """The entries of the page's list of notices, in document order."""
    room: dict[HtmlElement, int] = {}
    told = {a.url for a in anchors if _tells(a.label)}
    usable = [a for a in anchors if a.url in told]
    furniture = {a for a in usable if _in_furniture(a.element, room)}
    inside = {a.url for a in usable if a not in furniture}
    order = entries([a for a in usable if a not in furniture or a.url not in inside])
    chosen = {c.url: c for group in _chosen(_groups(order, furniture, source)) for c in group.candidates}
    return [chosen[entry.url] for entry in order if entry.url in chosen]


def _tells(text: str) -> bool:
    """Whether a link may lead to a notice: no page number, no "home", no "login". "Details" may have a title near."""
    short = plain(text)
    return short not in lexicon().furniture | lexicon().next_texts and not _PAGER.fullmatch(short)


def _groups(order: Sequence[Entry], furniture: set[Anchor], source: Source) -> list[Group]:
    places: dict[tuple[str, ...], list[Entry]] = {}
    for entry in order:
        places.setdefault(_place(speaking(entry.anchors).element), []).append(entry)
    largest = sorted(places.values(), key=_promise, reverse=True)[:_GROUPS]
    return sorted((_group(members, furniture, source) for members in largest), key=lambda g: -g.score)


def _place(element: HtmlElement) -> tuple[str, ...]:
    """What kind of place a link stands in: the tags above it, with the first class of those that are containers."""
    steps = []
    for _, above in zip(range(_DEPTH), ancestors(element), strict=False):
        names = re.sub(r"\d+", "", above.get("class") or "").split() if above.tag in _CLASSED else []
        steps.append(f"{above.tag}.{names[0] if names else ''}")
    return tuple(steps)


def _promise(members: Sequence[Entry]) -> float:
    return sum(width(speaking(e.anchors).label) for e in members)


def _group(members: Sequence[Entry], chrome: set[Anchor], source: Source) -> Group:
    alone = entries([anchor for entry in members for anchor in entry.anchors])
    found = tuple(c for entry in alone if plain((c := candidate(entry, source)).title or "") not in lexicon().empty)
    furniture = sum(speaking(e.anchors) in chrome for e in members) * 2 > len(members)
    if not found:
        return Group((), True, 0.0, 0.0)
    stamped = sum(c.published is not None for c in found) / len(found)
    heading = sum(in_heading(speaking(e.anchors).element) for e in members) * 2 > len(members)
    score = _score(found, stamped) * (1.3 if heading else 1.0) * (0.1 if furniture else 1.0)
    return Group(tuple(map(dated, found)), furniture, stamped, score)


def _score(found: Sequence[Candidate], stamped: float) -> float:
    """Higher is more like a list of notices; about 1 is a short list of good titles without dates."""
    titles = [c.title or "" for c in found]
    length = sum(min(max(width(t) - 8, 0) / 24, 1.5) for t in titles) / len(titles)
    detail = sum(bool(_DETAIL.search(c.url)) for c in found) / len(found)
    shape = Counter(re.sub(r"\d+", "0", c.url.rpartition("/")[0]) for c in found).most_common(1)[0][1] / len(found)
    distinct = len(set(titles)) / len(titles)
    return math.log2(1 + len(found)) * length * (1 + 2 * stamped) * (0.6 + 0.5 * detail + 0.3 * shape) * distinct


def width(text: str) -> int:
    """Columns: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _in_furniture(link: HtmlElement, room: dict[HtmlElement, int]) -> bool:
    """Whether something above the link, below an article if it is in one, is furniture by its tag or its names.

    Names count only where they can't mean the whole page: on elements without most of its words.
    """
    above = list(ancestors(link))
    article = next((n for n, e in enumerate(above) if e.tag == "article"), None)
    if any(e.tag in lexicon().chrome_tags for e in above[:article]):
        return True
    if article is not None:
        return False
    return any(
        e.tag == "header" or (is_chrome(f"{e.get('class') or ''} {e.get('id') or ''}") and _is_part(e, above[-1], room))
        for e in above
    )


def _is_part(element: HtmlElement, top: HtmlElement, room: dict[HtmlElement, int]) -> bool:
    page = top.getparent()
    for e in (element, page):
        if e is not None and e not in room:
            room[e] = len(e.text_content())
    return page is None or room[element] < _MOST * room[page]


def _chosen(groups: Sequence[Group]) -> list[Group]:
    """The best group and those that come close; without a clear best one, all that are no furniture."""
    best = groups[0] if groups else None
    if best is None or best.score <= 0:
        return []
    if best.stamped >= 0.5:
        return [g for g in groups if g.score >= _CLOSE * best.score and g.stamped >= 0.5 * best.stamped]
    if len(best.candidates) > _FEW and not best.furniture:
        return [g for g in groups if g.score >= _CLOSE * best.score]
    return [g for g in groups if not g.furniture] or ([best] if best.score >= _UNLIKELY else [])
