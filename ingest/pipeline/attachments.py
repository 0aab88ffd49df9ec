"""The files that a notice links to: fetched with it, and read as part of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ingest.model import Document, Fetcher, FetchFailed, Link, Snapshot, Source

_READABLE = (None, "image_only")
_MOST = 5
"""A page with more files than this is a library, not a notice."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What could be had. `missing`: a file that may be there next time; `lost`: one of them was read here before."""

    files: tuple[tuple[Link, Snapshot], ...] = ()
    requests: int = 0
    missing: bool = False
    lost: bool = False


def fetch_attachments(document: Document, fetcher: Fetcher, source: Source, before: Collection[str]) -> Attached:
    """Fetch the files of a document that can be read, or whose files are all it has.

    `before` are the addresses of those that were read at the last visit."""
    links = [link for link in document.links if link.attachment][:_MOST] if document.problem in _READABLE else []
    fetched = [(link, fetcher.get(link.url, source=source)) for link in links]
    failed = [link for link, got in fetched if isinstance(got, FetchFailed) and not got.permanent]
    return Attached(
        files=tuple((link, got) for link, got in fetched if isinstance(got, Snapshot)),
        requests=sum(got.requests for _, got in fetched),
        missing=bool(failed),
        lost=any(link.url in before for link in failed),
    )
