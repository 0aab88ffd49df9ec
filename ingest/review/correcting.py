"""A person corrects what was read: a time, a figure, a contact's role, the category, the tier upwards; strikes a fact,
brings one back, or adds one. What a value says has to stand in the source, or the person read it by eye and says so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.model import (
    Actor,
    Category,
    Contact,
    Document,
    Evidence,
    Fact,
    FactKind,
    Facts,
    Figure,
    Span,
    Tier,
    Window,
)
from ingest.review.access import Permission, require
from ingest.review.facts import BY_EYE, BY_PERSON, Slot, corrected, slots
from ingest.review.following import Followed, follow
from ingest.review.places import find_quote, needed, place_of, says
from ingest.review.refusals import AlreadyDecided, FactsChanged, NoSuchFact, NoSuchQuote, NotInSource, TierLowered
from ingest.review.signing import OPEN
from ingest.review.transaction import Clock, deciding
from ingest.review.uncorrecting import memory
from ingest.store.notices import StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of one fact. `position` None adds one; `after` None strikes it. `seen`: how many corrections
    the revision had on their screen. `quote`: the words of the source that they point to."""

    kind: FactKind
    position: int | None
    after: Fact | None
    seen: int
    quote: str = ""
    by_eye: bool = False
    reason: str = ""


def correct(store: Store, actor: Actor, revision_id: int, wish: Wish, clock: Clock) -> Followed:
    """Put the correction on record; the drafts of the revision follow in the same transaction.

    Raises WrongRole, NoSuchFact, FactsChanged, AlreadyDecided, NotInSource, NoSuchQuote or TierLowered.
    """
    with deciding(store, actor, "correct", f"revision:{revision_id}", clock) as tx:
        require(actor, Permission.DECIDE)
        revision = _revision(tx, revision_id)
        if tx.corrections.lock(revision_id) != wish.seen:
            raise FactsChanged
        past = tx.corrections.of_revision(revision_id)
        slot, before = _slot(revision.facts, slots(revision.facts, past), wish), corrected(revision.facts, past)
        after = _settled(revision.document, slot, wish)
        if after == slot.now:
            return Followed()
        drafts = [d for d in tx.drafts.of_notice(revision.notice_id) if d.revision_id == revision_id]
        number = tx.corrections.add(
            revision_id,
            kind=wish.kind,
            position=slot.position,
            before=slot.now,
            after=after,
            actor=actor.name,
            reason=wish.reason.strip() or None,
        )
        now = corrected(revision.facts, tx.corrections.of_revision(revision_id))
        followed = follow(tx, actor, revision, before, now, _evidence(revision, after or slot.now), clock)
        kept = memory(drafts, followed, number)
        _record(tx, actor, revision, slot, after, wish, {"drafts": list(followed.all), **kept}, clock)
        return followed


def _revision(tx: Transaction, revision_id: int) -> StoredRevision:
    """The revision, if a draft of it still waits: what is published is corrected where it is published."""
    revision = tx.notices.revision(revision_id)
    if revision is None:
        raise NoSuchFact
    drafts = tx.drafts.of_notice(revision.notice_id)
    if not any(draft.revision_id == revision_id and draft.state in OPEN for draft in drafts):
        raise AlreadyDecided
    return revision


def _slot(facts: Facts, found: tuple[Slot, ...], wish: Wish) -> Slot:
    if wish.position is None:
        places = [slot.position for slot in found if slot.kind is wish.kind]
        return Slot(wish.kind, max(places, default=-1) + 1, None, None)
    slot = next((s for s in found if (s.kind, s.position) == (wish.kind, wish.position)), None)
    if slot is None:
        raise NoSuchFact
    return slot


def _settled(document: Document, slot: Slot, wish: Wish) -> Fact | None:
    """The fact as it will stand: with its place in the source, and as it was read where that is what it says again."""
    after = wish.after
    if isinstance(after, Tier):
        if isinstance(slot.read, Tier) and after.strictness < slot.read.strictness:
            raise TierLowered
        return after
    if after is None or isinstance(after, Category):
        return after
    if slot.read is not None and _bare(after) == _bare(slot.read):
        return slot.read
    return dataclasses.replace(after, evidence=_proof(document, slot, after, wish))


def _bare(fact: Fact) -> object:
    """What a fact says, wherever it stands."""
    if isinstance(fact, (Window, Figure)):
        return dataclasses.replace(fact, evidence=_NOWHERE, confidence=1.0)
    return dataclasses.replace(fact, evidence=_NOWHERE) if isinstance(fact, Contact) else fact


_NOWHERE = Evidence(Span(0, 0), "", "")


def _proof(document: Document, slot: Slot, after: Window | Figure | Contact, wish: Wish) -> Evidence:
    known = slot.now if slot.now is not None else slot.read
    near = known.evidence.span if isinstance(known, (Window, Figure, Contact)) else None
    values = needed(after, known)
    if wish.quote.strip():
        near = find_quote(document, wish.quote)
        if near is None:
            raise NoSuchQuote
        place = near if says(near.of(document.text), values) else place_of(document, values, near)
    else:
        place = place_of(document, values, near)
    if place is None and not wish.by_eye:
        raise NotInSource
    span = place or near or Span(0, 0)
    return Evidence(span, span.of(document.text), BY_PERSON if place else BY_EYE)


def _evidence(revision: StoredRevision, fact: Fact | None) -> Evidence:
    if isinstance(fact, (Window, Figure, Contact)):
        return fact.evidence
    title = Span(0, min(len(revision.document.text), max(1, len(revision.document.title))))
    return Evidence(title, title.of(revision.document.text), BY_PERSON)


def _record(
    tx: Transaction,
    actor: Actor,
    revision: StoredRevision,
    slot: Slot,
    after: Fact | None,
    wish: Wish,
    drafts: Mapping[str, Any],
    clock: Clock,
) -> None:
    action = "fact.struck" if after is None else "fact.added" if slot.now is None else "fact.corrected"
    detail = {
        "revision": revision.id,
        "fact": slot.name,
        "before": told(slot.now),
        "after": told(after),
        "by_eye": isinstance(after, (Window, Figure, Contact)) and after.evidence.rule == BY_EYE,
        **drafts,
        **({"reason": wish.reason.strip()} if wish.reason.strip() else {}),
    }
    tx.audit.append(actor.name, action, f"notice:{revision.notice_id}", detail, clock())


def told(fact: Fact | None) -> str | None:
    """A fact on one line, for the record."""
    if isinstance(fact, Window):
        end = fact.end or fact.end_kind.value
        return f"{fact.role.value} {fact.start or '…'} – {end}"
    if isinstance(fact, Figure):
        values = " → ".join(text for text in (fact.old_text, fact.new_text) if text)
        return f"{fact.item}: {values} ({fact.direction.value})"
    if isinstance(fact, Contact):
        return f"{fact.value} ({fact.role.value})"
    return None if fact is None else fact.value
