"""Where a key stands in sources.toml. The parser of Python keeps no lines, so the text is looked through again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_HEADER = re.compile(r"(\[\[?)([^\[\]]+)\]\]?")
_KEY = re.compile(r"""((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")

Place = tuple[int | str, ...]


def line_of(text: str, loc: Sequence[int | str]) -> int | None:
    """The line of the key that `loc` leads to (("source", 2, "login", "user")), or of the closest place above it that
    has a line of its own; None if not even the word stands in the file."""
    best, length = None, 0
    for number, place in _places(text):
        shared = _shared(place, loc)
        if shared > length and shared == len(place):
            best, length = number, shared
    return best or _word(text, loc)


def _places(text: str) -> Iterator[tuple[int, Place]]:
    """Every header and key, with its line; blocks of a list are counted from 0."""
    counts: dict[Place, int] = {}
    block: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if m := _HEADER.match(bare):
            names = _names(m[2])
            if m[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
            block = _counted(names, counts)
            yield number, block
        elif m := _KEY.match(bare):
            yield number, (*block, *_names(m[1]))


def _counted(names: Sequence[str], counts: Mapping[Place, int]) -> Place:
    """("publish", "channel", "x") → ("publish", "channel", 1, "x"), inside the second block of that list."""
    place: Place = ()
    for n, name in enumerate(names, 1):
        list_ = tuple(names[:n])
        place = (*place, name, counts[list_]) if list_ in counts else (*place, name)
    return place


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip().strip("\"'") for name in dotted.split("."))


def _shared(place: Place, loc: Sequence[int | str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(place, loc, strict=False)) if a != b), min(len(place), len(loc)))


def _word(text: str, loc: Sequence[int | str]) -> int | None:
    if not loc:
        return None
    word = re.compile(rf"\W*{re.escape(str(loc[0]))}\b")
    return next((n for n, line in enumerate(text.splitlines(), 1) if word.match(line)), None)
