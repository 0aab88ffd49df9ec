"""My account: another password, where I am logged in, tokens for my programs."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.errors import IngestError, InputError
from ingest.review import tokens
from ingest.review.own_account import change_password, end_others, end_session, own_account
from ingest.review.sessions import NotLoggedIn, token_hash
from ingest.store.sessions import handle_of
from ingest.web.client_name import client_name
from ingest.web.entering import came, entered, inside
from ingest.web.login import why
from ingest.web.visitor import FirstForm, Id, Member, Newcomer, SignedForm, Visitor, redirect

router = APIRouter(prefix="/account")
DONE = ("password", "session", "others", "revoked")


@router.get("")
def show(visitor: Member) -> Response:
    return _page(visitor)


@router.get("/password")
def ask_password(visitor: Newcomer, next: str = "/account?done=password") -> Response:
    return _password_page(visitor, inside(next), None)


@router.post("/password")
def set_password(visitor: Newcomer, fields: FirstForm) -> Response:
    target, new = inside(fields.get("next", "/account?done=password")), fields.get("new", "")
    if new != fields.get("again", ""):
        return _password_page(visitor, target, visitor.t("account.differ"))
    options = visitor.options
    try:
        result = change_password(
            visitor.store, visitor.actor, fields.get("old", ""), new, options.clock, came(visitor), options.lasting
        )
    except InputError as error:
        return _password_page(visitor, target, in_words(visitor, error))
    if isinstance(result, NotLoggedIn):
        text = why(visitor, result) if result.until else visitor.t("account.wrong")
        return _password_page(visitor, target, text)
    return entered(visitor, result, target)


@router.post("/sessions/{handle}/end")
def end(visitor: Member, fields: SignedForm, handle: str) -> Response:
    end_session(visitor.store, visitor.actor, handle, visitor.options.clock)
    return redirect("/account?done=session")


@router.post("/sessions/end-others")
def end_all_others(visitor: Member, fields: SignedForm) -> Response:
    end_others(visitor.store, visitor.actor, visitor.token, visitor.options.clock)
    return redirect("/account?done=others")


@router.post("/tokens")
def make_token(visitor: Member, fields: SignedForm) -> Response:
    days = fields.get("days", "")
    lasts = int(days) if days in {str(n) for n in tokens.LASTS} else tokens.LASTS[1]
    try:
        made = tokens.make(visitor.store, visitor.actor, fields.get("name", ""), lasts, visitor.options.clock)
    except InputError as error:
        return _page(visitor, mistake=in_words(visitor, error))
    return _page(visitor, made=made.token)


@router.post("/tokens/{token_id}/revoke")
def revoke_token(visitor: Member, fields: SignedForm, token_id: Id) -> Response:
    tokens.revoke(visitor.store, visitor.actor, token_id, visitor.options.clock)
    return redirect("/account?done=revoked")


def in_words(visitor: Visitor, error: IngestError) -> str:
    """What is wrong and what to do, in the reader's language."""
    parts = [error.message, *([error.remedy] if error.remedy else [])]
    return " ".join(part.within(visitor.t.language) for part in parts)


def _page(visitor: Visitor, *, mistake: str | None = None, made: str | None = None) -> Response:
    account = own_account(visitor.store, visitor.actor, visitor.options.lasting)
    done = visitor.request.query_params.get("done")
    return visitor.page(
        "account.html",
        422 if mistake else 200,
        account=account,
        department=visitor.options.department(account.user.department),
        client_name=client_name,
        here=handle_of(token_hash(visitor.token)),
        tokens=tokens.of(visitor.store, visitor.actor),
        lasts=tokens.LASTS,
        now=visitor.options.clock(),
        mistake=mistake,
        made=made,
        done=done if done in DONE else None,
    )


def _password_page(visitor: Visitor, target: str, mistake: str | None) -> Response:
    must = visitor.user is not None and visitor.user.must_change
    return visitor.page("password.html", 422 if mistake else 200, next=target, mistake=mistake, must=must)
