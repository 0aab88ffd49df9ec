"""JSON wherever it stands: alone, wrapped for JSONP, behind a guard prefix, or in the scripts of a web page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from ingest.model import JsonList
from ingest.sources.script_values import read
from ingest.sources.selectors import select
from ingest.text.markup import parse

_PAGE = re.compile(r"\s*<(?:!doctype\s+html|!--|html|head|body|meta|script|div)\b", re.I)
# What sites put before their JSON so that no other site can load it as a script.
_PREFIX = re.compile(r"\s*(?:\)\]\}',?[ \t]*(?:\n|$)?|while\s*\(\s*1\s*\)\s*;?|for\s*\(\s*;\s*;\s*\)\s*;?|\{\}\s*&&)")
_CALLED = re.compile(r"\s*(?:/\*[\s\S]*?\*/\s*)?(?:typeof\s[^&;]*&&\s*)?;?\s*[A-Za-z_$][\w$.]*(?:\[[^\]]*\])?\s*\(\s*")
_ASSIGNED = re.compile(
    r"(?<![\w$.])((?:[A-Za-z_$][\w$]*\s*\.\s*)*[A-Za-z_$][\w$]*)\s*=(?![=>])\s*(?=[\[{(]|JSON\b|function\b)"
)
_PUSHED = re.compile(r"\b__next_f\.push\(\s*(?=\[)")
_ROW = re.compile(rb"\s*[0-9a-f]+:(?:T([0-9a-f]+),|([\[{][^\n]*)|[^\n]*)(?:\n|$)?")
_OF_WINDOW = re.compile(r"^(?:window|self|globalThis|this)\.")
_HUGE = 20_000_000
_TRIED = 40


def values(text: str, place: JsonList) -> Iterator[Any]:
    """The JSON values of an answer, the likeliest first; none for one that holds none.

    With `script` or `variable` only what stands there; else a page's JSON scripts, then what its scripts assign."""
    text = text.lstrip("\ufeff")[:_HUGE]
    if place.variable:
        yield from _assigned(text, place.variable)
    elif place.script:
        yield from (value for script in select(parse(text), (place.script,)) for value in _of_script(script))
    elif _PAGE.match(text):
        yield from _of_page(text)
    else:
        yield from _alone(text)


def _alone(text: str) -> Iterator[Any]:
    if prefix := _PREFIX.match(text):
        text = text[prefix.end() :]
    try:
        yield json.loads(text, strict=False)
        return
    except (ValueError, RecursionError):
        pass
    call = _CALLED.match(text)
    if call and (found := _read(text, call.end())) is not None:
        yield found
        return
    stripped = text.lstrip()
    if stripped[:1] in ("{", "[") and (found := _read(stripped, 0)) is not None:
        yield found
        return
    yield from _assigned(text, None)


def _of_page(text: str) -> Iterator[Any]:
    root = parse(text)
    typed = [s for s in root.iter("script") if "json" in (s.get("type") or "") or (s.get("id") or "").startswith("__")]
    for script in typed:
        yield from _of_script(script)
    plain = [s.text or "" for s in root.iter("script") if s not in typed and not s.get("src")]
    yield from _streamed("".join(plain))
    for text in plain:
        yield from _assigned(text, None)


def _streamed(text: str) -> Iterator[Any]:
    """The rows of what Next.js sends piece by piece: `self.__next_f.push([1,"5:[…]\\n"])`."""
    pieces = (_read(text, found.end()) for found in _PUSHED.finditer(text))
    told = (p[1] for p in pieces if isinstance(p, list) and len(p) == 2 and isinstance(p[1], str))
    stream, at = "".join(told).encode("utf-8", "replace"), 0
    while row := _ROW.match(stream, at):
        at = row.end() + (int(row[1], 16) if row[1] else 0)  # a text of so many bytes, no line end behind it
        if row[2] and (value := _read(row[2].decode("utf-8", "replace"), 0)) is not None:
            yield value


def _of_script(script: HtmlElement) -> Iterator[Any]:
    text = script.text or ""
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        yield from _alone(text)
        return
    if script.get("id") == "__NUXT_DATA__" and isinstance(found, list):
        yield unflattened(found)
    else:
        yield found


def _assigned(text: str, variable: str | None) -> Iterator[Any]:
    """What scripts assign: to `variable`, or to anything."""
    wanted = _OF_WINDOW.sub("", re.sub(r"\s", "", variable)) if variable else None
    found = (m for m in _ASSIGNED.finditer(text) if wanted is None or _called(m[1]) == wanted)
    for _, match in zip(range(_TRIED), found, strict=False):
        if (value := _read(text, match.end())) is not None:
            yield value


def _called(name: str) -> str:
    return _OF_WINDOW.sub("", re.sub(r"\s", "", name))


def _read(text: str, at: int) -> Any:
    """The value that stands there, None if it is no plain value."""
    try:
        return read(text, at)[0]
    except (ValueError, RecursionError):
        return None


def unflattened(flat: list[Any]) -> Any:
    """What Nuxt 3 packs into one list: every member of a value is the number of the place where it stands."""
    return _Unflattened(flat).at(0)


class _Unflattened:
    """Values that were put together stay for those that need them again; a value inside itself is left out."""

    def __init__(self, flat: list[Any]) -> None:
        self._flat = flat
        self._made: dict[int, Any] = {}

    def at(self, place: Any, depth: int = 0) -> Any:
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(self._flat) or depth > 200:
            return None
        if place not in self._made:
            self._made[place] = None
            self._made[place] = self._value(self._flat[place], depth + 1)
        return self._made[place]

    def _value(self, raw: Any, depth: int) -> Any:
        if isinstance(raw, dict):
            return {key: self.at(member, depth) for key, member in raw.items()}
        if not isinstance(raw, list):
            return raw
        if not raw or not isinstance(raw[0], str):
            return [self.at(member, depth) for member in raw]
        if raw[0] in ("Set", "Array"):
            return [self.at(member, depth) for member in raw[1:]]
        if raw[0] == "Map":
            return {str(self.at(k, depth)): self.at(v, depth) for k, v in zip(raw[1::2], raw[2::2], strict=False)}
        if len(raw) == 2 and isinstance(raw[1], int) and raw[0] != "Date":
            return self.at(raw[1], depth)  # ["Reactive", 3], ["Ref", 3], …
        return raw[1] if len(raw) > 1 else None
