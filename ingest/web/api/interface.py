"""The interface as an application of its own, mounted at /api/v1: its refusals, its OpenAPI document, its page."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from ingest.store.store import Store
from ingest.web.api import (
    agents,
    answers,
    decisions,
    entries,
    impact,
    me,
    notices,
    numbers,
    problems,
    queue,
    reading,
    record,
    revisions,
    turned,
)
from ingest.web.api.problems import MEDIA_TYPE, Problem
from ingest.web.options import WebOptions
from ingest.web.visitor import visitor

PATH = "/api/v1"
ROUTERS = (
    me.router,
    queue.router,
    queue.deciding,
    notices.router,
    reading.router,
    decisions.router,
    entries.router,
    answers.router,
    answers.counting,
    agents.router,
    agents.deeds,
    revisions.router,
    revisions.deciding,
    impact.router,
    impact.deciding,
    turned.router,
    turned.deciding,
    numbers.router,
    record.router,
)
_ALWAYS = (400, 401, 403, 404, 405, 413, 422, 429, 503)
_OF_DECISIONS = (409, 411)
_OF_VERSIONS = (412, 428)
_SAID = {
    400: "The request can't be read",
    401: "No token, or one that does not work",
    403: "The person may not do this",
    404: "No such thing, or not for this person",
    405: "Not this method",
    409: "Somebody else was faster",
    411: "No Content-Length",
    412: "Another version than the one in If-Match",
    413: "Too large",
    422: "The request can't be used, or it can't be done as things stand",
    428: "No If-Match",
    429: "Too many wrong tokens from there",
    503: "The database is away",
}


def create_interface(store: Store, options: WebOptions) -> FastAPI:
    api = _Interface(title="ingest", version=version("ingest"), docs_url=None, redoc_url=None)
    api.state.store, api.state.options = store, options
    _include(api)
    api.add_api_route("/", _page, include_in_schema=False)
    problems.install(api)
    return api


def _include(app: FastAPI) -> None:
    for router in ROUTERS:
        app.include_router(router, responses={code: {"model": Problem, "description": _SAID[code]} for code in _ALWAYS})


class _Interface(FastAPI):
    def openapi(self) -> dict[str, Any]:
        return document()


@functools.cache
def document() -> dict[str, Any]:
    """Every operation with the refusals that it can meet; these are problem details. It takes a second to write."""
    app = FastAPI(title="ingest")
    _include(app)
    found: dict[str, Any] = get_openapi(
        title="ingest",
        version=version("ingest"),
        description="Readings and decisions of the review desk. Times with a zone are instants; times without are the "
        "bank's local time.",
        routes=app.routes,
        servers=[{"url": PATH}],
    )
    for item in found["paths"].values():
        for operation in item.values():
            _complete(operation)
    return found


def _complete(operation: dict[str, Any]) -> None:
    headers = {p["name"].lower() for p in operation.get("parameters", ()) if p["in"] == "header"}
    codes = [*_ALWAYS]
    codes += _OF_DECISIONS if "idempotency-key" in headers else ()
    codes += _OF_VERSIONS if "if-match" in headers else ()
    for code in codes:
        operation["responses"][str(code)] = {"description": _SAID[code], "content": dict(_CONTENT)}


_CONTENT: Mapping[str, Any] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _page(request: Request) -> Response:
    return visitor(request).page("api.html", document=document(), operations=_operations(document()))


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), PATH + path, found)
        for path, item in document["paths"].items()
        for method, found in item.items()
    ]
