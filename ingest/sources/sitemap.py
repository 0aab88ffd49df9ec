"""Sitemaps (sitemaps.org): what a site itself says that it has, and when it changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from ingest.fetch.hosts import is_own, split
from ingest.model import Candidate, Cause, Fetcher, FetchFailed, Kind, Listing, ListPage, Snapshot, Source
from ingest.sources.reading import Parsed, Reading
from ingest.sources.sitemap_file import read_robots, read_sitemap

_FILES = 50
_DEPTH = 3
_ROBOTS = "/robots.txt"
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


class Sitemap:
    """A sitemap, an index of sitemaps, or a site whose robots.txt names them. `match` says which addresses count."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """Every file is a list page of its own; of all they give, the `max_items` that changed last count."""
        reading = Reading(source, fetcher, remembered, read)
        warnings = _walk(source, reading)
        listing = reading.listing(*warnings)
        if isinstance(listing, FetchFailed):
            return listing
        pages = tuple(_cut(page, source.max_items) for page in reading.pages)
        chosen = _newest((c for page in pages for c in page.candidates), source.max_items)
        told = (*listing.warnings, *_unsorted(pages, reading.found, chosen))
        distinct = tuple(w for at, w in enumerate(told) if w not in told[:at])
        return replace(listing, pages=pages, warnings=distinct, chosen=chosen)


def _cut(page: ListPage, most: int) -> ListPage:
    kept = _newest(page.candidates, most)
    lost = _undated(len(page.candidates), kept)
    return replace(page, candidates=kept, warnings=(*page.warnings, *lost))


def _unsorted(pages: Sequence[ListPage], found: int, chosen: tuple[Candidate, ...]) -> tuple[Cause, ...]:
    """What is told of single files, else of all of them together."""
    told = tuple(w for page in pages for w in page.warnings if w.code == "no_lastmod")
    return told or _undated(found, chosen)


def _undated(found: int, kept: tuple[Candidate, ...]) -> tuple[Cause, ...]:
    """Some had to be left out, and nothing tells which are the newest."""
    if found > len(kept) and any(c.modified is None for c in kept):
        return (Cause("no_lastmod", {"found": found, "read": len(kept)}),)
    return ()


def _walk(source: Source, reading: Reading) -> list[Cause]:
    """Reads the files from the top; at most `_FILES`, indexes inside indexes at most `_DEPTH` deep."""
    waiting = [(_entrance(url), 0) for url in source.urls]
    seen: set[str] = set()
    left: list[str] = []
    foreign: list[str] = []
    while waiting:
        url, depth = waiting.pop(0)
        if url in seen:
            continue
        if not is_own(url, source):
            foreign.append(url)
        elif len(seen) >= _FILES or depth > _DEPTH:
            left.append(url)
        else:
            seen.add(url)
            waiting += [(child, depth + 1) for child in _below(url, reading)]
    warnings = [Cause("many_sitemaps", {"read": len(seen), "left": len(left)})] if left else []
    # a robots.txt may well name the sitemaps of other sites too: a fault only where nothing else is left
    return warnings + ([] if reading.found else [Cause("foreign_list", {"url": url}) for url in foreign[:3]])


def _below(url: str, reading: Reading) -> tuple[str, ...]:
    """What a file leads to. A site without a robots.txt has its sitemap in the usual place."""
    robots = url.endswith(_ROBOTS)
    page = reading.page(url, absent=_has_none) if robots else reading.page(url)
    if page is None:
        return (urljoin(url, "/sitemap.xml"),) if robots else ()
    return page.children


def _has_none(failed: FetchFailed) -> bool:
    """RFC 9309 §2.3.1.3: every answer of this kind means that a site has no robots.txt."""
    return failed.status is not None and 400 <= failed.status < 500


def _entrance(url: str) -> str:
    """A site's root stands for its robots.txt."""
    parts = split(url)
    return urljoin(url, _ROBOTS) if parts and parts.path in ("", "/") and not parts.query else url


def _newest(candidates: Iterable[Candidate], most: int) -> tuple[Candidate, ...]:
    """Each address once, what changed last first; what tells no date keeps its order, behind the others."""
    distinct = {c.url: c for c in candidates}.values()
    return tuple(sorted(distinct, key=lambda c: c.modified or _LONG_AGO, reverse=True)[:most])


def read(snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    """The addresses or the files that one file names."""
    return read_robots(snapshot) if snapshot.requested.endswith(_ROBOTS) else read_sitemap(snapshot, source)


KIND: Kind = Sitemap()
