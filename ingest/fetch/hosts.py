"""Which addresses a source may lead to: http(s), its own hosts, a default port or a port that the source names."""

from __future__ import annotations

import functools
import re
from urllib.parse import SplitResult, urljoin, urlsplit

from ingest.model import Source

_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def split(url: str) -> SplitResult | None:
    """The parts of an http(s) address that all readers of it understand alike; None for anything else.

    Blanks, control characters and backslashes are refused: parsers disagree on where the host ends.
    """
    if _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.scheme in _PORTS and parts.hostname and port_of(parts) else None
    except ValueError:
        return None


def port_of(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def resolve(base: str, reference: str) -> str:
    """`reference` as an absolute address without fragment; blanks inside it are percent-encoded as browsers do."""
    try:
        joined = urljoin(base, re.sub(r"[\t\r\n]", "", reference.strip()))
    except ValueError:
        return reference
    return joined.partition("#")[0].replace(" ", "%20")


def bare(host: str) -> str:
    """The host without a leading "www.": the one pair of names that counts as one."""
    host = host.lower().rstrip(".")
    return host.removeprefix("www.")


@functools.lru_cache(maxsize=4096)
def _places(urls: tuple[str, ...], hosts: tuple[str, ...]) -> frozenset[tuple[str, int | None]]:
    """(bare host, port) pairs; port None stands for the default ports."""
    named = [parts for url in urls if (parts := split(url))]
    entries = [parts for host in hosts if (parts := split(f"http://{host}"))] or named
    places: set[tuple[str, int | None]] = {(bare(parts.hostname or ""), None) for parts in entries}
    return frozenset(places | {(bare(p.hostname or ""), p.port) for p in (*entries, *named) if p.port and p.hostname})


def is_own(url: str, source: Source) -> bool:
    """Whether the source may lead to `url`. Hosts are compared exactly, but for a leading "www."."""
    parts = split(url)
    if not parts or not parts.hostname:
        return False
    places = _places(source.urls, source.hosts)
    host = bare(parts.hostname)
    if port_of(parts) == _PORTS[parts.scheme]:
        return (host, None) in places
    return (host, parts.port) in places and (host, None) in places
