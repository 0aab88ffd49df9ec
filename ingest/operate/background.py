"""Each minute the edition is written and what is due is visited. Cron may run too: a lock decides."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from ingest.answer.daily import count_daily
from ingest.app import Clock
from ingest.errors import IngestError
from ingest.operate.deliver.channels import delivery
from ingest.operate.passes import Passes
from ingest.operate.questions import chase
from ingest.operate.unattended import write_edition
from ingest.settings import Settings
from ingest.store.meta import PULSE
from ingest.store.store import Store

log = logging.getLogger(__name__)

_OVERLAPPING = 8
"""Passes that may be at work at a time; each has threads of its own for its visits."""


@contextmanager
def scheduling(settings: Settings, store: Store, clock: Clock, *, visits: bool) -> Iterator[BackgroundScheduler]:
    """A scheduler for the length of the block. What is due stands in the store: a restart loses nothing, and minutes
    that were missed (a machine asleep) are made up for by one look.

    The edition is written whether or not `visits` are made: approvals, starts and ends show within a minute. At the
    end of the block the requests under way are waited for."""
    stop = threading.Event()
    scheduler = BackgroundScheduler(
        timezone=settings.bank.zone,
        executors={"default": ThreadPoolExecutor(_OVERLAPPING + 2)},
        job_defaults={"coalesce": True, "misfire_grace_time": None},
    )
    _every_minute(scheduler, "send what waits", lambda: _send(settings, store, clock))
    _every_minute(scheduler, "write the edition", lambda: _edition(settings, store, clock))
    _every_minute(scheduler, "count what was asked", lambda: _bands(settings, store, clock))
    _every_minute(scheduler, "chase questions", lambda: _chase(settings, store, clock))
    if visits:
        _every_minute(scheduler, "visit what is due", Passes(settings, store, clock, stop).go, _OVERLAPPING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of each minute that finds the last one at work
    scheduler.start()
    try:
        yield scheduler
    finally:
        stop.set()
        scheduler.shutdown(wait=True)
        with suppress(IngestError), store.writing() as tx:
            tx.meta.set(PULSE, None)  # it went as it was told to: nobody need miss it


def _every_minute(scheduler: BackgroundScheduler, name: str, work: Callable[[], None], at_once: int = 1) -> None:
    """The first time now."""
    now = dt.datetime.now(dt.UTC)
    scheduler.add_job(work, "interval", minutes=1, id=name, max_instances=at_once, next_run_time=now)


def _send(settings: Settings, store: Store, clock: Clock) -> None:
    """Also the scheduler's pulse: who watches it sees when it last beat."""
    try:
        with store.writing() as tx:
            tx.meta.set(PULSE, clock().isoformat())
        with delivery(settings) as out:
            out.send(store, clock)
            out.ping.success()
    except IngestError as e:
        log.error("nothing was sent: %s", e, extra={"code": "delivery.failed"})


def _bands(settings: Settings, store: Store, clock: Clock) -> None:
    """Once a day; else one look at the day that was counted last."""
    try:
        count_daily(store, settings.bank.zone, clock())
    except IngestError as e:
        log.error("what was asked was not counted: %s", e, extra={"code": "bands.failed"})


def _chase(settings: Settings, store: Store, clock: Clock) -> None:
    try:
        chase(settings, store, clock)
    except IngestError as e:
        log.error("questions were not chased: %s", e, extra={"code": "questions.failed"})


def _edition(settings: Settings, store: Store, clock: Clock) -> None:
    try:
        write_edition(settings, store, clock())
    except IngestError as e:
        log.error("the edition was not written: %s", e, extra={"code": "edition.failed"})
