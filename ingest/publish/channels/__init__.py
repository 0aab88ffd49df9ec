"""One file per channel: how a service takes the edition, and what its answer means. A module here that declares
`CHANNEL` is found by its name, which is the `kind` of a `[[publish.channel]]`: nothing else to edit.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib
import json
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.model import Cause, FetchFailed
from ingest.publish.channels._told import Block, Told

__all__ = ["Block", "Channel", "Letter", "Told", "Way", "answered", "channels", "packed", "posted"]

Post = Callable[[str, bytes, Mapping[str, str]], bytes | FetchFailed]
"""`fetch.post.Poster.post`."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail: the same in plain text and as HTML."""

    id: str
    subject: str
    text: str
    html: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How one channel is reached. `url` and `secret` come from the environment and are never logged."""

    post: Post = field(repr=False)
    mail: Callable[[Letter, dt.datetime], Cause | None] = field(repr=False)
    url: str = field(default="", repr=False)
    secret: str | None = field(default=None, repr=False)
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """`send` gives None when it was taken, else why not. `signs`: can it use a secret?"""

    send: Callable[[Told, Way, dt.datetime], Cause | None]
    signs: bool = False


@functools.cache
def channels() -> Mapping[str, Channel]:
    """Every channel of this folder by its name."""
    found = {m.name: importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)}
    return {name: module.CHANNEL for name, module in found.items() if hasattr(module, "CHANNEL")}


def packed(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def posted(
    way: Way, body: Mapping[str, Any], *, url: str | None = None, headers: Mapping[str, str] | None = None
) -> bytes | FetchFailed:
    """The answer to `body` as JSON in UTF-8."""
    told = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    return way.post(url or way.url, packed(body), told)


def answered(
    answer: bytes | FetchFailed, *, code: tuple[str, ...], said: tuple[str, ...], busy: frozenset[int]
) -> Cause | None:
    """What a service says that answers 200 to everything and tells in JSON how it went: 0 under one of the keys `code`
    is yes; `busy` are the codes by which it asks for patience. An answer that can't be read is no yes."""
    if isinstance(answer, FetchFailed):
        return answer.cause
    try:
        told = json.loads(answer)
        number = next(told[key] for key in code if key in told)
    except (ValueError, TypeError, StopIteration):
        return Cause("service_unreadable", {"detail": answer[:120].decode("utf-8", "replace")})
    if number == 0:
        return None
    detail = next((str(told[key]) for key in said if told.get(key)), "")[:300]
    return Cause("service_busy" if number in busy else "service_refused", {"code": str(number), "detail": detail})
