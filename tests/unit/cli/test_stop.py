"""A signal in any moment of waiting ends it."""

from __future__ import annotations

import signal
import time

import pytest

from ingest.cli import schedule
from ingest.cli.schedule import Stop


@pytest.fixture
def alarm(monkeypatch):
    monkeypatch.setattr(schedule, "_LOOK", 0.0005)
    before = signal.getsignal(signal.SIGALRM)
    yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def late(*_: object) -> None:
    raise AssertionError("who tells it to stop waits for who waits")


def test_whenever_it_is_told_who_waits_in_the_same_thread_hears_it(alarm):
    for turn in range(300):
        stop = Stop()

        def tell(*_: object, stop: Stop = stop) -> None:
            signal.signal(signal.SIGALRM, late)
            alarm(5)
            stop.set()

        signal.signal(signal.SIGALRM, tell)
        alarm(0.00001 + turn * 0.000002)
        assert stop.wait(5)
        alarm(0)


def test_it_waits_no_longer_than_it_is_asked_to(alarm):
    began = time.monotonic()
    assert Stop().wait(0.02) is False
    assert 0.02 <= time.monotonic() - began < 2
