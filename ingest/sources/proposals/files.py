"""What is no web page: a feed, a sitemap, JSON (alone or in a page's scripts), a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from ingest.model import Candidate, JsonList, Snapshot, Source, SourceKind
from ingest.sources import feed, sitemap_file
from ingest.sources.embedded import values
from ingest.sources.proposals import json_lists
from ingest.sources.proposals.places import with_hosts
from ingest.sources.proposals.proposal import Note, Proposal
from ingest.sources.proposals.trial import Trial
from ingest.sources.reading import Parsed
from ingest.text.encoding import decode

_DOCUMENTS = ("application/pdf", "application/msword", "application/vnd.", "application/zip", "image/", "text/plain")
_PACKED = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_SITEMAP_ENTRIES = 100
_WORDS = ("notice", "announce", "gonggao", "news", "press", "promo", "xinwen", "zixun", "offer", "update", "media")


class FileTrial(Trial):
    """A place that may be a file."""

    def of_file(self) -> Proposal:
        """What is no web page: a feed, a sitemap, JSON, a document."""
        if self.first.raw.startswith(_PACKED):
            return self.tried_as(self.source)
        if made := self.as_feed(self.first.requested):
            return made
        sitemap = replace(self.source, kind=SourceKind.SITEMAP)
        parsed = sitemap_file.read_sitemap(self.first, sitemap)
        if isinstance(parsed, Parsed) and self.decoded.text.lstrip("\ufeff \t\r\n").startswith("<"):
            return self._sitemap(sitemap)
        if made := self.as_json():
            return made
        if not (self.first.media_type or "").startswith(_DOCUMENTS):
            self.notes.append(Note("no_known_form", {"type": self.first.media_type or "?"}))
        return self.tried_as(self.source)

    def as_feed(self, url: str, wanted: Sequence[Candidate] = ()) -> Proposal | None:
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
        return self.tried_as(with_hosts(replace(source, hosts=()), own), decode(snapshot.raw, header=snapshot.charset))

    def _sitemap(self, source: Source) -> Proposal:
        made = self.tried_as(source)
        if len(made.entries) <= _SITEMAP_ENTRIES:
            return made
        paths = Counter(_folder(c.url) for c in made.entries)
        named = [path for path, _ in paths.most_common() if any(word in path.lower() for word in _WORDS)]
        if not named:
            return replace(made, notes=(*made.notes, Note("large_sitemap", {"entries": len(made.entries)})))
        return self.tried_as(replace(source, match=tuple(f"{path}*" for path in named[:3])))

    def as_json(self) -> Proposal | None:
        """JSON, alone or in the scripts of a page."""
        for answer in values(self.decoded.text, JsonList("@")):
            place = json_lists.describe(answer)
            if place is None:
                continue
            if place.detail:  # the entries have no address of their own: that of the list, and what tells them apart
                place = replace(place, detail=(urlsplit(self.first.url).path or "/") + place.detail)
            made = self.tried_as(replace(self.source, kind=SourceKind.JSON_API, json=place))
            if made.works:
                return replace(made, notes=(*made.notes, Note("json_found", {"items": place.items})))
        return None


def _folder(url: str) -> str:
    """The first two steps of an address's path."""
    steps = urlsplit(url).path.split("/")[1:-1][:2]
    return "/" + "".join(f"{step}/" for step in steps)
