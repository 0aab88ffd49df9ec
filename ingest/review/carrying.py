"""What people decide when the source of a published entry changed: carry the new facts into it, or keep it as it is.

Carrying makes the draft that replaces the entry: its words with the new values, in the place of what the rules drafted
from the new revision, and with the sign-offs of its tier before it. Until then agents see that the source changed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from ingest.draft import grounding
from ingest.model import (
    Actor,
    BulletinDraft,
    Citation,
    Document,
    DraftState,
    Entry,
    Facts,
    FaqDraft,
    Span,
    StoredDraft,
    Unsupported,
)
from ingest.review.access import Permission, require
from ingest.review.carry import Carried, carry, carry_text, moved
from ingest.review.decisions import reason_of
from ingest.review.facts import facts_of
from ingest.review.readiness import period, read_by_eye
from ingest.review.refusals import AlreadyDecided, DraftChanged, NewerRevision, NoSuchEntry, NothingChosen
from ingest.review.signing import OPEN, move
from ingest.review.transaction import Clock, deciding
from ingest.review.value_changes import ValueChange, value_changes
from ingest.store.carried import CarriedDraft
from ingest.store.draft_rows import NewDraft
from ingest.store.notices import StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction

Content = FaqDraft | BulletinDraft
MACHINE = Actor.system().name
"""Who wrote a version that values were carried into: nobody's own words changed."""


def accept(
    store: Store, actor: Actor, revision_id: int, seen: Mapping[int, int | None], clock: Clock
) -> tuple[CarriedDraft, ...]:
    """Carry the new facts into the entries whose ids are the keys of `seen`; the values are the versions of the drafts
    that would replace them, as the person saw them. One transaction, one group.

    Raises WrongRole, NoSuchEntry, NothingChosen, AlreadyDecided, NewerRevision or DraftChanged."""
    with deciding(store, actor, "carry", f"revision:{revision_id}", clock) as tx:
        require(actor, Permission.DECIDE)
        revision = _current(tx, revision_id)
        if not seen:
            raise NothingChosen
        made = [accept_one(tx, actor, live_entry(tx, id), revision, version, clock) for id, version in seen.items()]
        tx.carried.join(made)
        return tuple(made)


def keep(store: Store, actor: Actor, entry_id: int, reason: str, clock: Clock) -> None:
    """What is published still holds: the mark goes, drafts that would replace the entry are closed with the reason."""
    with deciding(store, actor, "keep", f"entry:{entry_id}", clock) as tx:
        require(actor, Permission.DECIDE)
        entry, reason = live_entry(tx, entry_id), reason_of(reason)
        if not tx.entries.settle_source(entry_id):
            raise AlreadyDecided
        closed = open_for(tx.drafts.of_notice(entry.notice_id), entry)
        for draft in closed:
            move(tx, draft.id, draft.version, DraftState.REJECTED, reason)
            detail = {"version": draft.version, "reason": reason, "kept": entry_id}
            tx.audit.append(actor.name, "rejected", f"draft:{draft.id}", detail, clock())
        detail = {"notice": entry.notice_id, "reason": reason, "drafts": [d.id for d in closed]}
        tx.audit.append(actor.name, "kept", f"entry:{entry_id}", detail, clock())


def open_for(drafts: Iterable[StoredDraft], entry: Entry) -> list[StoredDraft]:
    """The open drafts that would replace the entry, the newest last."""
    return [d for d in drafts if d.revises == entry.id and d.state in OPEN]


def live_entry(tx: Transaction, entry_id: int) -> Entry:
    """Raises NoSuchEntry, AlreadyDecided."""
    entry = tx.entries.get(entry_id)
    if entry is None:
        raise NoSuchEntry
    if entry.withdrawn or entry.superseded_by:
        raise AlreadyDecided
    return entry


def changes_for(tx: Transaction, entry: Entry, revision: StoredRevision) -> tuple[ValueChange, ...]:
    """From the state on which the entry was approved to `revision`."""
    before = tx.notices.revision(entry.revision_id)
    return value_changes(facts_of(tx, before), facts_of(tx, revision)) if before else ()


def carried_into(content: Content, changes: Sequence[ValueChange], document: Document) -> Carried:
    """`content` with the new values, quoting the new text where it says the same."""
    done = carry(content, changes)
    cited = tuple(_cited_anew(content.citations, changes, document))
    spans = dict.fromkeys(r.change.new_span for r in done.replaced if r.change.new_span)
    cited += tuple(Citation(span.of(document.text), span) for span in spans if _fits(span, document))
    return dataclasses.replace(done, content=dataclasses.replace(done.content, citations=tuple(dict.fromkeys(cited))))


