"""One visit under way: list pages fetched or remembered, counted, and joined to a `Listing`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ingest.model import (
    Candidate,
    Cause,
    Fetched,
    Fetcher,
    FetchFailed,
    Listing,
    ListPage,
    NotModified,
    Post,
    Snapshot,
    Source,
)
from ingest.sources.matching import matching


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a list page says. `children` are the lists that an index leads to."""

    candidates: tuple[Candidate, ...]
    next: str | None = None
    warnings: tuple[Cause, ...] = ()
    children: tuple[str, ...] = ()


Parse = Callable[[Snapshot, Source], Parsed | FetchFailed]


Absent = Callable[[FetchFailed], bool]


def _never(_: FetchFailed) -> bool:
    return False


class Reading:
    """Collects list pages. A page that answers 304, or the bytes it had before, is not parsed again."""

    def __init__(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage], parse: Parse) -> None:
        self._source = source
        self._fetcher = fetcher
        self._remembered = remembered
        self._parse = parse
        self._pages: list[ListPage] = []
        self._failed: list[FetchFailed] = []
        self._passed_over = 0
        self._requests = self._not_modified = 0

    def page(
        self,
        url: str,
        *,
        key: str | None = None,
        post: Post | None = None,
        headers: Mapping[str, str] | None = None,
        absent: Absent = _never,
    ) -> ListPage | None:
        """The list page at `url`, also kept for the listing; None if it failed.

        `key` is what it is remembered by, where that is not its address; `absent` tells which failures are none: the
        page may well not be there."""
        known = self._remembered.get(key or url)
        validators = known.validators if known else None
        if post is None and headers is None:
            fetched = self._fetcher.get(url, source=self._source, validators=validators)
        else:
            fetched = self._fetcher.get(url, source=self._source, validators=validators, post=post, headers=headers)
        return self.take(key or url, fetched, absent)

    def take(self, key: str, fetched: Fetched, absent: Absent = _never) -> ListPage | None:
        """The same for a page that was fetched in another way."""
        self._requests += fetched.requests
        page = self._read(key, fetched, self._remembered.get(key))
        if isinstance(page, FetchFailed):
            self._failed += () if absent(page) else (page,)
            return None
        self._pages.append(page)
        return page

    def _read(self, key: str, fetched: Fetched, known: ListPage | None) -> ListPage | FetchFailed:
        if isinstance(fetched, FetchFailed):
            return fetched
        if isinstance(fetched, NotModified):
            self._not_modified += 1
            return _still(known, fetched) if known else FetchFailed(fetched.requested, "http_304")
        if known and known.validators.sha256 == fetched.sha256:
            return replace(known, validators=fetched.validators)
        parsed = self._parse(fetched, self._source)
        if isinstance(parsed, FetchFailed):
            return parsed
        candidates = matching(parsed.candidates, self._source, fetched.fetched_at)
        self._passed_over += len(parsed.candidates) - len(candidates)
        return ListPage(key, fetched.validators, candidates, parsed.next, parsed.children, parsed.warnings)

    @property
    def pages(self) -> tuple[ListPage, ...]:
        return tuple(self._pages)

    @property
    def found(self) -> int:
        """Distinct addresses so far."""
        return len({c.url for page in self._pages for c in page.candidates})

    def listing(self, *warnings: Cause) -> Listing | FetchFailed:
        """All pages, `max_items` candidates at most. A failure if not one page could be read."""
        if not self._pages and self._failed:
            return replace(self._failed[0], requests=self._requests)
        found = [*(w for page in self._pages for w in page.warnings), *warnings]
        found += [Cause("page_failed", {"url": f.requested}, (f.cause,)) for f in self._failed]
        if not self.found and self._passed_over:
            found.append(Cause("none_match", {"n": self._passed_over, "patterns": ", ".join(self._source.match)}))
        elif not self.found and not found:
            found.append(Cause("no_entries"))
        distinct = tuple(w for at, w in enumerate(found) if w not in found[:at])
        return Listing(self._capped(), self._requests, self._not_modified, distinct)

    def _capped(self) -> tuple[ListPage, ...]:
        left, pages = self._source.max_items, []
        for page in self._pages:
            pages.append(replace(page, candidates=page.candidates[: max(left, 0)]))
            left -= len(page.candidates)
        return tuple(pages)


def _still(known: ListPage, same: NotModified) -> ListPage:
    return replace(known, validators=replace(known.validators, fresh_until=same.fresh_until))
