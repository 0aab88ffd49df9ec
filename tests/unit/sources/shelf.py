"""A fetcher without a network: addresses and what they give."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from ingest.model import (
    Fetched,
    FetchFailed,
    Listing,
    ListPage,
    NotModified,
    Post,
    Snapshot,
    Source,
    SourceKind,
    Validators,
)
from ingest.sources import kind_of

HOME = "http://www.bank.example/notice/index.html"


class Shelf:
    """`pages[url]` is a text, bytes or a finished answer; a page whose ETag is known answers 304 if `conditional`."""

    def __init__(self, pages: Mapping[str, str | bytes | Fetched], conditional: bool = False) -> None:
        self.pages = dict(pages)
        self.conditional = conditional
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str] | None] = []

    def get(
        self,
        url: str,
        *,
        source: Source,
        validators: Validators | None = None,
        post: Post | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        self.asked.append(url)
        self.headers.append(headers)
        page = self.pages.get(url, FetchFailed(url, "http_404", permanent=True, status=404))
        if not isinstance(page, str | bytes):
            return page
        raw = page.encode() if isinstance(page, str) else page
        digest = hashlib.sha256(raw).hexdigest()
        if self.conditional and validators and validators.etag == digest:
            return NotModified(url)
        now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
        return Snapshot(url, url, 200, "text/html", None, raw, digest, Validators(etag=digest, sha256=digest), now)


def source(kind: str = "listing", *urls: str, **changes: Any) -> Source:
    return Source(**({"id": "s", "kind": SourceKind(kind), "urls": urls or (HOME,)} | changes))


def visit(shelf: Shelf, of: Source, remembered: Mapping[str, ListPage] | None = None) -> Listing:
    listing = kind_of(of).visit(of, shelf, remembered or {})
    assert isinstance(listing, Listing), listing
    return listing


def failure(shelf: Shelf, of: Source) -> FetchFailed:
    failed = kind_of(of).visit(of, shelf, {})
    assert isinstance(failed, FetchFailed), failed
    return failed


def listed(html: str, **changes: Any) -> list[tuple[str, str | None, str | None]]:
    """(path, title, date) of what a list page at HOME gives."""
    listing = visit(Shelf({HOME: html}), source(**changes))
    return [
        (c.url.removeprefix("http://www.bank.example"), c.title, c.published.isoformat() if c.published else None)
        for c in listing.candidates
    ]