def unsupported_in(content: Content, document: Document, facts: Facts) -> tuple[Unsupported, ...]:
    """What of the carried words the new text does not support: left to a person."""
    return read_by_eye(grounding.check(content, document, facts), facts.flags)


def as_told(done: Carried) -> tuple[tuple[str, str, str], ...]:
    """What was exchanged, as it is kept: (what, old, new), each once."""
    return tuple(dict.fromkeys((r.change.label, r.old, r.new) for r in done.replaced))


def accept_one(
    tx: Transaction, actor: Actor, entry: Entry, revision: StoredRevision, seen: int | None, clock: Clock
) -> CarriedDraft:
    """One entry of the revision's notice; not yet noted as part of a group."""
    if entry.notice_id != revision.notice_id:
        raise NoSuchEntry
    changes = changes_for(tx, entry, revision)
    done = carried_into(entry.content, changes, revision.document)
    unsupported = unsupported_in(done.content, revision.document, facts_of(tx, revision))
    waiting = open_for(tx.drafts.of_notice(entry.notice_id), entry)
    draft = waiting[-1] if waiting else None
    if (draft.version if draft else None) != seen:
        raise DraftChanged
    new = replacing(tx, entry, revision, done.content, changes, unsupported)
    draft_id = _replace(tx, draft, done, unsupported) if draft else tx.carried.draft(new)
    record(tx, actor, draft_id, entry, revision.id, done, clock)
    return CarriedDraft(draft_id, draft_id, entry.id, revision.id, as_told(done))


def _replace(tx: Transaction, draft: StoredDraft, done: Carried, unsupported: tuple[Unsupported, ...]) -> int:
    if not tx.drafts.amend(
        draft.id, version=draft.version, content=done.content, unsupported=unsupported, editor=MACHINE, cause="carried"
    ):
        raise DraftChanged
    if draft.state is DraftState.RETURNED:
        move(tx, draft.id, draft.version + 1, DraftState.PENDING, None)
    return draft.id


def replacing(
    tx: Transaction,
    entry: Entry,
    revision: StoredRevision,
    content: Content,
    changes: Sequence[ValueChange],
    unsupported: tuple[Unsupported, ...],
) -> NewDraft:
    """The draft that would replace `entry`: as urgent, from and until when its content says."""
    starts, expires = period(content)
    facts = facts_of(tx, revision)
    return NewDraft(
        notice_id=entry.notice_id,
        revision_id=revision.id,
        content=content,
        tier=facts.tier,
        category=entry.category,
        title=revision.document.title or entry.title,
        language=entry.language,
        urgency=entry.urgency,
        starts=starts or moved(entry.starts, changes),
        expires=expires or moved(entry.expires, changes),
        unsupported=unsupported,
        flags=facts.flags,
        revises=entry.id,
        last_editor=MACHINE,
    )


def record(
    tx: Transaction, actor: Actor, draft_id: int, entry: Entry, revision_id: int, done: Carried, clock: Clock
) -> None:
    detail = {
        "entry": entry.id,
        "revision": revision_id,
        "carried": [f"{r.place}: {r.old} -> {r.new}" for r in done.replaced],
        "left": [f"{item.place}: {item.old} ({item.why})" for item in done.left],
    }
    tx.audit.append(actor.name, "carried", f"draft:{draft_id}", detail, clock())


def _current(tx: Transaction, revision_id: int) -> StoredRevision:
    revision = tx.notices.revision(revision_id)
    notice = tx.notices.get(revision.notice_id) if revision else None
    if revision is None or notice is None:
        raise NoSuchEntry
    if notice.current_revision_id != revision_id:
        raise NewerRevision
    return revision


def _cited_anew(
    citations: Iterable[Citation], changes: Sequence[ValueChange], document: Document
) -> Iterable[Citation]:
    for citation in citations:
        for quote in (carry_text("citations", citation.quote, changes).text, citation.quote):
            at = document.text.find(quote) if quote else -1
            if at >= 0:
                yield Citation(quote, Span(at, at + len(quote)))
                break


def _fits(span: Span, document: Document) -> bool:
    return 0 <= span.start < span.end <= len(document.text)
