"""What every response carries and what every change has to prove.

Content Security Policy without inline script or style; no framing; no page is kept. A request that changes something
must come from our own pages: Sec-Fetch-Site or Origin says so, and its form holds the token of the session.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
LARGEST_FORM = 1_000_000
_SAFE = ("GET", "HEAD", "OPTIONS")


def csrf_token(session_token: str) -> str:
    """The token of a session's forms. It tells nothing of the session itself."""
    return hmac.new(session_token.encode(), b"form", hashlib.sha256).hexdigest()


def genuine(session_token: str, form_token: str) -> bool:
    return hmac.compare_digest(csrf_token(session_token).encode(), form_token.encode())


def from_our_pages(headers: Headers) -> bool:
    """Did one of our own pages send this? Browsers say so in one of two headers; silence is a no."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host", "")


class Guard:
    """ASGI middleware: refuses foreign and oversized changes and names that are not ours, and puts the headers on every
    response."""

    def __init__(self, app: ASGIApp, *, https: bool, hosts: frozenset[str] | None = None) -> None:
        self.app = app
        self.hosts = hosts
        self.headers = {**HEADERS, **({"Strict-Transport-Security": "max-age=31536000"} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope.setdefault("state", {})["foreign"] = scope["method"] not in _SAFE and not from_our_pages(headers)
        scope["state"]["oversized"] = not _bounded(headers) and scope["method"] not in _SAFE

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    found[name] = value
                ours = scope["path"].startswith("/static/")
                found.setdefault("Cache-Control", "no-cache" if ours else "no-store")
            await send(message)

        open_to_all = scope["path"].startswith("/healthz")  # balancers ask by whatever name they like
        ours = self.hosts is None or open_to_all or is_ours(headers.get("host", ""), self.hosts)
        await (self.app if ours else _NOT_OURS)(scope, receive, send_guarded)


_NOT_OURS = PlainTextResponse(
    "These pages are not served under this name. Add it to sources.toml: [web] address or hosts.\n"
    "本站不以此域名提供服务。请将其加入 sources.toml 的 [web] address 或 hosts。\n",
    421,
)


def is_ours(host: str, hosts: frozenset[str]) -> bool:
    """Is this Host header one of our names? An address in figures always is: no other site's name leads to it, so no
    page from elsewhere can pass for ours (DNS rebinding)."""
    name = _name(host)
    if "@" in host or not name:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in hosts
    return True


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _bounded(headers: Headers) -> bool:
    """Forms say how long they are; what does not say it is not read."""
    length = headers.get("content-length", "")
    return length.isascii() and length.isdigit() and int(length) <= LARGEST_FORM
