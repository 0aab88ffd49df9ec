"""A look at an address: what it gives, and the source that reads it. Everything proposed is tried as it will be used.

what it gives   a feed → feed · a sitemap → sitemap · JSON → json_api · a document → page · a web page ↓
a web page      the feed that it names, if that has the list's entries → feed · a list → listing
                JSON for its scripts → json_api · shown by scripts only → rendered · a text → page
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from ingest.model import Fetcher, FetchFailed, NotModified, Source, SourceKind
from ingest.sources.proposals.once import Once
from ingest.sources.proposals.pages import PageTrial
from ingest.sources.proposals.proposal import Proposal

_ENTERED = ("allow_private", "headers", "cookies", "proxy", "proxy_password_env", "login")


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
    trial = PageTrial(source, once, fetched)
    return trial.of_page(kind) if trial.is_page else trial.of_file()
