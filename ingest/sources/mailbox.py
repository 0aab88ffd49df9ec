"""Folders of messages: notices that departments send, read over IMAP with TLS."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.fetch.imap import address_of
from ingest.model import (
    Candidate,
    Cause,
    Fetcher,
    FetchFailed,
    Kind,
    Listing,
    ListPage,
    NotModified,
    Source,
    Validators,
)
from ingest.text.subjects import title_of


@dataclass(frozen=True, slots=True)
class _Head:
    """What the list says of one message."""

    candidate: Candidate
    senders: tuple[str, ...]


class MailFolder:
    """A mailbox folder that departments send notices to; each message with its files is a notice.

    `From` is what a message says of itself: that a sender really is who it says is for the mail server to check."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """New messages first, the oldest of them before the others, so that none is lost where many come at once."""
        box = source.mailbox
        if box is None:
            return FetchFailed("", "bad_url", {"detail": "no [source.mailbox]"}, permanent=True, requests=0)
        url = address_of(box.server, box.port, box.folder)
        before = remembered.get(url)
        got = fetcher.get(url, source=source, validators=before.validators if before else None)
        if isinstance(got, FetchFailed):
            return got
        if isinstance(got, NotModified):
            page = before or ListPage(url, Validators(), ())
            return Listing((page,), got.requests, not_modified=1, may_be_empty=True)
        heads = [h.candidate for h in _heads(got.raw) if _allowed(h.senders, box.senders)]
        return _listed(heads, before, source.max_items, ListPage(url, got.validators, ()), got.requests)


def _listed(heads: list[Candidate], before: ListPage | None, most: int, page: ListPage, requests: int) -> Listing:
    """At most `most` are looked at. Those that must wait are not remembered, and the list is asked for anew."""
    known = {c.url for c in before.candidates} if before else set()
    new = [c for c in heads if c.url not in known]
    had = [c for c in reversed(heads) if c.url in known]
    left = len(new[most:])
    page = replace(page, candidates=(*new[:most], *had), validators=Validators() if left else page.validators)
    warnings = (Cause("more_mail", {"left": left}),) if left else ()
    return Listing((page,), requests, warnings=warnings, chosen=page.candidates[:most], may_be_empty=True)


def _heads(raw: bytes) -> Iterator[_Head]:
    for entry in json.loads(raw):
        date = dt.date.fromisoformat(entry["date"]) if entry["date"] else None
        yield _Head(Candidate(entry["url"], title_of(entry["subject"]) or None, date), tuple(entry["senders"]))


def _allowed(senders: Iterable[str], allowed: tuple[str, ...]) -> bool:
    """Is each one who signs as sender allowed? "@bank.example" stands for all of that domain, not of those below it."""
    found = [s.lower() for s in senders]
    names = {a.lower() for a in allowed}
    return not names or (bool(found) and all(s in names or f"@{s.rpartition('@')[2]}" in names for s in found))


KIND: Kind = MailFolder()
