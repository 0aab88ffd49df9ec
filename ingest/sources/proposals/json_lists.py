"""Where a list stands in JSON that nobody has described: the entries, and their titles, dates, addresses, texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from ingest.fetch.hosts import split
from ingest.model import JsonList
from ingest.sources.json_dates import date_of
from ingest.sources.json_paths import find, words

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TITLES = re.compile(r"title|subject|headline|topic|name|caption|标题", re.I)
_DATES = re.compile(r"date|time|publish|created|release|day|日期", re.I)
_LINKS = re.compile(r"url|link|href|path|address|slug", re.I)
_BODIES = re.compile(r"content|body|html|text|detail|description|内容", re.I)
_DEEP = 8
_UTC = ZoneInfo("UTC")


def describe(answer: Any, script: str | None = None) -> JsonList | None:
    """The list with the most titles; None if there is none whose entries have an address or a text of their own."""
    rated = [(_rate(entries), -len(path), path, entries) for path, entries in _lists(answer)]
    for rate, _, path, entries in sorted(rated, key=lambda r: r[:2], reverse=True):
        made = _described(path, entries, script)
        if rate > 0 and made is not None:
            return made
    return None


def _lists(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of objects, with the path that leads to it."""
    if depth > _DEEP:
        return
    if isinstance(value, list):
        entries = [entry for entry in value if isinstance(entry, dict)]
        if entries and len(entries) == len(value):
            yield path or "@", entries
    elif isinstance(value, dict):
        for key, inner in value.items():
            step = key if _KEY.fullmatch(key) else '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
            yield from _lists(inner, f"{path}.{step}" if path else step, depth + 1)


def _rate(entries: Sequence[dict[str, Any]]) -> float:
    title, date = _title(entries), _date(entries)
    return len(entries) * ((2.0 if title else 0.0) + (1.0 if title and date else 0.0))


def _described(path: str, entries: Sequence[dict[str, Any]], script: str | None) -> JsonList | None:
    title, date, link = _title(entries), _date(entries), _link(entries)
    body = None if link else _body(entries)
    if title is None or (link is None and body is None):
        return None
    detail = None
    if link is None:
        key = next((k for k in entries[0] if k.lower() in ("id", "code", "no", "uuid")), None)
        detail = f"#/{{{key}}}" if key else None
    return JsonList(
        items=path,
        link=(link,) if link else (),
        detail=detail,
        title=(title,),
        date=(date,) if date else (),
        body=(body,) if body else (),
        script=script,
    )


def _paths(entries: Sequence[dict[str, Any]]) -> list[str]:
    """The keys of the entries, those one step down included."""
    found: dict[str, None] = {}
    for entry in entries[:20]:
        for key, value in entry.items():
            if not _KEY.fullmatch(key):
                continue
            found[key] = None
            if isinstance(value, dict):
                found |= {f"{key}.{inner}": None for inner in value if _KEY.fullmatch(inner)}
    return list(found)


def _texts(entries: Sequence[dict[str, Any]], path: str) -> list[str]:
    return [text for entry in entries[:50] if (text := words(find(entry, path)))]


def _best(entries: Sequence[dict[str, Any]], pattern: re.Pattern[str], fits: Any, width: bool = False) -> str | None:
    """The path whose values fit in all but a few entries; one that is named so first, then long texts before short."""
    rated = []
    for path in _paths(entries):
        values = [find(entry, path) for entry in entries[:50]]
        good = sum(bool(fits(value)) for value in values)
        if good >= 0.8 * len(values):
            named = bool(pattern.search(path.rpartition(".")[2]))
            length = sum(map(len, _texts(entries, path))) if width else 0
            rated.append((named, length, -len(path), path))
    return max(rated)[3] if rated and (max(rated)[0] or width) else None


def _title(entries: Sequence[dict[str, Any]]) -> str | None:
    named = [p for p in _paths(entries) if _TITLES.search(p.rpartition(".")[2])]
    rated = [(len(set(_texts(entries, p))), sum(map(len, _texts(entries, p))), p) for p in named]
    rated = [r for r in rated if r[0] * 2 > len(entries[:50]) and 4 <= r[1] / max(len(entries[:50]), 1) <= 300]
    return max(rated, key=lambda r: (r[0], "itle" in r[2], r[1]))[2] if rated else None


def _date(entries: Sequence[dict[str, Any]]) -> str | None:
    return _best(entries, _DATES, lambda value: date_of(value, "DMY", _UTC) is not None)


def _link(entries: Sequence[dict[str, Any]]) -> str | None:
    def leads(value: Any) -> bool:
        text = words(value) or ""
        return bool(split(text)) or (text.startswith(("/", "./", "../")) and " " not in text)

    return _best(entries, _LINKS, leads)


def _body(entries: Sequence[dict[str, Any]]) -> str | None:
    return _best(entries, _BODIES, lambda value: len(words(value) or "") >= 40, width=True)
