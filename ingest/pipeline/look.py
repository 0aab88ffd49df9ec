"""One candidate: ask its address whether there is anything new. Decides and saves nothing."""

from __future__ import annotations

import datetime as dt
import html
import zlib
from dataclasses import dataclass, field

from bs4 import BeautifulSoup

from ingest.model import Candidate, Cause, Fetcher, FetchFailed, NotModified, Relevance, Snapshot, Source, Validators
from ingest.pipeline.carried import carried, opened
from ingest.store.addresses import Address

RECHECK = dt.timedelta(days=1)
"""An address that said no for good (404, robots.txt) is asked again after this long."""

_SETTLED = frozenset(r.value for r in Relevance)
"""Codes of pages that were read, and are no notices."""
_TRUSTED_DAYS = 7
_SUMMARY_CHARACTERS = 40
"""A feed's summary shorter than this says no more than the title."""


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing changed since the last look. `fresh_until`: the server's newest word on how long it stays so."""

    requests: int
    not_modified: int = 0
    fresh_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Fresh:
    """Bytes that were not seen at this address before. `code` marks bytes that are not the page's own."""

    snapshot: Snapshot
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The address said no for good. `gone`: there was a notice before, and the server says that it is no more."""

    cause: Cause
    requests: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Unreached:
    """The address could not be asked this time."""

    cause: Cause
    requests: int


Looked = Same | Fresh | Refused | Unreached


@dataclass(frozen=True, slots=True)
class Look:
    """How to look: by whom, for which source, and when."""

    source: Source
    fetcher: Fetcher
    now: dt.datetime
    validators: Validators = field(default_factory=Validators)

    def at(self, candidate: Candidate, address: Address | None) -> Looked:
        if address and address.code and self._still_refused(address):
            return Refused(Cause(address.code, because=(Cause("asked_lately"),)), 0)
        if address and address.code == "summary" and self._still(address):
            return self._summary(candidate, address, requests=0) or Same(0)
        if candidate.content is not None:
            snapshot = carried(candidate, candidate.content, self.now)
            return Same(0) if _is_known(snapshot, address) else Fresh(snapshot, "content")
        if address and (address.code == "content" or self._unmoved(candidate, address)):
            return Same(0)
        fetched = self.fetcher.get(
            candidate.url, source=self.source, validators=address.validators if address else None
        )
        match fetched:
            case NotModified():
                return Same(fetched.requests, not_modified=1, fresh_until=fetched.fresh_until)
            case Snapshot():
                return self._arrived(fetched, candidate, address)
            case FetchFailed(permanent=True):
                return self._summary(candidate, address, fetched.requests) or _refused(fetched, address)
            case FetchFailed():
                return Unreached(Cause("page", {"url": candidate.url}, (fetched.cause,)), fetched.requests)

    def _arrived(self, fetched: Snapshot, candidate: Candidate, address: Address | None) -> Looked:
        page = opened(fetched, candidate, self.source)
        if isinstance(page, FetchFailed):
            return Unreached(Cause("page", {"url": candidate.url}, (page.cause,)), fetched.requests)
        if _is_known(page, address):
            return Same(fetched.requests, fresh_until=fetched.validators.fresh_until)
        return Fresh(page)

    def _unmoved(self, candidate: Candidate, address: Address) -> bool:
        """The list says that nothing changed since we read the page. One day in a week nobody relies on that: a site
        that forgets to say so is found out."""
        settled = address.code is None or address.code in _SETTLED
        if not settled or candidate.modified is None or address.checked_at <= candidate.modified:
            return False
        return (zlib.crc32(candidate.url.encode()) + self.now.toordinal()) % _TRUSTED_DAYS != 0

    def _still(self, address: Address) -> bool:
        return self.now - address.checked_at < RECHECK

    def _still_refused(self, address: Address) -> bool:
        return self._still(address) and (address.code or "").startswith(("http_4", "robots"))

    def _summary(self, candidate: Candidate, address: Address | None, requests: int) -> Looked | None:
        """What the feed itself carries, where the page can't be had."""
        if len(_text(candidate.summary or "")) < _SUMMARY_CHARACTERS:
            return None
        snapshot = carried(candidate, candidate.summary or "", self.now, requests)
        return Same(requests) if _is_known(snapshot, address) else Fresh(snapshot, "summary")


def _is_known(snapshot: Snapshot, address: Address | None) -> bool:
    return address is not None and address.validators.sha256 == snapshot.sha256


def _text(summary: str) -> str:
    """What a reader would see of a feed's summary, without blanks."""
    seen = BeautifulSoup(summary, "lxml").get_text() if "<" in summary else html.unescape(summary)
    return "".join(seen.split())


def _refused(failed: FetchFailed, address: Address | None) -> Refused:
    gone = failed.status in (404, 410) and address is not None and address.notice_id is not None
    return Refused(failed.cause, failed.requests, gone)
