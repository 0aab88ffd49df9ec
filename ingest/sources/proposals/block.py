"""A source as a block of sources.toml: what differs from the defaults, in the order in which a person reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from ingest.model import JsonList, Source, SourceKind

Comments = Mapping[str, str]
"""What stands behind a key, by key; behind "" for what stands above the block."""


def block(source: Source, comments: Comments | None = None) -> str:
    """The text, ending with a line end."""
    said = comments or {}
    lines = [f"# {line}" for line in said.get("", "").splitlines()] + ["[[source]]"]
    lines += [_line(key, value, said) for key, value in _keys(source)]
    if source.json:
        lines += ["", "[source.json]", *(_line(key, value, said) for key, value in _json(source.json))]
    return "\n".join(lines) + "\n"


def value_of(source: Source, key: str) -> str | None:
    """What stands behind `key =` in the source's block; None if it stands at its default."""
    return next((toml(value) for name, value in _keys(source) if name == key), None)


def _line(key: str, value: object, comments: Comments) -> str:
    line = f"{key} = {toml(value)}"
    return f"{line}  # {comments[key]}" if comments.get(key) else line


def _keys(source: Source) -> Iterator[tuple[str, object]]:
    yield "id", source.id
    yield "kind", source.kind.value
    yield ("url", source.urls[0]) if len(source.urls) == 1 else ("urls", source.urls)
    if source.allow_private:
        yield "allow_private", True
    for key in ("hosts", "match", "link", "title", "date", "next", "body"):
        if value := getattr(source, key):
            yield key, value
    if source.pages > 1:
        yield "pages", source.pages
    for key in ("encoding", "language", "expect"):
        if (value := getattr(source, key)) is not None:
            yield key, value
    if source.date_order != "DMY":
        yield "date_order", source.date_order
    yield "every", "1d" if source.kind is SourceKind.PAGE else "1h"
    if not source.enabled:
        yield "enabled", False


def _json(place: JsonList) -> Iterator[tuple[str, object]]:
    for field in fields(place):
        value = getattr(place, field.name)
        if value not in (None, (), 1):
            yield field.name, value


def toml(value: object) -> str:
    """A value as TOML writes it. JSON's strings are TOML's, but for DEL, and for pairs that stand for one sign."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        clean = value.encode("utf-8", "replace").decode()
        return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml(k)} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(toml, value)) + "]"
    return str(value)
