"""Fixtures for every test: a clock that a test sets, and a store of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

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
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'ingest.db'}", clock=clock)
    yield opened
    opened.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright's loop stays in the main thread, and no async test could run after them."""
    items.sort(key=lambda item: "browser" in item.nodeid)
