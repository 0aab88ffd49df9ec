"""A place under look: what its address gave, what was noticed and tried; and a source tried as it will be used."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Listing, Snapshot, Source, SourceKind
from ingest.sources import kind_of
from ingest.sources.proposals.once import Once
from ingest.sources.proposals.proposal import Note, Proposal, Tried
from ingest.text.dates import order_of
from ingest.text.encoding import Decoded, decode

_NO_PAGES = ("<?xml", "<rss", "<feed", "<rdf", "<urlset", "<sitemapindex", "{", "[", "%pdf")


class Trial:
    """`source` is the address as a single page, with nothing known of it."""

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

    def tried_as(self, source: Source, decoded: Decoded | None = None) -> Proposal:
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
