"""Passes of a scheduler: one each minute that finds something due. They may overlap, so that a slow place keeps no
other waiting; the lock, the network and the readers are shared, and held only while a pass is at work."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from contextlib import ExitStack, closing

from ingest import app
from ingest.errors import IngestError, Interrupted, LockHeld
from ingest.model import Source
from ingest.operate.lock import only_run
from ingest.operate.schedule import due
from ingest.operate.unattended import finish
from ingest.pipeline.collect import collect
from ingest.pipeline.parts import Pipeline
from ingest.settings import Settings
from ingest.store.agenda import Appointment
from ingest.store.store import Store

log = logging.getLogger(__name__)


class Passes:
    """Visits what is due and not yet under way. `stop`, once set, ends the passes after the requests under way."""

    def __init__(self, settings: Settings, store: Store, clock: app.Clock, stop: threading.Event) -> None:
        self._settings, self._store, self._clock, self._stop = settings, store, clock, stop
        self._mutex = threading.Lock()
        self._begun: dict[str, dt.datetime] = {}
        self._at_work = 0
        self._open: tuple[ExitStack, Pipeline] | None = None

    def go(self) -> None:
        """One pass over what is due now. Says in the log what went wrong, and raises nothing that was foreseen."""
        try:
            self._go()
        except LockHeld as e:
            log.info("%s; this pass is left out", e.message, extra={"code": "pass.locked"})
        except Interrupted:
            log.info("stopped; the next run goes on from there", extra={"code": "pass.stopped"})
        except IngestError as e:
            log.error("the scheduled run failed: %s", e, extra={"code": "pass.failed"})

    def _go(self) -> None:
        with self._mutex:
            now = self._clock()
            chosen = [] if self._stop.is_set() else self._due(now)
            if not chosen:
                return
            pipeline = self._opened()
            self._at_work += 1
            self._begun |= dict.fromkeys((s.id for s in chosen), now)
        try:
            collect(chosen, pipeline)
            finish(self._settings, pipeline.store, self._clock, self._stop)
        finally:
            self._leave(chosen, now)

    def _due(self, now: dt.datetime) -> list[Source]:
        """What is due, without the sources that a pass has begun and not asked yet."""
        with self._store.reading() as tx:
            agenda = tx.agenda.all()
        chosen = due(self._settings.sources, agenda, now, self._settings.bank.zone)
        return [s for s in chosen if s.id not in self._begun or _asked_since(self._begun[s.id], agenda.get(s.id))]

    def _opened(self) -> Pipeline:
        """What the passes at work share; the first one opens it, and finds here that a run elsewhere has the lock."""
        if self._open is None:
            settings, stop = self._settings, self._stop
            with ExitStack() as stack:
                stack.enter_context(only_run(settings.folder, settings.database_url, what="schedule", stop=stop))
                store = stack.enter_context(closing(app.open_store(settings, self._clock)))
                pipeline = stack.enter_context(app.pipeline(settings, store, self._clock, stop=stop))
                self._open = stack.pop_all(), pipeline
        return self._open[1]

    def _leave(self, done: list[Source], begun: dt.datetime) -> None:
        """The last one closes what they share."""
        with self._mutex:
            self._at_work -= 1
            for source in done:
                if self._begun.get(source.id) == begun:
                    del self._begun[source.id]
            if self._open and not self._at_work:
                stack, self._open = self._open[0], None
                stack.close()


def _asked_since(begun: dt.datetime, appointment: Appointment | None) -> bool:
    return appointment is not None and appointment.asked >= begun
