"""RSS, Atom, RDF and JSON Feed. Lenient: what a careless platform writes is read as far as it goes."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.fetch.hosts import is_own, resolve, split
from ingest.model import Candidate, Cause, Fetcher, FetchFailed, Kind, Listing, ListPage, Snapshot, Source
from ingest.sources.alternates import announced
from ingest.sources.reading import Parsed, Reading
from ingest.text.dates import first_date
from ingest.text.encoding import decode
from ingest.text.markup import words_of

_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.I)
_PAGE = re.compile(r"<!doctype\s+html|<html\b", re.I)
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DATES = ("published", "updated", "created")


class Feed:
    """A news feed (RSS, Atom, RDF, JSON Feed) or a page that announces one. Entries keep their summary."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """One list page per address, and one for each page that leads to its feed."""
        # where a feed was, a page is what a site shows for a missing one: the feed that it announces is another
        doors = {url for url in source.urls if not (url in remembered and remembered[url].candidates)}

        def parse(snapshot: Snapshot, of: Source) -> Parsed | FetchFailed:
            return _door(snapshot, of) if snapshot.requested in doors else read(snapshot, of)

        reading = Reading(source, fetcher, remembered, parse)
        for url in source.urls:
            page = reading.page(url)
            if page and page.next and page.next not in source.urls:
                reading.page(page.next)
        return reading.listing()


def _door(snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    """A feed, or a page that leads to one."""
    text = decode(snapshot.raw, header=snapshot.charset, hint=source.encoding).text
    if not _is_page(text):
        return read(snapshot, source)
    feeds = [url for url, _ in announced(text, snapshot.url)]
    own = [url for url in feeds if is_own(url, source)]
    if own:
        return Parsed((), next=own[0])
    elsewhere = (Cause("feed_elsewhere", {"url": feeds[0]}),) if feeds else (Cause("page_not_feed"),)
    return FetchFailed(snapshot.requested, "not_a_feed", status=snapshot.status, because=elsewhere)


def read(snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    """The entries of a feed; "not_a_feed" for a web page (a soft 404, a block page) and for everything else."""
    text = decode(snapshot.raw, header=snapshot.charset, hint=source.encoding).text.lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _json(text, snapshot, source)
    if _is_page(text):
        return _refusal(snapshot, "page_not_feed")
    return _xml(_CONTROLS.sub("", text), snapshot, source)


def _is_page(text: str) -> bool:
    head = text.lstrip("\ufeff \t\r\n")[:4096]
    return bool(_PAGE.search(head)) and not _FEED.search(head)


def _refusal(snapshot: Snapshot, instead: str) -> FetchFailed:
    return FetchFailed(snapshot.requested, "not_a_feed", status=snapshot.status, because=(Cause(instead),))


def _xml(text: str, snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": snapshot.url}
    # A stream: given a string, feedparser looks for an address to fetch or a file to open.
    stream = io.BytesIO(_DECLARATION.sub("", text, count=1).lstrip().encode("utf-8", "replace"))
    feed = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries and not feed.get("version"):
        return _refusal(snapshot, "no_feed_format")
    base = resolve(snapshot.url, str(feed.feed.get("link") or ""))
    base = base if split(base) else snapshot.url
    return _parsed([_candidate(dict(entry), base, source) for entry in feed.entries])


def _parsed(candidates: list[Candidate | None]) -> Parsed:
    missing = candidates.count(None)
    warnings = (Cause("no_address", {"n": missing}),) if missing else ()
    return Parsed(tuple(c for c in candidates if c), warnings=warnings)


def _candidate(entry: Mapping[str, Any], base: str, source: Source) -> Candidate | None:
    url = _address(_references(entry), base)
    if url is None:
        return None
    bodies = [str(c.get("value") or "") for c in entry.get("content", ())] + [str(entry.get("summary") or "")]
    return Candidate(url, _plain(entry.get("title")), _published(entry, source), max(bodies, key=len) or None)


def _references(entry: Mapping[str, Any]) -> Iterator[str]:
    """Where an entry may say its address; a guid only counts if it is one."""
    yield str(entry.get("link") or "")
    guid = str(entry.get("id") or "")
    yield guid if split(guid) else ""
    for link in entry.get("links", ()):
        yield str(link.get("href") or "")


def _address(references: Iterator[str], base: str) -> str | None:
    for reference in references:
        if reference.strip() and split(url := resolve(base, reference)):
            return url
    return None


def _plain(title: object) -> str | None:
    return words_of(title) or None if isinstance(title, str) else None


def _published(entry: Mapping[str, Any], source: Source) -> dt.date | None:
    """The date as printed; feedparser's own only where we find none: it loses the day of "2026年11月21日"."""
    texts = [str(entry.get(name) or "") for name in _DATES]
    for text in texts:
        if date := first_date(text, source.date_order):
            return date
    for name, text in zip(_DATES, texts, strict=True):
        moment = entry.get(f"{name}_parsed")
        if moment and text.isascii():
            return dt.date(moment.tm_year, moment.tm_mon, moment.tm_mday)
    return None


def _json(text: str, snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _refusal(snapshot, f"the address gives broken JSON: {error}")
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return _refusal(snapshot, "the address gives JSON, but no JSON Feed")
    items = [item for item in feed["items"] if isinstance(item, dict)]
    return _parsed([_item(item, snapshot.url, source) for item in items])


def _item(item: Mapping[str, Any], base: str, source: Source) -> Candidate | None:
    identity = str(item.get("id") or "")
    references = [item.get("url"), item.get("external_url"), identity if split(identity) else None]
    url = _address(iter([r for r in references if isinstance(r, str)]), base)
    if url is None:
        return None
    bodies = [str(item.get(name) or "") for name in ("content_html", "content_text", "summary")]
    stamp = str(item.get("date_published") or item.get("date_modified") or "")
    return Candidate(url, _plain(item.get("title")), first_date(stamp, source.date_order), max(bodies, key=len) or None)


KIND: Kind = Feed()
