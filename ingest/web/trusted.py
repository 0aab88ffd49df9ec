"""A proxy that has checked who somebody is says so in a header. It is believed from the proxies' addresses and with
their shared secret; from anywhere else the header is an attempt to pass for somebody."""

from __future__ import annotations

import datetime as dt
import hmac
import logging
import threading
from weakref import WeakKeyDictionary

from fastapi import Request

from ingest.store.store import Store
from ingest.web.options import WebOptions
from ingest.web.proxies import from_proxy, peer

log = logging.getLogger(__name__)


class Spoofed(Exception):
    """The header came from somebody who may not say it."""


def said_name(request: Request) -> str | None:
    """The name that a trusted proxy says; None if none is said. Raises Spoofed."""
    options: WebOptions = request.app.state.options
    trust = options.header
    if trust is None or not (names := request.headers.getlist(trust.name)):
        return None
    shown = request.headers.get(trust.secret_header, "")
    genuine = hmac.compare_digest(shown.encode(), trust.secret.encode())
    if not (from_proxy(request) and genuine and len(names) == 1 and names[0].strip()):
        _record(request, options)
        raise Spoofed
    return _utf8(names[0].strip())


class _Few:
    """Counts by the minute."""

    def __init__(self) -> None:
        self._minute: dt.datetime | None = None
        self._seen = 0
        self._lock = threading.Lock()

    def one_more(self, now: dt.datetime) -> bool:
        with self._lock:
            if (minute := now.replace(second=0, microsecond=0)) != self._minute:
                self._minute, self._seen = minute, 0
            self._seen += 1
            return self._seen <= _MOST


_MOST = 10
_few: WeakKeyDictionary[Store, _Few] = WeakKeyDictionary()


def _record(request: Request, options: WebOptions) -> None:
    """Nobody has logged in here: of many in a minute the record holds the first, the log all."""
    store: Store = request.app.state.store
    log.warning("a header that only our proxies may send came from %s", peer(request), extra={"code": "header.spoofed"})
    if not _few.setdefault(store, _Few()).one_more(options.clock()):
        return
    with store.writing() as tx:
        tx.audit.append("ingest", "header_refused", "user:?", {"address": peer(request)}, options.clock())


def _utf8(value: str) -> str:
    """Headers travel as Latin-1; names of ours may be Chinese."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
