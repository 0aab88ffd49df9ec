"""What changed between two states of a notice's text: by lines, and by words inside the lines that changed."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.model import Span

_LONGEST = 4000
"""Characters of a changed block that are still compared word by word: the comparison is quadratic."""


class Side(StrEnum):
    SAME = "same"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stands in both states, or only in the old or the new one."""

    side: Side
    text: str


_MANY = 1000
"""Lines from which on frequent ones are no landmarks."""

Line = tuple[Piece, ...]


def compare(old: str, new: str) -> tuple[Line, ...]:
    """The changed lines of two texts, in their order; empty if they are equal."""
    before, after = old.splitlines(), new.splitlines()
    return tuple(
        line
        for tag, a, b, c, d in _steps(before, after)
        if tag != "equal"
        for line in _block("\n".join(before[a:b]), "\n".join(after[c:d]))
    )


def words(old: str, new: str) -> Line:
    """Both texts word by word, what they share and what only one of them has; by lines where they are long."""
    if old == new:
        return (Piece(Side.SAME, old),) if old else ()
    if len(old) + len(new) > _LONGEST:
        return tuple(_all(old, new))
    return tuple(_words(old, new))


def changed_spans(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where the old text has words that the new one lacks, and the other way round."""
    gone: list[Span] = []
    come: list[Span] = []
    at = {Side.OLD: 0, Side.NEW: 0}
    for piece in _all(old, new):
        sides = (Side.OLD, Side.NEW) if piece.side is Side.SAME else (piece.side,)
        for side in sides:
            start, at[side] = at[side], at[side] + len(piece.text)
            if piece.side is not Side.SAME and piece.text.strip():
                (gone if side is Side.OLD else come).append(Span(start, at[side]))
    return tuple(gone), tuple(come)


def _all(old: str, new: str) -> Iterator[Piece]:
    """Every character of both texts, lines with their ends: by lines, and by words in those that changed."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, a, b, c, d in _steps(before, after):
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            yield Piece(Side.SAME, gone)
        elif gone and come and len(gone) + len(come) <= _LONGEST:
            yield from _words(gone, come)
        else:
            yield from (Piece(side, text) for side, text in ((Side.OLD, gone), (Side.NEW, come)) if text)


def _steps(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The steps from one list of lines to the other. What begins and ends alike is not looked at; in long lists a line
    that stands there very often is no landmark: the comparison would be quadratic."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    if head:
        yield "equal", 0, head, 0, head
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    for tag, a, b, c, d in difflib.SequenceMatcher(None, *middle, autojunk=max(map(len, middle)) > _MANY).get_opcodes():
        yield tag, a + head, b + head, c + head, d + head
    if tail:
        yield "equal", len(before) - tail, len(before), len(after) - tail, len(after)


def _block(old: str, new: str) -> Iterator[Line]:
    if not (old and new) or len(old) + len(new) > _LONGEST:
        yield from ((Piece(Side.OLD, line),) for line in old.splitlines() if line)
        yield from ((Piece(Side.NEW, line),) for line in new.splitlines() if line)
        return
    yield tuple(_words(old, new))


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _cut(old), _cut(new)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Side.SAME, "".join(before[a:b]))
            continue
        if a < b:
            yield Piece(Side.OLD, "".join(before[a:b]))
        if c < d:
            yield Piece(Side.NEW, "".join(after[c:d]))


def _cut(text: str) -> list[str]:
    words: list[str] = _segmenter().cut(text)
    return words if "".join(words) == text else list(text)


@functools.cache
def _segmenter():  # type: ignore[no-untyped-def]  # rjieba has no types
    import rjieba

    return rjieba.Jieba()
