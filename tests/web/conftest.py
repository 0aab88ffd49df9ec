"""A running application with people who can log in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from applications import people, peopled, serving, standing
from clocked import Clock, clock, store
from desks import ARGUMENTS, Desk
from fastapi import FastAPI
from playwright import sync_api
from scenes import CHIEF, Swing, busy
from visits import PASSWORD, PEOPLE, Browser

from ingest.model import Actor
from ingest.review import passwords
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.options import WebOptions

__all__ = ["clock", "store"]


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Argon2 is slow on purpose; tests need not wait for it."""
    from argon2 import PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        passwords._nobody.cache_clear()
        yield
    passwords._nobody.cache_clear()


@pytest.fixture(scope="session")
def _routes(_sqlite_template: Path) -> FastAPI:
    """An application whose routes are worked out once for all tests: that takes longer than most of their requests."""
    return create_app(Store.open(str(_sqlite_template)), WebOptions("湖滨银行"))


@pytest.fixture
def app(store: Store, clock: Any, _routes: FastAPI) -> FastAPI:
    people(store, PEOPLE)
    return standing(_routes, store, clock)


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    return Browser(app)


def session(address: str) -> dict[str, str]:
    """The cookies of the one who may do everything."""
    person = {"name": CHIEF.name, "password": PASSWORD}
    answer = httpx.post(f"{address}/login", data=person, headers={"Origin": address}, timeout=60)
    assert answer.status_code == 303
    return dict(answer.cookies)


@pytest.fixture
def logged_in(app: FastAPI) -> Callable[[Actor], Browser]:
    def enter(person: Actor) -> Browser:
        browser = Browser(app)
        assert browser.log_in(person).status_code == 303
        return browser

    return enter


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with serving(app) as place:
        yield place


@pytest.fixture(scope="module")
def swing(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, quick_hashes: None) -> Iterator[Swing]:
    """A desk in full swing, once for a module: for tests that look and change nothing."""
    file = tmp_path_factory.mktemp("swing") / "store.db"
    shutil.copy(_sqlite_template, file)
    now = Clock()
    store = Store.open(f"sqlite:///{file}", clock=now)
    app = peopled(store, now, (*PEOPLE, CHIEF))
    places = busy(store, now)
    with serving(app) as address:
        yield Swing(address, session(address), places)
    store.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[sync_api.Browser]:
    """One Chromium for all browser tests of a process; each person has a context, with cookies of their own."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: sync_api.Browser, address: str) -> Iterator[Callable[..., Desk]]:
    """Somebody sits down, in English unless told."""
    contexts: list[sync_api.BrowserContext] = []

    def sit(**options: Any) -> Desk:
        contexts.append(chromium.new_context(**{"locale": "en-GB", **options}))
        return Desk(contexts[-1], address)

    yield sit
    for context in contexts:
        context.close()
