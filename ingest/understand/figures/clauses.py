"""One thing at two times, in clauses of their own: "… will cost £12. The charge today is £10."

A clause that names nothing new and says of when it speaks tells of the thing before it. Which of the two is the old
value follows from their times, as in the heads of tables (`epochs.py`).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.understand.figures.epochs import WILL, epoch
from ingest.understand.figures.forms import Q
from ingest.understand.figures.quantities import READ
from ingest.understand.figures.words import either, first_named, words

_STOPS: Final = re.compile(rf"(?P<end>[;。()]|\.(?=\s)|[,:](?!\d))|(?<={Q})\s(?=\()")
_ENDS: Final = re.compile(r"[;。(]|\.(?=\s)")
_BEFORE: Final = re.compile(rf"\bbefore (?!(?:th(?:is|at|en)|the (?:change|revision|amendment))\b|{READ})", re.I)
_SPACE: Final = re.compile(r"[\W\d_\ue000\ue001]+")
_NOW: Final = re.compile(r"\s?(?:but |and )?now\b|\s?现价?", re.I)
"""Behind a comma "£10, now £8" may be a price that fell: too short to tell."""
_FAR: Final = 120
"""How far behind a value, in characters, a clause may still speak of it."""
_CHARGES: Final = frozenset({"money", "free"})
_PRICES: Final = frozenset({"fee", "price"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that holds values: its words with dates crossed out, the stop before it, the indexes of its values."""

    text: str
    stop: str
    start: int
    end: int
    groups: tuple[int, ...]

    @property
    def rank(self) -> int | None:
        """Its place in time; what is to be done before something happens is no past."""
        return epoch(_BEFORE.sub(" ", self.text))


def clauses(text: str) -> list[Clause]:
    """The clauses of a skeleton with its dates crossed out; those without a value are left out."""
    out, start, stop, seen = list[Clause](), 0, "", 0
    cuts = [*((m.start(), m.end(), m["end"] or "") for m in _STOPS.finditer(text)), (len(text), len(text), "")]
    for at, after, mark in cuts:
        piece = text[start:at]
        if count := piece.count(Q):
            out.append(Clause(piece, stop, start, at, tuple(range(seen, seen + count))))
            seen += count
        start, stop = after, mark
    return out


@functools.cache
def _hollow() -> tuple[re.Pattern[str], ...]:
    """Words that name nothing: of time, of measure, of saying."""
    epochs = [w for name in ("was", "is", "will") for w in words("headers", "epochs", name)]
    marks = [w for listed in words("qualifiers", "adjacent").values() for w in listed]
    marks += [w for listed in words("qualifiers", "after").values() for w in listed]
    periods = [w for listed in words("periods").values() for w in listed]
    return tuple(
        re.compile(either(group), re.I)
        for group in (list(words("change", "hollow")), epochs, periods, marks, list(words("change", "particles")))
    )


def own_words(clause: str, known: str) -> str:
    """What a clause names that the text before it does not."""
    clause = re.sub(rf"{READ}+", " ", clause)
    for found in _hollow():
        clause = found.sub(" ", clause)
    low = known.lower()
    return "".join(w for w in _SPACE.split(clause) if w and w.lower() not in low)


def looks_elsewhere(clause: str, known: str) -> bool:
    """Does it say of when it speaks, and name nothing that `known` does not?"""
    return epoch(_BEFORE.sub(" ", clause)) is not None and not own_words(clause, known)


def _same_measure(a: str, b: str) -> bool:
    kinds = first_named(a, "kinds"), first_named(b, "kinds")
    return None in kinds or kinds[0] == kinds[1] or set(kinds) <= _PRICES


def told_again(text: str, families: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(old, new) of values told at two times; `text` is a skeleton with its dates crossed out."""
    listed = clauses(text)
    for a, b in itertools.pairwise(listed):
        ranks = a.rank, b.rank
        if (
            b.start - a.end > _FAR
            or ranks[1] is None
            or ranks[0] == ranks[1]
            or (ranks[0] is None and ranks[1] == WILL)
        ):
            continue
        if b.stop == ":" or (b.stop == "," and ranks[0] is None and _NOW.match(b.text)):
            continue
        opened = max([a.end, *(m.end() for m in _ENDS.finditer(text, a.end, b.start + 1))])
        before, said = text[max(0, a.start - _FAR) : opened], text[opened : b.end]
        if not own_words(said, before) and _same_measure(before, said):
            later = ranks[0] is not None and ranks[1] > ranks[0]
            yield from ((x, y) if later else (y, x) for x, y in _matched(a, b, families))


def _matched(a: Clause, b: Clause, families: Sequence[str]) -> list[tuple[int, int]]:
    """The values of `b` beside those of `a`, each with one of its family; nothing when it is not clear with which."""
    out = list[tuple[int, int]]()
    for i, y in enumerate(b.groups):
        left = sum(families[z] == families[y] for z in b.groups[i:])
        open_ = [x for x in a.groups if all(x != taken for taken, _ in out)]
        alike = [x for x in open_ if families[x] == families[y]] or [
            x for x in open_ if {families[x], families[y]} <= _CHARGES
        ]
        if len(alike) < left or (len(alike) > left and b.stop not in ("(", ",")):
            return []
        out.append((alike[-left], y))
    return out
