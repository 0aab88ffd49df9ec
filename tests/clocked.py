"""A clock that a test sets, and a store that goes by it. Import both fixtures in a conftest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from ingest.store.store import Store


class Clock:
    """Stands still until a test moves it. Starts on Monday 23 November 2026, 08:30 in Shanghai."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(sqlite_url: str, clock: Clock) -> Iterator[Store]:
    opened = Store.open(sqlite_url, clock=clock)
    yield opened
    opened.close()
