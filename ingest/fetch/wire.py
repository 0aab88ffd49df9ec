"""What travels: connections to one host, one request and its answer under caps. The one module that imports httpx.

One synchronous httpx client a host: httpx's pool slows down with every connection it watches.
"""

from __future__ import annotations

import functools
import os
import ssl
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from ingest.errors import ConfigurationError, Text
from ingest.fetch import body, retry
from ingest.fetch.clocks import Clocks
from ingest.fetch.failure import Failure
from ingest.fetch.guard import Backend, Guard, Refused
from ingest.fetch.lane import REDIRECTS, Answer
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.proxy import checked, proxy_for

_DRAINED = 65_536
"""Bodies of refusals up to this size are read to keep the connection; larger ones are not worth it."""


class Wire:
    """One host's connections: direct or through a proxy, http and https, opened when first needed. It has no manners:
    those are the lane's. Raises ConfigurationError where the policy's proxy or certificates can't be used."""

    def __init__(
        self,
        policy: FetchPolicy,
        clocks: Clocks,
        *,
        intranet: bool = False,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._policy = checked(policy)
        self._environment = environment
        self._guard = Guard(policy.allow_private, intranet=intranet)
        self._tls = trust(policy.ca_file, *map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR")))
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
            method = "GET" if content is None else "POST"
            request = client.build_request(method, url, headers=headers, content=content)
            with closing(client.send(request, stream=True)) as response:
                return self._answer(response, backend)
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
        through = self._proxy(proxy) if proxy else None
        transport = httpx.HTTPTransport(verify=self._tls, trust_env=False, limits=limits, proxy=through)
        transport._pool._network_backend = backend  # no public way in httpx 0.28; a test holds this
        timeout = httpx.Timeout(self._policy.timeout_seconds)
        none = CookieJar(DefaultCookiePolicy(allowed_domains=()))  # cookies belong to a source's session, not to a host
        client = httpx.Client(
            transport=transport, timeout=timeout, trust_env=False, follow_redirects=False, cookies=none
        )
        self._open[scheme] = client, backend
        return client, backend

    def _proxy(self, address: str) -> httpx.Proxy:
        proxy = httpx.Proxy(address)
        name = self._policy.proxy_password_env
        if name is None:
            return proxy
        password = self._environment.get(name, "").strip("\r\n")
        if not password:
            raise Failure("secret_missing", {"name": name})
        user = (proxy.raw_auth or (b"", b""))[0].decode()
        return httpx.Proxy(proxy.url, auth=(user, password))

    def _answer(self, response: httpx.Response, backend: Backend) -> Answer:
        status, headers = response.status_code, response.headers
        if status in (200, 203):
            encoding, length = headers.get("content-encoding", ""), headers.get("content-length", "")
            content = body.read(_whole(response, backend), encoding=encoding, length=length, policy=self._policy)
            return Answer(status, dict(headers.items()), content, _cookies(response))
        _drain(response)
        if (status == 304 and _conditional(response.request)) or (status in REDIRECTS and headers.get("location")):
            return Answer(status, dict(headers.items()), cookies=_cookies(response))
        raise retry.from_status(status, headers.get("retry-after", ""), self._clocks.now())

    def close(self) -> None:
        """Closes the connections; the next request opens new ones."""
        for client, _ in self._open.values():
            client.close()
        self._open.clear()

    @property
    def is_open(self) -> bool:
        return bool(self._open)


def _whole(response: httpx.Response, backend: Backend) -> Iterator[bytes]:
    """The body as it travels. Raises `Failure` where more arrived than was announced: what fits is half a page."""
    last = b""
    for last in response.iter_raw():
        yield last
    body_end, arrived = last[-64:].rstrip(), backend.arrived.rstrip()  # a line break too many means nothing
    n = min(len(body_end), len(arrived))
    if "content-length" in response.headers and body_end[len(body_end) - n :] != arrived[len(arrived) - n :]:
        response.extensions["network_stream"].close()  # the next answer would begin with the rest of this one
        raise Failure("wrong_length", transient=True)


def _cookies(response: httpx.Response) -> tuple[str, ...]:
    return tuple(response.headers.get_list("set-cookie"))


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


@functools.lru_cache(maxsize=4)
def trust(ca_file: str | None, *environment: str | None) -> ssl.SSLContext:
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
