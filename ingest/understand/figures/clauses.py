"""One thing at two times, in clauses of their own: "… will cost £12. The charge today is £10."

A clause that names nothing new and says of when it speaks tells of the thing before it. Which of the two is the old
value follows from their times, as in the heads of tables (`epochs.py`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.understand.figures.context import period
from ingest.understand.figures.epochs import WAS, WILL, epoch
from ingest.understand.figures.forms import Q, english, verbs
from ingest.understand.figures.mention import READ
from ingest.understand.figures.words import either, first_named, pattern, words

_STOPS: Final = re.compile(
    rf"(?P<end>[;。()\n]|\.(?=\s|$)|[,:](?!\d)|(?<=\s)[—–-]{{1,2}}(?=\s)"
    r"|(?<=\s)(?:where|whereas|while)(?=\s(?:it|they|this|that|these|you|we|there)\s"
    r"(?:used|was|were|had|paid|got|is|are|have|pay|get)\b))"
    rf"|(?<={Q})\s(?=\()"
)
_ENDS: Final = re.compile(r"[;。(\n]|\.(?=\s)")
_BEFORE: Final = re.compile(rf"\bbefore (?!(?:th(?:is|at|en)|the (?:change|revision|amendment))\b|{READ})", re.I)
_SPACE: Final = re.compile(r"[\W\d_\ue000\ue001]+")
_NOW: Final = re.compile(r"\s?(?:but |and )?now\b|\s?现价?(?=\W*\ue000)", re.I)
"""Behind a comma "£10, now £8" may be a price that fell: too short to tell."""
_WEEKEND: Final = re.compile(r"周末|周[六日]|星期[六日天]|节假?日|假期|\bweekends?\b|\b(?:satur|sun|holi)days?\b", re.I)
"""Beside it 平日 is the working week, and tells of no earlier value."""
_UNTIL: Final = re.compile(r"\b(?:till?|until|up to|through|to)\b|[至到止]", re.I)
"""How long something is free does not make its price a new one ("(£5 a month), free until 31 March")."""
_THAT_IS: Final = re.compile(r"\(即([^()]*)\)")
"""The same value in other words stays in the clause."""
_PLACED: Final = re.compile(
    r"\b(?:at|in|under|with|on|for) (?:[\w'-]+ ){1,5}?(?=(?:the |this |that )?(?:figure|amount|number|sum) "
    r"(?:(?:has |had )?been|was|is|used to be|stands?|stood)\b)",
    re.I,
)
"""Where "the figure" held, of which a sentence before tells ("At the old branch the figure was £1,000")."""
_LATER: Final = ("(", ".", "。", ";", "\n")
"""Before a clause that may speak of all values of the one before."""
_FAR: Final = 120
"""How far behind a value, in characters, a clause may still speak of it."""
_CHARGES: Final = (frozenset({"money", "free"}), frozenset({"ratio", "free"}))
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
        """Its place in time; what is to be done before something happens is no past.

        What holds on other days is the past of a value for now, and what a verb of change leads to is to come.
        """
        if pattern("change", "usual").search(self.text):
            return WAS
        time = epoch(_BEFORE.sub(" ", self.text))
        return WILL if time is None and _led().search(self.text) else time


@functools.cache
def _led() -> re.Pattern[str]:
    return re.compile(rf"(?:{verbs()}[^,;]{{0,10}}|{english()} to [^,;]{{0,16}}){Q}", re.I)


def clauses(text: str) -> list[Clause]:
    """The clauses of a skeleton with its dates crossed out; those without a value are left out.

    A word of time stays with what it stands before ("(last season: 4 a month)", "Until now: £5").
    """
    out, start, stop, seen = list[Clause](), 0, "", 0
    cuts = [*((m.start(), m.end(), m["end"] or "") for m in _STOPS.finditer(text)), (len(text), len(text), "")]
    for at, after, mark in cuts:
        piece = text[start:at]
        if mark == ":" and Q not in piece and (stop == "(" or (piece.strip() and not own_words(piece, ""))):
            continue
        if count := piece.count(Q):
            out.append(Clause(piece, stop, start, at, tuple(range(seen, seen + count))))
            seen += count
        start, stop = after, mark
    return out


@functools.cache
def _hollow() -> tuple[re.Pattern[str], ...]:
    """Words that name nothing: of time, of measure, of saying."""
    epochs = [w for name in ("was", "is", "will") for w in words("headers", "epochs", name)]
    epochs += words("change", "usual")
    marks = [w for listed in words("qualifiers", "adjacent").values() for w in listed]
    marks += [w for listed in words("qualifiers", "after").values() for w in listed]
    periods = [w for listed in words("periods").values() for w in listed]
    return tuple(
        re.compile(either(group), re.I)
        for group in (epochs, periods, list(words("change", "hollow")), marks, list(words("change", "particles")))
    )


def own_words(clause: str, known: str) -> str:
    """What a clause names that the text before it does not."""
    clause = _PLACED.sub(" ", re.sub(rf"{READ}+", " ", clause))
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


def _goes_on(after: Sequence[Clause], b: Clause) -> bool:
    """Is the clause at another time told again by the next one of its sentence ("Was £99, now £79")?"""
    other = next((c for c in after if c.stop == "," and c.rank not in (None, b.rank)), None)
    return other is not None and len(other.groups) == len(b.groups) and not own_words(b.text, "")


def told_again(text: str, families: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(old, new) of values told at two times; `text` is a skeleton with its dates crossed out."""
    text = _THAT_IS.sub(r" 即\1 ", text)
    listed = clauses(text)
    for i, b in enumerate(listed[1:], 1):
        a = _told_of(listed, i, families)
        ranks = listed[i - 1].rank, b.rank
        if (
            b.start - a.end > _FAR
            or ranks[1] is None
            or ranks[0] == ranks[1]
            or (ranks[0] is None and ranks[1] == WILL)
        ):
            continue
        if pattern("change", "usual").search(b.text) and _WEEKEND.search(a.text):
            continue
        spared = ranks == (None, WAS) and all(families[x] == "free" for x in b.groups)
        if spared and _UNTIL.search(b.text):
            continue
        if b.stop in _LATER and _goes_on(listed[i + 1 : i + 2], b):
            continue
        if b.stop == ":" or (b.stop == "," and ranks[0] is None and _NOW.match(b.text)):
            continue
        opened = max(
            [a.end, *(m.end() for m in _ENDS.finditer(text, a.end, b.start + 1)), b.start if b.stop.isalpha() else 0]
        )
        before, said = text[max(0, a.start - _FAR) : opened], text[opened : b.end]
        if not own_words(said, before) and _same_measure(before, said):
            later = ranks[0] is not None and ranks[1] > ranks[0]
            yield from ((x, y) if later else (y, x) for x, y in _matched(a, b, families))


