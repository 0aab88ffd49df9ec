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
from ingest.sources.entries import Entry, candidate, entries, in_heading, label
from ingest.sources.lexicon import is_chrome, lexicon, plain
from ingest.sources.links import Anchor, ancestors
from ingest.text.markup import collapse

_DEPTH = 7
_GROUPS = 24
_CLOSE = 0.45
_CLEAR = 1.0
_PLAIN_TAGS = frozenset(("li", "tr", "td", "dd", "dt", "a", "span", "p", "b", "strong", "i", "em", "font"))
_DETAIL = re.compile(r"\d{3,}|(?:[a-z0-9]+[-_]){3,}[a-z0-9]+|[?&](?:\w*id|no|code)=", re.I)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Entries that stand in the same kind of place, with what the page says of them."""

    entries: tuple[Entry, ...]
    candidates: tuple[Candidate, ...]
    furniture: bool
    score: float


def find(anchors: Sequence[Anchor], source: Source) -> list[Candidate]:
    """The entries of the page's list of notices, in document order."""
    usable = [a for a in anchors if _tells(label(a.element))]
    told = {a.url for a in usable}
    order = entries([a for a in anchors if a.url in told])
    groups = _groups(order, source)
    if not groups:
        return []
    chosen = {c.url: c for group in _chosen(groups) for c in group.candidates}
    return [chosen[entry.url] for entry in order if entry.url in chosen]


def _tells(text: str) -> bool:
    """Whether a link's text may be the title of a notice: not empty, no number of a page, no "home" or "login"."""
    short = plain(text)
    return len(short) > 1 and not short.isdigit() and short not in lexicon().furniture and short not in lexicon().empty


def _groups(order: Sequence[Entry], source: Source) -> list[Group]:
    places: dict[tuple[str, ...], list[Entry]] = {}
    for entry in order:
        places.setdefault(_place(_speaking(entry).element), []).append(entry)
    largest = sorted(places.values(), key=_promise, reverse=True)[:_GROUPS]
    return sorted((_group(members, source) for members in largest), key=lambda g: -g.score)


def _speaking(entry: Entry) -> Anchor:
    return max(entry.anchors, key=lambda a: (in_heading(a.element), len(label(a.element)) * _tells(label(a.element))))


def _place(element: HtmlElement) -> tuple[str, ...]:
    """What kind of place a link stands in: the tags above it, with the classes of those that are containers."""
    steps = []
    for _, above in zip(range(_DEPTH), ancestors(element), strict=False):
        names = "" if above.tag in _PLAIN_TAGS else re.sub(r"\d+", "", above.get("class") or "")
        steps.append(f"{above.tag}.{'.'.join(sorted(names.split()))}")
    return tuple(steps)


def _promise(members: Sequence[Entry]) -> float:
    return sum(_width(label(_speaking(e).element)) for e in members)


def _group(members: Sequence[Entry], source: Source) -> Group:
    found = tuple(candidate(entry, source) for entry in members)
    furniture = sum(map(_in_furniture, members)) * 2 > len(members)
    return Group(tuple(members), found, furniture, _score(members, found) * (0.1 if furniture else 1.0))


def _score(members: Sequence[Entry], found: Sequence[Candidate]) -> float:
    """Higher is more like a list of notices; about 1 is a short list of good titles without dates."""
    titles = [c.title or "" for c in found]
    length = sum(min(max(_width(t) - 8, 0) / 24, 1.5) for t in titles) / len(titles)
    dated = sum(c.published is not None for c in found) / len(found)
    detail = sum(bool(_DETAIL.search(c.url)) for c in found) / len(found)
    shape = Counter(re.sub(r"\d+", "0", c.url.rpartition("/")[0]) for c in found).most_common(1)[0][1] / len(found)
    heading = 1.3 if sum(in_heading(_speaking(e).element) for e in members) * 2 > len(members) else 1.0
    distinct = len(set(titles)) / len(titles)
    return (
        math.log2(1 + len(found)) * length * (1 + 2 * dated) * (0.6 + 0.5 * detail + 0.3 * shape) * heading * distinct
    )


def _width(text: str) -> int:
    """Columns: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _in_furniture(entry: Entry) -> bool:
    inside_article = False
    for above in ancestors(_speaking(entry).element):
        inside_article |= above.tag in ("article", "main")
        names = f"{above.get('class') or ''} {above.get('id') or ''}"
        if above.tag in lexicon().chrome_tags or (above.tag == "header" and not inside_article):
            return True
        if not inside_article and names.strip() and is_chrome(collapse(names)):
            return True
    return False


def _chosen(groups: Sequence[Group]) -> list[Group]:
    """The best group and those that come close; without a clear best one, all that are no furniture."""
    best = groups[0]
    if best.score >= _CLEAR:
        return [g for g in groups if g.score >= _CLOSE * best.score]
    content = [g for g in groups if not g.furniture]
    return content or ([best] if best.score > 0 else [])
