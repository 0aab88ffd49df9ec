"""A running application with people who can log in."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest
import uvicorn
from builders import ADMIN, AGENT, AUDITOR, BOTH, BUSINESS, CUSTOMER, OPERATOR
from clocked import clock, store
from fastapi import FastAPI

from ingest.model import Actor
from ingest.review import passwords
from ingest.review.passwords import hash_password
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.options import WebOptions

__all__ = ["clock", "store"]

PASSWORD = "a long sentence, easily kept"
PEOPLE = (ADMIN, CUSTOMER, BUSINESS, BOTH, AGENT, OPERATOR, AUDITOR)
OURS = {"Sec-Fetch-Site": "same-origin"}


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright's loop stays in the main thread, and no async test could run after them."""
    items.sort(key=lambda item: "test_browser" in item.nodeid)


class Browser:
    """A synchronous client with cookies; each request runs the application in a loop of its own."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, *, ours: bool = True, **options: Any) -> httpx.Response:
        headers = {**(OURS if ours else {}), **options.pop("headers", {})}

        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://t", cookies=self.cookies) as client:
                response = await client.request(method, path, headers=headers, **options)
                self.cookies = dict(client.cookies)
                return response

        return anyio.run(once)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.send("GET", path, **options)

    def post(
        self, path: str, fields: dict[str, Any] | None = None, *, page: str | None = None, **options: Any
    ) -> httpx.Response:
        """`page`: where the form stands, for its token."""
        data = dict(fields or {})
        if page:
            data = {**self.hidden(page), **data}
        return self.send("POST", path, data=data, **options)

    def hidden(self, page: str) -> dict[str, str]:
        text = self.get(page).text
        return {
            name: found[1]
            for name in ("csrf", "version")
            if (found := re.search(rf'name="{name}" value="([^"]*)"', text))
        }

    def log_in(self, person: Actor, password: str = PASSWORD) -> httpx.Response:
        return self.post("/login", {"name": person.name, "password": password})


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
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)
