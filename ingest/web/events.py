"""Server-sent events about other desks, and claims: who is at work on which notice."""

from __future__ import annotations

from collections.abc import AsyncIterator

import anyio
from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from ingest.review.access import Permission, require
from ingest.review.claims import claim, release
from ingest.review.sessions import token_hash
from ingest.store.store import Store
from ingest.web.live import Live, message, stream
from ingest.web.options import WebOptions
from ingest.web.visitor import Id, Member, SignedForm, Visitor

router = APIRouter()
QUIET = 15.0
"""Seconds after which a comment keeps proxies from closing, and the session is looked at."""
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class EventStream(Response):
    """Events for as long as the page is open, the session lasts and the server runs."""

    def __init__(self, visitor: Visitor, since: int | None) -> None:
        super().__init__()
        self.live: Live = visitor.request.app.state.live
        self.store, self.options, self.token, self.since = visitor.store, visitor.options, visitor.token, since

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})

        async def until_left(scope: anyio.CancelScope) -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            scope.cancel()

        async with anyio.create_task_group() as group:
            group.start_soon(until_left, group.cancel_scope)
            async for text in self._texts():
                await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
            await send({"type": "http.response.body", "body": b""})
            group.cancel_scope.cancel()

    async def _texts(self) -> AsyncIterator[str]:
        yield "retry: 3000\n\n"
        with self.live.listening(self.since) as listener:
            async for text in stream(listener, QUIET):
                if text is not None:
                    yield text
                elif await to_thread.run_sync(lasts, self.store, self.options, self.token):
                    yield ":\n\n"
                else:
                    yield message("ended", {})
                    return


def lasts(store: Store, options: WebOptions, token: str) -> bool:
    """Is the session still good? That a page is open is no use of it."""
    with store.reading() as tx:
        return tx.sessions.find(token_hash(token), options.lasting.idle) is not None


@router.get("/events")
def events(visitor: Member) -> Response:
    """`claim`: somebody began or ended work on a notice. `changed`: a draft was decided or changed. `ended`: the
    session is over. `since`, or Last-Event-ID after a break, is the newest event that the page knows."""
    require(visitor.actor, Permission.READ_QUEUE)
    asked = visitor.request.headers.get("last-event-id") or visitor.request.query_params.get("since", "")
    return EventStream(visitor, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None)


@router.post("/notices/{notice_id}/claim")
def take(visitor: Member, fields: SignedForm, notice_id: Id) -> Response:
    """Claims or renews; who else holds it."""
    other = claim(visitor.store, visitor.actor, notice_id, visitor.options.clock)
    return JSONResponse({"name": other.name if other else None})


@router.post("/notices/{notice_id}/release")
def let_go(visitor: Member, fields: SignedForm, notice_id: Id) -> Response:
    release(visitor.store, visitor.actor, notice_id)
    return JSONResponse({"name": None})
