"""The suite of the store runs on both databases: here `store` is each of them in turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from ingest.store import Store
from ingest.store.store import utc_now


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    url = request.getfixturevalue(f"{request.param}_url")
    assert isinstance(url, str)
    return url


@pytest.fixture
def clock() -> Callable[[], dt.datetime]:
    """The real one; a module that sets the time has its own."""
    return utc_now


@pytest.fixture
def store(store_url: str, clock: Callable[[], dt.datetime]) -> Iterator[Store]:
    opened = Store.open(store_url, clock=clock)
    yield opened
    opened.close()
