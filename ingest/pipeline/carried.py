"""Notices that have no page of their own: they stand in their list, or in JSON, and are made into pages here."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
from dataclasses import replace

from ingest.model import Candidate, FetchFailed, Snapshot, Source, Validators


def carried(candidate: Candidate, body: str, now: dt.datetime, requests: int = 0) -> Snapshot:
    """What a list carries of a notice, as if its address had given it. `body` is HTML."""
    raw = _page(candidate, body)
    digest = hashlib.sha256(raw).hexdigest()
    return Snapshot(
        requested=candidate.url,
        url=candidate.url,
        status=200,
        media_type="text/html",
        charset="utf-8",
        raw=raw,
        sha256=digest,
        validators=Validators(sha256=digest),
        fetched_at=now,
        requests=requests,
    )


def opened(fetched: Snapshot, candidate: Candidate, source: Source) -> Snapshot | FetchFailed:
    """What its address gave: the notice's own page, or the page that its JSON is made into."""
    if source.json is None or not source.json.detail_body:
        return fetched
    from ingest.sources.json_api import notice

    body = notice(fetched, source)
    if isinstance(body, FetchFailed):
        return body
    raw = _page(candidate, body)
    digest = hashlib.sha256(raw).hexdigest()
    validators = replace(fetched.validators, sha256=digest)
    return replace(fetched, media_type="text/html", charset="utf-8", raw=raw, sha256=digest, validators=validators)


def _page(candidate: Candidate, body: str) -> bytes:
    title = html.escape(candidate.title or "")
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{body}</div></body></html>"
    return page.encode("utf-8", "replace")
