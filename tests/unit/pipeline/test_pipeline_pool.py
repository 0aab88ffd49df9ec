"""What one document costs the others, without processes: readers that do what the test says."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from queue import Queue

import pytest

from ingest.model import Reading
from ingest.pipeline import pool as module
from ingest.pipeline.job import Job, Read
from ingest.pipeline.pool import Pending, ReaderPool

JOB = Job(b"", Reading(dt.date(2026, 1, 1)))
DONE: Read = object()  # type: ignore[assignment]


class Readers:
    """One pool's: keeps jobs until they are told to be done; `ended` once it was killed."""

    _processes = None

    def __init__(self, given: Queue[Future[Read]]) -> None:
        self.given = given
        self.futures: list[Future[Read]] = []
        self.broken = self.ended = False

    def submit(self, read: object, job: Job) -> Future[Read]:
        if self.broken:
            raise BrokenProcessPool
        self.futures.append(Future())
        self.given.put(self.futures[-1])
        return self.futures[-1]

    def shutdown(self, *, wait: bool, cancel_futures: bool) -> None:
        self.ended = True
        for future in self.futures:
            if not future.done():
                future.set_exception(BrokenProcessPool())


class House:
    """All pools that were made, and the jobs that they were given, in their order; the clock."""

    def __init__(self) -> None:
        self.pools: list[Readers] = []
        self.now = 0.0
        self.given: Queue[Future[Read]] = Queue()

    def next(self) -> Future[Read]:
        return self.given.get(timeout=9)

    def open(self, workers: int) -> Readers:
        self.pools.append(Readers(self.given))
        return self.pools[-1]


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    made = House()
    monkeypatch.setattr(module, "_executor", made.open)
    monkeypatch.setattr(module, "monotonic", lambda: made.now)
    return made


def waiting(pool: ReaderPool, *jobs: Pending) -> list[Future[Read]]:
    """Their owners, each in a thread of its own."""
    threads = ThreadPoolExecutor(len(jobs))
    return [threads.submit(pool.result, job) for job in jobs]


def test_a_job_that_waits_for_its_turn_is_not_slow(house: House) -> None:
    pool = ReaderPool(1, seconds=0.02)
    _, second = pool.submit(JOB), pool.submit(JOB)
    (owner,) = waiting(pool, second)
    with pytest.raises(TimeoutError):
        owner.result(0.1)  # five times what one document may take
    for future in house.pools[0].futures:
        future.set_result(DONE)
    assert owner.result(9) is DONE and len(house.pools) == 1


def test_a_document_that_takes_too_long_ends_its_pool_also_where_nobody_waits_for_it(house: House) -> None:
    pool = ReaderPool(1, seconds=3)
    pool.submit(JOB)
    behind = pool.submit(JOB)
    house.now = 4
    (owner,) = waiting(pool, behind)
    house.next(), house.next()
    again = house.next()
    assert house.pools[0].ended and [again] == house.pools[1].futures
    again.set_result(DONE)
    assert owner.result(9) is DONE


def test_a_job_of_a_pool_that_broke_leaves_the_next_pool_alone(house: House) -> None:
    pool = ReaderPool(1)
    first = pool.submit(JOB)
    house.pools[0].broken = True
    first.future.set_exception(BrokenProcessPool())
    pool.submit(JOB)
    (owner,) = waiting(pool, first)
    house.next(), house.next()
    house.next().set_result(DONE)
    assert owner.result(9) is DONE
    assert [one.ended for one in house.pools] == [True, False, True]


def test_those_that_a_broken_pool_left_are_read_one_after_the_other(house: House) -> None:
    pool = ReaderPool(2)
    jobs = [pool.submit(JOB), pool.submit(JOB)]
    for job in jobs:
        job.future.set_exception(BrokenProcessPool())
    owners = waiting(pool, *jobs)
    house.next(), house.next()
    for at in (2, 3):
        again = house.next()
        assert len(house.pools) == at and house.given.empty()
        again.set_result(DONE)
    assert [owner.result(9) for owner in owners] == [DONE, DONE]
