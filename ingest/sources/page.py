"""Single pages: the notices are the source's own addresses."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.model import Candidate, Fetcher, FetchFailed, Kind, Listing, ListPage, Source, Validators


class Page:
    """Single pages, such as a table of fees: each address is a notice of its own."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """No request: the pipeline fetches the addresses as it fetches every candidate."""
        addresses = dict.fromkeys(url.partition("#")[0] for url in source.urls)
        candidates = tuple(Candidate(url) for url in addresses)[: source.max_items]
        return Listing((ListPage(f"source:{source.id}", Validators(), candidates),))


KIND: Kind = Page()
