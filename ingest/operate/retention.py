"""Once a day, after a run: what is older than `[retention]` says goes, in steps that hold the database for moments."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.app import Clock
from ingest.publish.archive import prune
from ingest.settings import Settings
from ingest.settings.blocks import Retaining
from ingest.store.retention import Limits
from ingest.store.space import free_some
from ingest.store.store import Store
from ingest.store.transaction import Transaction

log = logging.getLogger(__name__)

DAILY = dt.timedelta(hours=23)
_DONE = "retention.done"
_ROWS = 200
_LEFT_OVER = dt.timedelta(hours=1)
"""A part of a file that is older was left by a process that was killed."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """Rows taken away, by table, and the bytes of raw snapshots among them; files likewise. `freed`: bytes of the
    database that the disk got back."""

    rows: dict[str, int]
    bytes: int
    files: int
    freed: int


def daily(settings: Settings, store: Store, clock: Clock, stop: threading.Event | None = None) -> Cleared | None:
    """`clear`, unless that was done within the last day."""
    now = clock()
    with store.reading() as tx:
        done = tx.meta.get(_DONE)
    if done and dt.timedelta(0) <= now - dt.datetime.fromisoformat(done) < DAILY:
        return None
    return clear(settings, store, clock, stop)


def clear(settings: Settings, store: Store, clock: Clock, stop: threading.Event | None = None) -> Cleared:
    """Take away all that is too old. Stops between two steps once `stop` is set; the next call goes on."""
    sweep = _Sweep(settings.retention, store, clock(), stop or threading.Event())
    sweep.snapshots()
    sweep.rows()
    files = _files(settings, clock()) if not sweep.stop.is_set() else 0
    freed = 0 if sweep.stop.is_set() else free_some(settings.database_url)
    if not sweep.stop.is_set():
        with store.writing() as tx:
            tx.meta.set(_DONE, clock().isoformat())
    cleared = Cleared(sweep.gone, sweep.bytes, files, freed)
    told = {"code": "retention.done", **cleared.rows, "files": files, "freed": freed}
    log.info("cleared %d rows and %d files", sum(cleared.rows.values()), files, extra=told)
    return cleared


class _Sweep:
    """One pass over the tables; each step is a transaction."""

    def __init__(self, keep: Retaining, store: Store, now: dt.datetime, stop: threading.Event) -> None:
        self._keep, self._store, self._now, self.stop = keep, store, now, stop
        self.gone: dict[str, int] = {}
        self.bytes = 0

    def snapshots(self) -> None:
        keep, now = self._keep, self._now
        with self._store.reading() as tx:
            since = tx.retention.first_run_since(now - keep.snapshots)
        limits = Limits(now - keep.snapshots, now - keep.evidence if keep.evidence else None, since)
        after: str | None = ""
        while after is not None and not self.stop.is_set():
            with self._store.writing() as tx:
                swept = tx.retention.snapshots(limits, after, _ROWS)
            after, self.bytes = swept.after, self.bytes + swept.bytes
            self._count("snapshots", swept.gone)

    def rows(self) -> None:
        keep, now = self._keep, self._now
        with self._store.reading() as tx:
            visits, sightings = (tx.retention.first_run_since(now - d) for d in (keep.visits, keep.sightings))
        self._steps("visits", lambda tx: tx.retention.visits(visits, _ROWS))
        self._steps("runs", lambda tx: tx.retention.runs(visits, _ROWS))
        self._steps("sightings", lambda tx: tx.retention.sightings(sightings, _ROWS))
        self._steps("sessions", lambda tx: tx.retention.sessions(now - keep.sessions, _ROWS))
        self._steps("turned_away", lambda tx: tx.turned_away.prune(now - keep.snapshots, _ROWS))
        self._steps("deliveries", lambda tx: tx.deliveries.prune(now - keep.deliveries))

    def _steps(self, name: str, step: Callable[[Transaction], int]) -> None:
        gone = None
        while gone != 0 and not self.stop.is_set():
            with self._store.writing() as tx:
                gone = step(tx)
            self._count(name, gone)

    def _count(self, name: str, gone: int) -> None:
        self.gone[name] = self.gone.get(name, 0) + gone


def _files(settings: Settings, now: dt.datetime) -> int:
    """Editions of past days, and parts of files that a kill left behind."""
    keep = settings.retention
    zone = settings.bank.zone
    gone = prune(settings.folder, (now - keep.editions).astimezone(zone).date(), most=keep.editions_at_most)
    return gone + sum(_left_over(part, now) for part in settings.folder.glob(".*.part"))


def _left_over(part: Path, now: dt.datetime) -> bool:
    try:
        written = dt.datetime.fromtimestamp(part.stat().st_mtime, dt.UTC)
        if now - written < _LEFT_OVER:
            return False
        part.unlink()
    except OSError:
        return False
    return True
