"""`ingest worker`: one of many processes, on one machine or on several, that share the visits."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.words import text
from ingest.errors import ConfigurationError

if TYPE_CHECKING:
    from ingest.settings import Settings


@click.command()
@click.option("--visits", default=8, show_default=True, type=click.IntRange(1, 64), help="Visits at a time.")
@click.option("--readers", default=None, type=click.IntRange(1, 64), help="Processes that read; default one a core.")
@common
def command(common: Common, visits: int, readers: int | None) -> None:
    """Share the visits with all workers on the same PostgreSQL database, until told to stop (SIGTERM or Ctrl-C).

    One of them says what is due; each host is visited by one at a time; the work of one that is killed is done by
    another. `ingest run` leaves with 75 while workers are there.
    """
    from ingest import app, logs
    from ingest.cli.schedule import told_to_stop

    logs.set_up(events=True)
    settings = common.settings()
    _require(settings)
    from ingest.operate.workers.worker import Worker

    with told_to_stop() as stop:
        Worker(settings, app.clock_on(common.today, settings), stop, visits, readers).work()


def _require(settings: Settings) -> None:
    """PostgreSQL, and the queue's library."""
    from ingest.operate.unattended import enabled
    from ingest.store import engines

    if engines.parse(settings.database_url).get_backend_name() == "sqlite":
        raise ConfigurationError(text("worker_needs_postgresql"), remedy=text("worker_needs_postgresql_remedy"))
    if find_spec("procrastinate") is None:
        raise ConfigurationError(text("worker_needs_extra"), remedy=text("worker_needs_extra_remedy"))
    enabled(settings)
