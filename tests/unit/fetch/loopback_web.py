"""A web of our own on loopback: paths answer with what a test tells them to, raw bytes included."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ingest.fetch.client import Client
from ingest.fetch.policy import FetchPolicy
from ingest.model import Fetched, Source, SourceKind, Validators

NOW = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)
Page = Callable[[BaseHTTPRequestHandler], None]


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.seconds += seconds

    def now(self) -> dt.datetime:
        return NOW + dt.timedelta(seconds=self.seconds)


class Web:
    """`web.pages[path]` answers; `web.seen` lists (path, headers) of every request."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.bodies: list[bytes] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5

            def do_GET(self) -> None:
                web.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                page = web.pages.get(self.path.partition("?")[0], answer(404))
                try:
                    page(self)
                except (BrokenPipeError, ConnectionError):
                    self.close_connection = True

            def do_POST(self) -> None:
                web.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.do_GET()

            def date_time_string(self, timestamp: float | None = None) -> str:
                return format_datetime(NOW, usegmt=True)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.seen]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Page:
    """A page with a right Content-Length; `header_name="x"` becomes `Header-Name: x`."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return page


def raw(data: bytes, *, reset: bool = False) -> Page:
    """Exactly these bytes, then the end of the connection."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(data)
        handler.wfile.flush()
        handler.close_connection = True
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            handler.connection.close()

    return page


def in_turn(*pages: Page) -> Page:
    """The first page once, then the next…; the last one for ever."""
    left = list(pages)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


@pytest.fixture
def web() -> Iterator[Web]:
    place = Web()
    yield place
    place.close()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def get(web: Web, time: Time) -> Iterator[Callable[..., Fetched]]:
    """get(path or url, validators=…, source=…, **policy): one fetch by a client that lives as long as the test."""
    clients: dict[tuple[tuple[str, Any], ...], Client] = {}

    def fetch(
        path: str, *, validators: Validators | None = None, source: Source | None = None, **policy: Any
    ) -> Fetched:
        options = {
            "allow_private": ("127.0.0.0/8",),
            "use_environment": False,
            "seconds_between_requests": 0.0,
        } | policy
        key = tuple(sorted(options.items()))
        if key not in clients:
            clients[key] = Client(
                FetchPolicy(**options), clock=time.now, sleep=time.sleep, monotonic=time.monotonic, jitter=lambda: 0.0
            )
        url = path if "://" in path else web.url(path)
        return clients[key].get(url, source=source or site(web), validators=validators)

    yield fetch
    for client in clients.values():
        client.close()


def site(web: Web, **changes: Any) -> Source:
    return Source(**({"id": "site", "kind": SourceKind.PAGE, "urls": (web.url("/"),)} | changes))
