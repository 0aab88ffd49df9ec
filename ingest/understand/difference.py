"""What changed in the facts between two revisions of a notice, for the reviewer's side-by-side view."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.model import Contact, FactDifference, Facts, Figure, Statement, Window
from ingest.understand.printed import Printed

_T = TypeVar("_T")
_TURNS = " → "


@dataclass(frozen=True, slots=True)
class _Kind(Generic[_T]):
    """One kind of fact: its label, its print, and what makes two of them the same."""

    name: str
    label: Callable[[_T], str]
    show: Callable[[_T], str]
    same: Callable[[_T], Hashable]


def difference(old: Facts, new: Facts) -> tuple[FactDifference, ...]:
    """The differences: title, category, windows, figures, contacts, statements. Empty when nothing changed.

    Values stand as the notice prints them ("10元/份 → 20元/份"), windows as "2026-03-07 22:00 – 2026-03-08 06:00"."""
    say = Printed("zh" if new.language == "zh" else "en")
    found: list[FactDifference] = []
    if old.title != new.title:
        found.append(FactDifference("title", say.word("what", "title"), old.title, new.title))
    if old.category != new.category:
        found.append(FactDifference("category", say.word("what", "category"), old.category, new.category))
    windows: _Kind[Window] = _Kind(
        "window", say.window_label, say.window, lambda w: (w.role, w.applies_to, say.window(w))
    )
    figures: _Kind[Figure] = _Kind(
        "figure", say.figure_label, say.figure, lambda f: (f.item, f.old, f.new, f.direction)
    )
    contacts: _Kind[Contact] = _Kind("contact", say.contact_label, lambda c: c.value, lambda c: (c.value, c.role))
    statements: _Kind[Statement] = _Kind("statement", say.statement_label, lambda s: s.text, lambda s: s.text)
    found += _compare(windows, old.windows, new.windows)
    found += _compare(figures, old.figures, new.figures)
    found += _compare(contacts, old.contacts, new.contacts)
    found += _compare(statements, old.statements, new.statements)
    return tuple(found)


def _compare(kind: _Kind[_T], old: Sequence[_T], new: Sequence[_T]) -> list[FactDifference]:
    """Facts that say the same are left out; the rest is paired by label, in the order of the text."""
    said, says = {kind.same(f) for f in old}, {kind.same(f) for f in new}
    gone = _grouped([f for f in old if kind.same(f) not in says], kind)
    come = _grouped([f for f in new if kind.same(f) not in said], kind)
    out: list[FactDifference] = []
    for name in (*come, *(n for n in gone if n not in come)):
        before, after = gone.get(name, []), come.get(name, [])
        for at in range(max(len(before), len(after))):
            pair = (before[at] if at < len(before) else None, after[at] if at < len(after) else None)
            if pair[0] != pair[1]:
                out.append(FactDifference(kind.name, name, *_side(*pair)))
    return out


def _side(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Of "10元 → 20元" and "10元 → 15元" only the side that differs: two arrows in one line say nothing."""
    old, new = (before or "").split(_TURNS), (after or "").split(_TURNS)
    if len(old) != 2 or len(new) != 2 or (old[0] == new[0]) is (old[1] == new[1]):
        return before, after
    at = int(old[0] == new[0])
    return old[at], new[at]


def _grouped(facts: Sequence[_T], kind: _Kind[_T]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for fact in facts:
        shown = groups.setdefault(kind.label(fact), [])
        if kind.show(fact) not in shown:
            shown.append(kind.show(fact))
    return groups
