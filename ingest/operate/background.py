"""Beside the pages, each minute: the edition is written, what is due is visited. Cron may run too: a lock decides."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from apscheduler.schedulers.background import BackgroundScheduler

from ingest.app import Clock
from ingest.errors import IngestError, LockHeld
from ingest.operate.unattended import run, write_edition
from ingest.settings import Settings
from ingest.store.store import Store

log = logging.getLogger(__name__)


@contextmanager
def scheduling(settings: Settings, store: Store, clock: Clock, *, visits: bool) -> Iterator[BackgroundScheduler]:
    """A scheduler thread for the length of the block. Due-ness is asked of the store, so a restart loses nothing.

    The edition is written whether or not `visits` are made: approvals, starts and ends show within a minute."""
    scheduler = BackgroundScheduler(
        timezone=settings.bank.zone,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
    )
    scheduler.add_job(_edition, "interval", minutes=1, args=[settings, store, clock], id="write the edition")
    if visits:
        scheduler.add_job(_pass, "interval", minutes=1, args=[settings], id="visit what is due")
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=False)


def _edition(settings: Settings, store: Store, clock: Clock) -> None:
    try:
        write_edition(settings, store, clock())
    except IngestError as e:
        log.error("the edition was not written: %s", e)


def _pass(settings: Settings) -> None:
    try:
        report = run(settings)
    except LockHeld:
        log.info("a run is at work elsewhere; this one is left out")
    except IngestError as e:
        log.error("the scheduled run failed: %s", e)
    else:
        for visit in report.visits:
            log.info("%s: %s %s", visit.source_id, visit.status.value, visit.reason or "")
