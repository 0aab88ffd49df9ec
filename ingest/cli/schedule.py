"""`ingest schedule`: the scheduler alone, for a machine that shows no pages."""

from __future__ import annotations

import signal
import threading
import time
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


_LOOK = 0.1
"""Seconds between two looks of who waits."""


class Stop(threading.Event):
    """An event that a signal may set in the thread that waits for it.

    `Event.wait` holds a lock for a moment; a handler that ran just then would wait for it for ever, in the same thread.
    Who waits here only looks again and again."""

    def wait(self, timeout: float | None = None) -> bool:
        end = None if timeout is None else time.monotonic() + timeout
        while not self.is_set():
            left = _LOOK if end is None else min(_LOOK, end - time.monotonic())
            if left <= 0:
                break
            time.sleep(left)
        return self.is_set()


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set. A second Ctrl-C ends the program as usual."""
    stop = Stop()
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
