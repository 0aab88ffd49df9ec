"""Where a value stands in a notice: what a person says of a fact has to be found there, or they vouch for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from ingest.draft.atoms import atoms, implied, keys
from ingest.draft.excerpts import sentence_span
from ingest.draft.grounding import of_quantity, says_free
from ingest.draft.readings import Key
from ingest.model import Contact, Document, Fact, Figure, Moment, Quantity, Span, Window

_BLANKS = re.compile(r"\s+")
Needed = frozenset[Key]
"""Readings of one value: a text says it when it has one of them."""


def needed(fact: Fact, before: Fact | None = None) -> tuple[Needed, ...]:
    """The values of `fact` that have to stand in the notice; those that `before` had already need not."""
    if isinstance(fact, Window):
        moments = [m for m in (fact.start, fact.end) if m]
        same = (before.start, before.end) if isinstance(before, Window) else ()
        return tuple(part for m in moments if m not in same for part in _of_moment(m))
    if isinstance(fact, Figure):
        known = before if isinstance(before, Figure) else None
        old = () if known and known.old_text == fact.old_text else _of_side(fact.old, fact.old_text)
        new = () if known and known.new_text == fact.new_text else _of_side(fact.new, fact.new_text)
        return (*old, *new)
    if isinstance(fact, Contact) and not (isinstance(before, Contact) and before.value == fact.value):
        return (frozenset({("literal", fact.value)}),)
    return ()


def find_quote(document: Document, quote: str) -> Span | None:
    """Where the words stand, whatever the blanks and line breaks between them."""
    words = [re.escape(part) for part in _BLANKS.split(quote.strip()) if part]
    if not words:
        return None
    found = re.search(r"[\s|]*".join(words), document.text)
    return Span(*found.span()) if found else None


def place_of(document: Document, values: tuple[Needed, ...], near: Span | None) -> Span | None:
    """The narrowest text nearest to `near` that says all of `values`; None where none does."""
    if not values:
        return near
    start = near.start if near else 0
    for spans in (_around(document, near), _passages(document, start)):
        found = next((span for span in spans if says(span.of(document.text), values)), None)
        if found:
            return found
    if says(document.text, values):
        return next((s for s in _passages(document, start) if says(s.of(document.text), values[:1])), near)
    return None


def says(text: str, values: Iterable[Needed]) -> bool:
    """Does `text` say every one of `values`?"""
    said = keys(text)
    more = implied(said)
    return all(any(_stands(key, said, more, text) for key in value) for value in values)


def _stands(key: Key, said: frozenset[Key], more: set[Key], text: str) -> bool:
    match key:
        case ("literal", str(words)):
            return words in text
        case ("free",):
            return says_free(text)
        case ("until", int(month), int(day)):  # 12月3日至5日: the month of the second is that of the first
            return ("day", day) in said and (("month", month) in said or ("month", month) in more)
        case ("date" | "md" | "time", *_):
            return key in said  # another year is another date
        case _:
            return key in said or key in more


def _of_moment(moment: Moment) -> Iterator[Needed]:
    days = [moment.day]
    if moment.time == dt.time.min:  # 24时 of the day before
        days.append(moment.day - dt.timedelta(days=1))
    dates: set[Key] = {form for day in days for form in _forms(day)}
    yield frozenset(dates)
    if moment.time:
        yield frozenset({("time", moment.time.hour, moment.time.minute)})


def _forms(day: dt.date) -> Iterator[Key]:
    yield from (("date", day), ("md", day.month, day.day), ("until", day.month, day.day))


def _of_side(values: Iterable[Quantity], printed: str | None) -> Iterator[Needed]:
    """The values of one side of a figure; what has none that can be counted, as it is printed."""
    found = [frozenset(of_quantity(value)) if value.value else _FREE for value in values]
    yield from found or (atom.keys for atom in atoms(printed or ""))


_FREE: Needed = frozenset({("free",)})


def _around(document: Document, near: Span | None) -> Iterator[Span]:
    if near and near.start < near.end:
        yield near
        yield sentence_span(document.text, near, zh=document.language == "zh")


def _passages(document: Document, start: int) -> list[Span]:
    """The passages, the nearest first."""
    spans = [p.span for p in document.passages] or [Span(0, len(document.text))]
    return sorted(spans, key=lambda span: 0 if span.start <= start < span.end else abs(span.start - start))
