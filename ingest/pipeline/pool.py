"""Where jobs are read: in processes of their own, so that two cores work and a hostile document costs one document."""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from time import monotonic
from types import TracebackType

from ingest.logs import set_up
from ingest.model import Cause
from ingest.pipeline.job import Job, Read

log = logging.getLogger(__name__)

_MODEST = 5
"""Where the same machine serves pages, whoever waits for one goes before a document that nobody waits for."""
_MEMORY = 2 * 2**30
"""Bytes of address space that one reader may take, ten times what it usually has; a document that needs more is not a
notice."""


_ENDING = 5.0
"""Seconds until jobs of a pool that was ended know of it."""


class Unreadable(Exception):
    """The document could not be read."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.code)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Pending:
    """A job under way, and where."""

    job: Job
    future: Future[Read]
    executor: ProcessPoolExecutor | None = None


@dataclass(slots=True)
class _Turn:
    """Of a job in a pool: when a reader took it up. Until then it waits, and is not slow."""

    executor: ProcessPoolExecutor
    begun: float | None = None


class ReaderPool:
    """Reads jobs in worker processes, started at the first job. `seconds`: the longest that one document may take."""

    def __init__(self, workers: int | None = None, *, seconds: float = 120.0) -> None:
        self._workers = workers or max(1, os.cpu_count() or 1)
        self._seconds = seconds
        self._changed = threading.Condition()
        self._alone_at_a_time = threading.Lock()
        self._turns: dict[Future[Read], _Turn] = {}
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, job: Job) -> Pending:
        with self._changed:
            if self._executor is None:
                self._executor = _executor(self._workers)
            try:
                future = _submit(self._executor, job)
            except BrokenProcessPool:
                self._executor = _executor(self._workers)
                future = _submit(self._executor, job)
            self._turns[future] = _Turn(self._executor)
            self._begin(self._executor)
            pending = Pending(job, future, self._executor)
        future.add_done_callback(self._over)
        return pending

    def _over(self, future: Future[Read]) -> None:
        with self._changed:
            self._begin(self._turns.pop(future).executor)
            self._changed.notify_all()

    def _begin(self, executor: ProcessPoolExecutor) -> None:
        """Readers take up jobs in the order in which they came."""
        mine = [turn for turn in self._turns.values() if turn.executor is executor]
        for turn in mine[: self._workers]:
            turn.begun = monotonic() if turn.begun is None else turn.begun

    def result(self, pending: Pending) -> Read:
        """The outcome. A job whose pool broke under it is tried once more, alone; then it is Unreadable."""
        if not self._in_time(pending):
            self._drop(pending.executor)
        try:
            return pending.future.result(timeout=_ENDING)
        except (FutureTimeout, BrokenProcessPool, CancelledError):
            self._drop(pending.executor)
        except Exception as e:
            raise _stumbled(pending.job, e) from e
        return self._alone(pending.job)

    def _in_time(self, pending: Pending) -> bool:
        """Wait until it is read; False as soon as any document of its pool takes too long, also one that nobody waits
        for any more."""
        with self._changed:
            while not pending.future.done():
                mine = (turn.begun for turn in self._turns.values() if turn.executor is pending.executor)
                begun = min((at for at in mine if at is not None), default=monotonic())
                left = begun + self._seconds - monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
            return True

    def _alone(self, job: Job) -> Read:
        """One at a time, however many a broken pool left: each has the machine to itself."""
        with self._alone_at_a_time:
            executor = _executor(1)
            try:
                return _submit(executor, job).result(timeout=self._seconds)
            except FutureTimeout as e:
                raise Unreadable(Cause("reader_slow", {"seconds": round(self._seconds)})) from e
            except BrokenProcessPool as e:
                raise Unreadable(Cause("reader_died")) from e
            except Exception as e:
                raise _stumbled(job, e) from e
            finally:
                _kill(executor)

    def _drop(self, executor: ProcessPoolExecutor | None) -> None:
        """End this pool; jobs under way in it are tried again by their owners. Another may have taken its place."""
        with self._changed:
            if self._executor is executor:
                self._executor = None
        if executor is not None:
            _kill(executor)

    def close(self) -> None:
        with self._changed:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _stumbled(job: Job, error: Exception) -> Unreadable:
    """A fault of ours: it costs this document, is logged with its trace, and the source shows as degraded."""
    said = f"{type(error).__name__}: {error}"
    log.error("%s: our reader stumbled over it (%s); INGEST_DEBUG=1 shows where", job.url, said, exc_info=error)
    return Unreadable(Cause("reader_stumbled", {"detail": said}))


def _executor(workers: int) -> ProcessPoolExecutor:
    # visits run in threads, and a fork of this process would copy their locks: readers are forked from one that has no
    # threads and has loaded what they need, so a second reader, or one in the place of a dead one, is there at once
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.pipeline.ready"])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_settle, initargs=(dict(os.environ),))


def _read(job: Job) -> Read:
    from ingest.pipeline.read import read  # here, so that only readers load all that reads

    return read(job)


def _submit(executor: ProcessPoolExecutor, job: Job) -> Future[Read]:
    """The workers start here and take over this thread's mask: Ctrl-C, which a terminal sends to all of a group's
    processes, is the parent's to answer."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return executor.submit(_read, job)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill(executor: ProcessPoolExecutor) -> None:
    for process in list((executor._processes or {}).values()):
        process.kill()
    executor.shutdown(wait=False, cancel_futures=True)


def _settle(environment: Mapping[str, str]) -> None:
    """In the worker: the environment of now, a modest share of the machine, a cap on memory, the log's form, and an end
    when the parent ends, also by kill -9."""
    os.environ.clear()
    os.environ.update(environment)
    set_up()
    os.nice(_MODEST)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
