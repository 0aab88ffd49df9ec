"""How lists are read: what the keys of a block must agree on, kind by kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.errors import Text
from ingest.model import SourceKind
from ingest.settings.mistakes import Mistake

_PLACES = ("page", "offset", "size", "cursor")
_ENV = re.compile(r"\benv:[A-Za-z_]")
_BRACES = re.compile(r"\{([A-Za-z_]\w*)\}")
_NO_LIST = (SourceKind.PAGE, SourceKind.FOLDER, SourceKind.MAILBOX)
_IN_JSON = ("link", "next")

_Found = Iterator[tuple[tuple[str, ...], Text]]


def broken(sources: Sequence[Any]) -> Iterator[Mistake]:
    """The rules that these blocks break, as the file says them. Values of a wrong type are passed over."""
    for at, block in enumerate(sources):
        if isinstance(block, dict):
            for key, said in _of(block):
                yield Mistake(("source", at, *key), said)


def _of(block: Mapping[str, Any]) -> _Found:
    yield from _choice(block)
    json, kind = block.get("json"), block.get("kind")
    if kind == SourceKind.JSON_API:
        if json is None:
            said = Text(
                'a source of kind "json_api" needs [source.json] with items = "…": where the list stands',
                '类型为 "json_api" 的来源需要 [source.json]，并写明 items = "…"（列表所在的路径）',
            )
            yield (), said
        if isinstance(json, dict):
            yield from _json(json)
            yield from _secrets(json)
            yield from _paging(block, json)
            yield from _misplaced(block)
    elif json is not None:
        yield ("json",), Text('only a source of kind "json_api" has this', '只有类型为 "json_api" 的来源才有此项')


def _choice(block: Mapping[str, Any]) -> _Found:
    """`match` and `newer_than` choose among the entries of a list."""
    patterns = block.get("match")
    for pattern in [patterns] if isinstance(patterns, str) else patterns if isinstance(patterns, list) else ():
        if isinstance(pattern, str) and not re.match(r"!?(?:/|\*|https?://)", pattern):
            said = Text(
                f'{pattern!r} matches nothing: begin with "/" (a path), "*" or "https://"; "!" before it leaves out',
                f'{pattern!r} 不会匹配任何地址：请以 "/"（路径）、"*" 或 "https://" 开头；前面加 "!" 表示排除',
            )
            yield ("match",), said
    for key in ("match", "newer_than"):
        if key in block and block.get("kind") in _NO_LIST:
            yield (key,), Text("this kind of source has no list to choose from", "此类来源没有列表可供筛选")


def _misplaced(block: Mapping[str, Any]) -> _Found:
    for key in _IN_JSON:
        if key in block:
            said = Text(
                f"write {key} as a path under [source.json]; here it would be a CSS selector",
                f"请把 {key} 作为路径写在 [source.json] 下；写在此处是 CSS 选择器",
            )
            yield (key,), said


def _json(json: Mapping[str, Any]) -> _Found:
    if not json.get("link") and not json.get("detail"):
        said = Text(
            'needs link = "…" (where an entry has its address) or detail = "https://…/{id}" (how it is made)',
            '需要 link = "…"（条目地址所在的路径）或 detail = "https://…/{id}"（地址模板）',
        )
        yield ("json",), said
    for one, other in (("form", "post"), ("script", "variable"), ("cursor", "next"), ("body", "detail_body")):
        if json.get(one) is not None and json.get(other) is not None:
            yield ("json", other), Text(f"write {one} or {other}, not both", f"{one} 与 {other} 只能写一项")


def _secrets(json: Mapping[str, Any]) -> _Found:
    for key in ("form", "post"):
        if any(map(_ENV.search, _texts(json.get(key)))):
            said = Text(
                'a posted body takes no "env:NAME"; a key that travels in a header can be written so: headers = { … }',
                '提交的内容中不能使用 "env:NAME"；密钥如通过请求头传递，可写在 headers = { … } 中',
            )
            yield ("json", key), said


def _paging(block: Mapping[str, Any], json: Mapping[str, Any]) -> _Found:
    urls = [block.get("url"), block.get("urls")]
    named = set(_named([*urls, json.get("form"), json.get("post")]))
    for unknown in sorted(set(_named(urls)) - set(_PLACES)):
        known = ", ".join(f"{{{place}}}" for place in _PLACES)
        said = Text(
            f"{{{unknown}}} is not filled in; known here: {known}", f"{{{unknown}}} 不会被填充；此处可用：{known}"
        )
        yield ("url",), said
    if named & {"offset", "size"} and not json.get("size"):
        said = Text("{offset} and {size} need size = …, entries a page", "{offset} 和 {size} 需要 size = …（每页条数）")
        yield ("json", "size"), said
    if ("cursor" in named) != bool(json.get("cursor")):
        said = Text(
            '{cursor} and cursor = "…", the path of the next one in each answer, need each other',
            '{cursor} 与 cursor = "…"（每次响应中下一游标的路径）须同时使用',
        )
        yield ("json", "cursor"), said
    pages = block.get("pages", 1)
    if isinstance(pages, int) and pages > 1 and not json.get("next") and not named & {"page", "offset", "cursor"}:
        said = Text(
            'nothing tells pages apart: write {page}, {offset} or {cursor} in url, form or post, or next = "…"',
            '无法区分各页：请在 url、form 或 post 中写 {page}、{offset} 或 {cursor}，或写 next = "…"',
        )
        yield ("pages",), said


def _named(value: Any) -> Iterator[str]:
    """The places in braces."""
    for text in _texts(value):
        yield from _BRACES.findall(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)
