"""Lists that a site gives as JSON: an interface of its own, a file, or what a page carries for its scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from ingest.fetch.hosts import resolve, split
from ingest.model import Candidate, Cause, Fetcher, FetchFailed, JsonList, Kind, Listing, ListPage, Snapshot, Source
from ingest.sources.embedded import values
from ingest.sources.json_dates import date_of
from ingest.sources.json_pages import asked, counts
from ingest.sources.json_paths import filled, find, first, words
from ingest.sources.reading import Parsed, Reading
from ingest.text.encoding import decode
from ingest.text.markup import words_of

_ACCEPT = {"Accept": "application/json, text/javascript;q=0.9, text/html;q=0.8, */*;q=0.7"}
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z][^&]{0,200}?&gt;")
_KEYS = 8
_SAID = 200


class JsonApi:
    """A list in JSON: an interface, by GET or POST, or part of a web page. `[source.json]` says where things stand."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """Follows each address up to `pages` pages deep; stops at an empty page, at a repeat and at `max_items`."""
        reading = Reading(source, fetcher, remembered, read)
        for url in source.urls:
            if source.json:
                _pages(url, source.json, source, reading)
        return reading.listing()


def _pages(url: str, place: JsonList, source: Source, reading: Reading) -> None:
    following: str | None = None
    for number in range(max(source.pages, 1)):
        address = following if place.next and following else url
        ask = asked(address, place, number, following)
        before = reading.found
        page = reading.page(
            ask.url, post=ask.post, key=ask.key, headers=_ACCEPT, absent=_is_end if number else _is_failure
        )
        following = page.next if page else None
        more = following is not None or (not place.next and not place.cursor and counts(url, place))
        if page is None or not more or reading.found in (before, source.max_items) or reading.found > source.max_items:
            return


def _is_end(failed: FetchFailed) -> bool:
    """What stands behind the last page: nothing, or no list."""
    return failed.status in (404, 410) or failed.code == "no_items"


def _is_failure(_: FetchFailed) -> bool:
    return False


def read(snapshot: Snapshot, source: Source) -> Parsed | FetchFailed:
    """The entries of one answer. "not_json", or "no_items" where `items` leads to no list: an answer that is an error
    message of the interface is a failure, not an empty list."""
    place = source.json or JsonList("@")
    text = decode(snapshot.raw, header=snapshot.charset, hint=source.encoding).text
    answers = list(values(text, place))
    for answer in answers:
        if (entries := _entries(find(answer, place.items))) is not None:
            return _parsed(entries, answer, snapshot, source, place)
    if not answers:
        return FetchFailed(snapshot.requested, "not_json", status=snapshot.status)
    about = {"items": place.items, "keys": _told(answers[0])}
    return FetchFailed(snapshot.requested, "no_items", about, status=snapshot.status)


def _entries(found: Any) -> list[Any] | None:
    """A list, or the values of a mapping of entries."""
    if isinstance(found, dict):
        return list(found.values()) if all(isinstance(v, dict) for v in found.values()) else None
    return found if isinstance(found, list) else None


def _told(answer: Any) -> str:
    """What stands in an answer, for the person who mends `items`."""
    if not isinstance(answer, dict):
        return type(answer).__name__
    shown = (f"{k} = {v!r}"[:60] if isinstance(v, str | int | float | None) else str(k) for k, v in answer.items())
    return ", ".join(text for _, text in zip(range(_KEYS), shown, strict=False))[:_SAID]


def _parsed(entries: list[Any], answer: Any, snapshot: Snapshot, source: Source, place: JsonList) -> Parsed:
    found = [_candidate(entry, snapshot, source, place) for entry in entries if entry is not None]
    missing = found.count(None)
    warnings = (Cause("no_address", {"n": missing}),) if missing else ()
    return Parsed(tuple(c for c in found if c), _following(answer, snapshot, place), warnings)


def _following(answer: Any, snapshot: Snapshot, place: JsonList) -> str | None:
    """The next page's address, or its cursor."""
    if place.next:
        found = words(find(answer, place.next))
        return resolve(snapshot.url, found) if found else None
    return words(find(answer, place.cursor)) if place.cursor else None


def _candidate(entry: Any, snapshot: Snapshot, source: Source, place: JsonList) -> Candidate | None:
    url = next((u for u in _addresses(entry, snapshot.url, place) if split(u)), None)
    if url is None:
        return None
    zone = ZoneInfo(source.time_zone or "UTC")
    day = next((d for path in place.date if (d := date_of(find(entry, path), source.date_order, zone))), None)
    title = words(first(entry, place.title))
    return Candidate(url, words_of(title) or None if title else None, day, content=_body(entry, place.body))


def _addresses(entry: Any, base: str, place: JsonList) -> Iterator[str]:
    link = words(first(entry, place.link))
    if link:
        yield resolve(base, link)
    address = filled(place.detail, entry) if place.detail else None
    if address:
        # what stands behind "#" tells one notice from another where all have the same page
        yield resolve(base, address) + (f"#{address.partition('#')[2]}" if "#" in address else "")


def _body(entry: Any, paths: tuple[str, ...]) -> str | None:
    """The notice itself as HTML, out of HTML, escaped HTML, or plain text."""
    text = words(first(entry, paths))
    if text is None:
        return None
    if text[:3].lower() == "%3c":
        text = unquote(text)
    if not _TAG.search(text) and _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    if _TAG.search(text):
        return text
    return "".join(f"<p>{html.escape(html.unescape(line))}</p>" for line in text.splitlines() if line.strip())


def notice(snapshot: Snapshot, source: Source) -> str | FetchFailed:
    """The notice that stands in the JSON which its own address gave, as HTML."""
    place = source.json or JsonList("@")
    text = decode(snapshot.raw, header=snapshot.charset, hint=source.encoding).text
    answers = list(values(text, place))
    for answer in answers:
        if body := _body(answer, place.detail_body):
            return body
    code = "no_notice" if answers else "not_json"
    about = {"paths": ", ".join(place.detail_body), "keys": _told(answers[0])} if answers else {}
    return FetchFailed(snapshot.requested, code, about, status=snapshot.status, requests=snapshot.requests)


KIND: Kind = JsonApi()
