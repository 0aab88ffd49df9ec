"""The application: screens, guard, static files, and pages for what goes wrong."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from ingest.store.store import Store
from ingest.web import (
    account,
    amending,
    audit,
    bands,
    board,
    conflict,
    draft,
    editions,
    entry,
    events,
    expert,
    facts,
    failures,
    files,
    find,
    flags,
    health,
    impact,
    login,
    merging,
    metrics,
    notice,
    numbers,
    people,
    pins,
    proposals,
    question_numbers,
    questions,
    queue,
    readers,
    revision,
    sso,
    together,
    turned,
)
from ingest.web.api.interface import PATH, create_interface
from ingest.web.live import Live
from ingest.web.options import WebOptions
from ingest.web.security import Guard
from ingest.web.todays import Editions

__all__ = ["SCREENS", "WebOptions", "create_app"]

SCREENS = (
    login,
    sso,
    account,
    people,
    expert,
    queue,
    question_numbers,
    questions,
    together,
    turned,
    events,
    notice,
    draft,
    amending,
    facts,
    merging,
    conflict,
    find,
    readers,
    board,
    editions,
    entry,
    pins,
    revision,
    impact,
    audit,
    health,
    metrics,
    numbers,
    bands,
    proposals,
    flags,
    files,
)


def create_app(store: Store, options: WebOptions) -> FastAPI:
    """The pages over `store`. Time comes from `options.clock`."""
    app = FastAPI(title="ingest", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.store = store
    app.state.options = options
    app.state.live = Live(store)
    app.state.editions = Editions()
    for screen in SCREENS:
        app.include_router(screen.router)
    app.mount(PATH, create_interface(store, options))
    app.add_api_route("/static/edition.css", _edition_style, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=Path(str(resources.files("ingest.web"))) / "static"), name="static")
    failures.install(app, ignore=RequestValidationError)
    app.add_middleware(Guard, https=options.secure_cookies, hosts=options.hosts)
    return app


def _edition_style() -> Response:
    from ingest.publish.renderers.html import style

    return PlainTextResponse(str(style()), media_type="text/css")
