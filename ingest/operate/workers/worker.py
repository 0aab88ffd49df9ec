"""`ingest worker`: one process of as many as are wanted, on as many machines.

A worker holds its locks on one connection. When that breaks, others may get them: it ends its visits, and begins anew.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import procrastinate
import psycopg
from procrastinate.exceptions import ProcrastinateException

from ingest import app
from ingest.errors import StoreError, Text
from ingest.operate.workers.crew import Crew
from ingest.operate.workers.jobs import BEAT_SECONDS, QUEUE, STALLED_SECONDS, prepare, queue
from ingest.operate.workers.leader import Leader, nap
from ingest.pipeline.parts import Pipeline
from ingest.settings import Settings
from ingest.store.session_lock import RUN, Locks, session

log = logging.getLogger(__name__)

_POLL_SECONDS = 1.0
"""A place that comes free is found by others within so many seconds."""
_WAIT_SECONDS = 2.0
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 60.0


@dataclass(frozen=True, slots=True)
class Worker:
    """How a worker works: visits at a time, and processes that read documents (one a core, unless said)."""

    settings: Settings
    clock: app.Clock
    stop: threading.Event
    visits: int = 8
    readers: int | None = None

    def work(self) -> None:
        """Until `stop` is set. What is wrong at the start is raised; later the database is waited for."""
        _prepared(self.settings, self.clock)
        pause = _FIRST_PAUSE
        while not self.stop.is_set():
            try:
                self._shift()
                pause = _FIRST_PAUSE
            except StoreError as e:
                log.error("%s; the worker begins anew", e.message, extra={"code": "worker.lost"})
                self.stop.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def _shift(self) -> None:
        """From one loss of the database to the next."""
        settings, ended, name = self.settings, threading.Event(), _name()
        url = settings.database_url
        with session(url, f"ingest worker, {name}", ended.set) as locks:
            if not self._joined(locks):
                return
            prepare(url)
            with (
                closing(app.open_store(settings, self.clock)) as store,
                app.pipeline(settings, store, self.clock, stop=ended, readers=self.readers) as at,
                ThreadPoolExecutor(self.visits + 1, "visit") as threads,
            ):
                crew = Crew(settings, at, locks, threads, name)
                asyncio.run(self._together(crew, at, locks, ended))
        if not self.stop.is_set():
            raise StoreError(Text("The connection to the database broke.", "数据库连接中断。"))

    def _joined(self, locks: Locks) -> bool:
        """Workers share the run's lock; one that comes while a run, an import or a restore is at work waits for it."""
        told = False
        while not locks.take(RUN, shared=True):
            if not told:
                holder = locks.holder(RUN)
                log.info("waiting for %s", holder.name if holder else "?", extra={"code": "worker.waiting"})
                told = True
            if self.stop.wait(_WAIT_SECONDS):
                return False
        return True

    async def _together(self, crew: Crew, at: Pipeline, locks: Locks, ended: threading.Event) -> None:
        jobs = queue(self.settings.database_url, f"ingest worker's queue, {_name()}")
        crew.sign_on(jobs)
        leader = Leader(self.settings, at.store, self.clock, jobs, ended)
        try:
            async with jobs.open_async():
                log.info("at work", extra={"code": "worker.begin"})
                tasks = [
                    asyncio.create_task(self._visits(jobs)),
                    asyncio.create_task(leader.lead(locks)),
                    asyncio.create_task(self._until_stopped(ended)),
                ]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                ended.set()
                tasks[0].cancel()  # it waits for the requests under way, and hands back what is not done
                results = await asyncio.gather(*tasks, return_exceptions=True)
            for result in results:
                if isinstance(result, Exception):
                    raise result
        except (ProcrastinateException, psycopg.Error) as e:
            said = str(e.__cause__ or e).strip() or type(e).__name__
            raise StoreError(Text(f"The queue can't be used: {said}", f"任务队列无法使用：{said}")) from e

    async def _visits(self, jobs: procrastinate.App) -> None:
        await jobs.run_worker_async(
            queues=[QUEUE],
            concurrency=self.visits,
            install_signal_handlers=False,
            fetch_job_polling_interval=_POLL_SECONDS,
            delete_jobs="always",
            update_heartbeat_interval=BEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS * 40,
        )

    async def _until_stopped(self, ended: threading.Event) -> None:
        while not (self.stop.is_set() or ended.is_set()):
            await nap(ended, 0.2)


def _prepared(settings: Settings, clock: app.Clock) -> None:
    """Tells at once whether the database can be used."""
    app.open_store(settings, clock).close()


def _name() -> str:
    return f"process {os.getpid()}, host {socket.gethostname()}"
