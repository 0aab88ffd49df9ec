"""Two cells of sentences side by side: what the new one says stays, and which of their values belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from ingest.understand.figures.cells import Value, revalued
from ingest.understand.figures.changes import skeleton
from ingest.understand.figures.groups import Group
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.wordings import aligned
from ingest.understand.figures.words import pattern

_STOP: Final = re.compile(r"[;。\n]|\.\s")
_ALIKE: Final = 0.5
Pair = tuple[Group | None, Group | None]


def without_staying(notice: Notice, before: Value, after: Value) -> tuple[list[Group], Value, Value]:
    """The values whose own sentence in the new cell says that they stay, and both cells without them.

    "服务费不再收取；补领每个30元，不变": 30元 stays, and the rest of the cell says what becomes of the other value.
    """
    start, end = notice.place(after.cell.span)
    pieces = list(_pieces(notice.text, start, end))
    staying = [(a, b) for a, b in pieces if pattern("states", "unchanged").search(notice.text, a, b)]
    held = [g for g in after.groups if any(a <= g.start < b for a, b in staying)]
    if not held or len(pieces) == len(staying):
        return [], before, after
    rest = " ".join(notice.text[a:b] for a, b in pieces if (a, b) not in staying)
    now = revalued(notice, after, tuple(g for g in after.groups if g not in held), rest.strip())
    then = tuple(g for g in before.groups if all(g.quantities != h.quantities for h in held))
    return held, replace(before, groups=then), now


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for m in _STOP.finditer(text, start, end):
        if m.start() > start:
            yield start, m.start()
        start = m.end()
    if text[start:end].strip():
        yield start, end


def in_step(notice: Notice, before: Value, after: Value) -> list[Pair]:
    """Values that stand between the same words of both wordings; what one has alone stands beside None.

    Nothing where each has one value, none belong together, or brackets tell what is said of a class.
    """
    if max(len(before.groups), len(after.groups)) < 2 or not (before.groups and after.groups):
        return []
    (a, b), (c, d) = notice.place(before.cell.span), notice.place(after.cell.span)
    olds = [replace(g, start=g.start - a, end=g.end - a) for g in before.groups]
    news = [replace(g, start=g.start - c, end=g.end - c) for g in after.groups]
    then, now = skeleton(notice.text[a:b], olds).text, skeleton(notice.text[c:d], news).text
    every = (*before.groups, *after.groups)
    spans = (0, len(then)), (len(then) + 1, len(then) + 1 + len(now))
    found = list(aligned(f"{then}\n{now}", *spans, ["money" if g.family == "free" else g.family for g in every]))
    alone = [(before, x) if y is None else (after, y) for x, y in found if x is None or y is None]
    if len(alone) == len(found) or any(_aside(notice, cell, every[i]) for cell, i in alone if i is not None):
        return []
    return [(None if x is None else every[x], None if y is None else every[y]) for x, y in found]


def _aside(notice: Notice, value: Value, group: Group) -> bool:
    start, _ = notice.place(value.cell.span)
    return notice.text.count("(", start, group.start) > notice.text.count(")", start, group.start)


def rephrased(notice: Notice, before: Value, after: Value) -> bool:
    """Do two cells say much the same, one with a value that the other lacks?"""
    a, b = (notice.text[slice(*notice.place(v.cell.span))] for v in (before, after))
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE
