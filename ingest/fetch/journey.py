"""From an address to what it gives: headers, redirects by hand, and the host rules again at each hop."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from ingest.fetch.failure import Failure
from ingest.fetch.freshness import fresh_until
from ingest.fetch.hosts import is_own, resolve, split
from ingest.fetch.lane import REDIRECTS, Answer, Tally
from ingest.fetch.policy import FetchPolicy
from ingest.model import NotModified, Post, Snapshot, Source, Validators

Send = Callable[[str, Mapping[str, str], bytes | None], Answer]
"""An address, headers, and what to post there → the answer of that host. Raises `Failure`."""
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8"
_LANGUAGES = {"en": "en,zh;q=0.5"}
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.I)


@dataclass(frozen=True, slots=True)
class Errand:
    """What is wanted of an address. `further` headers go, like what is posted, to its own origin alone."""

    url: str
    source: Source
    validators: Validators | None = None
    post: Post | None = None
    further: Mapping[str, str] = field(default_factory=dict)


class Journey:
    """One errand under way."""

    def __init__(
        self, errand: Errand, policy: FetchPolicy, send: Send, now: Callable[[], dt.datetime], tally: Tally
    ) -> None:
        self._errand, self._policy, self._send, self._now, self._tally = errand, policy, send, now, tally

    def follow(self) -> Snapshot | NotModified:
        """What the address gives in the end. Raises `Failure`."""
        asked, post = self._errand.url, self._errand.post
        here, seen = asked.partition("#")[0], set[tuple[bool, str]]()
        for _ in range(self._policy.max_redirects + 1):
            self._check(here)
            seen.add((post is not None, here))
            answer = self._send(here, self._headers(here, post), post.content if post else None)
            if answer.status not in REDIRECTS:
                return self._arrived(here, answer)
            here = resolve(here, answer.headers.get("location", ""))
            if answer.status not in (307, 308) or _origin(here) != _origin(asked):
                post = None  # what was posted goes nowhere else (RFC 9110 §15.4)
            if (post is not None, here) in seen and not answer.cookies:
                raise Failure("redirect_loop", {"url": here}, status=answer.status)
        raise Failure("many_redirects", {"limit": self._policy.max_redirects}, status=answer.status)

    def _check(self, here: str) -> None:
        parts = split(here)
        if not parts:
            raise Failure("bad_url", {"detail": here}, permanent=True)
        if not is_own(here, self._errand.source):
            place = parts.netloc.rpartition("@")[2]
            raise Failure("foreign_host", {"host": place}, permanent=here == self._errand.url)

    def _headers(self, here: str, post: Post | None) -> dict[str, str]:
        headers = {
            "User-Agent": self._policy.agent,
            "Accept": _ACCEPT,
            "Accept-Language": _LANGUAGES.get(self._errand.source.language or "", "zh-CN,zh;q=0.9,en;q=0.5"),
            "Accept-Encoding": "gzip, deflate",
        }
        if _origin(here) == _origin(self._errand.url):
            headers |= self._errand.further
        if post:
            return headers | {"Content-Type": post.media_type}
        return headers if self._errand.post else headers | _conditions(self._errand.validators or Validators())

    def _arrived(self, here: str, answer: Answer) -> Snapshot | NotModified:
        errand, now = self._errand, self._now()
        fresh = None if errand.post else fresh_until(answer.headers, errand.source, self._policy, now)
        if answer.status == 304:
            return NotModified(errand.url, self._tally.requests, fresh, _ahead(answer.headers))
        digest = hashlib.sha256(answer.body).hexdigest()
        content_type = answer.headers.get("content-type", "")
        charset = _CHARSET.search(content_type)
        return Snapshot(
            requested=errand.url,
            url=here,
            status=answer.status,
            media_type=content_type.partition(";")[0].strip().lower() or None,
            charset=charset[1] if charset else None,
            raw=answer.body,
            sha256=digest,
            validators=Validators(answer.headers.get("etag"), answer.headers.get("last-modified"), digest, fresh),
            fetched_at=now,
            requests=self._tally.requests,
            ahead=_ahead(answer.headers),
        )


def _ahead(headers: Mapping[str, str]) -> int | None:
    """By Date and, where a cache answered, Age (RFC 9110 §6.6.1, RFC 9111 §5.1); against the real clock."""
    try:
        told = parsedate_to_datetime(headers.get("date", "")).timestamp() + int(headers.get("age", "0"))
    except (ValueError, OverflowError):
        return None
    return round(told - time.time())


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3]).lower()


def _conditions(validators: Validators) -> dict[str, str]:
    """RFC 9110 §13; what is remembered came from a server and may not be fit for a header."""
    found = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in found.items() if value and value.isprintable()}
