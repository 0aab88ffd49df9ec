"""What a web page is: a list, with its selectors, its further pages and the place of its notices; or a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from ingest.model import Candidate, Listing, Snapshot, Source, SourceKind
from ingest.sources.paging import next_page
from ingest.sources.proposals import bodies, lists
from ingest.sources.proposals.files import FileTrial
from ingest.sources.proposals.hints import hints
from ingest.sources.proposals.places import related, with_hosts
from ingest.sources.proposals.proposal import Note, Proposal
from ingest.sources.proposals.prose import is_menu, is_text
from ingest.text.encoding import decode
from ingest.text.markup import absolute, base_address, parse, visible_text

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_DETAILS = 4
_PROSE = 300


class PageTrial(FileTrial):
    """A place that may be a web page."""

    def of_page(self, kind: SourceKind | None) -> Proposal:
        """What a web page leads to."""
        if kind is SourceKind.PAGE:
            return self.tried_as(self.source)
        root = parse(self.decoded.text)
        listing = replace(self.source, kind=SourceKind.LISTING, hosts=related(root, self.first.url, self.source))
        found = lists.find(root, self.first.url, listing)
        unsure = found.entries and kind is None
        if unsure and (is_menu(found.entries) or self._is_text(root, found, listing)):
            self.notes.append(Note("list_beside", {"entries": len(found.entries)}))
            self._hint(root, listing)
            return self.tried_as(self.source)
        self.tried += found.tried
        if (made := self._named_feed(root, found.entries)) or (found.entries and (made := self._list(root, found))):
            return made
        if made := self.as_json():
            return made
        text = visible_text(root)
        if len(text) < _PROSE and root.find(".//script") is not None:
            self.notes.append(Note("script_only"))
            return Proposal(replace(self.source, kind=SourceKind.RENDERED), Listing(()), tuple(self.notes))
        self.notes.append(Note("no_list_here"))
        self._hint(root, listing)
        return self.tried_as(self.source)

    def _hint(self, root: HtmlElement, source: Source) -> None:
        for url, label in hints(root, self.first.url, source).items():
            self.notes.append(Note("try_also", {"url": url, "label": label}))

    def _is_text(self, root: HtmlElement, found: lists.Found, source: Source) -> bool:
        """A page that seems to be a text is held against another page of its site: the furniture they share is none."""
        if not is_text(root, found.boxes, found.entries):
            return False
        for entry in found.entries[:_DETAILS]:
            other = self.fetcher.get(entry.url, source=source)
            if isinstance(other, Snapshot):
                page = parse(decode(other.raw, header=other.charset).text)
                return is_text(root, found.boxes, found.entries, page)
        return True

    def _named_feed(self, root: HtmlElement, wanted: Sequence[Candidate]) -> Proposal | None:
        base = base_address(root, self.first.url) or self.first.url
        links = [e for e in root.iter("link") if (e.get("type") or "").lower().split(";")[0].strip() in _FEEDS]
        for url in list(dict.fromkeys(filter(None, (absolute(e.get("href") or "", base) for e in links))))[:3]:
            if made := self.as_feed(url, wanted):
                return replace(made, notes=(*made.notes, Note("feed_of_page", {"url": url})))
        return None

    def _list(self, root: HtmlElement, found: lists.Found) -> Proposal:
        """The listing with what was found of it: selectors, further pages, where the notice stands on its page."""
        hosts = (urlsplit(self.first.requested).netloc, *dict.fromkeys(urlsplit(c.url).netloc for c in found.entries))
        source = with_hosts(replace(self.source, kind=SourceKind.LISTING, hosts=()), hosts)
        source = replace(
            source, link=(found.link,) if found.link else (), date=(found.date,) if found.date else (), body=()
        )
        source = replace(source, pages=self._pages(root, source, found.entries))
        source = replace(source, body=self._body(source, found.entries))
        return self.tried_as(source)

    def _pages(self, root: HtmlElement, source: Source, first: Sequence[Candidate]) -> int:
        """How many pages of the list are worth reading: the next one, if it has other entries."""
        url = next_page(root, self.first.url, source)
        if url is None:
            return 1
        snapshot = self.fetcher.get(url, source=source)
        if not isinstance(snapshot, Snapshot):
            self.notes.append(Note("next_unread", {"url": url}))
            return 1
        page = parse(decode(snapshot.raw, header=snapshot.charset).text)
        more = {c.url for c in lists.find(page, snapshot.url, source).entries} - {c.url for c in first}
        self.notes.append(Note("next_page", {"url": url, "entries": len(more)}))
        return 2 if more else 1

    def _body(self, source: Source, entries: Sequence[Candidate]) -> tuple[str, ...]:
        pages: list[HtmlElement] = []
        for entry in entries[:_DETAILS]:
            snapshot = self.fetcher.get(entry.url, source=source)
            if isinstance(snapshot, Snapshot) and (snapshot.media_type or "text/html").endswith(("html", "xml")):
                pages.append(parse(decode(snapshot.raw, header=snapshot.charset).text))
            if len(pages) == 2:
                break
        selector, tried = bodies.find(pages, [entry.title or "" for entry in entries[:_DETAILS]])
        self.tried += tried
        if len(pages) < 2:
            self.notes.append(Note("few_details", {"read": len(pages)}))
        return (selector,) if selector else ()
