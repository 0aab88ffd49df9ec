"""A job is a visit, made as `ingest run` makes it, with its place held on the database from before the first request
until the pause after the last one is over."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import procrastinate
from procrastinate.jobs import Job

from ingest.errors import IngestError, Interrupted
from ingest.fetch.client import Client
from ingest.logs import about
from ingest.model import Cause, Source
from ingest.operate.workers.jobs import QUEUE, TASK
from ingest.operate.workers.places import key, places
from ingest.pipeline.collect import given_up, stoppable, visited
from ingest.pipeline.parts import Pipeline
from ingest.settings import Settings
from ingest.store.session_lock import Locks

log = logging.getLogger(__name__)

DEATHS = 3
"""A source over which so many workers died in a row is not tried again until it is due another time."""
_BUSY_SECONDS, _TROUBLE_SECONDS = 3, 30

_T = TypeVar("_T")


class PlaceTaken(Exception):
    """Somebody visits this place: a worker that was taken for dead, and is not."""


class Again(procrastinate.BaseRetryStrategy):
    """A visit that was not made goes back into the queue."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision | None:
        match exception:
            case Interrupted():
                return procrastinate.RetryDecision(retry_in={"seconds": 0})
            case PlaceTaken():
                return procrastinate.RetryDecision(retry_in={"seconds": _BUSY_SECONDS})
            case IngestError():
                return procrastinate.RetryDecision(retry_in={"seconds": _TROUBLE_SECONDS})
        return None


class Crew:
    """The visits of one worker, a few at a time."""

    def __init__(self, settings: Settings, at: Pipeline, locks: Locks, threads: ThreadPoolExecutor, name: str) -> None:
        self._settings, self._fetcher, self._at = settings, at.fetcher, stoppable(at)
        self._locks, self._threads, self._name = locks, threads, name
        self._sources = {source.id: source for source in settings.sources}
        self._places = places(settings.sources)
        self._neighbours = Counter(self._places.values())
        self._held = set[str]()

    def sign_on(self, app: procrastinate.App) -> None:
        """Tells the queue what a job is."""

        @app.task(name=TASK, queue=QUEUE, retry=Again(), pass_context=True)
        async def visit(context: procrastinate.JobContext, *, run: int, source: str) -> None:
            await self._job(run, source, deaths=-context.job.priority)

    async def _job(self, run: int, name: str, deaths: int) -> None:
        source = self._sources.get(name)
        if source is None:
            log.error("%s: not in %s of this machine", name, self._settings.file, extra={"code": "visit.unknown"})
            return
        place = self._places.get(name)
        if place is None:
            await self._in_thread(self._visit, source, run, deaths)
            return
        # a worker that slept and was taken for dead may be handed its own visit again while it is still at it, and a
        # lock of the database would let it: its connection holds that one already
        if place in self._held:
            raise self._taken(name, place)
        self._held.add(place)
        try:
            if not await self._in_thread(self._locks.take, key(place)):
                await self._in_thread(self._locks.free, key(place))
                raise self._taken(name, place)
            try:
                if await self._in_thread(self._visit, source, run, deaths):
                    await asyncio.sleep(self._pause(source, place))
            finally:
                await self._in_thread(self._locks.give, key(place))
        finally:
            self._held.discard(place)

    def _taken(self, name: str, place: str) -> PlaceTaken:
        log.info("%s: somebody is at %s", name, place, extra={"code": "visit.place_taken", "source": name})
        return PlaceTaken(place)

    async def _in_thread(self, work: Callable[..., _T], *args: object) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args))

    def _visit(self, source: Source, run: int, deaths: int) -> bool:
        """Whether somebody was asked: a visit that its worker stored, and did not live to sign off, is done."""
        at = self._at
        if at.stop.is_set():
            raise Interrupted
        with about(worker=self._name):
            with at.store.reading() as tx:
                if tx.runs.visited(run, source.id):
                    return False
            if deaths >= DEATHS:
                given_up(source, at, run, Cause("worker_died", {"times": deaths}))
                return False
            visited(source, at, run)
        return True

    def _pause(self, source: Source, place: str) -> float:
        """Seconds between two requests to this host, where another source may be next there."""
        if self._neighbours[place] < 2:
            return 0.0
        asked_for = [self._fetcher.delay(url) for url in source.urls] if isinstance(self._fetcher, Client) else []
        return max(self._settings.fetch.seconds_between_requests, *asked_for, 0.0)
