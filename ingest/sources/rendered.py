"""Lists that only a script fills: read in a Chromium whose every request goes through our own fetcher."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.model import Cause, Fetcher, FetchFailed, Kind, Listing, ListPage, Snapshot, Source, Validators
from ingest.sources import chromium, listing
from ingest.sources.gate import Gate
from ingest.sources.reading import Parsed, Reading
from ingest.sources.tab import Tab
from ingest.text.markup import parse

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, WebSocketRoute

_SECONDS = 120.0
_MORE_A_PAGE = 30.0
_LONGEST = 900.0
_TO_CLOSE = 15.0
_ONE = threading.Lock()
"""One browser at a time, however many visits go on: each takes some hundred megabytes."""


class Rendered:
    """A list that only a script fills, opened in Chromium (extra `rendered`). Selectors as for `listing`."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """As `listing`, but `next` names what is clicked. Raises what the fetcher raises."""
        reading = Reading(source, fetcher, remembered, read)
        if cause := chromium.missing():
            return FetchFailed(source.urls[0], cause.code, requests=0)
        with _ONE, ThreadPoolExecutor(1, "browser") as apart:  # its own thread: the caller's may have a loop
            warnings = apart.submit(asyncio.run, _browse(source, fetcher, reading)).result()
        return reading.listing(*warnings)


async def _browse(source: Source, fetcher: Fetcher, reading: Reading) -> list[Cause]:
    from playwright.async_api import Error, async_playwright

    try:
        async with async_playwright() as playwright:
            options = chromium.options(playwright)
            if isinstance(options, Cause):
                reading.take(source.urls[0], FetchFailed(source.urls[0], options.code, requests=0))
                return []
            browser = await playwright.chromium.launch(**options)
            try:
                return [w for url in source.urls for w in await _lists(url, source, fetcher, reading, browser)]
            finally:
                with suppress(Error, TimeoutError):
                    await asyncio.wait_for(browser.close(), _TO_CLOSE)
    except Error as error:
        reading.take(source.urls[0], failure(source.urls[0], str(error)))
        return []


async def _lists(url: str, source: Source, fetcher: Fetcher, reading: Reading, browser: Browser) -> list[Cause]:
    """The list that begins at `url`, page by page. What goes wrong on the way costs what comes after it."""
    from playwright.async_api import Error

    gate = Gate(source, fetcher)
    seconds = min(_SECONDS + _MORE_A_PAGE * (source.pages - 1), _LONGEST)
    pages = asyncio.ensure_future(_pages(url, source, reading, browser, gate, time.monotonic() + seconds))
    gate.on_stop = pages.cancel
    try:
        return await pages
    except asyncio.CancelledError:
        if gate.stopped:
            raise gate.stopped from None
        raise
    except TimeoutError:
        reading.take(url, FetchFailed(url, "browser_slow", requests=gate.untold()))
    except Error as error:
        reading.take(url, failure(url, str(error), gate.untold()))
    return []


async def _pages(url: str, source: Source, reading: Reading, browser: Browser, gate: Gate, until: float) -> list[Cause]:
    fetched = await gate.fetch(url)
    if isinstance(fetched, FetchFailed):
        reading.take(url, replace(fetched, requests=gate.untold()))
        return []
    gate.keep(fetched)
    context = await _context(browser, source, gate)
    tab = Tab(await context.new_page(), gate, until)
    context.on("page", lambda popup: popup.close())
    route = url.partition("#")[2]  # what a script shows may stand there; no server ever sees it
    await tab.open(f"{fetched.url}#{route}" if route else fetched.url, source.link)
    for number in range(1, max(source.pages, 1) + 1):
        before = reading.found
        page = reading.take(_key(url, number), _snapshot(url, tab.url, await tab.html(), fetched, gate.untold()))
        if page is None or reading.found == before or reading.found >= source.max_items or number == source.pages:
            break
        turned = await tab.turn(source.next, lambda html: _links(html, tab.url, source), source.link)
        if not turned:
            return [Cause("next_does_nothing", {"url": url, "page": number})] if turned is False else []
    return _blocked(url, gate) if not reading.found else []


async def _context(browser: Browser, source: Source, gate: Gate) -> BrowserContext:
    context = await browser.new_context(
        accept_downloads=False,
        service_workers="block",
        locale="en" if source.language == "en" else "zh-CN",
        timezone_id=source.time_zone,
        viewport={"width": 1280, "height": 1600},
    )

    async def shut(socket: WebSocketRoute) -> None:
        await socket.close()

    await context.add_init_script(chromium.BEFORE)
    await context.route("**/*", gate.open)
    await context.route_web_socket("**/*", shut)
    return context


def read(snapshot: Snapshot, source: Source) -> Parsed:
    """As in `listing`, whose hints at scripts mean nothing here."""
    parsed = listing.read(snapshot, source)
    hints = {"script_pager": (), "list_script_only": (Cause("no_list", {"url": snapshot.requested}),)}
    warnings = tuple(w for warning in parsed.warnings for w in hints.get(warning.code, (warning,)))
    return Parsed(parsed.candidates, None, warnings)


def _key(url: str, number: int) -> str:
    return url if number == 1 else f"{url}#page={number}"


def _snapshot(url: str, here: str, html: str, first: Snapshot, requests: int) -> Snapshot:
    """What the page is by now, as if it had been sent so."""
    raw = b"\xef\xbb\xbf" + html.encode("utf-8", "replace")
    digest = hashlib.sha256(raw).hexdigest()
    return replace(
        first,
        requested=url,
        url=here,
        raw=raw,
        sha256=digest,
        charset="utf-8",
        validators=Validators(sha256=digest),
        requests=requests,
    )


def _links(html: str, here: str, source: Source) -> list[str]:
    return [c.url for c in listing.candidates(parse(html), here, source)]


def _blocked(url: str, gate: Gate) -> list[Cause]:
    """Why a page may have stayed empty."""
    found = [Cause("browser_refused", {"url": url, "hosts": ", ".join(list(gate.refused)[:5])})] if gate.refused else []
    return found + [Cause("page_failed", {"url": f.requested}, (f.cause,)) for f in gate.failed[:3]]


def failure(url: str, said: str, requests: int = 0) -> FetchFailed:
    """What the browser's own words mean."""
    if "No usable sandbox" in said:
        return FetchFailed(url, "browser_sandbox", requests=requests)
    line = next((line.strip() for line in said.splitlines() if line.strip()), "?")
    return FetchFailed(url, "browser_failed", {"detail": line[:200]}, requests=requests)


KIND: Kind = Rendered()
