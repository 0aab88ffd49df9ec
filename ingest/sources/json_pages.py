"""What is asked for each page of a JSON list: the address and the posted body with their places filled in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from ingest.model import JsonList, Post

PLACES = ("page", "offset", "size", "cursor")
_PLACE = re.compile(r"\{(" + "|".join(PLACES) + r")\}")


@dataclass(frozen=True, slots=True)
class Asked:
    """`key` is what the page is remembered by: its address, and what tells one posted body from another."""

    url: str
    post: Post | None

    @property
    def key(self) -> str:
        if self.post is None:
            return self.url
        return f"{self.url}#{hashlib.sha256(self.post.content).hexdigest()[:16]}"


def asked(address: str, place: JsonList, number: int, cursor: str | None = None) -> Asked:
    """The request for page `number` (0 is the first); `cursor` is what the page before gave for it."""
    given = _given(place, number, cursor)
    url = _PLACE.sub(lambda m: quote(_text(given[m[1]]), safe=""), address)
    if place.form is not None:
        form = {name: _text(_filled(value, given)) for name, value in place.form.items()}
        return Asked(url, Post(urlencode(form).encode()))
    if isinstance(place.post, str):
        text = _PLACE.sub(lambda m: _text(given[m[1]]), place.post)
        return Asked(url, Post(text.encode(), "application/json"))
    if place.post is not None:
        body = json.dumps(_filled(place.post, given), ensure_ascii=False, separators=(",", ":"))
        return Asked(url, Post(body.encode(), "application/json"))
    return Asked(url, None)


def counts(address: str, place: JsonList) -> bool:
    """Whether the pages are numbered: by address, form or body."""
    return bool({"page", "offset"} & set(named(address, place)))


def named(*parts: Any) -> list[str]:
    """The places that are named anywhere in these texts, mappings and lists."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, str):
            found += _PLACE.findall(part)
        elif isinstance(part, JsonList):
            found += named(part.form, part.post)
        elif isinstance(part, Mapping):
            found += named(*part.values())
        elif isinstance(part, list | tuple):
            found += named(*part)
    return found


def _given(place: JsonList, number: int, cursor: str | None) -> Mapping[str, Any]:
    size = place.size or 0
    return {"page": place.first + number, "offset": number * size, "size": size, "cursor": cursor}


def _filled(value: Any, given: Mapping[str, Any]) -> Any:
    """A text that is nothing but a place becomes the number itself."""
    if isinstance(value, str):
        whole = _PLACE.fullmatch(value)
        return given[whole[1]] if whole else _PLACE.sub(lambda m: _text(given[m[1]]), value)
    if isinstance(value, Mapping):
        return {key: _filled(member, given) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(member, given) for member in value]
    return value


def _text(value: Any) -> str:
    return "" if value is None else str(value)
