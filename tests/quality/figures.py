"""Labelled figures against those that were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from gold import Fact
from values import quantity, said
from wording import letters, overlap, pairs

from ingest.model import Direction, Figure, Quantity

Side = dict[tuple[Decimal, str], str]
"""What one side states: (value, unit without its "per …") → the "per …"."""

_SAME_ITEM = 0.4
_UNCHANGING = frozenset((Direction.STATED,))


def side(quantities: Iterable[Quantity]) -> Side:
    return {(q.value, q.unit.partition("/")[0]): q.unit.partition("/")[2] for q in quantities}


def both(figure: Figure) -> Side:
    return side((*figure.old, *figure.new))


def same_place(label: Figure, figure: Figure) -> bool:
    """Do the quotes overlap, or are the items named alike?"""
    a, b = pairs(label.item), pairs(figure.item)
    alike = len(a & b) >= _SAME_ITEM * max(1, min(len(a), len(b)))
    return alike or overlap(label.evidence.quote, figure.evidence.quote)


def counterpart(label: Figure, found: Sequence[Figure]) -> Figure | None:
    """The figure that states all of a label's values and little else; the best one, if several do."""
    fits = [f for f in found if _states(label, f)]
    better = lambda f: (right_sides(label, f), f.direction is label.direction, -len(both(f)))  # noqa: E731
    return max(fits, key=better, default=None)


def _states(label: Figure, figure: Figure) -> bool:
    want, have = both(label), both(figure)
    if not want and figure.direction is not label.direction:
        return False
    little_else = len(have) <= len(want) + max(1, len(want) // 2)
    same_per = all(not have[k] or not per or have[k] == per for k, per in want.items() if k in have)
    return want.keys() <= have.keys() and little_else and same_per and same_place(label, figure)


def right_sides(label: Figure, figure: Figure) -> bool:
    """What was is among the old values, what will be among the new, and nothing that was is given as new."""
    old, new = side(label.old).keys(), side(label.new).keys()
    return (
        old <= side(figure.old).keys() and new <= side(figure.new).keys() and not (old - new) & side(figure.new).keys()
    )


def says_way(label: Figure) -> bool:
    """Does the label tell of a change?"""
    return label.direction not in _UNCHANGING


def known(labels: Iterable[Fact[Figure]], figure: Figure) -> bool:
    """Is every value of it labelled at the same place?"""
    have = both(figure).keys()
    labelled = [f.value for f in labels]
    return any(have <= both(x).keys() and (have or not both(x)) and same_place(x, figure) for x in labelled)


def stated(figure: Figure, notice: str) -> bool:
    """Does its own quote, from the notice, hold all its values? Then a figure without a label is no mistake."""
    quote = figure.evidence.quote
    if not quote or letters(quote) not in letters(notice):
        return False
    have = said(quote)
    loose = {k[1] for k in have if k[0] in ("number", "term", "ratio", "money")}
    quantities = (*figure.old, *figure.new)
    return all(quantity(q) & have or {q.value, q.value * 100, q.value * 1000} & loose for q in quantities)