def _told_of(listed: Sequence[Clause], i: int, families: Sequence[str]) -> Clause:
    """The clause before; several of its sentence where brackets hold more values than the last of them."""
    first, b = i - 1, listed[i]

    def held(family: str) -> int:
        return sum(families[x] == family for c in listed[first:i] for x in c.groups)

    while (
        b.stop in _LATER
        and first
        and listed[first].stop in (",", ")", "")
        and any(held(f) < sum(families[y] == f for y in b.groups) for f in {families[y] for y in b.groups})
    ):
        first -= 1
    run = listed[first:i]
    text = ",".join(c.text for c in run)
    return Clause(text, run[0].stop, run[0].start, run[-1].end, tuple(x for c in run for x in c.groups))


def _matched(a: Clause, b: Clause, families: Sequence[str]) -> list[tuple[int, int]]:
    """The values of `b` beside those of `a`, each with one of its family; nothing when it is not clear with which."""
    out = list[tuple[int, int]]()
    said = _periods(a) | _periods(b)
    for i, y in enumerate(b.groups):
        left = sum(families[z] == families[y] for z in b.groups[i:])
        open_ = [x for x in a.groups if all(x != taken for taken, _ in out)]
        alike = [x for x in open_ if families[x] == families[y]] or [
            x for x in open_ if any({families[x], families[y]} <= charges for charges in _CHARGES)
        ]
        if len(alike) < left or (len(alike) > left and b.stop not in ("(", ",")):
            return []
        same = [x for x in alike if said[y] and said[x] == said[y]]
        out.append((same[0] if len(same) == 1 else alike[-left], y))
    return out


def _periods(clause: Clause) -> dict[int, str | None]:
    """Per what each value of a clause holds, by the words right before it."""
    return {x: period(words) for x, words in zip(clause.groups, clause.text.split(Q), strict=False)}
