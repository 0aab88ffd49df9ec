"""The only way of a browser into the world: every request is asked of our own fetcher, or refused.

So the host rules, the address guard, robots.txt, spacing, caps and log-in hold for scripts as they do for us; the
browser itself has no network. Pictures, styles and fonts are answered with nothing: lists do not need them.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.fetch.hosts import split
from ingest.model import Fetcher, FetchFailed, Post, Snapshot, Source
from ingest.text.encoding import decode

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

_REQUESTS = 300
_BYTES = 60_000_000
_ASKED = frozenset(("document", "script", "xhr", "fetch"))
_EMPTY = {"stylesheet": "text/css", "image": "image/gif"}
_PIXEL = base64.b64decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")
_ELSEWHERE = frozenset(("foreign_host", "private_address", "bad_url"))
_TEXTS = re.compile(r"^text/|javascript|json|xml", re.I)
_OURS = frozenset(("host", "user-agent", "cookie", "connection", "content-length", "content-type", "cache-control"))
_OURS |= frozenset(("accept-encoding", "accept-language", "pragma", "upgrade-insecure-requests"))
_OURS |= frozenset(("if-none-match", "if-modified-since"))
"""Headers that the fetcher writes itself, or nobody."""


@dataclass(eq=False)
class Gate:
    """What a browser asked for on behalf of `source`. `waiting` counts requests under way; `refused` names hosts."""

    source: Source
    fetcher: Fetcher
    requests: int = 0
    bytes: int = 0
    waiting: int = 0
    loaded: float = 0.0
    """When the last part of a page itself was answered, on the monotonic clock."""
    refused: dict[str, None] = field(default_factory=dict)
    failed: list[FetchFailed] = field(default_factory=list)
    stopped: BaseException | None = None
    """What the fetcher raised: the run is told to end."""
    on_stop: Callable[[], Any] = lambda: None
    _told: int = 0
    _ready: dict[str, Snapshot] = field(default_factory=dict)
    _scripts: dict[str, Snapshot] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def fetch(
        self, url: str, post: Post | None = None, headers: dict[str, str] | None = None
    ) -> Snapshot | FetchFailed:
        """One request through the fetcher, one at a time. Raises what the fetcher raises."""
        async with self._turn:
            if self.requests >= _REQUESTS or self.bytes >= _BYTES:
                about = {"requests": self.requests, "bytes": self.bytes}
                return FetchFailed(url, "browser_asks_much", about, requests=0)
            ask = functools.partial(self.fetcher.get, url, source=self.source)
            if post is not None or headers:
                ask = functools.partial(ask, post=post, headers=headers or {})
            fetched = await asyncio.to_thread(ask)
        self.requests += fetched.requests
        if isinstance(fetched, Snapshot):
            self.bytes += len(fetched.raw)
            return fetched
        return fetched if isinstance(fetched, FetchFailed) else FetchFailed(url, "http_304")

    def untold(self) -> int:
        """Requests since this was asked last."""
        new, self._told = self.requests - self._told, self.requests
        return new

    def keep(self, snapshot: Snapshot) -> None:
        """Answer the next request for its address with it."""
        self._ready[snapshot.url] = snapshot

    async def open(self, route: Route) -> None:
        """Answers one request of the browser."""
        self.waiting += 1
        answer = asyncio.ensure_future(self._answer(route))
        try:
            await asyncio.wait([answer])
        finally:
            self.waiting -= 1
        error = answer.exception()
        if error and not _of_browser(error):
            self.stopped = self.stopped or error
            self.on_stop()

    async def _answer(self, route: Route) -> None:
        request = route.request
        kind = request.resource_type
        if kind in _EMPTY:
            body = _PIXEL if kind == "image" else b""
            await route.fulfill(status=200, content_type=_EMPTY[kind], body=body)
        elif kind not in _ASKED or request.method not in ("GET", "POST") or self.stopped:
            await route.abort("blockedbyclient")
        else:
            await self._pass_on(route, request)

    async def _pass_on(self, route: Route, request: Request) -> None:
        url = request.url.partition("#")[0]
        fetched: Snapshot | FetchFailed | None = None
        if request.method == "GET":
            fetched = self._ready.pop(url, None) or self._scripts.get(url)
        if fetched is None:
            fetched = await self.fetch(url, _post(request), _headers(request))
        if request.resource_type in ("document", "script"):
            self.loaded = time.monotonic()
        if isinstance(fetched, Snapshot) and request.resource_type == "script":
            self._scripts[url] = fetched  # the next page of a list has the same ones
        if isinstance(fetched, FetchFailed):
            await self._refuse(route, fetched)
            return
        content_type, body = _served(fetched, self.source, document=request.resource_type == "document")
        await route.fulfill(status=200, content_type=content_type, body=body)

    async def _refuse(self, route: Route, failed: FetchFailed) -> None:
        if failed.code in _ELSEWHERE:
            if place := split(failed.requested):
                self.refused[place.netloc.rpartition("@")[2]] = None
        else:
            self.failed.append(failed)
        if route.request.is_navigation_request():
            await route.fulfill(status=204)  # "no content" leaves a page that wanted to go elsewhere as it is
        elif failed.status:
            await route.fulfill(status=failed.status, body=b"")
        else:
            await route.abort("failed")


def _served(fetched: Snapshot, source: Source, *, document: bool) -> tuple[str, bytes]:
    """Content-Type and body as the browser gets them: texts in UTF-8, by our own reading of what the site declares."""
    kind = "text/html" if document else fetched.media_type or "application/octet-stream"
    if not document and not _TEXTS.search(kind):
        return kind, fetched.raw
    text = decode(fetched.raw, header=fetched.charset, hint=source.encoding).text
    return f"{kind}; charset=utf-8", text.encode("utf-8", "replace")


def _post(request: Request) -> Post | None:
    if request.method != "POST":
        return None
    media_type = request.headers.get("content-type", "application/x-www-form-urlencoded")
    return Post(request.post_data_buffer or b"", media_type)


def _headers(request: Request) -> dict[str, str]:
    """What the page's script sends along; names as we write them, so that none stands twice."""
    kept = {k: v for k, v in request.headers.items() if k not in _OURS and not k.startswith(("sec-", "proxy-"))}
    return {name.title(): value for name, value in kept.items() if value.isprintable()}


def _of_browser(error: BaseException) -> bool:
    """Whether the browser only went away, or moved on, while it was answered."""
    return type(error).__module__.startswith("playwright.")
