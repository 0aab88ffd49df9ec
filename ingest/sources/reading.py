"""One visit under way: list pages fetched or remembered, counted, and joined to a `Listing`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ingest.model import Candidate, Cause, Fetcher, FetchFailed, Listing, ListPage, NotModified, Snapshot, Source


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a list page says."""

    candidates: tuple[Candidate, ...]
    next: str | None = None
    warnings: tuple[Cause, ...] = ()


Parse = Callable[[Snapshot, Source], Parsed | FetchFailed]


class Reading:
    """Collects list pages. A page that answers 304, or the bytes it had before, is not parsed again."""

    def __init__(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage], parse: Parse) -> None:
        self._source = source
        self._fetcher = fetcher
        self._remembered = remembered
        self._parse = parse
        self._pages: list[ListPage] = []
        self._failed: list[FetchFailed] = []
        self._warnings: list[Cause] = []
        self._requests = self._not_modified = 0

    def page(self, url: str) -> ListPage | None:
        """The list page at `url`, also kept for the listing; None if it failed."""
        known = self._remembered.get(url)
        fetched = self._fetcher.get(url, source=self._source, validators=known.validators if known else None)
        self._requests += fetched.requests
        page = self._read(url, fetched, known)
        if isinstance(page, FetchFailed):
            self._failed.append(page)
            return None
        self._pages.append(page)
        return page

    def _read(
        self, url: str, fetched: Snapshot | NotModified | FetchFailed, known: ListPage | None
    ) -> ListPage | FetchFailed:
        if isinstance(fetched, FetchFailed):
            return fetched
        if isinstance(fetched, NotModified):
            self._not_modified += 1
            return known or FetchFailed(url, "http_304")
        if known and known.validators.sha256 == fetched.sha256:
            return replace(known, validators=fetched.validators)
        parsed = self._parse(fetched, self._source)
        if isinstance(parsed, FetchFailed):
            return parsed
        self._warnings += parsed.warnings
        return ListPage(url, fetched.validators, parsed.candidates, parsed.next)

    @property
    def found(self) -> int:
        """Distinct addresses so far."""
        return len({c.url for page in self._pages for c in page.candidates})

    def listing(self) -> Listing | FetchFailed:
        """All pages, `max_items` candidates at most. A failure if not one page could be read."""
        if not self._pages and self._failed:
            return replace(self._failed[0], requests=self._requests)
        failed = (Cause("page_failed", {"url": f.requested}, (f.cause,)) for f in self._failed)
        warnings = [*self._warnings, *failed]
        if not self.found and not self._warnings:
            warnings.append(Cause("no_entries"))
        distinct = tuple(w for at, w in enumerate(warnings) if w not in warnings[:at])
        return Listing(self._capped(), self._requests, self._not_modified, distinct)

    def _capped(self) -> tuple[ListPage, ...]:
        left, pages = self._source.max_items, []
        for page in self._pages:
            pages.append(replace(page, candidates=page.candidates[: max(left, 0)]))
            left -= len(page.candidates)
        return tuple(pages)
