"""Programs: who asks with `Authorization: Bearer …`. No cookie counts here, so no form needs a token of its own.

Routes of the JSON interface take a `TokenMember`. Its `actor` goes to the same review functions as that of a page,
which check the same permissions; refusals that they raise are answered as JSON by whoever installs the interface.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, Response

from ingest.model import Actor
from ingest.review.access import Permission, allows
from ingest.review.sessions import SessionUser, actor_of
from ingest.review.tokens import NoToken, bearer
from ingest.store.store import Store
from ingest.web.options import WebOptions
from ingest.web.proxies import client_address


class TokenRefused(Exception):
    """No token, a wrong one, or so many wrong ones that none is looked at for `seconds`. `password`: it may come as
    the password of Basic too, and a program is asked for it."""

    def __init__(self, *, shown: bool, seconds: int | None = None, password: bool = False) -> None:
        self.shown, self.seconds, self.password = shown, seconds, password
        super().__init__("token refused")


@dataclass(frozen=True, slots=True)
class TokenVisitor:
    """Whose program asks."""

    request: Request
    store: Store
    options: WebOptions
    user: SessionUser

    @property
    def actor(self) -> Actor:
        return actor_of(self.user)

    def may(self, permission: Permission) -> bool:
        return allows(self.actor, permission)


def token_member(request: Request) -> TokenVisitor:
    """Raises TokenRefused."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused(shown=False)
    return holder(request, token.strip())


def holder(request: Request, token: str) -> TokenVisitor:
    """Whose token it is. Raises TokenRefused."""
    options: WebOptions = request.app.state.options
    store: Store = request.app.state.store
    found = bearer(store, token, client_address(request), options.clock)
    if isinstance(found, NoToken):
        raise TokenRefused(shown=True, seconds=_seconds(found.until, options))
    return TokenVisitor(request, store, options, found)


TokenMember = Annotated[TokenVisitor, Depends(token_member)]


def refused(request: Request, error: Exception) -> Response:
    """As RFC 6750 §3 and RFC 9457 have it."""
    assert isinstance(error, TokenRefused)  # noqa: S101 - registered for it
    if error.seconds:
        headers = {"Retry-After": str(error.seconds)}
        return _problem(429, "Too many wrong tokens", "Try again later, with a token that works.", headers)
    challenge = 'Bearer realm="ingest"' + (', error="invalid_token"' if error.shown else "")
    if error.password:
        challenge = 'Basic realm="ingest", charset="UTF-8"'
    detail = "Make a token on the page “My account” and send it as “Authorization: Bearer …”."
    return _problem(401, "A token is needed", detail, {"WWW-Authenticate": challenge})


def _problem(status: int, title: str, detail: str, headers: dict[str, str]) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def _seconds(until: dt.datetime | None, options: WebOptions) -> int | None:
    return max(1, int((until - options.clock()).total_seconds())) if until else None
