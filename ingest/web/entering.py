"""The way in: from where a browser comes, and the cookie that it takes along."""

from __future__ import annotations

from fastapi.responses import Response

from ingest.review.sessions import Came, LoggedIn
from ingest.web.proxies import client_address
from ingest.web.visitor import Visitor, redirect


def came(visitor: Visitor) -> Came:
    agent = visitor.request.headers.get("user-agent", "")[:200]
    return Came(client_address(visitor.request), agent, visitor.token)


def entered(visitor: Visitor, session: LoggedIn, target: str) -> Response:
    """On to `target` with the new session. Its cookie goes to this host alone, and no script reads it."""
    response = redirect(target)
    seconds = int((session.expires - visitor.options.clock()).total_seconds())
    response.set_cookie(
        visitor.options.session_cookie,
        session.token,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=visitor.options.secure_cookies,
    )
    return response


def left(visitor: Visitor, target: str) -> Response:
    response = redirect(target)
    options = visitor.options
    response.delete_cookie(options.session_cookie, httponly=True, samesite="lax", secure=options.secure_cookies)
    return response


def inside(target: str) -> str:
    """`target` if it is a path of this site, else the start: a link can't lead out through log-in."""
    plain = target.isprintable() and "\\" not in target
    return target if plain and target.startswith("/") and not target.startswith("//") else "/"
