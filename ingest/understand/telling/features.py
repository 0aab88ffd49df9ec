"""What a value in a sentence is recognised by: the words of its own clause on both sides, those right beside
it, those of the clauses further off, and the heading.

Runs of characters in Chinese, runs of word stems in English, as for topics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.understand.topics.features import HAN, characters, shaped, stems

_STOP = re.compile(r"[,;。:()!?](?!\d)|\.(?=\s|$)|\s[–—-]+\s")
_WORD = re.compile(r"[^\W_]")
_REACH = 120
"""Characters on each side that are looked at."""
_CLAUSE, _FAR = (30, 16), (50, 20)
"""Characters, or words, of the own clause and of those beyond it that count, on each side."""
_HEAD = (30, 12)


def features(category: str, heading: str, before: str, own: str, behind: str) -> frozenset[str]:
    """The features of `own` between the words `before` and `behind`, all normalised and in common words, in a notice of
    `category`."""
    chinese = bool(HAN.search(before[-_REACH:] + own + behind[:_REACH]))
    before, behind = shaped(before[-_REACH:]), shaped(behind[:_REACH])
    cut, stop = _opens(before), _closes(behind)
    parts = {
        "l": (before[cut:], -1, _CLAUSE), "r": (behind[:stop], 1, _CLAUSE),
        "L": (before[:cut], -1, _FAR), "R": (behind[stop:], 1, _FAR),
        "m": (shaped(own), 1, _CLAUSE), "h": (shaped(heading), -1, _HEAD),
    }  # fmt: skip
    found = {"c" + category}
    for name, (words, side, most) in parts.items():
        run = characters(words) if chinese else stems(words)
        size = most[0 if chinese else 1]
        run = run[-size:] if side < 0 else run[:size]
        found |= {name + one for one in _grams(run, chinese, name)}
        if name in "lr":
            found |= {f"c{category} {one}" for one in run}
            found |= {("p" if side < 0 else "n") + one for one in _beside(run, side, chinese)}
    return frozenset(found)


def _opens(before: str) -> int:
    """Where the clause begins that `before` ends with; a stop with no word behind it ends nothing."""
    cuts = [m.end() for m in _STOP.finditer(before) if _WORD.search(before, m.end())]
    return cuts[-1] if cuts else 0


def _closes(behind: str) -> int:
    return next((m.start() for m in _STOP.finditer(behind) if _WORD.search(behind, 0, m.start())), len(behind))


def _grams(run: Sequence[str], chinese: bool, name: str) -> Iterable[str]:
    sizes = ((2, 3) if name in "LRh" else (1, 2, 3)) if chinese else (1, 2)
    glue = "" if chinese else " "
    return (glue.join(run[i : i + n]) for n in sizes for i in range(len(run) - n + 1))


def _beside(run: Sequence[str], side: int, chinese: bool) -> Iterable[str]:
    """The words next to it, one to four; an empty clause is told too."""
    glue, most = ("", 4) if chinese else (" ", 3)
    yield from (glue.join(run[-n:] if side < 0 else run[:n]) for n in range(1, min(most, len(run)) + 1))
    if not run:
        yield ""
