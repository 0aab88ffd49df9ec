"""`ingest schedule`: the scheduler alone, for a machine that shows no pages."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import click

from ingest.cli.options import Common, common


@click.command()
@common
def command(common: Common) -> None:
    """Visit what is due, every minute, until told to stop (SIGTERM or Ctrl-C); in the foreground.

    What is due, and what failed and when it is asked again, stands in the database: a restart loses nothing.
    """
    from ingest import app, logs
    from ingest.operate.background import scheduling

    logs.set_up(events=True)
    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    with (
        told_to_stop() as stop,
        closing(app.open_store(settings, clock)) as store,
        scheduling(settings, store, clock, visits=True),
    ):
        stop.wait()


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set. A second Ctrl-C ends the program as usual."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def told(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, told)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
