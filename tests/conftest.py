"""Fixtures that every part of the suite may use: a fresh store, on SQLite or on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import bilingual
import compiled
import postgresql_server
import pytest

from ingest.errors import IngestError
from ingest.store import Store, engines, tables

os.environ["INGEST_LANG"] = "en"  # the tests read English, in every terminal; those of the Chinese say so


def pytest_configure(config: pytest.Config) -> None:
    """Modules go to the processes of a run in the order of collection: that of browser tests matters, see below."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: they share one Chromium, whose loop stays in the main thread, and no async test could follow."""
    items.sort(key=lambda item: "test_browser" in item.nodeid)


@pytest.fixture(scope="session", autouse=True)
def _every_refusal_speaks_both_languages() -> Iterator[None]:
    """Whichever error ingest makes in whichever test: what it says, and what it advises, is there in zh and in en."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IngestError, "__init__", bilingual.checked(IngestError.__init__))
        yield


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", compiled.engine)
        yield


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    Store.open(str(path)).close()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """A migrated SQLite file that nobody used yet."""
    shutil.copy(_sqlite_template, tmp_path / "store.db")
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    """A fresh SQLite store on disk; a few milliseconds."""
    opened = Store.open(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgresql_server.Databases]:
    """The server of $INGEST_TEST_PG_DSN, else one of our own. Without either the tests fail: they are never skipped."""
    with ExitStack() as stack:
        try:
            url = os.environ.get("INGEST_TEST_PG_DSN") or stack.enter_context(postgresql_server.serving())
        except postgresql_server.Unavailable as error:
            pytest.fail(f"No PostgreSQL: {error}")
        databases = postgresql_server.Databases(url)
        Store.open(databases.url_of(databases.shared)).close()
        yield databases
        if "INGEST_TEST_PG_DSN" in os.environ:
            databases.drop(databases.shared)


@pytest.fixture
def postgresql_url(postgresql: postgresql_server.Databases) -> str:
    """A migrated PostgreSQL database without a row. Tests that change its tables make one of their own."""
    postgresql.empty(["entry_words", *(table.name for table in reversed(tables.metadata.sorted_tables))])
    return postgresql.url_of(postgresql.shared)
