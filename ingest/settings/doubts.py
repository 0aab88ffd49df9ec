"""What is no mistake in sources.toml, and will hardly be what was meant: each with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.errors import Text
from ingest.model import SourceKind
from ingest.settings.mistakes import Mistake, told

_NAMED = re.compile(r"\benv:([A-Za-z_][A-Za-z0-9_]*)")
_WITH_A_ZONE = (SourceKind.JSON_API, SourceKind.RENDERED)
_HEAD = Text("{n} point(s) worth a look", "{n} 处值得留意")


def doubts(file: Path, text: str, environment: Mapping[str, str]) -> Text | None:
    """All of them in the order of the file, whose text is valid; None if there is none."""
    data = tomllib.loads(text)
    found = [*_variables(data, environment), *_manners(data.get("fetch", {})), *_sources(data.get("source", ()))]
    return told(file, text, data, found, head=_HEAD) if found else None


def _variables(data: Mapping[str, Any], environment: Mapping[str, str]) -> Iterator[Mistake]:
    """Environment variables that are named and not set. Cron may have another environment than the terminal."""
    for loc, name in _named(data, ()):
        if not environment.get(name) and _enabled(data, loc):
            said = Text(
                f"{name} is not set here: set it in the environment in which ingest runs (cron's is its own)",
                f"当前环境未设置 {name}：请在 ingest 的运行环境中设置（cron 有自己的环境）",
            )
            yield Mistake(loc, said)


def _named(value: Any, loc: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _named(inner, (*loc, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _named(inner, (*loc, at))
    elif isinstance(value, str) and loc:
        names = [value] if str(loc[-1]).endswith("_env") else _NAMED.findall(value)
        yield from ((loc, name) for name in names)


def _enabled(data: Mapping[str, Any], loc: tuple[int | str, ...]) -> bool:
    return loc[0] != "source" or data["source"][loc[1]].get("enabled", True)


def _manners(fetch: Mapping[str, Any]) -> Iterator[Mistake]:
    if not fetch.get("contact"):
        said = Text(
            'say whom the people of a site can turn to: contact = "it@bank.example"',
            '请写明网站管理员可联系谁：contact = "it@bank.example"',
        )
        yield Mistake(("fetch", "contact"), said)
    if fetch.get("obey_robots") is False:
        said = Text(
            "robots.txt is not asked: is that agreed with every site?", "不遵守 robots.txt：是否已与每个网站约定？"
        )
        yield Mistake(("fetch", "obey_robots"), said)
    if isinstance(pause := fetch.get("seconds_between_requests", 1.0), int | float) and pause < 0.5:
        said = Text("less than half a second bothers small sites", "间隔不足半秒会打扰小型网站")
        yield Mistake(("fetch", "seconds_between_requests"), said)


def _sources(sources: Sequence[Mapping[str, Any]]) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for at, block in enumerate(sources):
        if not block.get("enabled", True):
            continue
        for key, url in (("url", block.get("url")), *(("urls", u) for u in block.get("urls", ()))):
            if url and url.partition("#")[0] in seen:
                other = seen[url.partition("#")[0]]
                said = Text(f"{other!r} reads the same address", f"{other!r} 已读取同一地址")
                yield Mistake(("source", at, key), said)
            elif url and block.get("kind") != SourceKind.JSON_API:
                seen[url.partition("#")[0]] = block["id"]
        yield from (Mistake(("source", at, key), said) for key, said in _of(block))


def _of(block: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    if "cron" in block and "every" in block:
        yield "every", Text("cron decides; take one of them out", "以 cron 为准；请删去其中一项")
    if "time_zone" in block and "cron" not in block and block["kind"] not in _WITH_A_ZONE:
        yield (
            "time_zone",
            Text("says in which zone cron is meant, and there is no cron", "指 cron 的时区，而此处没有 cron"),
        )
    if block.get("expect", 0) > block.get("max_items", 200):
        said = Text(
            "more are expected than max_items lets through: raise max_items", "超过 max_items 的上限：请调高 max_items"
        )
        yield "expect", said
