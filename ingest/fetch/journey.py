"""From an address to what it gives: headers, redirects by hand, and the host rules again at each hop."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping

from ingest.fetch.failure import Failure
from ingest.fetch.hosts import is_own, resolve, split
from ingest.fetch.lane import REDIRECTS, Answer, Lane, Tally
from ingest.fetch.policy import FetchPolicy
from ingest.model import NotModified, Snapshot, Source, Validators

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8"
_LANGUAGES = {"en": "en,zh;q=0.5"}
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.I)


def follow(
    url: str,
    source: Source,
    validators: Validators | None,
    policy: FetchPolicy,
    lane_of: Callable[[str, Source], Lane],
    now: Callable[[], dt.datetime],
    tally: Tally,
) -> Snapshot | NotModified:
    """What `url` gives in the end. Raises `Failure`."""
    headers = _headers(source, validators, policy)
    here, seen = url.partition("#")[0], set[str]()
    for _ in range(policy.max_redirects + 1):
        _check(here, url, source)
        seen.add(here)
        answer = lane_of(here, source).ask(here, headers, tally)
        if answer.status == 304:
            return NotModified(url, tally.requests)
        if answer.status not in REDIRECTS:
            return _snapshot(url, here, answer, now(), tally)
        here = resolve(here, answer.headers.get("location", ""))
        if here in seen and "set-cookie" not in answer.headers:
            raise Failure("redirect_loop", {"url": here}, status=answer.status)
    raise Failure("many_redirects", {"limit": policy.max_redirects}, status=answer.status)


def _check(here: str, asked: str, source: Source) -> None:
    parts = split(here)
    if not parts:
        raise Failure("bad_url", {"detail": here}, permanent=True)
    if not is_own(here, source):
        place = parts.netloc.rpartition("@")[2]
        raise Failure("foreign_host", {"host": place}, permanent=here == asked)


def _headers(source: Source, validators: Validators | None, policy: FetchPolicy) -> Mapping[str, str]:
    headers = {
        "User-Agent": policy.user_agent,
        "Accept": _ACCEPT,
        "Accept-Language": _LANGUAGES.get(source.language or "", "zh-CN,zh;q=0.9,en;q=0.5"),
        "Accept-Encoding": "gzip, deflate",
        **source.headers,
    }
    if validators and validators.etag and validators.etag.isprintable():
        headers["If-None-Match"] = validators.etag
    if validators and validators.last_modified and validators.last_modified.isprintable():
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _snapshot(asked: str, here: str, answer: Answer, now: dt.datetime, tally: Tally) -> Snapshot:
    digest = hashlib.sha256(answer.body).hexdigest()
    content_type = answer.headers.get("content-type", "")
    charset = _CHARSET.search(content_type)
    return Snapshot(
        requested=asked,
        url=here,
        status=answer.status,
        media_type=content_type.partition(";")[0].strip().lower() or None,
        charset=charset[1] if charset else None,
        raw=answer.body,
        sha256=digest,
        validators=Validators(answer.headers.get("etag"), answer.headers.get("last-modified"), digest),
        fetched_at=now,
        requests=tally.requests,
    )
