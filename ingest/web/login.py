"""Log in, log out."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ingest.review.identities import enter_by_name
from ingest.review.sessions import LoggedIn, NotLoggedIn, log_in, log_out
from ingest.web.entering import came, entered, inside, left
from ingest.web.trusted import said_name
from ingest.web.visitor import Anybody, FirstForm, Form, Newcomer, Visitor

router = APIRouter()


@router.get("/login")
def show(visitor: Anybody, next: str = "/", expired: bool = False) -> Response:
    name, options = said_name(visitor.request), visitor.options
    if name:
        result = enter_by_name(visitor.store, name, options.clock, came(visitor), options.lasting)
        if isinstance(result, LoggedIn):
            return entered(visitor, result, inside(next))
        return page(visitor, inside(next), error=visitor.t("login.header_unknown", name=name))
    return page(visitor, inside(next), note=visitor.t("login.expired") if expired else None)


@router.post("/login")
def enter(visitor: Anybody, fields: Form) -> Response:
    if not visitor.options.passwords:
        raise HTTPException(403)
    name, target = fields.get("name", "").strip(), inside(fields.get("next", "/"))
    options = visitor.options
    result = log_in(visitor.store, name, fields.get("password", ""), options.clock, came(visitor), options.lasting)
    if isinstance(result, NotLoggedIn):
        return page(visitor, target, error=why(visitor, result), name=name)
    return entered(visitor, result, target)


@router.post("/logout")
def leave(visitor: Newcomer, fields: FirstForm) -> Response:
    log_out(visitor.store, visitor.token, visitor.options.clock)
    return left(visitor, "/login?left=1" if visitor.options.sso else "/login")


def page(
    visitor: Visitor, target: str, *, note: str | None = None, error: str | None = None, name: str = ""
) -> Response:
    gone = visitor.options.sso is not None and "left" in visitor.request.query_params
    way_out = visitor.options.sso.way_out() if visitor.options.sso and gone else None
    return visitor.page(
        "login.html", 403 if error else 200, next=target, note=note, error=error, name=name, gone=gone, way_out=way_out
    )


def why(visitor: Visitor, result: NotLoggedIn) -> str:
    if result.until is None:
        return visitor.t("login.wrong")
    return visitor.t("login.closed", time=f"{visitor.options.local(result.until):%H:%M:%S}")
