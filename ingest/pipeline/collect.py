"""The automatic flow on one screen.

    for each source, a few at a time
        list it            kind.visit → candidates, or why not
        look at each       conditional request → same | fresh | refused | unreached
        read what is fresh bytes → document → facts → drafts, in other processes
        reword what is new where a model is configured: the rules' drafts are its plan, and stand where it fails
        save it            identity → new | revised | repeated | unchanged, one transaction a notice
        look for the gone  addresses that fell off the list are asked once more
        report             counts → ok | unchanged | degraded | failed

Each notice is saved with its address in one transaction, and a list is remembered only when all of it is done: a run
that dies leaves nothing half-done, and the next one goes on where it stopped.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from ingest.errors import IngestError, Interrupted
from ingest.model import (
    Candidate,
    Category,
    Fetched,
    Fetcher,
    FetchFailed,
    Kind,
    Link,
    Listing,
    Reading,
    RunReport,
    Snapshot,
    Source,
    Tier,
    TurnedAway,
    Validators,
    VisitReport,
)
from ingest.pipeline.look import Fresh, Look, Refused, Same, Unreached
from ingest.pipeline.pool import Pending, ReaderPool, Unreadable
from ingest.pipeline.read import Attachment, Job, Read
from ingest.pipeline.reword import Reword
from ingest.pipeline.save import PROBLEMS, STILL_SUSPICIOUS, Arrival, Outcome, Saved, is_news, save
from ingest.pipeline.tally import Tally
from ingest.store.addresses import Address
from ingest.store.store import Store
from ingest.understand.identity import canonical

log = logging.getLogger(__name__)

_AT_ONCE = 8
_UNDER_WAY = 8
"""Jobs of one visit that may be read at a time; keeps memory flat."""
_ATTACHMENTS = 5
_OFF_THE_LIST = 20
"""Addresses that fell off a list which are asked again, per visit."""

Progress = Callable[[str, int, int], None]
"""Called with a source's id, how many of its pages are done, and of how many."""


def quiet(source: str, done: int, of: int) -> None:
    """The progress of a run that nobody watches."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Everything that a run needs. `clock` gives aware UTC instants."""

    store: Store
    fetcher: Fetcher
    kind: Callable[[Source], Kind]
    pool: ReaderPool
    clock: Callable[[], dt.datetime]
    zone: ZoneInfo
    phones: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tiers: Mapping[Category, Tier] = field(default_factory=dict)
    reword: Reword | None = None
    """A model's turn at the drafts of what is new, where one is configured."""
    progress: Progress = quiet
    stop: threading.Event = field(default_factory=threading.Event)
    """Set from outside, it ends the run after the requests under way; `collect` then raises Interrupted."""


@dataclass(frozen=True, slots=True)
class _UntilStopped:
    """A fetcher that asks nothing more once `stop` is set: every visit passes here between two pages."""

    fetcher: Fetcher
    stop: threading.Event

    def get(self, url: str, *, source: Source, validators: Validators | None = None) -> Fetched:
        if self.stop.is_set():
            raise Interrupted
        return self.fetcher.get(url, source=source, validators=validators)


def collect(sources: Sequence[Source], at: Pipeline) -> RunReport:
    """One pass over `sources`. One bad source never stops the others; a store that can't be written stops all.

    Raises StoreError, or Interrupted once `at.stop` is set; what was saved until then stays.
    """
    at = replace(at, fetcher=_UntilStopped(at.fetcher, at.stop))
    started = at.clock()
    with at.store.writing() as tx:
        run_id = tx.runs.begin(started)
    with ThreadPoolExecutor(_AT_ONCE, "visit") as threads:
        visits = [threads.submit(_visit, source, at, run_id) for source in sources]
        try:
            reports = {r.source_id: r for r in (v.result() for v in as_completed(visits))}
        except BaseException:
            at.stop.set()
            for visit in visits:
                visit.cancel()
            raise
    finished = at.clock()
    with at.store.writing() as tx:
        tx.runs.finish(run_id, finished)
    return RunReport(run_id, started, finished, tuple(reports[s.id] for s in sources))


