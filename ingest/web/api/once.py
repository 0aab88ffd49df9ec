"""Decisions are made once: with an Idempotency-Key, the same request gives the answer of the first time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from anyio import to_thread
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute

from ingest.errors import InputError, ReviewError
from ingest.store.columns import key as hashed
from ingest.store.replies import Reply
from ingest.web.api.problems import Refused, answer
from ingest.web.api.program import program
from ingest.web.bearer import TokenVisitor
from ingest.web.security import LARGEST_FORM

_Handler = Callable[[Request], Awaitable[Response]]
_LONGEST_KEY = 200
_TOLD = (ReviewError, RequestValidationError, InputError, Refused)
"""Refusals that the same request meets again."""


class OnceRoute(APIRoute):
    """A route that decides something."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        decide: _Handler = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            _bound(request)
            key = request.headers.get("idempotency-key")
            return await decide(request) if key is None else await _once(request, key, decide)

        return bounded


def _bound(request: Request) -> None:
    """A body says how long it is, and is not long."""
    length = request.headers.get("content-length", "0")
    if "transfer-encoding" in request.headers:
        raise Refused(411, "LengthRequired", "length")
    if not (length.isascii() and length.isdigit()) or int(length) > LARGEST_FORM:
        raise Refused(413, "TooLarge", "large")


async def _once(request: Request, key: str, decide: _Handler) -> Response:
    who = await to_thread.run_sync(program, request)
    if not key.strip() or len(key) > _LONGEST_KEY:
        raise Refused(422, "BadKey", "key")
    mine, asked = hashed(f"{who.user.id}\n{key}"), hashed("\n".join(await _asked(request)))
    known = await to_thread.run_sync(_begin, who, mine, asked)
    if known is not None:
        return _again(known, asked)
    try:
        response = await decide(request)
    except _TOLD as refusal:
        response = answer(request, refusal)
    except BaseException:
        await to_thread.run_sync(_forget, who, mine)
        raise
    body = bytes(response.body).decode()
    reply = Reply(asked, response.status_code, response.media_type, response.headers.get("etag"), body)
    await to_thread.run_sync(_end, who, mine, reply)
    return response


async def _asked(request: Request) -> tuple[str, ...]:
    body = await request.body()
    return request.method, request.url.path, request.headers.get("if-match", ""), body.decode("utf-8", "replace")


def _again(known: Reply, asked: str) -> Response:
    if known.request != asked:
        raise Refused(422, "KeyReused", "reused")
    if known.status is None:
        raise Refused(409, "AtWork", "at_work", {"Retry-After": "2"})
    headers = {"Idempotent-Replayed": "true", **({"ETag": known.etag} if known.etag else {})}
    return Response(known.body or "", known.status, headers, known.media_type or "application/json")


def _begin(who: TokenVisitor, key: str, asked: str) -> Reply | None:
    with who.store.writing() as tx:
        return tx.replies.begin(key, asked)


def _end(who: TokenVisitor, key: str, reply: Reply) -> None:
    with who.store.writing() as tx:
        tx.replies.end(key, reply)


def _forget(who: TokenVisitor, key: str) -> None:
    with who.store.writing() as tx:
        tx.replies.forget(key)
