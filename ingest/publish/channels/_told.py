"""What is told of an edition, in words, and how it is made to fit: cut at an entry, saying how many more there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.publish.inert import inert
from ingest.publish.wording import labels


@dataclass(frozen=True, slots=True)
class Block:
    """One entry. `lines` follow its title, the most important first."""

    entry: int
    title: str
    lines: tuple[str, ...] = ()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """`id` is the same at every attempt. `head` stands before the entries (the coverage statement), `link` leads to
    all of it; `data` is the same for machines. Texts are inert and unescaped."""

    id: str
    title: str
    head: tuple[str, ...]
    blocks: tuple[Block, ...]
    link: str | None
    language: str
    data: Mapping[str, Any] = field(default_factory=dict)


def size_in_bytes(text: str) -> int:
    return len(text.encode())


def fitted(told: Told, limit: int, size: Callable[[str], int] = size_in_bytes) -> str:
    """The plain text of `told`, its title first, of at most `limit` as `size` measures it. What is left out is left out
    by whole entries; only a first one that alone is too long loses its last lines, and then its last characters."""
    if size(whole := _text(told, len(told.blocks))) <= limit:
        return whole
    low, high = 0, len(told.blocks) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(_text(told, middle)) <= limit else (low, middle - 1)
    if low:
        return _text(told, low)
    return _first(told, limit, size)


def _first(told: Told, limit: int, size: Callable[[str], int]) -> str:
    """As many lines of the first entry as fit, at least the head."""
    lines = told.blocks[0].lines if told.blocks else ()
    for kept in range(len(lines), -1, -1):
        if told.blocks and size(text := _text(told, 1, kept)) <= limit:
            return text
    rest, words = _text(told, 0), "…"
    low, high = 0, len(rest)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(rest[:middle] + words) <= limit else (low, middle - 1)
    return rest if size(rest) <= limit else rest[:low] + words


def _text(told: Told, count: int, lines: int | None = None) -> str:
    parts = ["\n".join([told.title, *told.head])]
    parts += [written(block, told.language, lines) for block in told.blocks[:count]]
    words, more = labels(told.language), len(told.blocks) - count
    end = [words["news.more"].format(n=more)] if more else []
    end += [words["news.link"].format(link=told.link)] if told.link else []
    return "\n\n".join([*parts, *(["\n".join(end)] if end else [])])


def written(block: Block, language: str, lines: int | None = None) -> str:
    """One entry as plain text."""
    mark = labels(language)["news.urgent"] if block.urgent else ""
    return "\n".join([f"■ {mark}{block.title}", *block.lines[:lines]])


def one_line(text: str) -> str:
    return " ".join(inert(text).split())
