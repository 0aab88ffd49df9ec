"""What goes wrong, as a page in the reader's language that says what to do next."""

from __future__ import annotations

import re

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from ingest.errors import DiskFull, Forbidden, NotFound, ReviewError, Stale, StoreError
from ingest.review.versions import Since, changes_since
from ingest.web import bearer
from ingest.web.late import kept_form
from ingest.web.trusted import Spoofed
from ingest.web.visitor import (
    ChangePasswordFirst,
    ForeignRequest,
    LogInFirst,
    Visitor,
    form,
    redirect,
    stranger,
    visitor,
)

_DRAFT = re.compile(r"/drafts/[1-9][0-9]{0,17}/[a-z-]+")


def install(app: FastAPI, *, ignore: type[Exception]) -> None:
    """`ignore`: what the framework raises for an address that can't be read, which is simply no address of ours."""
    app.add_exception_handler(LogInFirst, _log_in)
    app.add_exception_handler(ChangePasswordFirst, _change_password)
    app.add_exception_handler(bearer.TokenRefused, bearer.refused)
    app.add_exception_handler(Spoofed, _spoofed)
    app.add_exception_handler(ForeignRequest, _foreign)
    app.add_exception_handler(ReviewError, _refused)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ignore, _not_found)
    app.add_exception_handler(ClientDisconnect, _left)


def status_of(error: ReviewError) -> int:
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Forbidden):
        return 403
    return 409 if isinstance(error, Stale) else 422


def refusal_text(visitor: Visitor, error: ReviewError) -> str:
    """The refusal in the reader's language."""
    key = f"refusal.{type(error).__name__}"
    return visitor.t(key) if visitor.t.has(key) else error.message.within(visitor.t.language)


def _page(
    request: Request,
    status: int,
    key: str,
    *,
    text: str | None = None,
    back: str = "/",
    found: Visitor | None = None,
    since: Since | None = None,
) -> HTMLResponse:
    found = found or visitor(request)
    return found.page(
        "failure.html",
        status,
        title=found.t(f"failure.{key}.title"),
        text=text or found.t(f"failure.{key}.text"),
        remedy=found.t(f"failure.{key}.remedy"),
        back=back,
        typed=getattr(request.state, "typed", {}),
        since=since,
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ReviewError)  # noqa: S101 - registered for it
    version = await _version_seen(request) if isinstance(error, Stale) else None
    return await to_thread.run_sync(_refusal, request, error, version)


def _refusal(request: Request, error: ReviewError, version: int | None) -> Response:
    status = status_of(error)
    key = {404: "not_found", 403: "forbidden", 409: "stale", 422: "not_ready"}[status]
    parts = request.url.path.split("/")
    own_page = parts[1:2] and parts[1] in ("drafts", "entries", "revisions", "corrections") and status != 404
    back = "/".join(parts[:3]) if own_page else "/"
    found = visitor(request)
    since = changes_since(found.store, found.actor, int(parts[2]), version) if version is not None else None
    return _page(request, status, key, text=refusal_text(found, error), back=back, found=found, since=since)


async def _version_seen(request: Request) -> int | None:
    """Of the draft that a form is about: what others did since is shown."""
    if request.method != "POST" or not _DRAFT.fullmatch(request.url.path):
        return None
    try:
        version = (await form(request)).get("version", "")
    except ForeignRequest:
        return None
    return int(version) if version.isascii() and version.isdigit() and len(version) < 9 else None


async def _log_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, LogInFirst)  # noqa: S101
    if error.expired and request.method == "POST" and (kept := await kept_form(request)):
        return redirect(LogInFirst(kept, expired=True).location)
    if request.headers.get("hx-request"):  # a piece of a page can't become the log-in page
        return PlainTextResponse("", 401)
    return redirect(error.location)


def _change_password(request: Request, error: Exception) -> Response:
    assert isinstance(error, ChangePasswordFirst)  # noqa: S101
    return redirect(error.location)


def _left(request: Request, error: Exception) -> Response:
    """The browser went while it was still sending: nobody reads the answer, and nothing was done."""
    return Response(status_code=400)


def _foreign(request: Request, error: Exception) -> Response:
    return _page(request, 403, "foreign")


def _spoofed(request: Request, error: Exception) -> Response:
    return _page(request, 403, "spoofed", found=stranger(request))


def _not_found(request: Request, error: Exception) -> Response:
    return _page(request, 404, "not_found")


def _store(request: Request, error: Exception) -> Response:
    key = "disk_full" if isinstance(error, DiskFull) else "store"
    return _page(request, 503, key, found=stranger(request))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    key = {403: "forbidden", 404: "not_found", 405: "not_found"}.get(error.status_code, "other")
    return _page(request, error.status_code, key)
