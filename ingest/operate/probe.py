"""What every source gives now, against what it gave when it last worked; and what to edit. Stores nothing.

list it        as a run does, but as if nothing were remembered
read a notice  the first that can be had, as a run does
compare        with the list that the last good visit left in the store
advise         which key of its block, on which line, should say what (`advice.py`)
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import app
from ingest.errors import Interrupted
from ingest.fetch.client import Client
from ingest.model import (
    Candidate,
    Cause,
    Fetcher,
    FetchFailed,
    Listing,
    ListPage,
    Reading,
    Snapshot,
    Source,
    SourceKind,
    VisitStatus,
)
from ingest.operate.advice import Advice, advise
from ingest.pipeline.job import Job
from ingest.pipeline.pool import ReaderPool, Unreadable
from ingest.pipeline.tally import Tally
from ingest.settings import Settings
from ingest.sources import kind_of
from ingest.sources.proposals.once import Once
from ingest.store.store import Store
from ingest.text.encoding import decode

log = logging.getLogger(__name__)

_AT_ONCE = 8
_NOTICES = 3
"""So many entries are asked for one notice: the first may have been taken off."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the source's list held when all of it was last read, and when it last did well, or else was last visited."""

    when: dt.datetime | None
    entries: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that was read, or why none could be."""

    url: str
    title: str | None = None
    published: dt.date | None = None
    length: int = 0
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """One source, tried. `entries` are what it lists; `following` is the address of the page after those that were
    read; `robots` is what robots.txt says of the list ("allows", "forbids", "none", "unreachable", None: not asked) and
    `delay` what it asks for between requests, in seconds."""

    source: Source
    status: VisitStatus
    entries: tuple[Candidate, ...] = ()
    causes: tuple[Cause, ...] = ()
    pages: int = 0
    following: str | None = None
    requests: int = 0
    charset: str | None = None
    robots: str | None = None
    delay: float = 0.0
    before: Before | None = None
    notice: Notice | None = None
    advice: tuple[Advice, ...] = ()

    @property
    def dated(self) -> int:
        return sum(c.published is not None for c in self.entries)


Progress = Callable[[str, int, int], None]


def probe(settings: Settings, sources: Sequence[Source], clock: app.Clock, progress: Progress) -> list[Probe]:
    """Every one of `sources`, tried now; a few at a time, in the order given."""
    before = _remembered(settings, sources, clock)
    with (
        app.network(settings, clock) as network,
        ReaderPool(min(len(sources), os.cpu_count() or 1)) as pool,
        ThreadPoolExecutor(_AT_ONCE, "probe") as threads,
    ):
        probing = _Probing(settings, network, pool, clock)
        tried = [threads.submit(probing.one, source, before.get(source.id)) for source in sources]
        done: list[Probe] = []
        try:
            for source, future in zip(sources, tried, strict=True):
                progress(source.id, len(done), len(sources))
                done.append(future.result())
        except BaseException:
            for future in tried:
                future.cancel()
            raise
    return done


def _remembered(settings: Settings, sources: Sequence[Source], clock: app.Clock) -> dict[str, Before]:
    """What the store knows of the sources; a store that is not there is not made."""
    prefix = "sqlite:///"
    if settings.database_url.startswith(prefix) and not Path(settings.database_url.removeprefix(prefix)).exists():
        return {}
    with closing(Store.open(settings.database_url, clock=clock)) as store, store.reading() as tx:
        last = tx.runs.last_visits()
        pages = {source.id: tx.addresses.remembered(source.id) for source in sources}
    when = {id_: visit.last_ok or visit.started for id_, visit in last.items()}
    return {id_: Before(when.get(id_), _entries(p)) for id_, p in pages.items() if p}


def _entries(pages: Mapping[str, ListPage]) -> tuple[Candidate, ...]:
    return Listing(tuple(pages.values())).candidates


class _Probing:
    """What all sources are tried with."""

    def __init__(self, settings: Settings, network: Client, pool: ReaderPool, clock: app.Clock) -> None:
        self._settings, self._network, self._pool, self._clock = settings, network, pool, clock

    def one(self, source: Source, before: Before | None) -> Probe:
        """Never raises but for what stops all: a fault of ours costs this source."""
        once = Once(self._network)
        try:
            made = self._listed(source, before, once)
            made = replace(made, notice=self._notice(made, once), charset=self._charset(source, once))
            made = replace(made, delay=max((self._network.delay(url) for url in source.urls), default=0.0))
            made = replace(made, robots=next(filter(None, map(self._network.standing, source.urls)), None))
            made = _judged(made)
            notice = made.notice.cause if made.notice else None
            told = advise(self._settings, made.source, made.entries, made.causes, notice, once)
            return replace(made, advice=tuple(told))
        except Interrupted:
            raise
        except Exception as e:
            log.exception("%s: %s: %s; INGEST_DEBUG=1 shows where", source.id, type(e).__name__, e)
            cause = Cause("unexpected", {"detail": f"{type(e).__name__}: {e}"})
            return Probe(source, VisitStatus.FAILED, causes=(cause,))

    def _listed(self, source: Source, before: Before | None, fetcher: Fetcher) -> Probe:
        outcome = kind_of(source).visit(source, fetcher, {})
        if isinstance(outcome, FetchFailed):
            return Probe(source, VisitStatus.FAILED, (), (outcome.cause,), requests=outcome.requests, before=before)
        tally = Tally(source)
        tally.list_read(outcome, len(before.entries) if before else 0)
        status = VisitStatus.DEGRADED if tally.suspicious else VisitStatus.OK
        told = tuple(tally.suspicious)
        following = outcome.pages[-1].next if outcome.pages else None
        made = Probe(source, status, outcome.candidates, told, len(outcome.pages), following, outcome.requests)
        return replace(made, before=before)

    def _notice(self, made: Probe, fetcher: Fetcher) -> Notice | None:
        """The first notice that can be had."""
        found = None
        for candidate in made.entries[:_NOTICES]:
            found = self._read(candidate, made.source, fetcher)
            if found.cause is None:
                break
        return found

    def _read(self, candidate: Candidate, source: Source, fetcher: Fetcher) -> Notice:
        fetched = fetcher.get(candidate.url, source=source)
        if not isinstance(fetched, Snapshot):
            cause = fetched.cause if isinstance(fetched, FetchFailed) else Cause("http_304")
            return Notice(candidate.url, candidate.title, cause=cause)
        today = self._clock().astimezone(self._settings.bank.zone).date()
        reading = Reading(
            today, candidate.published, candidate.title, source.language, source.date_order, source.category_hint
        )
        parts = (fetched.url, fetched.media_type, fetched.charset, source.encoding, source.body)
        try:
            read = self._pool.result(self._pool.submit(Job(fetched.raw, reading, *parts, source.title, source.date)))
        except Unreadable as e:
            return Notice(candidate.url, candidate.title, cause=e.cause)
        document = read.document
        problem = Cause(document.problem) if document.problem else None
        return Notice(candidate.url, document.title, document.published, len(document.text), problem)

    def _charset(self, source: Source, fetcher: Fetcher) -> str | None:
        """How the first list page is encoded, and how that is known."""
        if not source.urls or source.kind in (SourceKind.FOLDER, SourceKind.MAILBOX):
            return None
        first = fetcher.get(source.urls[0], source=source)
        if not isinstance(first, Snapshot) or (first.media_type or "").startswith("application/pdf"):
            return None
        decoded = decode(first.raw, header=first.charset, hint=source.encoding)
        return f"{decoded.charset} ({decoded.how})"


def _judged(made: Probe) -> Probe:
    """A list is not enough: a source works if a notice can be had, or the list itself carries what it says."""
    carried = any(c.summary or c.content for c in made.entries)
    if made.notice is None or made.notice.cause is None or made.status is not VisitStatus.OK or carried:
        return made
    return replace(made, status=VisitStatus.DEGRADED)
