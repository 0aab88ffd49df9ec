"""The network for sources and the pipeline. The one module that imports httpx.

    Client.get → local.read (file:// of a folder source)
               → journey.follow: own host? → Lane.ask: one at a time, robots.txt, spacing, attempts
                   → _Wire.send: guard → connection → body under caps

One synchronous httpx client a host, kept for the life of the `Client`: httpx's pool slows down with every connection it
watches, and threads share nothing here but the host's lock.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing, suppress
from types import TracebackType

import httpcore
import httpx

from ingest.errors import ConfigurationError, Text
from ingest.fetch import body, journey, local, retry
from ingest.fetch.failure import Failure
from ingest.fetch.guard import Backend, Guard, Refused
from ingest.fetch.hosts import split
from ingest.fetch.lane import REDIRECTS, Answer, Clocks, Lane, Tally
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.proxy import checked, proxy_for
from ingest.model import Fetched, Source, Validators

_DRAINED = 65_536
"""Bodies of refusals up to this size are read to keep the connection; larger ones are not worth it."""


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class _Wire:
    """One host's connections: direct or through a proxy, http and https, opened when first needed."""

    def __init__(self, policy: FetchPolicy, intranet: bool, tls: ssl.SSLContext, clocks: Clocks) -> None:
        self._policy = policy
        self._guard = Guard(policy.allow_private, intranet=intranet)
        self._tls = tls
        self._clocks = clocks
        self._open: dict[str, tuple[httpx.Client, Backend]] = {}

    def send(self, url: str, headers: Mapping[str, str], content: bytes | None = None) -> Answer:
        """One GET, or one POST of `content`.

        Raises `Failure` for every status but 200, 203, 304 and redirects, and for what the network does."""
        until = float("inf")
        try:
            scheme = url.partition("://")[0].lower()
            client, backend = self._open.get(scheme) or self._connect(scheme, httpx.URL(url).host)
            until = backend.until = self._clocks.monotonic() + self._policy.total_seconds
            request = client.build_request("POST" if content else "GET", url, headers=headers, content=content)
            with closing(client.send(request, stream=True)) as response:
                return self._answer(response)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpcore.ConnectError) as error:
            raise _failure(error, late=self._clocks.monotonic() >= until) from error
        except ValueError as error:
            raise Failure("bad_url", {"detail": str(error)}, permanent=True) from error
        except OSError as error:
            raise Failure("connection", {"detail": str(error)}, transient=True) from error

    def _connect(self, scheme: str, host: str) -> tuple[httpx.Client, Backend]:
        proxy = proxy_for(scheme, host, self._policy)
        if proxy:
            self._guard.check_name(host)
        backend = Backend(None if proxy else self._guard, self._clocks.monotonic)
        limits = httpx.Limits(max_connections=2, max_keepalive_connections=1, keepalive_expiry=30.0)
        transport = httpx.HTTPTransport(verify=self._tls, trust_env=False, limits=limits, proxy=proxy)
        transport._pool._network_backend = backend  # no public way in httpx 0.28; a test holds this
        timeout = httpx.Timeout(self._policy.timeout_seconds)
        client = httpx.Client(transport=transport, timeout=timeout, trust_env=False, follow_redirects=False)
        self._open[scheme] = client, backend
        return client, backend

    def _answer(self, response: httpx.Response) -> Answer:
        status, headers = response.status_code, response.headers
        if status in (200, 203):
            encoding, length = headers.get("content-encoding", ""), headers.get("content-length", "")
            content = body.read(response.iter_raw(), encoding=encoding, length=length, policy=self._policy)
            return Answer(status, dict(headers.items()), content)
        _drain(response)
        if (status == 304 and _conditional(response.request)) or (status in REDIRECTS and headers.get("location")):
            return Answer(status, dict(headers.items()))
        raise retry.from_status(status, headers.get("retry-after", ""), self._clocks.now())

    def close(self) -> None:
        for client, _ in self._open.values():
            client.close()


def _conditional(request: httpx.Request) -> bool:
    return "if-none-match" in request.headers or "if-modified-since" in request.headers


