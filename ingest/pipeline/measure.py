"""What a visit measures for the health of its source: how long the list is, how many entries are dated, how long and
how full of links the pages are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ingest.model import Candidate, Measures, TurnedAway
from ingest.pipeline.job import Read

_DATES = 60
_PAGES = 50
_DEAD = frozenset(("http_404", "http_410"))


@dataclass(frozen=True, slots=True)
class PageMeasure:
    """One page that was read: characters, the share of them in links, and a hash of its text."""

    length: int
    linked: float
    content: str


def of_list(candidates: Sequence[Candidate], before: Collection[str], ever: Collection[str]) -> Measures:
    """`before` are the addresses of the last good visit, `ever` those of the others that were listed at some time."""
    urls = {c.url for c in candidates}
    carried = len(urls.intersection(before))
    days: set[dt.date] = set() if before else {c.published for c in candidates if c.published}
    return Measures(
        listed=len(candidates),
        listed_before=len(before),
        carried=carried,
        fresh=len(urls) - carried - len(urls.intersection(ever).difference(before)),
        dated=sum(c.published is not None for c in candidates),
        dates=tuple(sorted(days, reverse=True)[:_DATES]),
    )


def of_page(read: Read) -> PageMeasure | None:
    """None for a page that is known not to be a notice: that is told in its own way."""
    document = read.document
    if document.problem:
        return None
    linked = sum(len(link.text) for link in document.links)
    return PageMeasure(len(document.text), round(linked / max(len(document.text), 1), 3), read.fingerprint.content)


def with_pages(measures: Measures, pages: Sequence[PageMeasure], turned: Sequence[TurnedAway]) -> Measures:
    same = Counter(page.content for page in pages)
    return replace(
        measures,
        dead=sum(one.code in _DEAD for one in turned),
        lengths=tuple(page.length for page in pages[:_PAGES]),
        linked=tuple(page.linked for page in pages[:_PAGES]),
        alike=max(same.values(), default=0),
    )
