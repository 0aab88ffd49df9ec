"""Which sources share a host. Whoever visits one of them holds the place that they are in."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from urllib.parse import urlsplit

from ingest.fetch.hosts import bare
from ingest.model import Source

_KIND = 0x68
"""The first byte of a place's lock: no other lock of ours begins with it."""


def places(sources: Iterable[Source]) -> dict[str, str]:
    """By source the place that it is in, named after one of its hosts. Sources that share a host, be it by way of
    others, are in one place; those that ask nobody, such as folders, are not there."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = name = above[above[name]]
        return name

    asked = {source.id: hosts(source) for source in sources}
    for names in asked.values():
        for one, other in itertools.pairwise(names):
            first, second = sorted((top(one), top(other)))
            above[second] = first
    return {source: top(names[0]) for source, names in asked.items() if names}


def hosts(source: Source) -> list[str]:
    """The hosts that a visit of `source` may ask, as one name each, whatever the port."""
    urls = [*source.urls, *(f"http://{host}" for host in source.hosts)]
    if source.login and source.login.url:
        urls.append(source.login.url)
    if source.mailbox:
        urls.append(f"imaps://{source.mailbox.server}")
    return sorted({bare(host) for url in urls if (host := urlsplit(url).hostname)})


def key(place: str) -> int:
    """The number of a place's lock, the same on every machine."""
    digest = hashlib.sha256(place.encode()).digest()
    return _KIND << 56 | int.from_bytes(digest[:7], "big")