def _visit(source: Source, at: Pipeline, run_id: int) -> VisitReport:
    try:
        report = Visit(source, at, run_id).go()
    except IngestError:
        raise
    except Exception as e:
        log.exception("%s: %s: %s; INGEST_DEBUG=1 shows where", source.id, type(e).__name__, e)
        report = Tally(source).failed(f"unexpected {type(e).__name__}: {e}")
    with at.store.writing() as tx:
        tx.runs.visit(run_id, report)
    return report


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A fresh page whose reading is not done."""

    candidate: Candidate
    fresh: Fresh
    pending: Pending
    attached: tuple[Snapshot, ...] = ()


class Visit:
    """One source in one run."""

    def __init__(self, source: Source, at: Pipeline, run_id: int) -> None:
        self.source, self.at, self.run_id = source, at, run_id
        self.tally = Tally(source)
        self.look = Look(source, at.fetcher, at.clock())
        self.reading: deque[UnderWay] = deque()
        self.listed_before: set[str] = set()

    @property
    def _block_name(self) -> str:
        return f"block:{self.source.id}"

    @property
    def _block(self) -> str:
        """What decides how the list is read, hashed."""
        return hashlib.sha256(repr(self.source).encode()).hexdigest()

    def go(self) -> VisitReport:
        with self.at.store.reading() as tx:
            remembered = tx.addresses.remembered(self.source.id)
            same_block = tx.meta.get(self._block_name) == self._block
        # pages that another block of sources.toml read are read again: its selectors may have found other entries
        usable = remembered if same_block else {}
        listing = self.at.kind(self.source).visit(self.source, self.at.fetcher, usable)
        if isinstance(listing, FetchFailed):
            self.tally.requests += listing.requests
            return self.tally.failed(listing.reason)
        self.tally.list_read(listing, before=sum(len(p.candidates) for p in remembered.values()))
        candidates = listing.candidates[: self.source.max_items]
        self.listed_before = {c.url for page in remembered.values() for c in page.candidates}
        self._look_at(candidates)
        if candidates:
            self._look_for_the_gone(candidates)
            self._remember(listing, candidates)
        return self.tally.report()

    def _look_at(self, candidates: Sequence[Candidate]) -> None:
        urls = [c.url for c in candidates]
        with self.at.store.reading() as tx:
            known = tx.addresses.known(urls)
            attached = tx.addresses.attachments(urls)
        for done, candidate in enumerate(candidates):
            self.at.progress(self.source.id, done, len(candidates))
            self._one(candidate, known.get(candidate.url), attached.get(candidate.url, []))
            while len(self.reading) >= _UNDER_WAY:
                self._finish(self.reading.popleft())
        while self.reading:
            self._finish(self.reading.popleft())
        self.at.progress(self.source.id, len(candidates), len(candidates))

    def _one(self, candidate: Candidate, address: Address | None, attached: Sequence[Address]) -> None:
        looked = self.look.at(candidate, address)
        self.tally.requests += looked.snapshot.requests if isinstance(looked, Fresh) else looked.requests
        match looked:
            case Same():
                self.tally.not_modified += looked.not_modified
                self._same(candidate, address, attached)
            case Fresh():
                job = self._job(candidate, looked.snapshot)
                self.reading.append(UnderWay(candidate, looked, self.at.pool.submit(job)))
            case Refused():
                self._refused(candidate, looked, address)
            case Unreached():
                self.tally.unreached.append(looked.reason)

    def _same(self, candidate: Candidate, address: Address | None, attached: Sequence[Address]) -> None:
        """The page is as it was; a file that it links to may be another."""
        fresh = [f for a in attached if (f := self._fresh_attachment(a))]
        if not fresh or address is None or address.validators.sha256 is None:
            self._seen_again(candidate, address)
            return
        with self.at.store.reading() as tx:
            raw = tx.snapshots.raw(address.validators.sha256)
            meta = tx.snapshots.meta(address.validators.sha256)
        if raw is None or meta is None:
            self.tally.unchanged += 1
            return
        page = Snapshot(
            requested=candidate.url,
            url=meta.url,
            status=200,
            media_type=meta.media_type,
            charset=meta.charset,
            raw=raw,
            sha256=address.validators.sha256,
            validators=address.validators,
            fetched_at=self.look.now,
            requests=0,
        )
        job = self._job(candidate, page)
        self.reading.append(UnderWay(candidate, Fresh(page), self.at.pool.submit(job)))

    def _seen_again(self, candidate: Candidate, address: Address | None) -> None:
        """Unchanged; or, where another source found it first, a repetition."""
        if address and address.notice_id and candidate.url not in self.listed_before:
            with self.at.store.writing() as tx:
                if tx.notices.sight(address.notice_id, self.source.id, canonical(candidate.url)):
                    self.tally.repeated += 1
                    return
        if address and address.code in STILL_SUSPICIOUS:
            self.tally.suspicious.append(f"{candidate.url}: {PROBLEMS[address.code]}")
        self.tally.unchanged += 1

    def _fresh_attachment(self, address: Address) -> Snapshot | None:
        looked = self.look.at(Candidate(address.url), address)
        self.tally.requests += looked.snapshot.requests if isinstance(looked, Fresh) else looked.requests
        return looked.snapshot if isinstance(looked, Fresh) else None

    def _refused(self, candidate: Candidate, refused: Refused, address: Address | None) -> None:
        if refused.gone and address and address.notice_id:
            self._gone(address)
            return
        if address and address.notice_id:
            self.tally.suspicious.append(f"{candidate.url}: {refused.reason}, where a notice was before")
            return
        self.tally.refused.append(f"{candidate.url}: {refused.code}: {refused.reason}")
        self.tally.turned.append(TurnedAway(candidate.url, candidate.title, refused.code, refused.reason))
        if refused.requests:
            row = Address(candidate.url, self.look.validators, None, refused.code, self.look.now)
            with self.at.store.writing() as tx:
                tx.addresses.record([row])

    def _gone(self, address: Address) -> None:
        if address.notice_id is None:
            return
        with self.at.store.writing() as tx:
            if tx.notices.gone(address.notice_id, self.look.now):
                self.tally.gone += 1
                detail = {"url": address.url}
                tx.audit.append("ingest", "notice.gone", f"notice:{address.notice_id}", detail, tx.clock())

    def _job(self, candidate: Candidate, page: Snapshot, attachments: tuple[Attachment, ...] = ()) -> Job:
        source = self.source
        return Job(
            raw=page.raw,
            reading=Reading(
                today=self._today,
                published=candidate.published,
                title=candidate.title,
                language=source.language,
                date_order=source.date_order,
                category_hint=source.category_hint,
                tier=source.tier,
                bank_phones=self.at.phones,
                bank_hosts=self.at.hosts,
            ),
            url=page.url,
            media_type=page.media_type,
            charset=page.charset,
            encoding=source.encoding,
            body=source.body,
            title=source.title,
            date=source.date,
            attachments=attachments,
        )

    def _finish(self, work: UnderWay) -> None:
        page = work.fresh.snapshot
        try:
            read = self.at.pool.result(work.pending)
            attached = self._attachments(read)
            if attached:
                parts = tuple(Attachment(link, s.raw, s.media_type) for link, s in attached)
                read = self.at.pool.result(self.at.pool.submit(self._job(work.candidate, page, parts)))
        except Unreadable as e:
            self.tally.unreached.append(f"{work.candidate.url}: {e}")
            return
        arrival = Arrival(
            source=self.source,
            url=work.candidate.url,
            title=work.candidate.title,
            snapshot=page,
            read=self._tiered(read),
            code=work.fresh.code,
            attached=tuple(s for _, s in attached),
        )
        arrival = self._reworded(arrival)
        with self.at.store.writing() as tx:
            saved = save(tx, arrival)
        self._count(work.candidate, read, saved)

    def _reworded(self, arrival: Arrival) -> Arrival:
        if self.at.reword is None or self.at.stop.is_set():
            return arrival
        with self.at.store.reading() as tx:
            news = is_news(tx, arrival)
        return replace(arrival, read=self.at.reword(arrival.read, self._today)) if news else arrival

    @property
    def _today(self) -> dt.date:
        return self.look.now.astimezone(self.at.zone).date()

    def _attachments(self, read: Read) -> list[tuple[Link, Snapshot]]:
        """The files that a notice links to, fetched; one that can't be had is left out."""
        links = [link for link in read.document.links if link.attachment][:_ATTACHMENTS]
        return list(self._fetched(links)) if not read.document.problem else []

    def _fetched(self, links: Sequence[Link]) -> Iterator[tuple[Link, Snapshot]]:
        for link in links:
            fetched = self.at.fetcher.get(link.url, source=self.source)
            self.tally.requests += fetched.requests
            if isinstance(fetched, Snapshot):
                yield link, fetched

    def _tiered(self, read: Read) -> Read:
        tier = self.at.tiers.get(read.facts.category) if read.facts.category else None
        if tier is None or self.source.tier:
            return read
        return replace(read, facts=replace(read.facts, tier=tier))

    def _count(self, candidate: Candidate, read: Read, saved: Saved) -> None:
        tally = self.tally
        tally.drafts += saved.drafts
        match saved.outcome:
            case Outcome.NEW:
                tally.new += 1
            case Outcome.REVISED:
                tally.revised += 1
            case Outcome.REPEATED:
                tally.repeated += 1
            case Outcome.UNCHANGED:
                tally.unchanged += 1
            case Outcome.LOST:
                tally.suspicious.append(f"{candidate.url}: {saved.reason}, where a notice was before")
            case Outcome.TURNED_AWAY:
                title = candidate.title or read.document.title
                tally.turned.append(TurnedAway(candidate.url, title, saved.code, saved.reason))
                if saved.code in STILL_SUSPICIOUS:
                    tally.suspicious.append(f"{candidate.url}: {saved.reason}")

    def _look_for_the_gone(self, candidates: Sequence[Candidate]) -> None:
        """A notice that fell off the list: still there, changed, or gone?"""
        with self.at.store.reading() as tx:
            missing = tx.addresses.unlisted(self.source.id, [c.url for c in candidates], _OFF_THE_LIST)
        for address in missing:
            looked = self.look.at(Candidate(address.url), address)
            self.tally.requests += looked.snapshot.requests if isinstance(looked, Fresh) else looked.requests
            if isinstance(looked, Refused) and looked.gone:
                self._gone(address)
            elif isinstance(looked, Fresh):
                candidate = Candidate(address.url)
                job = self._job(candidate, looked.snapshot)
                self._finish(UnderWay(candidate, looked, self.at.pool.submit(job)))

    def _remember(self, listing: Listing, candidates: Sequence[Candidate]) -> None:
        with self.at.store.writing() as tx:
            tx.addresses.sight(self.source.id, [c.url for c in candidates], self.run_id)
            tx.addresses.remember(self.source.id, listing.pages)
            tx.meta.set(self._block_name, self._block)
