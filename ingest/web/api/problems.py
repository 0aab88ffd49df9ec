"""Refusals as RFC 9457 problem details, with a stable code and what to do next, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from ingest.errors import DiskFull, InputError, ReviewError, StoreError, Text
from ingest.review.refusals import DraftChanged
from ingest.web.bearer import TokenRefused
from ingest.web.failures import status_of
from ingest.web.i18n import Translator, choose

MEDIA_TYPE = "application/problem+json"


class Said(BaseModel):
    """One text in both languages."""

    en: str
    zh: str


class Mistake(BaseModel):
    """What of the request can't be used: `where` in it, and why (English)."""

    where: str
    why: str


class Problem(BaseModel):
    """Why the request was refused. Nothing was changed."""

    type: str = Field("about:blank", description="Always about:blank: `code` tells problems apart.")
    title: str = Field(description="`titles` in the language that Accept-Language prefers.")
    status: int
    code: str = Field(description="Stable: the class of the refusal (DraftChanged, OwnEdit, Untraced …) or its kind.")
    titles: Said
    remedy: Said = Field(description="What to do next.")
    mistakes: list[Mistake] = []


class Refused(Exception):
    """A refusal of the interface itself; `key` names its texts ("api.problem.…")."""

    def __init__(self, status: int, code: str, key: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.code, self.key, self.headers = status, code, key, headers
        super().__init__(code)


def install(app: FastAPI) -> None:
    kinds = (Refused, TokenRefused, ReviewError, RequestValidationError, InputError, StoreError, HTTPException)
    for kind in kinds:
        app.add_exception_handler(kind, answer)


def answer(request: Request, error: Exception) -> Response:
    """Any refusal as a problem."""
    for kind, tell in _TOLD.items():
        if isinstance(error, kind):
            problem, headers = tell(error)
            language = choose(None, None, request.headers.get("accept-language", ""), "en")
            problem.title = problem.titles.zh if language == "zh" else problem.titles.en
            return JSONResponse(problem.model_dump(), problem.status, dict(headers), media_type=MEDIA_TYPE)
    raise error


def refusal(error: ReviewError) -> Problem:
    """The same as a value, for several decisions in one go."""
    return _review(error)[0]


_Told = tuple[Problem, Mapping[str, str]]


def _problem(status: int, code: str, titles: Said, remedy: Said, mistakes: list[Mistake] | None = None) -> Problem:
    return Problem(
        type="about:blank",
        title=titles.en,
        status=status,
        code=code,
        titles=titles,
        remedy=remedy,
        mistakes=mistakes or [],
    )


def _said(key: str) -> Said:
    return Said(en=Translator("en")(key), zh=Translator("zh")(key))


def _text(text: Text) -> Said:
    return Said(en=text.en, zh=text.zh)


def _own(error: Exception) -> _Told:
    assert isinstance(error, Refused)  # noqa: S101 - chosen by its class
    said = _said(f"api.problem.{error.key}.title"), _said(f"api.problem.{error.key}.remedy")
    return _problem(error.status, error.code, *said), error.headers or {}


def _token(error: Exception) -> _Told:
    assert isinstance(error, TokenRefused)  # noqa: S101
    if error.seconds:
        return _own(Refused(429, "TooManyTries", "tries", {"Retry-After": str(error.seconds)}))
    challenge = 'Bearer realm="ingest"' + (', error="invalid_token"' if error.shown else "")
    return _own(Refused(401, "TokenNeeded", "token", {"WWW-Authenticate": challenge}))


def _review(error: Exception) -> _Told:
    assert isinstance(error, ReviewError)  # noqa: S101
    code = type(error).__name__
    status = 412 if isinstance(error, DraftChanged) else status_of(error)
    known = Translator("en").has(f"refusal.{code}")
    titles = _said(f"refusal.{code}") if known else _text(error.message)
    kind = {404: "not_found", 403: "forbidden", 409: "stale", 412: "stale"}.get(status, "not_ready")
    remedy = _text(error.remedy) if error.remedy else _said(f"failure.{kind}.remedy")
    return _problem(status, code, titles, remedy), {}


def _unread(error: Exception) -> _Told:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    mistakes = [Mistake(where=".".join(map(str, e["loc"])), why=str(e["msg"])) for e in error.errors()[:20]]
    said = _said("api.problem.request.title"), _said("api.problem.request.remedy")
    return _problem(422, "BadRequest", *said, mistakes), {}


def _input(error: Exception) -> _Told:
    assert isinstance(error, InputError)  # noqa: S101
    remedy = _text(error.remedy) if error.remedy else _said("api.problem.request.remedy")
    return _problem(422, type(error).__name__, _text(error.message), remedy), {}


def _store(error: Exception) -> _Told:
    key = "disk_full" if isinstance(error, DiskFull) else "store"
    return _problem(503, type(error).__name__, _said(f"failure.{key}.text"), _said(f"failure.{key}.remedy")), {}


def _http(error: Exception) -> _Told:
    assert isinstance(error, HTTPException)  # noqa: S101
    key = {400: "request", 404: "address", 405: "method"}.get(error.status_code, "other")
    code = {400: "BadRequest", 404: "NotFound", 405: "MethodNotAllowed"}.get(error.status_code, "NotHandled")
    return _own(Refused(error.status_code, code, key, error.headers))


_TOLD: Mapping[type[Exception], Callable[[Exception], _Told]] = {
    Refused: _own,
    TokenRefused: _token,
    ReviewError: _review,
    RequestValidationError: _unread,
    InputError: _input,
    StoreError: _store,
    HTTPException: _http,
}
