"""One pass as cron makes it: lock, what is due, collect, publish."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from ingest import app
from ingest.answer.daily import count_daily
from ingest.errors import ConfigurationError, Text
from ingest.model import RunReport, Source, SourceKind
from ingest.operate.deliver.channels import delivery
from ingest.operate.lock import only_run
from ingest.operate.questions import chase
from ingest.operate.retention import daily
from ingest.operate.schedule import due
from ingest.pipeline.collect import collect
from ingest.pipeline.health.watch import IMPORTED
from ingest.pipeline.parts import Progress
from ingest.publish.archive import keep
from ingest.publish.lifecycle import wall_clock
from ingest.publish.write import publish
from ingest.settings import Settings
from ingest.store.store import Store

log = logging.getLogger(__name__)


def run(
    settings: Settings,
    *,
    names: Sequence[str] = (),
    everything: bool = False,
    today: dt.date | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> RunReport:
    """Visit what is due (or `names`, or all), then write the edition. Raises LockHeld when another run is at work,
    Interrupted once `stop` is set."""
    clock, stop = app.clock_on(today, settings), stop or threading.Event()
    locked = only_run(settings.folder, settings.database_url, stop=stop)
    with locked, delivery(settings) as out, out.ping.around(), closing(app.open_store(settings, clock)) as store:
        chosen = _chosen(settings, store, names, everything, clock())
        return _pass(settings, store, chosen, clock, progress, stop, insist=bool(names))


def import_paths(
    settings: Settings, paths: Sequence[Path], *, today: dt.date | None = None, progress: Progress | None = None
) -> RunReport:
    """One pass over files and folders on disk, each a source of its own that is named after its place."""
    clock = app.clock_on(today, settings)
    places = [
        Source(id=f"{IMPORTED}{p.resolve()}", kind=SourceKind.FOLDER, path=str(p.resolve()), max_items=100_000)
        for p in paths
    ]
    stop = threading.Event()
    locked = only_run(settings.folder, settings.database_url, what="import", stop=stop)
    with locked, closing(app.open_store(settings, clock)) as store:
        return _pass(settings, store, places, clock, progress, stop)


def _pass(
    settings: Settings,
    store: Store,
    sources: Sequence[Source],
    clock: app.Clock,
    progress: Progress | None,
    stop: threading.Event | None = None,
    *,
    insist: bool = False,
) -> RunReport:
    if not sources:
        # the edition is written all the same: what began or ended since the last one shows
        finish(settings, store, clock, stop)
        return _with_coverage(RunReport(0, clock(), clock(), ()), store)
    with app.pipeline(settings, store, clock, progress, stop, insist=insist) as pipeline:
        report = collect(sources, pipeline)
    finish(settings, store, clock, stop)
    return _with_coverage(report, store)


def _with_coverage(report: RunReport, store: Store) -> RunReport:
    with store.reading() as tx:
        return replace(report, coverage=tx.runs.coverage())


def finish(settings: Settings, store: Store, clock: app.Clock, stop: threading.Event | None = None) -> None:
    """What every pass ends with: the edition is written, difficult questions are chased, what waits in the outbox is
    sent, and once a day what is too old is cleared."""
    with store.writing() as tx:
        tx.runs.watch([s.id for s in settings.sources if s.enabled])
    write_edition(settings, store, clock())
    chase(settings, store, clock)
    with delivery(settings) as out:
        out.send(store, clock)
    count_daily(store, settings.bank.zone, clock())
    daily(settings, store, clock, stop)


def write_edition(settings: Settings, store: Store, now: dt.datetime) -> tuple[str, ...]:
    """The day's edition into the output folder; gives the files' names."""
    paths = publish(
        store,
        settings.folder,
        bank_name=settings.bank.name,
        language=settings.bank.language,
        now=wall_clock(now, settings.bank.zone),
        time_zone=settings.bank.time_zone,
    )
    keep(settings.folder, now.astimezone(settings.bank.zone).date(), paths)
    log.debug("the edition is written", extra={"code": "edition.written"})
    return tuple(str(p) for p in paths)


def _chosen(settings: Settings, store: Store, names: Sequence[str], everything: bool, now: dt.datetime) -> list[Source]:
    if names:
        return [settings.source(name) for name in names]
    switched_on = enabled(settings)
    if everything:
        return switched_on
    with store.reading() as tx:
        agenda = tx.agenda.all()
    return due(settings.sources, agenda, now, settings.bank.zone)


def enabled(settings: Settings) -> list[Source]:
    """The sources that are switched on. Raises ConfigurationError if none is."""
    found = [s for s in settings.sources if s.enabled]
    if not found:
        raise ConfigurationError(
            Text(f"{settings.file}: no source is enabled", f"{settings.file}：没有启用的来源"),
            remedy=Text(
                "add a [[source]] block, or set enabled = true in one",
                "请增加一个 [[source]]，或将其中一个设为 enabled = true",
            ),
        )
    return found
