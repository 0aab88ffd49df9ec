"""One source in one run: list, look, read, save, and look for the gone."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import (
    Candidate,
    Cause,
    FetchFailed,
    Health,
    Listing,
    Reading,
    Snapshot,
    Source,
    TurnedAway,
    Validators,
    VisitReport,
    WatchedRows,
)
from ingest.pipeline.attachments import Attached, fetch_attachments
from ingest.pipeline.job import Attachment, Job, Read
from ingest.pipeline.look import Fresh, Look, Looked, Refused, Same, Unreached
from ingest.pipeline.measure import of_list, of_page
from ingest.pipeline.parts import Pipeline
from ingest.pipeline.pool import Pending, Unreadable
from ingest.pipeline.save import Arrival, Outcome, Saved, back, is_news, save, still_suspicious
from ingest.pipeline.tally import Tally
from ingest.pipeline.tiers import tiered
from ingest.pipeline.vanished import outage, stays_away
from ingest.store.addresses import Address
from ingest.understand.identity import canonical

log = logging.getLogger(__name__)

_UNDER_WAY = 8
"""Jobs of one visit that may be read at a time; keeps memory flat."""
_OFF_THE_LIST = 20
"""Addresses that fell off a list which are asked again, per visit."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A fresh page whose reading is not done."""

    candidate: Candidate
    fresh: Fresh
    pending: Pending
    attached: frozenset[str] = frozenset()
    """The addresses of the files that were read with it before."""


