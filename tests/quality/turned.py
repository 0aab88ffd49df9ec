"""Drafts that tell a change the wrong way round: "from 40 to 60" where the notice says from 60 to 40."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gold import Case
from values import FREE, Need, quantity, said

_CLAUSE = re.compile(r"[。;；\n，]|,(?=\s)|\.(?=\s|$)")
_INTO = re.compile(r"(?:调整|变更|改|提高|上调|下调|降低?|升)[^，。]{0,4}?[为至到]|→|->|\bto\b")


def sides(case: Case) -> list[tuple[Need, Need]]:
    """What the old and the new value of each labelled change look like, where there is one of each."""
    changed = [f.value for f in case.figures if len(f.value.old) == len(f.value.new) == 1]
    pairs = [(quantity(f.old[0]) - {FREE}, quantity(f.new[0]) - {FREE}) for f in changed]
    return [(old, new) for old, new in pairs if old != new]


def turned(text: str, pairs: Sequence[tuple[Need, Need]]) -> bool:
    """Does a clause of the text say that a new value turns into the old one, and no labelled change says so?"""
    return any(_backwards(clause, pairs) for clause in _CLAUSE.split(text))


def _backwards(clause: str, pairs: Sequence[tuple[Need, Need]]) -> bool:
    into = _INTO.search(clause)
    if not into:
        return False
    before, after = said(clause[: into.start()]), said(clause[into.end() :])
    forward = any(old & before and new & after for old, new in pairs)
    return not forward and any(new & before and old & after for old, new in pairs)
