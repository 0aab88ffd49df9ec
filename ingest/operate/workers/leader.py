"""One worker says what is due. The others try to take its place every few seconds, and one of them does when it goes.

due → a run, and a job for each source that is not under way   every minute
jobs of workers that are not heard of any more → back into the queue
a run whose jobs are all done → finished, and what every pass ends with
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

import procrastinate
from procrastinate.exceptions import ConnectorException

from ingest.app import Clock
from ingest.errors import IngestError
from ingest.model import Source
from ingest.operate.background import scheduling
from ingest.operate.schedule import due
from ingest.operate.unattended import finish
from ingest.operate.workers.jobs import QUEUE, STALLED_SECONDS, TASK
from ingest.operate.workers.places import places
from ingest.settings import Settings
from ingest.store.session_lock import LEAD, Locks
from ingest.store.store import Store

log = logging.getLogger(__name__)

_LOOK_SECONDS = 3.0
_DUE_SECONDS = 60.0
_OPEN = "workers.runs"
_FORGET_SECONDS = 600.0
"""A dead worker's name is kept so long; its jobs are taken from it long before."""
_SOURCES = "SELECT args->>'source' AS source FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
_RUNS = "SELECT DISTINCT (args->>'run')::bigint AS run FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


class Leader:
    """What the one worker does that has the lock. `ended`, once set, ends it after the step under way."""

    def __init__(
        self, settings: Settings, store: Store, clock: Clock, app: procrastinate.App, ended: threading.Event
    ) -> None:
        self._settings, self._store, self._clock, self._app, self._ended = settings, store, clock, app, ended
        self._places = places(settings.sources)
        self._looked = float("-inf")

    async def lead(self, locks: Locks) -> None:
        """Until `ended` is set: wait for the lead, take it, and do what it asks for. Raises StoreError and what the
        queue's connection raises."""
        while not await asyncio.to_thread(locks.take, LEAD):
            await asyncio.to_thread(locks.free, LEAD)
            await nap(self._ended, _LOOK_SECONDS)
            if self._ended.is_set():
                return
        log.info("this worker says what is due", extra={"code": "workers.lead"})
        # the edition, what waits in the outbox, and the pulse, each minute
        beside = scheduling(self._settings, self._store, self._clock, visits=False)
        await asyncio.to_thread(beside.__enter__)
        try:
            await self._go()
        finally:
            await asyncio.to_thread(beside.__exit__, None, None, None)

    async def _go(self) -> None:
        while not self._ended.is_set():
            await self._rescue()
            await self._close()
            if time.monotonic() - self._looked >= _DUE_SECONDS:
                self._looked = time.monotonic()
                await self._open()
            await nap(self._ended, _LOOK_SECONDS)

    async def _rescue(self) -> None:
        """Each time that a worker dies over it, a job loses in priority: that is how they are counted."""
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_SECONDS):
            source = job.task_kwargs.get("source")
            log.warning("%s: its worker is gone; back in the queue", source, extra={"code": "visit.rescued"})
            with suppress(ConnectorException):  # it was alive after all, and has signed off
                await manager.retry_job(job, priority=job.priority - 1)
        await manager.prune_stalled_workers(_FORGET_SECONDS)

    async def _open(self) -> None:
        """A run over what is due. The queue is read before the agenda: a visit leaves it after its next one stands in
        there, so nothing that was just done seems due."""
        under_way = {row["source"] for row in await self._app.connector.execute_query_all_async(_SOURCES)}
        run, chosen = await asyncio.to_thread(self._begin, under_way)
        if not chosen:
            return
        log.info("run %d: %d sources", run, len(chosen), extra={"code": "run.begin", "run": run})
        jobs = [self._job(source, run) for source in chosen]
        await self._app.job_manager.batch_defer_jobs_async(jobs)
        # a server that believes the queue to be short takes seconds to find the next job among thousands
        await self._app.connector.execute_query_async("ANALYZE procrastinate_jobs")

    def _begin(self, under_way: set[str]) -> tuple[int, Sequence[Source]]:
        now = self._clock()
        with self._store.reading() as tx:
            agenda = tx.agenda.all()
        waiting = due(self._settings.sources, agenda, now, self._settings.bank.zone)
        chosen = [source for source in waiting if source.id not in under_way]
        if not chosen:
            return 0, ()
        with self._store.writing() as tx:
            run = tx.runs.begin(now)
            tx.meta.set(_OPEN, json.dumps([*json.loads(tx.meta.get(_OPEN) or "[]"), run]))
        return run, chosen

    def _job(self, source: Source, run: int) -> procrastinate.jobs.Job:
        return procrastinate.jobs.Job(
            id=None,
            queue=QUEUE,
            lock=self._places.get(source.id),
            queueing_lock=source.id,
            task_name=TASK,
            task_kwargs={"run": run, "source": source.id},
        )

    async def _close(self) -> None:
        """Finish the runs of which no job is left."""
        under_way = {row["run"] for row in await self._app.connector.execute_query_all_async(_RUNS)}
        done = await asyncio.to_thread(self._finished, under_way)
        if done:
            await asyncio.to_thread(self._finish)

    def _finished(self, under_way: set[int]) -> list[int]:
        with self._store.reading() as tx:
            open_ = json.loads(tx.meta.get(_OPEN) or "[]")
        done = [run for run in open_ if run not in under_way]
        if not done:
            return []
        with self._store.writing() as tx:
            for run in done:
                tx.runs.finish(run, self._clock())
            tx.meta.set(_OPEN, json.dumps([run for run in open_ if run in under_way]))
        for run in done:
            log.info("run %d is done", run, extra={"code": "run.end", "run": run})
        return done

    def _finish(self) -> None:
        try:
            finish(self._settings, self._store, self._clock, self._ended)
        except IngestError as e:
            log.error("the run's end failed: %s", e, extra={"code": "pass.failed"})


async def nap(ended: threading.Event, seconds: float) -> None:
    """So many seconds, or until `ended` is set."""
    until = time.monotonic() + seconds
    while not ended.is_set() and time.monotonic() < until:
        await asyncio.sleep(min(0.2, seconds))
