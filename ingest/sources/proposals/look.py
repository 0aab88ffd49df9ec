"""A look at an address: what it gives, and the source that reads it. Everything proposed is tried as it will be used.

what it gives: a feed → feed · a sitemap → sitemap · JSON → json_api · a document → page · a web page ↓
a page: the feed that it names, if that has the list's entries → feed · a list → listing
        JSON for its scripts → json_api · shown by scripts only → rendered · a text → page
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from ingest.model import (
    Candidate,
    Fetcher,
    FetchFailed,
    JsonList,
    Listing,
    NotModified,
    Snapshot,
    Source,
    SourceKind,
)
from ingest.sources import feed, kind_of, sitemap_file
from ingest.sources.embedded import values
from ingest.sources.paging import next_page
from ingest.sources.proposals import bodies, json_lists, lists
from ingest.sources.proposals.once import Once
from ingest.sources.proposals.places import related, with_hosts
from ingest.sources.proposals.proposal import Note, Proposal, Tried
from ingest.sources.proposals.prose import is_menu, is_text
from ingest.sources.reading import Parsed
from ingest.text.dates import order_of
from ingest.text.encoding import Decoded, decode
from ingest.text.markup import absolute, base_address, parse, visible_text

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_DOCUMENTS = ("application/pdf", "application/msword", "application/vnd.", "application/zip", "image/", "text/plain")
_ENTERED = ("allow_private", "headers", "cookies", "proxy", "proxy_password_env", "login")
_NO_PAGES = ("<?xml", "<rss", "<feed", "<rdf", "<urlset", "<sitemapindex", "{", "[", "%pdf")
_PACKED = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_DETAILS = 4
_PROSE = 300
_SITEMAP_ENTRIES = 100
_WORDS = ("notice", "announce", "gonggao", "news", "press", "promo", "xinwen", "zixun", "offer", "update", "media")


def propose(
    url: str,
    id_: str,
    fetcher: Fetcher,
    *,
    time_zone: str | None = None,
    like: Source | None = None,
    kind: SourceKind | None = None,
) -> Proposal | FetchFailed:
    """The source that reads `url`, tried; or why the address gives nothing. Stores nothing.

    `time_zone` is the bank's; `like` is how the place is entered: its headers, cookies, proxy, log-in. `kind` (page or
    listing) is what a person says that a web page is."""
    once = Once(fetcher)
    blank = Source(id=id_, kind=SourceKind.PAGE, urls=(url,), time_zone=time_zone)
    entered = {key: getattr(like, key) for key in _ENTERED} if like else {}
    source = replace(blank, hosts=(urlsplit(url).netloc.rpartition("@")[2],), **entered)
    fetched = once.get(url, source=source)
    if isinstance(fetched, FetchFailed):
        return fetched
    if isinstance(fetched, NotModified):
        return FetchFailed(url, "http_304")
    look = _Look(source, once, fetched)
    return look.of_page(kind) if look.is_page else look.of_file()


class _Look:
    """One place under way."""

    def __init__(self, source: Source, fetcher: Once, first: Snapshot) -> None:
        self.source, self.fetcher, self.first = source, fetcher, first
        self.decoded = decode(first.raw, header=first.charset)
        self.notes: list[Note] = []
        self.tried: list[Tried] = []
        head = self.decoded.text[:4096].lstrip("\ufeff \t\r\n").lower()
        declared = (first.media_type or "").endswith("html") and not head.startswith(_NO_PAGES)
        self.is_page = "<html" in head or "<!doctype html" in head or declared
        if first.url != first.requested:
            self.notes.append(Note("redirected", {"url": first.url}))

    def of_file(self) -> Proposal:
        """What is no web page: a feed, a sitemap, JSON, a document."""
        if self.first.raw.startswith(_PACKED):
            return self._tried(self.source)
        if made := self._feed(self.first.requested):
            return made
        sitemap = replace(self.source, kind=SourceKind.SITEMAP)
        parsed = sitemap_file.read_sitemap(self.first, sitemap)
        if isinstance(parsed, Parsed) and self.decoded.text.lstrip("\ufeff \t\r\n").startswith("<"):
            return self._sitemap(sitemap)
        if made := self._json():
            return made
        if not (self.first.media_type or "").startswith(_DOCUMENTS):
            self.notes.append(Note("no_known_form", {"type": self.first.media_type or "?"}))
        return self._tried(self.source)

    def of_page(self, kind: SourceKind | None) -> Proposal:
        """What a web page leads to."""
        if kind is SourceKind.PAGE:
            return self._tried(self.source)
        root = parse(self.decoded.text)
        listing = replace(self.source, kind=SourceKind.LISTING, hosts=related(root, self.first.url, self.source))
        found = lists.find(root, self.first.url, listing)
        unsure = found.entries and kind is None
        if unsure and (is_menu(found.entries) or self._is_text(root, found, listing)):
            self.notes.append(Note("list_beside", {"entries": len(found.entries)}))
            return self._tried(self.source)
        self.tried += found.tried
        if (made := self._named_feed(root, found.entries)) or (found.entries and (made := self._list(root, found))):
            return made
        if made := self._json():
            return made
        text = visible_text(root)
        if len(text) < _PROSE and root.find(".//script") is not None:
            self.notes.append(Note("script_only"))
            return Proposal(replace(self.source, kind=SourceKind.RENDERED), Listing(()), tuple(self.notes))
        self.notes.append(Note("no_list_here"))
        return self._tried(self.source)

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

    def _feed(self, url: str, wanted: Sequence[Candidate] = ()) -> Proposal | None:
        """The feed at `url`, if it is one and has half of the `wanted` entries."""
        hosts = (*self.source.hosts, urlsplit(url).netloc)
        source = replace(self.source, kind=SourceKind.FEED, urls=(url,), hosts=tuple(dict.fromkeys(hosts)))
        snapshot = self.fetcher.get(url, source=source)
        if not isinstance(snapshot, Snapshot):
            return None
        parsed = feed.read(snapshot, source)
        if not isinstance(parsed, Parsed):
            return None
        had = {c.url for c in parsed.candidates}
        if wanted and sum(c.url in had for c in wanted) * 2 < min(len(wanted), len(had)):
            self.notes.append(Note("other_feed", {"url": url, "entries": len(had)}))
            return None
        if not parsed.candidates and url != self.first.requested:
            return None
        hosts_of = Counter(urlsplit(c.url).netloc for c in parsed.candidates)
        own = (urlsplit(url).netloc, *(host for host, _ in hosts_of.most_common(3)))
        return self._tried(with_hosts(replace(source, hosts=()), own), decode(snapshot.raw, header=snapshot.charset))

    def _named_feed(self, root: HtmlElement, wanted: Sequence[Candidate]) -> Proposal | None:
        base = base_address(root, self.first.url) or self.first.url
        links = [e for e in root.iter("link") if (e.get("type") or "").lower().split(";")[0].strip() in _FEEDS]
        for url in list(dict.fromkeys(filter(None, (absolute(e.get("href") or "", base) for e in links))))[:3]:
            if made := self._feed(url, wanted):
                return replace(made, notes=(*made.notes, Note("feed_of_page", {"url": url})))
        return None

    def _sitemap(self, source: Source) -> Proposal:
        made = self._tried(source)
        if len(made.entries) <= _SITEMAP_ENTRIES:
            return made
        paths = Counter(_folder(c.url) for c in made.entries)
        named = [path for path, _ in paths.most_common() if any(word in path.lower() for word in _WORDS)]
        if not named:
            return replace(made, notes=(*made.notes, Note("large_sitemap", {"entries": len(made.entries)})))
        return self._tried(replace(source, match=tuple(f"{path}*" for path in named[:3])))

    def _json(self) -> Proposal | None:
        """JSON, alone or in the scripts of a page."""
        for answer in values(self.decoded.text, JsonList("@")):
            place = json_lists.describe(answer)
            if place is None:
                continue
            if place.detail:  # the entries have no address of their own: that of the list, and what tells them apart
                place = replace(place, detail=(urlsplit(self.first.url).path or "/") + place.detail)
            made = self._tried(replace(self.source, kind=SourceKind.JSON_API, json=place))
            if made.works:
                return replace(made, notes=(*made.notes, Note("json_found", {"items": place.items})))
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
        return self._tried(source)

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

    def _tried(self, source: Source, decoded: Decoded | None = None) -> Proposal:
        """The source with what its own entries tell of it, and what its visit gives."""
        decoded = decoded or self.decoded
        source = replace(source, encoding=self._encoding(decoded))
        outcome = kind_of(source).visit(source, self.fetcher, {})
        if isinstance(outcome, Listing) and outcome.candidates:
            titles = " ".join(c.title or "" for c in outcome.candidates) or decoded.text[:2000]
            source = replace(source, language=_language(titles), expect=_expected(source, outcome))
        order = order_of(self.decoded.text) if source.kind is SourceKind.LISTING else None
        if order and order != source.date_order:
            source = replace(source, date_order=order)
            outcome = kind_of(source).visit(source, self.fetcher, {})
        return Proposal(source, outcome, tuple(self.notes), tuple(self.tried), f"{decoded.charset} ({decoded.how})")

    def _encoding(self, decoded: Decoded) -> str | None:
        """Said only where the pages do not say it rightly themselves."""
        guessed = decoded.how == "statistics" and decoded.charset != "utf-8"
        return decoded.charset if guessed else None


def _folder(url: str) -> str:
    """The first two steps of an address's path."""
    steps = urlsplit(url).path.split("/")[1:-1][:2]
    return "/" + "".join(f"{step}/" for step in steps)


def _language(text: str) -> str | None:
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in text)
    letters = sum(c.isascii() and c.isalpha() for c in text)
    others = sum(c.isalpha() and not c.isascii() for c in text) - chinese
    if chinese * 3 > letters:
        return "zh"
    return "en" if letters and others * 20 < letters else None


def _expected(source: Source, outcome: Listing) -> int | None:
    """How many entries a visit should list; a page or a folder lists itself."""
    return len(outcome.candidates) if source.kind not in (SourceKind.PAGE, SourceKind.FOLDER) else None
