"""Which values changed between two states of a notice, each with its place in both: what can be carried into words.

Figures are paired by what they are figures of, windows by their role and what they apply to, contacts by kind and role;
what has no partner came or went and is no change of a value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from ingest.draft.grounding import of_quantity
from ingest.draft.readings import Key
from ingest.model import Contact, Facts, Figure, Moment, Quantity, Span, Window

_T = TypeVar("_T", Figure, Window, Contact)
_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?|[零一二三四五六七八九十百千万亿两]+")


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value of one fact. `old` and `new` are readings (`draft.atoms`): ("money", 10, "CNY"), ("date", day),
    ("time", 22, 0), or ("words", text) for what is only ever written in one way. Equal ones say that it stayed."""

    label: str
    old: Key
    new: Key
    old_text: str
    new_text: str
    old_span: Span | None = None
    new_span: Span | None = None
    paid: bool = False
    """The values are the share of a price that is paid."""

    @property
    def changed(self) -> bool:
        return self.old != self.new

    @property
    def printed(self) -> tuple[str, str] | None:
        """The numbers as both notices print them."""
        old, new = _NUMBER.search(self.old_text), _NUMBER.search(self.new_text)
        return (old[0], new[0]) if old and new else None


def value_changes(old: Facts, new: Facts) -> tuple[ValueChange, ...]:
    """Every value that both states have of the same thing, also those that stayed: they tell a number that changed
    from the same number that did not."""
    figures = _pairs(old.figures, new.figures, _figure_keys, lambda f: (f.old, f.new))
    windows = _pairs(old.windows, new.windows, _window_keys, lambda w: (w.start, w.end))
    contacts = _pairs(old.contacts, new.contacts, _contact_keys, lambda c: c.value)
    found = [change for a, b in figures for change in _of_figures(a, b)]
    found += [change for a, b in windows for change in _of_windows(a, b)]
    found += [change for a, b in contacts for change in _of_contacts(a, b)]
    return tuple(dict.fromkeys(found))


def _figure_keys(figure: Figure) -> tuple[Hashable, ...]:
    units = tuple(q.unit for q in (*figure.old, *figure.new))
    return (figure.item, units, figure.change), (figure.item, figure.change), (figure.kind, units, figure.change)


def _window_keys(window: Window) -> tuple[Hashable, ...]:
    return (window.role, window.applies_to, window.change), (window.role, window.change)


def _contact_keys(contact: Contact) -> tuple[Hashable, ...]:
    return (contact.kind, contact.role, contact.value), (contact.kind, contact.role, contact.label)


def _pairs(
    old: Sequence[_T],
    new: Sequence[_T],
    keys_of: Callable[[_T], tuple[Hashable, ...]],
    values: Callable[[_T], Hashable],
) -> Iterator[tuple[_T, _T]]:
    """By the narrowest key first. Of several facts with one key those that say the same are each other's; the rest are
    paired in the order of the text where both sides have as many: two fees of which one is gone are not guessed at."""
    left, right = list(old), list(new)
    for level in range(len(keys_of(old[0])) if old else 0):
        mine, yours = _grouped(left, keys_of, level), _grouped(right, keys_of, level)
        for name, ours in mine.items():
            theirs = yours.get(name, [])
            same = [(a, b) for a in ours if (b := _equal(a, theirs, values))]
            rest = (
                [a for a in ours if a not in {x for x, _ in same}],
                [b for b in theirs if b not in {y for _, y in same}],
            )
            paired = same + (list(zip(*rest, strict=True)) if len(rest[0]) == len(rest[1]) else [])
            yield from paired
            left = [a for a in left if a not in {x for x, _ in paired}]
            right = [b for b in right if b not in {y for _, y in paired}]


def _equal(fact: _T, among: Iterable[_T], values: Callable[[_T], Hashable]) -> _T | None:
    return next((other for other in among if values(other) == values(fact)), None)


def _grouped(
    facts: Iterable[_T], keys_of: Callable[[_T], tuple[Hashable, ...]], level: int
) -> dict[Hashable, list[_T]]:
    groups: dict[Hashable, list[_T]] = defaultdict(list)
    for fact in facts:
        groups[keys_of(fact)[level]].append(fact)
    return groups


def _of_figures(a: Figure, b: Figure) -> Iterator[ValueChange]:
    if a.old and not b.old and set(a.old) & set(b.new):
        return  # one of them was not read whole: what was the old value is no new one
    for before, after, text_a, text_b in (
        (a.old, b.old, a.old_text, b.old_text),
        (a.new, b.new, a.new_text, b.new_text),
    ):
        if len(before) != len(after):
            continue
        for x, y in zip(before, after, strict=True):
            if x.unit != y.unit:
                continue
            alone = len(before) == 1
            old_text, new_text = (text_a or "") if alone else "", (text_b or "") if alone else ""
            yield ValueChange(
                a.item or a.kind.value,
                _key(x),
                _key(y),
                old_text or _plain(x),
                new_text or _plain(y),
                a.evidence.span,
                b.evidence.span,
                paid=x.unit.startswith("paid_share"),
            )


def _key(quantity: Quantity) -> Key:
    return next(iter(of_quantity(quantity)))


def _plain(quantity: Quantity) -> str:
    unit = quantity.unit.partition("/")[0]
    if unit in ("ratio", "paid_share"):
        return f"{(quantity.value * 100).normalize():f}%"
    return f"{quantity.value.normalize():f} {unit}" if isinstance(quantity.value, Decimal) else str(quantity.value)


def _of_windows(a: Window, b: Window) -> Iterator[ValueChange]:
    label = a.applies_to or b.applies_to or ""
    for before, after in ((a.start, b.start), (a.end, b.end)):
        if before and after:
            yield from _of_moments(label, before, after, a.evidence.span, b.evidence.span)


def _of_moments(label: str, a: Moment, b: Moment, old_span: Span, new_span: Span) -> Iterator[ValueChange]:
    days = a.day.isoformat(), b.day.isoformat()
    yield ValueChange(label, ("date", a.day), ("date", b.day), *days, old_span, new_span)
    if a.time and b.time:
        old, new = ("time", a.time.hour, a.time.minute), ("time", b.time.hour, b.time.minute)
        yield ValueChange(label, old, new, f"{a.time:%H:%M}", f"{b.time:%H:%M}", old_span, new_span)


def _of_contacts(a: Contact, b: Contact) -> Iterator[ValueChange]:
    old, new = ("words", a.value), ("words", b.value)
    yield ValueChange(a.label or a.kind.value, old, new, a.value, b.value, a.evidence.span, b.evidence.span)
