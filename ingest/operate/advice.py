"""What to edit in sources.toml where a source does not give what it should: the key, its line, and the new value.

A list that is not found any more is looked for as if its address were new; what that look proposes and the block says
otherwise is the advice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.errors import ConfigurationError
from ingest.model import Candidate, Cause, Fetcher, Snapshot, Source, SourceKind
from ingest.settings import Settings, text_of
from ingest.settings.lines import line_of
from ingest.sources.proposals import bodies
from ingest.sources.proposals.block import toml, value_of
from ingest.sources.proposals.look import propose
from ingest.sources.proposals.proposal import Proposal
from ingest.sources.selectors import select
from ingest.text.encoding import decode
from ingest.text.markup import parse

_FOUND_ANEW = ("kind", "url", "link", "date", "next", "hosts", "encoding", "match")
_LATER = frozenset(("connection", "timeout", "truncated", "http_429", "http_500", "http_502", "http_503", "http_504"))
_GONE = frozenset(("http_404", "http_410"))
_LOGIN = frozenset(("login_failed", "login_form", "login_required", "list_login", "login_page", "http_401"))
_LISTS = (SourceKind.LISTING, SourceKind.FEED, SourceKind.JSON_API, SourceKind.SITEMAP)


@dataclass(frozen=True, slots=True)
class Advice:
    """`why` is the key of a text, `about` what it is about. `key` and `value`: what the block should say there; `line`:
    where the key stands, or, with `below`, the block's first line. Without a key it is advice of another sort."""

    why: str
    about: dict[str, str | int] = field(default_factory=dict)
    key: str | None = None
    value: str | None = None
    line: int | None = None
    below: bool = False


def advise(
    settings: Settings,
    source: Source,
    entries: Sequence[Candidate],
    causes: Sequence[Cause],
    notice: Cause | None,
    fetcher: Fetcher,
) -> list[Advice]:
    """What to do about `causes` of the list and of a notice, and about what the block says and the place does not."""
    place = _Place(settings, source)
    about_notice = [notice] if notice and notice.code not in _GONE | _LATER else []
    return [
        *_by_cause([*causes, *about_notice], place),
        *_list(source, entries, causes, fetcher, settings, place),
        *_moved(source, fetcher, place),
        *_sizes(source, entries, place),
        *_body(source, entries, fetcher, place),
    ]


class _Place:
    """Where the source's block stands in the file."""

    def __init__(self, settings: Settings, source: Source) -> None:
        try:
            self._text = text_of(settings.file)
            blocks = tomllib.loads(self._text).get("source", [])
        except (ConfigurationError, tomllib.TOMLDecodeError):
            self._text, blocks = "", []
        self._at = next((n for n, b in enumerate(blocks) if b.get("id") == source.id), None)
        self._keys = set(blocks[self._at]) if self._at is not None else set()

    def edit(self, why: str, key: str, value: str, **about: str | int) -> Advice:
        line = line_of(self._text, ("source", self._at, key)) if self._at is not None else None
        return Advice(why, about, key, value, line, below=key not in self._keys)


def _all(causes: Sequence[Cause]) -> Iterator[Cause]:
    for cause in causes:
        yield cause
        yield from _all(cause.because)


def _by_cause(causes: Sequence[Cause], place: _Place) -> Iterator[Advice]:
    """At most one piece of advice of each sort."""
    named = {cause.code: cause for cause in _all(causes)}
    if named.keys() & _GONE:
        yield Advice("advice_gone")
    if "robots" in named:
        yield Advice("advice_robots")
    if "private_address" in named:
        yield place.edit("advice_private", "allow_private", "true")
    if missing := named.get("secret_missing"):
        yield Advice("advice_secret", {"name": str(missing.about.get("name", ""))})
    if named.keys() & _LOGIN:
        yield Advice("advice_login")
    if named.keys() & _LATER:
        yield Advice("advice_later")


def _list(
    source: Source,
    entries: Sequence[Candidate],
    causes: Sequence[Cause],
    fetcher: Fetcher,
    settings: Settings,
    place: _Place,
) -> Iterator[Advice]:
    """A list that is not found any more, looked for anew."""
    if source.kind not in _LISTS or not source.urls or not _missed(source, entries, causes):
        return
    kind = source.kind if source.kind is SourceKind.LISTING else None
    made = propose(source.urls[0], source.id, fetcher, time_zone=source.time_zone, like=source, kind=kind)
    if not isinstance(made, Proposal) or len(made.entries) <= len(entries):
        return
    for key in _FOUND_ANEW:
        new, old = value_of(made.source, key), value_of(source, key)
        if new is not None and new != old and not (key == "hosts" and not made.source.hosts):
            why = "advice_kind" if key == "kind" else "advice_found"
            yield place.edit(why, key, new, n=len(made.entries))


def _missed(source: Source, entries: Sequence[Candidate], causes: Sequence[Cause]) -> bool:
    """Whether there may be a list that was not found: nothing, or much less than expected."""
    few = source.expect is not None and len(entries) * 2 < source.expect
    return not entries or few or any(c.code in ("list_emptied", "list_empty", "few_items", "no_match") for c in causes)


def _moved(source: Source, fetcher: Fetcher, place: _Place) -> Iterator[Advice]:
    if source.kind not in _LISTS or len(source.urls) != 1:
        return
    first = fetcher.get(source.urls[0], source=source)
    if isinstance(first, Snapshot) and first.url != source.urls[0]:
        yield place.edit("advice_moved", "url", toml(first.url))


def _sizes(source: Source, entries: Sequence[Candidate], place: _Place) -> Iterator[Advice]:
    if source.expect and entries and len(entries) > 3 * source.expect:
        yield place.edit("advice_expect", "expect", str(len(entries)), n=len(entries))
    if len(entries) >= source.max_items and source.kind is not SourceKind.SITEMAP:
        yield place.edit("advice_max_items", "max_items", str(2 * source.max_items))


def _body(source: Source, entries: Sequence[Candidate], fetcher: Fetcher, place: _Place) -> Iterator[Advice]:
    """A selector for the body that finds nothing on two notices' pages, and one that would."""
    if not source.body:
        return
    pages = []
    for entry in entries[:4]:
        got = fetcher.get(entry.url, source=source)
        if isinstance(got, Snapshot) and (got.media_type or "text/html").endswith("html"):
            pages.append(parse(decode(got.raw, header=got.charset, hint=source.encoding).text))
    if pages and not any(select(page, source.body) for page in pages):
        selector, _ = bodies.find(pages[:2], [entry.title or "" for entry in entries[:4]])
        yield place.edit("advice_body", "body", toml([selector] if selector else []))
