"""What changed in the facts between two revisions of a notice, for the reviewer's side-by-side view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ingest.model import Contact, ContactRole, EndKind, FactDifference, Facts, Figure, Quantity, Statement, Window

_T = TypeVar("_T")


def difference(old: Facts, new: Facts) -> tuple[FactDifference, ...]:
    """The differences: title, category, windows, figures, contacts, statements. Empty when nothing changed."""
    found: list[FactDifference] = []
    if old.title != new.title:
        found.append(FactDifference("title", "title", old.title, new.title))
    if old.category != new.category:
        found.append(FactDifference("category", "category", old.category, new.category))
    found += _compare("window", old.windows, new.windows, _window_label, _window)
    found += _compare("figure", old.figures, new.figures, _figure_label, _figure)
    found += _compare("contact", old.contacts, new.contacts, _contact_label, _contact)
    found += _compare("statement", old.statements, new.statements, _statement_label, lambda s: s.text)
    return tuple(found)


def _compare(
    what: str, old: Sequence[_T], new: Sequence[_T], label: Callable[[_T], str], show: Callable[[_T], str]
) -> list[FactDifference]:
    """Facts that say the same are left out; the rest is paired by label, in the order of the text."""
    said, says = {show(f) for f in old}, {show(f) for f in new}
    gone = _grouped([f for f in old if show(f) not in says], label, show)
    come = _grouped([f for f in new if show(f) not in said], label, show)
    out: list[FactDifference] = []
    for name in (*come, *(n for n in gone if n not in come)):
        before, after = gone.get(name, []), come.get(name, [])
        for at in range(max(len(before), len(after))):
            pair = (before[at] if at < len(before) else None, after[at] if at < len(after) else None)
            out.append(FactDifference(what, name, *pair))
    return out


def _grouped(facts: Sequence[_T], label: Callable[[_T], str], show: Callable[[_T], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for fact in facts:
        shown = groups.setdefault(label(fact), [])
        if show(fact) not in shown:
            shown.append(show(fact))
    return groups


def _window_label(window: Window) -> str:
    return f"{window.role.value}: {window.applies_to}" if window.applies_to else window.role.value


def _window(window: Window) -> str:
    end = str(window.end) if window.end else {EndKind.EVENT: "(event)"}.get(window.end_kind, "")
    parts = [f"{window.start or ''} .. {end}".strip(), window.recurrence or "", *window.exceptions]
    return f"{_window_label(window)} {' '.join(p for p in parts if p)}"


def _figure_label(figure: Figure) -> str:
    return figure.item or figure.kind.value


def _values(quantities: Sequence[Quantity]) -> str:
    return ", ".join(f"{q.qualifier or ''} {q.value.normalize():f} {q.unit}".strip() for q in quantities)


def _figure(figure: Figure) -> str:
    sides = [_values(side) for side in (figure.old, figure.new) if side]
    return f"{figure.item}: {' -> '.join(sides)} ({figure.direction.value})"


def _contact_label(contact: Contact) -> str:
    fake = contact.role is ContactRole.FRAUDULENT
    return f"{contact.kind.value}, fraudulent" if fake else contact.label or contact.kind.value


def _contact(contact: Contact) -> str:
    return f"{contact.value} ({contact.role.value})"


def _statement_label(statement: Statement) -> str:
    return statement.topic.value
