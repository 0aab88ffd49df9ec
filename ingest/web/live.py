"""What happens at other desks, told at once: one look at the store each second, shared by all who listen here.

Every process looks by itself, so it does not matter which of them took a decision. Nobody listens: nobody looks.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from ingest.errors import StoreError
from ingest.store.pulse import Beat, Deed
from ingest.store.store import Store

EVERY = 1.0
log = logging.getLogger(__name__)


def message(event: str, data: object, id: int | None = None) -> str:
    """One event as it goes over the wire (HTML standard, server-sent events)."""
    line = f"id: {id}\n" if id is not None else ""
    return f"{line}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


class Listener:
    """One open page. Messages wait here until they are sent; None is the end."""

    def __init__(self, since: int | None) -> None:
        self.since = since
        self.messages: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._claims: dict[int, tuple[str, str]] | None = None

    def tell(self, beat: Beat) -> None:
        """What of `beat` this page does not know yet."""
        if self.since is None:
            self.since = beat.head
        for deed in beat.deeds:
            if deed.event > self.since:
                self._put(message("changed", _told(deed), deed.event))
        self.since = max(self.since, beat.head)
        known = self._claims or {}
        for notice in sorted(known.keys() | beat.claims.keys()):
            if known.get(notice) != beat.claims.get(notice):
                self._put(message("claim", _claim(notice, beat.claims.get(notice))))
        self._claims = beat.claims

    def end(self) -> None:
        self._put(None)

    def _put(self, text: str | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self.messages.put_nowait, text)
        except RuntimeError:  # its loop is gone, and with it the page
            log.debug("a listener is gone")


def _told(deed: Deed) -> dict[str, object]:
    return {"draft": deed.draft_id, "by": deed.actor, "name": deed.name, "action": deed.action}


def _claim(notice_id: int, held: tuple[str, str] | None) -> dict[str, object]:
    return {"notice": notice_id, "by": held[0] if held else None, "name": held[1] if held else None}


class Live:
    """Opened when a server starts and closed before it stops, so that no open page holds it up."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._open = False

    def open(self) -> None:
        with self._lock:
            self._open = True

    def close(self) -> None:
        """Every page is told the end; whoever asks from now on gets nothing."""
        with self._lock:
            self._open = False
            for listener in self._listeners:
                listener.end()
        self._wake.set()

    @contextmanager
    def listening(self, since: int | None) -> Iterator[Listener]:
        """`since`: the newest event on record that the page knows; None: it is as new as the next look."""
        listener = Listener(since)
        with self._lock:
            self._listeners.add(listener)
            if not self._open:
                listener.end()
            elif self._thread is None:
                self._thread = threading.Thread(target=self._look, name="live", daemon=True)
                self._thread.start()
            else:
                self._wake.set()
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def _look(self) -> None:
        while True:
            with self._lock:
                listeners = tuple(self._listeners)
                if not (self._open and listeners):
                    self._thread = None
                    return
            self._beat(listeners)
            self._wake.wait(EVERY)
            self._wake.clear()

    def _beat(self, listeners: tuple[Listener, ...]) -> None:
        known = [listener.since for listener in listeners if listener.since is not None]
        try:
            with self._store.reading() as tx:
                beat = tx.pulse.since(min(known, default=2**62))
        except StoreError as error:  # it may be back at the next look
            log.warning("no look at other desks: %s", error)
            return
        for listener in listeners:
            listener.tell(beat)


async def stream(listener: Listener, quiet: float) -> AsyncIterator[str | None]:
    """Messages until the end; None after every `quiet` seconds without one."""
    while True:
        try:
            text = await asyncio.wait_for(listener.messages.get(), quiet)
        except TimeoutError:
            yield None
            continue
        if text is None:
            return
        yield text
