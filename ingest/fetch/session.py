"""What a source carries to its own hosts: headers and cookies of its own, what servers set, its name and password.

Cookies live as long as the `Client` and are the source's alone. What the environment holds goes to the places that the
configuration names, or over TLS: a redirect to http:// takes no password along.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Mapping, Sequence
from email.message import Message
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import cast
from urllib.request import Request

from ingest.fetch.failure import Failure
from ingest.fetch.hosts import port_of, split
from ingest.fetch.secrets import NAMED, Secrets
from ingest.model import Source


class Session:
    """One source's. Its visits come from one thread; the lock is for those that do not."""

    def __init__(self, source: Source, secrets: Secrets) -> None:
        self.source, self.secrets = source, secrets
        self.lock = threading.RLock()
        self._jar = CookieJar()
        self._trusted = _origins(source)
        self._plain = not (source.headers or source.cookies or source.login)

    def trusts(self, url: str) -> bool:
        """Whether secrets may travel there."""
        return url.startswith("https:") or _origin(url) in self._trusted

    def dressed(self, url: str, headers: Mapping[str, str]) -> dict[str, str]:
        """`headers` with those of the source, its cookies, and its name and password. Raises `Failure` if a secret is
        not there."""
        if self._plain and not len(self._jar):
            return dict(headers)
        trusted = self.trusts(url)
        own = {k: self.secrets.filled(v) for k, v in self.source.headers.items() if trusted or not NAMED.search(v)}
        replaced = {name.lower() for name in own}
        dressed = {k: v for k, v in headers.items() if k.lower() not in replaced} | own
        login = self.source.login
        if login and not login.url and trusted and "authorization" not in replaced:
            pair = f"{login.user}:{self.secrets.named(login.password_env)}".encode()
            dressed["Authorization"] = "Basic " + base64.b64encode(pair).decode()
        if cookies := "; ".join(self._cookies(url, trusted)):
            dressed["Cookie"] = cookies
        return dressed

    def _cookies(self, url: str, trusted: bool) -> list[str]:
        """Those that the server set come after the source's own, whose names they take over."""
        request = Request(url)  # noqa: S310 - nothing is opened: the jar only knows this shape
        self._jar.add_cookie_header(request)
        set_ = [c for c in (request.get_header("Cookie") or "").split("; ") if c]
        names = {c.partition("=")[0] for c in set_}
        own = {k: v for k, v in self.source.cookies.items() if trusted or not NAMED.search(v)}
        return [f"{k}={self.secrets.filled(v)}" for k, v in own.items() if k not in names] + set_

    def keep(self, url: str, set_cookies: Sequence[str]) -> None:
        """What the server's Set-Cookie headers say."""
        if set_cookies:
            message = Message()
            for value in set_cookies:
                message["Set-Cookie"] = value
            response = cast(HTTPResponse, _Answered(message))
            self._jar.extract_cookies(response, Request(url))  # noqa: S310

    def forget_cookies(self) -> None:
        self._jar.clear()

    def hidden(self, failure: Failure) -> Failure:
        """The failure without any secret in what it tells."""
        return self.secrets.hide(failure)


class _Answered:
    """A response as the cookie jar wants it."""

    def __init__(self, message: Message) -> None:
        self._message = message

    def info(self) -> Message:
        return self._message


def _origins(source: Source) -> frozenset[tuple[str, str, int]]:
    named = (*source.urls, *filter(None, (source.login.url if source.login else None,)))
    return frozenset(origin for url in named if (origin := _origin(url)))


def _origin(url: str) -> tuple[str, str, int] | None:
    parts = split(url)
    return (parts.scheme, (parts.hostname or "").rstrip("."), port_of(parts)) if parts else None
