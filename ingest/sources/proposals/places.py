"""Where a place is: its name, the hosts of its house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from ingest.fetch.hosts import bare, is_own
from ingest.model import Source
from ingest.text.markup import absolute, base_address

_EMPTY = frozenset(("index", "list", "default", "html", "www", "home", "main"))
_GENERIC = ("", "m", "en", "cn", "bank", "web", "portal", "news", "mobile", "static", "file", "files", "media", "info")
_PLACES = ("com", "org", "net", "gov", "edu", "co", "ac", "gob", "or", "ne", "go")


def related(root: HtmlElement, page: str, source: Source) -> tuple[str, ...]:
    """The hosts of the same house that the page leads to: a bank's files often lie on a host of their own."""
    base, family = base_address(root, page) or page, _family(urlsplit(page).hostname or "")
    linked = (urlsplit(url).netloc for a in root.iter("a") if (url := absolute(a.get("href") or "", base)))
    return tuple(dict.fromkeys((*source.hosts, *(h for h in linked if _family(h.partition(":")[0]) == family))))


def _family(host: str) -> str:
    labels = host.lower().rstrip(".").split(".")
    if labels[-1].isdigit():
        return host
    many = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _PLACES
    return ".".join(labels[-3 if many else -2 :])


def with_hosts(source: Source, hosts: Sequence[str]) -> Source:
    """The source with its hosts, named only where its addresses do not say them."""
    distinct = list({bare(h): h for h in reversed(hosts) if h}.values())[::-1]
    if all(is_own(f"{urlsplit(source.urls[0]).scheme}://{host}/", source) for host in distinct):
        return replace(source, hosts=())
    return replace(source, hosts=tuple(distinct))


def named(url: str, taken: Sequence[str]) -> str:
    """An id that says where the place is: host and last word of the path, different from those `taken`."""
    parts = urlsplit(url)
    host = bare(parts.hostname or "")
    family = _family(host)
    inner = host.removesuffix(family).rstrip(".").rpartition(".")[2]
    site = _plain(inner if inner not in _GENERIC else family.split(".")[0]) or "place"
    steps = [step.partition(".")[0] for step in parts.path.split("/")]
    plain = [w for w in map(_plain, steps) if len(w) > 2]
    id_ = "-".join(dict.fromkeys((site, *plain[-1:])))[:48].strip("-") or "place"
    return next(i for n in range(1, len(taken) + 2) if (i := id_ if n == 1 else f"{id_}-{n}") not in taken)


def _plain(step: str) -> str:
    """The words of a step of a path that say something."""
    words = "".join(c if c.isascii() and c.isalnum() else "-" for c in step).lower().split("-")
    return "-".join(word for word in words if word and not word.isdigit() and word not in _EMPTY)


def address_of(text: str) -> str:
    """What a person typed, as an address: "www.bank.example/notices" lacks its scheme."""
    return text if "://" in text else urljoin("https://", f"//{text}")
