"""The scheduler beside the pages: every minute, what is due is visited. Cron may run too: the lock decides."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from apscheduler.schedulers.background import BackgroundScheduler

from ingest.errors import IngestError, LockHeld
from ingest.operate.unattended import run
from ingest.settings import Settings

log = logging.getLogger(__name__)


@contextmanager
def scheduling(settings: Settings) -> Iterator[BackgroundScheduler]:
    """A scheduler thread for the length of the block. Due-ness is asked of the store, so a restart loses nothing."""
    scheduler = BackgroundScheduler(
        timezone=settings.bank.zone,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
    )
    scheduler.add_job(_pass, "interval", minutes=1, args=[settings], id="visit what is due")
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=False)


def _pass(settings: Settings) -> None:
    try:
        report = run(settings)
    except LockHeld:
        log.info("a run is at work elsewhere; this one is left out")
    except IngestError:
        log.exception("the scheduled run failed")
    else:
        for visit in report.visits:
            log.info("%s: %s %s", visit.source_id, visit.status.value, visit.reason or "")
