"""A running application with people who can log in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from clocked import clock, store
from desks import ARGUMENTS, Desk
from fastapi import FastAPI
from playwright import sync_api
from visits import PASSWORD, PEOPLE, Browser

from ingest.model import Actor
from ingest.review import passwords
from ingest.review.passwords import hash_password
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.options import WebOptions
from ingest.web.server import Server

__all__ = ["clock", "store"]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 is slow on purpose; tests need not wait for it."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()


@pytest.fixture
def app(store: Store, clock: Any) -> FastAPI:
    hashed = hash_password(PASSWORD)
    with store.writing() as tx:
        for person in PEOPLE:
            tx.users.add(person.name, person.name.title(), person.roles, hashed)
    return create_app(store, WebOptions("湖滨银行", clock=clock))


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    return Browser(app)


@pytest.fixture
def logged_in(app: FastAPI) -> Callable[[Actor], Browser]:
    def enter(person: Actor) -> Browser:
        browser = Browser(app)
        assert browser.log_in(person).status_code == 303
        return browser

    return enter


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """The application behind a real server on loopback."""
    server = Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"), app)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


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
