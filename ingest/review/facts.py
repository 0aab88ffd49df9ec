"""The facts of a revision as they hold now: as they were read, with what people corrected, in its order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from ingest.model import (
    Category,
    Contact,
    Correction,
    Fact,
    FactKind,
    Facts,
    Figure,
    Flag,
    FlagCode,
    Span,
    Tier,
    Window,
)
from ingest.store.notices import StoredRevision
from ingest.store.transaction import Transaction
from ingest.understand.category import tier as tier_of

_T = TypeVar("_T", Window, Figure, Contact)
BY_PERSON = "person"
BY_EYE = "person.eye"
"""Rules of evidence: a person said where the value stands; or read it where no rule can, and vouches for it."""
_LISTS = (FactKind.WINDOW, FactKind.FIGURE, FactKind.CONTACT)


@dataclass(frozen=True, slots=True)
class Slot:
    """A fact at its place. `now` is None if it was struck, `read` if a person added it; `corrections` are its own."""

    kind: FactKind
    position: int
    read: Fact | None
    now: Fact | None
    corrections: tuple[Correction, ...] = ()

    @property
    def name(self) -> str:
        """ "window-2": its address on a page."""
        return f"{self.kind.value}-{self.position}"


def facts_of(tx: Transaction, revision: StoredRevision) -> Facts:
    """What holds of this revision now."""
    return corrected(revision.facts, tx.corrections.of_revision(revision.id))


def corrected(facts: Facts, corrections: Sequence[Correction]) -> Facts:
    """`facts` with `corrections`, oldest first. A category never lowers the tier that its notices have."""
    if not corrections:
        return facts
    found = slots(facts, corrections)
    category = next((cast(Category, s.now) for s in found if s.kind is FactKind.CATEGORY and s.now), facts.category)
    changes = facts.changes
    if category and len(changes) == 1:
        changes = (dataclasses.replace(changes[0], category=category),)
    return dataclasses.replace(
        facts,
        category=category,
        changes=changes,
        windows=tuple(_held(found, FactKind.WINDOW, Window)),
        figures=tuple(_held(found, FactKind.FIGURE, Figure)),
        contacts=tuple(_held(found, FactKind.CONTACT, Contact)),
        flags=tuple(flag for flag in facts.flags if not any(_settles(c, flag) for c in corrections)),
        tier=_tier(facts, category, found),
    )


def slots(facts: Facts, corrections: Sequence[Correction] = ()) -> tuple[Slot, ...]:
    """Every fact that can be corrected, struck ones too: windows, figures, contacts, category, tier."""
    own: dict[tuple[FactKind, int], list[Correction]] = {}
    for correction in corrections:
        own.setdefault((correction.kind, correction.position), []).append(correction)
    return tuple(_slot(kind, at, read, own.get((kind, at), ())) for kind, at, read in _places(facts, own))


def _slot(kind: FactKind, at: int, read: Fact | None, own: Sequence[Correction]) -> Slot:
    return Slot(kind, at, read, own[-1].after if own else read, tuple(own))


def _places(facts: Facts, own: dict[tuple[FactKind, int], list[Correction]]) -> Iterator[tuple[FactKind, int, Any]]:
    for kind, read in zip(_LISTS, (facts.windows, facts.figures, facts.contacts), strict=True):
        yield from ((kind, at, fact) for at, fact in enumerate(cast(tuple[Fact, ...], read)))
        added = sorted(at for k, at in own if k is kind and at >= len(read))
        yield from ((kind, at, None) for at in added)
    yield FactKind.CATEGORY, 0, facts.category
    yield FactKind.TIER, 0, facts.tier


def _held(found: Sequence[Slot], kind: FactKind, shape: type[_T]) -> Iterator[_T]:
    return (slot.now for slot in found if slot.kind is kind and isinstance(slot.now, shape))


def _tier(facts: Facts, category: Category | None, found: Sequence[Slot]) -> Tier:
    """The strictest of what was read, what a person asked for, and what notices of the corrected category have."""
    asked = [facts.tier, *(cast(Tier, s.now) for s in found if s.kind is FactKind.TIER and s.now)]
    if category and category is not facts.category:
        asked.append(tier_of(category, facts.title))
    return max(asked, key=lambda tier: tier.strictness)


_LOOKED_AT = frozenset(
    {FlagCode.MALFORMED_DATE, FlagCode.WEEKDAY_MISMATCH, FlagCode.YEAR_INFERRED, FlagCode.PLANNED, FlagCode.CONFLICT}
)
"""Flags about one fact; the others are about the whole text."""


def _settles(correction: Correction, flag: Flag) -> bool:
    """Has a person looked at what the flag points to? A contradiction ends when one of the two goes, too."""
    if flag.code not in _LOOKED_AT:
        return False
    facts = (correction.before, correction.after) if flag.code is FlagCode.CONFLICT else (correction.after,)
    spans = [fact.evidence.span for fact in facts if isinstance(fact, (Window, Figure, Contact))]
    return any(_meet(span, flag.evidence.span) for span in spans)


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
