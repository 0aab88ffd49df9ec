"""Beside the pages, each minute: the edition is written, what is due is visited. Cron may run too: a lock decides."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from apscheduler.schedulers.background import BackgroundScheduler

from ingest.app import Clock
from ingest.errors import IngestError, Interrupted, LockHeld
from ingest.operate.unattended import run, write_edition
from ingest.settings import Settings
from ingest.store.store import Store
from ingest.text.causes import told_all

log = logging.getLogger(__name__)


@contextmanager
def scheduling(settings: Settings, store: Store, clock: Clock, *, visits: bool) -> Iterator[BackgroundScheduler]:
    """A scheduler thread for the length of the block. Due-ness is asked of the store, so a restart loses nothing.

    The edition is written whether or not `visits` are made: approvals, starts and ends show within a minute."""
    stop = threading.Event()
    scheduler = BackgroundScheduler(
        timezone=settings.bank.zone,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
    )
    scheduler.add_job(_edition, "interval", minutes=1, args=[settings, store, clock], id="write the edition")
    if visits:
        scheduler.add_job(_pass, "interval", minutes=1, args=[settings, stop], id="visit what is due")
    scheduler.start()
    try:
        yield scheduler
    finally:
        stop.set()
        scheduler.shutdown(wait=False)


def _edition(settings: Settings, store: Store, clock: Clock) -> None:
    try:
        write_edition(settings, store, clock())
    except IngestError as e:
        log.error("the edition was not written: %s", e)


def _pass(settings: Settings, stop: threading.Event) -> None:
    try:
        report = run(settings, stop=stop)
    except LockHeld:
        log.info("a run is at work elsewhere; this one is left out")
    except Interrupted:
        log.info("the pages were closed during a run; the next one goes on from there")
    except IngestError as e:
        log.error("the scheduled run failed: %s", e)
    else:
        for visit in report.visits:
            log.info("%s: %s %s", visit.source_id, visit.status.value, told_all(visit.causes))
