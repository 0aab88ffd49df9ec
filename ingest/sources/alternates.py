"""The feeds that a web page announces: `<link rel="alternate" type="application/rss+xml" href="…">`."""

from __future__ import annotations

import re

from ingest.text.markup import absolute, base_address, parse

_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)\b", re.I)
_COMMENTS = re.compile(r"comment|评论|評論|留言", re.I)


def announced(text: str, url: str) -> list[tuple[str, str]]:
    """(address, title) of each, those of readers' comments last."""
    root = parse(text)
    base = base_address(root, url) or url
    found: dict[str, str] = {}
    for link in root.iter("link"):
        alternate = "alternate" in (link.get("rel") or "").lower().split()
        address = absolute(link.get("href") or "", base)
        if alternate and address and _TYPES.match((link.get("type") or "").strip()):
            found.setdefault(address, (link.get("title") or "").strip())
    return sorted(found.items(), key=lambda feed: bool(_COMMENTS.search(f"{feed[0]} {feed[1]}")))
