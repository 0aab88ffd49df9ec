"""Log-in at the bank's own directory: there, and back."""

from __future__ import annotations

import hmac
import logging
import secrets
from urllib.parse import quote, unquote

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ingest.review.identities import NotLetIn, enter_by_identity
from ingest.web.directory import Directory
from ingest.web.entering import came, entered, inside
from ingest.web.login import page
from ingest.web.visitor import Anybody, Visitor, redirect

log = logging.getLogger(__name__)
router = APIRouter(prefix="/login/sso")
_MINUTES = 10


@router.get("")
def there(visitor: Anybody, next: str = "/") -> Response:
    from ingest.web.oidc import Attempt, SignOnFailed

    directory, attempt = _directory(visitor), Attempt(secrets.token_urlsafe(32))
    try:
        response = redirect(directory.provider.way_in(attempt, directory.back))
    except SignOnFailed as failure:
        return _failed(visitor, inside(next), failure.why, str(failure))
    kept = f"{attempt.seed}.{quote(inside(next), safe='')}"
    response.set_cookie(
        _cookie(visitor),
        kept,
        max_age=60 * _MINUTES,
        httponly=True,
        samesite="lax",
        secure=visitor.options.secure_cookies,
    )
    return response


@router.get("/back")
def back(visitor: Anybody, code: str = "", state: str = "", error: str = "") -> Response:
    """The directory sends the browser here. What began in another browser, or was made up, has no cookie that fits."""
    from ingest.web.oidc import Attempt, SignOnFailed

    directory = _directory(visitor)
    seed, _, target = visitor.request.cookies.get(_cookie(visitor), "").partition(".")
    target, attempt = inside(unquote(target) or "/"), Attempt(seed)
    if not seed or not hmac.compare_digest(state.encode(), attempt.state.encode()):
        return _failed(visitor, target, "other_browser", "state")
    if error or not code:
        return _failed(visitor, target, "refused", error[:100])
    try:
        identity = directory.identity(directory.provider.claims(attempt, code, directory.back))
    except SignOnFailed as failure:
        return _failed(visitor, target, failure.why, str(failure))
    options = visitor.options
    result = enter_by_identity(
        visitor.store, identity, options.clock, came(visitor), options.lasting, create=directory.create
    )
    if isinstance(result, NotLetIn):
        return _failed(visitor, target, result.value, "not let in")
    return _forget(visitor, entered(visitor, result, target))


def _directory(visitor: Visitor) -> Directory:
    if not isinstance(visitor.options.sso, Directory):
        raise HTTPException(404)
    return visitor.options.sso


def _failed(visitor: Visitor, target: str, why: str, detail: str) -> Response:
    log.warning("single sign-on: %s: %s", why, detail, extra={"code": f"sso.{why}"})
    text = visitor.t("login.sso_failed", why=visitor.t(f"login.sso_{why}"))
    return _forget(visitor, page(visitor, target, error=text))


def _forget(visitor: Visitor, response: Response) -> Response:
    """An attempt serves once."""
    response.delete_cookie(_cookie(visitor), httponly=True, samesite="lax", secure=visitor.options.secure_cookies)
    return response


def _cookie(visitor: Visitor) -> str:
    return visitor.options.session_cookie.replace("session", "sso")
