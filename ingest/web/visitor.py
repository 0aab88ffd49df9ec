"""Who looks at a page, in which language, and what a changing request has to prove before a screen sees it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from ingest.answer.questions.listing import counts
from ingest.answer.questions.telling import news
from ingest.answer.reading import unread_at_once
from ingest.model import Actor, Entry, EntryState
from ingest.publish.pages import environment
from ingest.review.access import Permission, allows
from ingest.review.refusals import NoSuchDraft
from ingest.review.sessions import actor_of, who
from ingest.store.forwarded import Question
from ingest.store.sessions import SessionUser
from ingest.store.store import Store
from ingest.web.i18n import COOKIE, Translator, catalogue, choose
from ingest.web.options import WebOptions
from ingest.web.security import csrf_token, genuine
from ingest.web.todays import Editions, Shown
from ingest.web.trusted import said_name

_YEAR = 365 * 24 * 3600


class LogInFirst(Exception):
    """This page needs a session; `expired` if the browser had one."""

    def __init__(self, path: str, *, expired: bool) -> None:
        self.location = f"/login?next={quote(path, safe='/')}" + ("&expired=1" if expired else "")
        self.expired = expired
        super().__init__(self.location)


class ChangePasswordFirst(Exception):
    """The password served once: another one has to be set before anything else."""

    def __init__(self, path: str) -> None:
        self.location = f"/account/password?next={quote(path, safe='/')}"
        super().__init__(self.location)


class ForeignRequest(Exception):
    """The request did not come from one of our own forms."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """The one who asks. `user` is None before log-in."""

    request: Request
    store: Store
    options: WebOptions
    t: Translator
    user: SessionUser | None
    token: str

    @property
    def actor(self) -> Actor:
        return actor_of(self.user) if self.user else Actor("?", frozenset())

    def may(self, permission: str) -> bool:
        return allows(self.actor, Permission(permission))

    def news(self) -> list[Question]:
        """What became of the questions that the visitor forwarded, and has not seen yet."""
        self.todays()
        return news(self.store, self.actor)

    def questions(self) -> tuple[int, int]:
        """How many forwarded questions wait, and how many of them are overdue."""
        return counts(self.store, self.options.clock)

    def at_once(self) -> tuple[Entry, ...]:
        """Urgent notices that this person has not read: they interrupt."""
        shared = self.todays().shared
        return unread_at_once(self.store, self.actor, shared) if shared else ()

    def todays(self) -> Shown:
        """Today's board, without what is the visitor's own."""
        editions: Editions = self.request.app.state.editions
        return editions.get(self.store, self.options, self.t.language)

    def in_language(self, language: str) -> str:
        """This page in another language; after a refused form the start."""
        url = self.request.url.include_query_params(lang=language)
        return f"{url.path}?{url.query}" if self.request.method == "GET" else f"/?lang={language}"

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """The page in the visitor's language; remembers a language that was asked for."""
        t = self.t
        text = (
            environment("ingest.web")
            .get_template(template)
            .render(
                t=t,
                words=catalogue(t.language),
                language=t.language,
                visitor=self,
                options=self.options,
                path=self.request.url.path,
                csrf=csrf_token(self.token) if self.user else "",
                EntryState=EntryState,
                **values,
            )
        )
        response = HTMLResponse(text, status)
        if self.request.query_params.get("lang") == t.language:
            response.set_cookie(
                COOKIE, t.language, max_age=_YEAR, httponly=True, samesite="lax", secure=self.options.secure_cookies
            )
        return response


def stranger(request: Request) -> Visitor:
    """Anybody, as far as the request tells: the store is not asked."""
    options: WebOptions = request.app.state.options
    store: Store = request.app.state.store
    language = choose(
        request.query_params.get("lang"),
        request.cookies.get(COOKIE),
        request.headers.get("accept-language", ""),
        options.language,
    )
    return Visitor(request, store, options, Translator(language), None, request.cookies.get(options.session_cookie, ""))


def visitor(request: Request) -> Visitor:
    """Anybody, logged in or not. Raises Spoofed."""
    found = stranger(request)
    said = said_name(request)
    user = who(found.store, found.token, found.options.lasting) if found.token else None
    if user and said and user.name != said:  # somebody else has taken the seat: the proxy knows
        user = None
    return dataclasses.replace(found, user=user)


def newcomer(request: Request) -> Visitor:
    """Somebody with a session, though perhaps with a password that serves once. Raises LogInFirst."""
    anybody = visitor(request)
    if anybody.user is None:
        raise LogInFirst(_target(anybody.request), expired=bool(anybody.token))
    return anybody


def member(request: Request) -> Visitor:
    """Somebody with a session. Raises LogInFirst, ChangePasswordFirst. One dependency, not a chain of three: each
    would cost a thread."""
    somebody = newcomer(request)
    if somebody.user and somebody.user.must_change:
        raise ChangePasswordFirst(_target(somebody.request))
    return somebody


def _target(request: Request) -> str:
    """Where to go on after log-in: the page that was asked for, or on which a form was sent; never a deed."""
    if request.method == "GET":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    page = urlsplit(request.headers.get("referer", ""))
    ours = page.netloc == request.headers.get("host") and page.path.startswith("/")
    return page.path + (f"?{page.query}" if page.query else "") if ours else "/"


async def form(request: Request) -> Mapping[str, str]:
    """The fields of a form of our own pages. Raises ForeignRequest."""
    if request.state.foreign or request.state.oversized:
        raise ForeignRequest
    fields = await request.form(max_files=0, max_fields=60)
    return {name: value for name, value in fields.items() if not isinstance(value, UploadFile)}


async def first_form(
    newcomer: Annotated[Visitor, Depends(newcomer)], fields: Annotated[Mapping[str, str], Depends(form)]
) -> Mapping[str, str]:
    """The same as `signed_form` for somebody whose password serves once."""
    if not genuine(newcomer.token, fields.get("csrf", "")):
        raise ForeignRequest
    return fields


async def signed_form(
    member: Annotated[Visitor, Depends(member)], fields: Annotated[Mapping[str, str], Depends(form)]
) -> Mapping[str, str]:
    """The fields of a form that holds the token of the visitor's session. Raises LogInFirst, ForeignRequest."""
    if not genuine(member.token, fields.get("csrf", "")):
        raise ForeignRequest
    return fields


Id = Annotated[int, Path(ge=1, lt=2**63)]
"""What databases can count to; anything else is no address of ours."""
Anybody = Annotated[Visitor, Depends(visitor)]
Newcomer = Annotated[Visitor, Depends(newcomer)]
Member = Annotated[Visitor, Depends(member)]
Form = Annotated[Mapping[str, str], Depends(form)]
FirstForm = Annotated[Mapping[str, str], Depends(first_form)]
SignedForm = Annotated[Mapping[str, str], Depends(signed_form)]


def version_of(fields: Mapping[str, str]) -> int:
    """The version of a draft that its page showed. Raises NoSuchDraft for what is no number."""
    text = fields.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise NoSuchDraft
    return int(text)


def redirect(location: str) -> Response:
    """See other (303): the browser asks for the next page with GET."""
    return RedirectResponse(location, 303)