def _drain(response: httpx.Response) -> None:
    """Reads a small body so that the connection can be used again."""
    length = response.headers.get("content-length", "")
    if response.status_code == 304 or (length.isdigit() and int(length) <= _DRAINED):
        with suppress(httpx.HTTPError):
            deque(response.iter_raw(), maxlen=0)


def _failure(error: Exception, *, late: bool) -> Failure:
    """What an httpx error means; `late`: the request had all its time. The cause tells a refusal by our own guard."""
    cause, text = error.__cause__ or error, str(error) or type(error).__name__
    match error:
        case _ if isinstance(cause, Refused):
            return Failure("private_address", {"detail": text}, permanent=True)
        case _ if "SSL" in text or "CERTIFICATE" in text:
            return Failure("tls", {"detail": text})
        case httpx.TimeoutException() if late:
            return Failure("timeout")
        case httpx.TimeoutException():
            return Failure("timeout", transient=True)
        case httpx.ProxyError():
            return Failure("proxy", {"detail": text})
        case httpx.RemoteProtocolError() if "complete message body" in text:
            return Failure("truncated", transient=True)
        case httpx.InvalidURL() | httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
            return Failure("bad_url", {"detail": text}, permanent=True)
    return Failure("connection", {"detail": text}, transient=True)


def wire(policy: FetchPolicy, clocks: Clocks, *, intranet: bool = False) -> _Wire:
    """A wire of its own, without a lane's manners: for a service of the bank's, not for sites that we read."""
    tls = _trust(policy.ca_file, *map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR")))
    return _Wire(checked(policy), intranet, tls, clocks)


class Client:
    """Implements `model.Fetcher`; thread-safe; a context manager. Failures are values, nothing is raised by `get`.

    `clock` gives aware UTC datetimes, `monotonic` and `sleep` count seconds. `requests` of what `get` returns counts
    every request sent: robots.txt, redirects and further attempts included.
    """

    def __init__(
        self,
        policy: FetchPolicy | None = None,
        *,
        clock: Callable[[], dt.datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._policy = checked(policy or FetchPolicy())
        self._clocks = Clocks(clock, monotonic, sleep)
        self._tls = _trust(self._policy.ca_file, *map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR")))
        self._lanes: dict[tuple[str, bool], Lane] = {}
        self._door = threading.Lock()

    def get(self, url: str, *, source: Source, validators: Validators | None = None) -> Fetched:
        """What `url` gives to `source`; with `validators`, only if it changed."""
        tally = Tally()
        try:
            if url.startswith("file:"):
                return local.read(url, source, validators, self._policy, self._clocks.now())
            return journey.follow(url, source, validators, self._policy, self._lane, self._clocks.now, tally)
        except Failure as failure:
            return failure.told(url, tally.requests)

    def _lane(self, url: str, source: Source) -> Lane:
        parts = split(url)
        host = (parts.hostname or "").rstrip(".") if parts else ""
        with self._door:
            lane = self._lanes.get((host, source.allow_private))
            if lane is None:
                wire = _Wire(self._policy, source.allow_private, self._tls, self._clocks)
                lane = self._lanes[host, source.allow_private] = Lane(wire, self._policy, self._clocks)
        return lane

    def close(self) -> None:
        """Closes every connection."""
        with self._door, ExitStack() as stack:
            for lane in self._lanes.values():
                stack.callback(lane.close)
            self._lanes.clear()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


@functools.lru_cache(maxsize=4)
def _trust(ca_file: str | None, *environment: str | None) -> ssl.SSLContext:
    """Public authorities (or those that the `environment` names), and the bank's own beside them; read once."""
    context = httpx.create_ssl_context(verify=True, trust_env=True)
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationError(
                Text(f"fetch.ca_file: {ca_file} can't be used: {error}", f"fetch.ca_file：{ca_file} 无法使用：{error}"),
                remedy=Text("Name a readable PEM file.", "请写明一个可读的 PEM 文件。"),
            ) from error
    return context