class Visit:
    """One source in one run."""

    def __init__(self, source: Source, at: Pipeline, run_id: int) -> None:
        self.source, self.at, self.run_id = source, at, run_id
        self.tally = Tally(source)
        self.look = Look(source, at.fetcher, at.clock())
        self.reading: deque[UnderWay] = deque()
        self.listed_before: set[str] = set()
        self.anew = False
        """The page's own block chooses other tables or columns now: it is read again, also where it stayed the same."""
        self.vanished: list[Address] = []
        self.gone_before: set[int] = set()
        self.vouched: dict[str, dt.datetime] = {}

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
            health = tx.health.of(self.source.id)
        # pages that another block of sources.toml read are read again: its selectors may have found other entries
        usable = remembered if same_block else {}
        self.anew = self.source.rows is not None and not same_block
        listing = self.at.kind(self.source).visit(self.source, self.at.fetcher, usable)
        if isinstance(listing, FetchFailed):
            self.tally.requests += listing.requests
            return self.tally.failed(listing.cause)
        self.tally.list_read(listing, before=sum(len(p.candidates) for p in remembered.values()))
        candidates = listing.candidates[: self.source.max_items]
        self.listed_before = {c.url for page in remembered.values() for c in page.candidates}
        log.debug("%d listed", len(candidates), extra={"code": "visit.listed"})
        self._measure(candidates, same_block)
        self._look_at(candidates)
        if candidates:
            self._look_for_the_gone(candidates)
            self._settle_the_vanished(health)
            self._remember(listing, candidates)
            log.debug("the list is remembered", extra={"code": "visit.remembered"})
        return self.tally.report()

    def _measure(self, candidates: Sequence[Candidate], same_block: bool) -> None:
        """Other selectors find other entries: what the list held before says nothing of it then."""
        before = self.listed_before if same_block else frozenset[str]()
        with self.at.store.reading() as tx:
            ever = tx.addresses.listed_once(self.source.id, [c.url for c in candidates if c.url not in before])
        self.tally.measures = of_list(candidates, before, ever)

    def _look_at(self, candidates: Sequence[Candidate]) -> None:
        urls = [c.url for c in candidates]
        with self.at.store.reading() as tx:
            known = {} if self.anew else tx.addresses.known(urls)
            self.gone_before = tx.notices.gone_of(a.notice_id for a in known.values() if a.notice_id)
            attached = tx.addresses.attachments(urls)
        for done, candidate in enumerate(candidates):
            self.at.progress(self.source.id, done, len(candidates))
            self._one(candidate, known.get(candidate.url), attached.get(candidate.url, []))
            while len(self.reading) >= _UNDER_WAY:
                self._finish(self.reading.popleft())
        self._finish_all()
        if self.vouched:
            with self.at.store.writing() as tx:
                tx.addresses.vouched(self.vouched)
        self.at.progress(self.source.id, len(candidates), len(candidates))

    def _finish_all(self) -> None:
        while self.reading:
            self._finish(self.reading.popleft())

    def _ask(self, candidate: Candidate, address: Address | None) -> Looked:
        looked = self.look.at(candidate, address)
        self.tally.requests += looked.snapshot.requests if isinstance(looked, Fresh) else looked.requests
        return looked

    def _start(self, candidate: Candidate, fresh: Fresh, attached: Sequence[Address]) -> None:
        log.debug("fresh: %s", candidate.url, extra={"code": "page.fresh"})
        pending = self.at.pool.submit(self._job(candidate, fresh.snapshot))
        self.reading.append(UnderWay(candidate, fresh, pending, frozenset(a.url for a in attached)))

    def _one(self, candidate: Candidate, address: Address | None, attached: Sequence[Address]) -> None:
        looked = self._ask(candidate, address)
        match looked:
            case Same():
                self.tally.not_modified += looked.not_modified
                if looked.fresh_until and looked.requests:
                    self.vouched[candidate.url] = looked.fresh_until
                self._same(candidate, address, attached)
            case Fresh():
                self._start(candidate, looked, attached)
            case Refused():
                self._refused(candidate, looked, address)
            case Unreached():
                self.tally.unreached.append(looked.cause)

    def _same(self, candidate: Candidate, address: Address | None, attached: Sequence[Address]) -> None:
        """The page is as it was; a file that it links to may be another."""
        fresh = [f for a in attached if (f := self._fresh_attachment(a))]
        if not fresh or address is None or address.validators.sha256 is None:
            self._seen_again(candidate, address)
            return
        with self.at.store.reading() as tx:
            page = tx.snapshots.again(address.validators.sha256, candidate.url, address.validators)
        if page is None:
            self.tally.unchanged += 1
            return
        self._start(candidate, Fresh(page), attached)

    def _seen_again(self, candidate: Candidate, address: Address | None) -> None:
        """Unchanged; or, where another source found it first, a repetition."""
        if address and address.notice_id and address.notice_id in self.gone_before:
            with self.at.store.writing() as tx:
                back(tx, address.notice_id)
        if address and address.notice_id and candidate.url not in self.listed_before:
            with self.at.store.writing() as tx:
                if tx.notices.sight(address.notice_id, self.source.id, canonical(candidate.url)):
                    self.tally.repeated += 1
                    return
        if address and address.code and still_suspicious(self.source, address.code):
            self.tally.suspicious.append(_page(candidate.url, Cause(address.code)))
        self.tally.unchanged += 1

    def _fresh_attachment(self, address: Address) -> Snapshot | None:
        looked = self._ask(Candidate(address.url), address)
        if isinstance(looked, Unreached):
            self.tally.unreached.append(looked.cause)
        return looked.snapshot if isinstance(looked, Fresh) else None

    def _refused(self, candidate: Candidate, refused: Refused, address: Address | None) -> None:
        if refused.gone and address and address.notice_id:
            self.vanished.append(address)
            return
        if address and address.notice_id:
            self.tally.suspicious.append(Cause("lost", {"url": candidate.url}, (refused.cause,)))
            return
        self.tally.refused.append(_page(candidate.url, refused.cause))
        self.tally.turned.append(TurnedAway(candidate.url, candidate.title, refused.cause))
        if refused.requests:
            row = Address(candidate.url, self.look.validators, None, refused.cause.code, self.look.now)
            with self.at.store.writing() as tx:
                tx.addresses.record([row])

    def _settle_the_vanished(self, health: Health | None) -> None:
        """Those that are really gone become proposals for a person; an outage concludes nothing."""
        tally = self.tally
        there = tally.unchanged + tally.revised + tally.repeated + tally.there
        troubled = len(tally.unreached) + tally.unasked + sum(c.code == "lost" for c in tally.suspicious)
        out = outage(len(self.vanished), there, troubled)
        if out and not (stays_away(health, self.look.now) and not troubled):
            tally.suspicious.append(out)
            return
        for address in self.vanished:
            self._gone(address)

    def _gone(self, address: Address) -> None:
        if address.notice_id is None:
            return
        with self.at.store.writing() as tx:
            if tx.notices.gone(address.notice_id, self.look.now):
                self.tally.gone += 1
                tx.disappearances.propose(address.notice_id, self.source.id)
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
            rows=source.rows,
        )

    def _finish(self, work: UnderWay) -> None:
        page, url = work.fresh.snapshot, work.candidate.url
        job = self._job(work.candidate, page)
        try:
            read = self.at.pool.result(work.pending)
            self.tally.read(of_page(read))
            attached = fetch_attachments(read.document, self.at.fetcher, self.source, work.attached)
            self.tally.requests += attached.requests
            if attached.lost:
                # reading the notice without a file that it had would look like an edit
                self.tally.unreached.append(_page(url, Cause("file_lost")))
                return
            if attached.files:
                parts = tuple(Attachment(link, s.raw, s.media_type) for link, s in attached.files)
                job = replace(job, attachments=parts)
                read = self.at.pool.result(self.at.pool.submit(job))
        except Unreadable as e:
            self.tally.unreached.append(_page(url, e.cause))
            return
        if self.source.rows is not None:
            read = self._rows(work.candidate.url, read, self.source.rows)
        read = read if self.source.tier else tiered(read, self.at.tiers)
        arrival = self._reworded(replace(self._arrival(work, read, attached), job=job))
        with self.at.store.writing() as tx:
            saved = save(tx, arrival)
        log.debug("%s: %s", saved.outcome.value, url, extra={"code": "page.saved"})
        self._count(work.candidate, read, saved)

    def _rows(self, url: str, read: Read, rows: WatchedRows) -> Read:
        from ingest.pipeline.rows import against_last  # loads all that reads, where tables are watched

        with self.at.store.reading() as tx:
            watched = against_last(tx, read, tx.notices.at(canonical(url)), rows, self._today)
        self.tally.suspicious += watched.suspicious
        return watched.read

    def _arrival(self, work: UnderWay, read: Read, attached: Attached) -> Arrival:
        page = work.fresh.snapshot
        if attached.missing:
            # without validators the page is asked for whole next time, and its files with it
            page = replace(page, validators=Validators())
        return Arrival(
            source=self.source,
            url=work.candidate.url,
            title=work.candidate.title,
            snapshot=page,
            read=read,
            code=work.fresh.code,
            attached=tuple(s for _, s in attached.files),
        )

    def _reworded(self, arrival: Arrival) -> Arrival:
        if self.at.reword is None or self.at.stop.is_set() or arrival.read.differences is not None:
            return arrival
        with self.at.store.reading() as tx:
            news = is_news(tx, arrival)
        return replace(arrival, read=self.at.reword(arrival.read, self._today)) if news else arrival

    @property
    def _today(self) -> dt.date:
        return self.look.now.astimezone(self.at.zone).date()

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
            case Outcome.LOST if saved.cause:
                tally.suspicious.append(Cause("lost", {"url": candidate.url}, (saved.cause,)))
            case Outcome.TURNED_AWAY if saved.cause:
                title = candidate.title or read.document.title
                tally.turned.append(TurnedAway(candidate.url, title, saved.cause))
                if still_suspicious(self.source, saved.cause.code):
                    tally.suspicious.append(_page(candidate.url, saved.cause))

    def _look_for_the_gone(self, candidates: Sequence[Candidate]) -> None:
        """A notice that fell off the list: still there, changed, or gone?"""
        with self.at.store.reading() as tx:
            missing = tx.addresses.unlisted(self.source.id, [c.url for c in candidates], _OFF_THE_LIST)
            attached = tx.addresses.attachments([a.url for a in missing])
        for address in missing:
            looked = self._ask(Candidate(address.url), address)
            if isinstance(looked, Refused) and looked.gone:
                self.vanished.append(address)
            elif isinstance(looked, Unreached):
                self.tally.unasked += 1
            elif isinstance(looked, Same):
                self.tally.there += 1
            elif isinstance(looked, Fresh):
                self._start(Candidate(address.url), looked, attached.get(address.url, []))
        self._finish_all()

    def _remember(self, listing: Listing, candidates: Sequence[Candidate]) -> None:
        with self.at.store.writing() as tx:
            tx.addresses.sight(self.source.id, [c.url for c in candidates], self.run_id)
            tx.addresses.remember(self.source.id, listing.pages)
            tx.meta.set(self._block_name, self._block)


def _page(url: str, why: Cause) -> Cause:
    return Cause("page", {"url": url}, (why,))
