"""Applications over a test's store, with people who may log in, and behind a real server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from visits import PASSWORD

from ingest.model import Actor
from ingest.review.passwords import hash_password
from ingest.store.store import Store
from ingest.web.app import create_app
from ingest.web.live import Live
from ingest.web.options import WebOptions
from ingest.web.server import Server


def standing(app: FastAPI, store: Store, clock: Any) -> FastAPI:
    """The same application over this store."""
    options = WebOptions("湖滨银行", clock=clock)
    app.state.live = Live(store)
    for one in (app, *(r.app for r in app.routes if isinstance(getattr(r, "app", None), FastAPI))):
        one.state.store, one.state.options = store, options
    return app


def peopled(store: Store, clock: Any, who: Sequence[Actor]) -> FastAPI:
    """An application of its own over a store in which these people may log in."""
    people(store, who)
    return create_app(store, WebOptions("湖滨银行", clock=clock))


def people(store: Store, who: Sequence[Actor]) -> None:
    hashed = hash_password(PASSWORD)
    with store.writing() as tx:
        for person in who:
            tx.users.add(person.name, person.name.title(), person.roles, hashed)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of the application behind a real server on loopback."""
    server = Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"), app)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)
