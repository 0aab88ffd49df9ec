"""Log in, log out."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.review.sessions import NotLoggedIn, log_in, log_out
from ingest.web.visitor import Anybody, Form, Member, SignedForm, redirect

router = APIRouter()


@router.get("/login")
def show(visitor: Anybody, next: str = "/", expired: bool = False) -> Response:
    note = visitor.t("login.expired") if expired else None
    return visitor.page("login.html", next=inside(next), note=note, error=None, name="")


@router.post("/login")
def enter(visitor: Anybody, fields: Form) -> Response:
    name, target = fields.get("name", "").strip(), inside(fields.get("next", "/"))
    result = log_in(visitor.store, name, fields.get("password", ""), visitor.options.clock)
    if isinstance(result, NotLoggedIn):
        return visitor.page("login.html", 403, next=target, note=None, error=_why(visitor, result), name=name)
    response = redirect(target)
    seconds = int((result.expires - visitor.options.clock()).total_seconds())
    response.set_cookie(
        visitor.options.session_cookie,
        result.token,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=visitor.options.secure_cookies,
    )
    return response


@router.post("/logout")
def leave(visitor: Member, fields: SignedForm) -> Response:
    log_out(visitor.store, visitor.token, visitor.options.clock)
    response = redirect("/login")
    response.delete_cookie(
        visitor.options.session_cookie, httponly=True, samesite="lax", secure=visitor.options.secure_cookies
    )
    return response


def inside(target: str) -> str:
    """`target` if it is a path of this site, else the start: a link can't lead out through log-in."""
    plain = target.isprintable() and "\\" not in target
    return target if plain and target.startswith("/") and not target.startswith("//") else "/"


def _why(visitor: Anybody, result: NotLoggedIn) -> str:
    if result.until is None:
        return visitor.t("login.wrong")
    return visitor.t("login.closed", time=f"{visitor.options.local(result.until):%H:%M:%S}")
