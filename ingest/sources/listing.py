"""Web pages that list notices, with the source's selectors or without any."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from ingest.model import Candidate, Cause, Fetcher, FetchFailed, Kind, Listing, ListPage, Snapshot, Source
from ingest.sources import mainlist
from ingest.sources.entries import candidate, dated, entries
from ingest.sources.links import anchors
from ingest.sources.paging import next_page
from ingest.sources.reading import Parsed, Reading
from ingest.sources.script_pager import by_script
from ingest.sources.selectors import links_of
from ingest.text.encoding import decode
from ingest.text.markup import parse, visible_text
from ingest.text.walls import is_blocked, is_login

_LITTLE = 200
_SCRIPTS = re.compile(r"<script\b|http-equiv\s*=\s*[\"']?refresh", re.I)


class ListingKind:
    """A page that lists notices, and the pages after it. Selectors are optional: without `link` the list is found."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """Follows each address up to `pages` pages deep; stops at a repeat and at `max_items`."""
        reading = Reading(source, fetcher, remembered, read)
        seen: set[str] = set()
        for start in source.urls:
            url: str | None = start
            for _ in range(max(source.pages, 1)):
                if url is None or url in seen or reading.found >= source.max_items:
                    break
                seen.add(url)
                before = reading.found
                page = reading.page(url)
                url = page.next if page and reading.found > before else None
        return reading.listing()


def read(snapshot: Snapshot, source: Source) -> Parsed:
    """The entries of one list page and the address of the next."""
    text = decode(snapshot.raw, header=snapshot.charset, hint=source.encoding).text
    root = parse(text)
    found = tuple(candidates(root, snapshot.url, source))
    if wall := _wall(root, text, shows_entries=bool(found)):
        return Parsed((), warnings=(Cause(wall, {"url": snapshot.requested}),))
    if found:
        following = next_page(root, snapshot.url, source)
        stuck = following is None and source.pages > 1 and snapshot.requested in source.urls and by_script(root)
        return Parsed(found, following, (Cause("script_pager", {"url": snapshot.requested}),) if stuck else ())
    return Parsed((), warnings=(_warning(root, text, snapshot.requested, source),))


def candidates(root: HtmlElement, page: str, source: Source) -> list[Candidate]:
    """The entries of one list page, with the source's selectors or without any."""
    if source.link:
        chosen = anchors(root, page, source, links_of(root, source.link))
        return [dated(candidate(entry, source)) for entry in entries(chosen)]
    return mainlist.find(anchors(root, page, source), source)


def _wall(root: HtmlElement, text: str, *, shows_entries: bool) -> str | None:
    """What stands in front of the list. Where entries show, only the page's title can say so."""
    title = " ".join(root.xpath("string(//title)").split())
    shown = "…" * 2000 if shows_entries else visible_text(root)
    if is_login(text, title, shown):
        return "list_login"
    return "list_blocked" if is_blocked(text, title, shown) else None


def _warning(root: HtmlElement, text: str, url: str, source: Source) -> Cause:
    if len(visible_text(root)) < _LITTLE and _SCRIPTS.search(text):
        return Cause("list_script_only", {"url": url})
    if source.link:
        return Cause("no_match", {"url": url, "selectors": ", ".join(source.link)})
    return Cause("no_list", {"url": url})


KIND: Kind = ListingKind()
