"""Sign-offs, and what they lead to: the last one that a tier asks for publishes the draft in the same transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ingest.model import Actor, Approval, DraftState, Entry, StoredDraft
from ingest.review.access import RULES, Need, missing, sign_as
from ingest.review.conflicts import replaced_with, require_agreement
from ingest.review.edits import note
from ingest.review.facts import facts_of
from ingest.review.material import says_something_else
from ingest.review.quoting import quoted
from ingest.review.readiness import require_ready
from ingest.review.reasons import Reason, ReasonCode
from ingest.review.refusals import AlreadyDecided, AlreadySigned
from ingest.review.strictness import strictly
from ingest.review.transaction import Clock
from ingest.store.codec import words_hash
from ingest.store.entry_facts import EntryFact
from ingest.store.transaction import Transaction

OPEN = (DraftState.PENDING, DraftState.RETURNED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sign-off led to: a published entry, validated or not, and the sign-offs that are still waited for."""

    entry_id: int | None = None
    validated: bool = False
    waiting_for: tuple[Need, ...] = ()


def sign(tx: Transaction, actor: Actor, draft: StoredDraft, clock: Clock) -> tuple[Approval, ...]:
    """Every sign-off on this version, now with that of `actor`. Raises NotReady or Forbidden."""
    draft = strictly(tx, draft)
    require_ready(draft)
    approvals = tuple(tx.drafts.approvals(draft.id, draft.version))
    role = sign_as(actor, draft.tier, draft.last_editor, approvals, draft.department)
    approval = Approval(draft.id, draft.version, actor.name, role, clock())
    require_agreement(tx, draft, clock)
    if not tx.drafts.sign(approval):
        raise AlreadySigned
    detail = {"version": draft.version, "role": role.value, "words": words_hash(draft.content)}
    tx.audit.append(actor.name, "signed", f"draft:{draft.id}", detail, clock())
    return (*approvals, approval)


def settle(
    tx: Transaction,
    actor: Actor,
    draft: StoredDraft,
    approvals: tuple[Approval, ...],
    clock: Clock,
    *,
    emergency: str | None = None,
) -> Outcome:
    """Publish or validate, if these approvals suffice, or at once for the reason of an `emergency`."""
    draft = strictly(tx, draft)
    waiting = missing(draft.tier, approvals)
    for entry in tx.entries.of_draft(draft.id):
        if entry.withdrawn:  # a publication that was taken back
            continue
        if not waiting:
            tx.entries.validate(entry.id, approvals)
            tx.audit.append(actor.name, "validated", f"entry:{entry.id}", {"draft": draft.id}, clock())
        return Outcome(entry.id, not waiting, waiting)
    if emergency is None and len(approvals) < RULES[draft.tier].publishes_after:
        return Outcome(None, False, waiting)
    entry = entry_of(draft, clock(), approvals, validated=not waiting, emergency=emergency)
    return Outcome(_publish(tx, actor, draft, entry, clock), not waiting, waiting)


def _publish(tx: Transaction, actor: Actor, draft: StoredDraft, entry: Entry, clock: Clock) -> int:
    move(tx, draft.id, draft.version, DraftState.APPROVED, None)
    revision = tx.notices.revision(draft.revision_id)
    revised = () if draft.revises is None else (draft.revises,)
    replaced = {*revised, *replaced_with(tx, draft.id)}
    before = tx.entries.several(replaced)
    material = not before or any(says_something_else(old, entry) for old in before)
    source_url = revision.document.url if revision else None
    entry_id = tx.entries.publish(replace(entry, source_url=source_url, material=material))
    note(tx, entry_id, draft.id, draft.content)
    if revision:
        tx.entry_facts.put(entry_id, (*quoted(draft.content, facts_of(tx, revision)), *_carried(tx, draft)))
    for old in replaced:
        tx.entries.supersede(old, entry_id)
        tx.acknowledgements.carry(old, entry_id)
    detail = {
        "draft": draft.id,
        "version": draft.version,
        "validated": entry.validated,
        "supersedes": draft.revises,
        "words": words_hash(draft.content),
        "emergency": entry.emergency,
        "material": material,
    }
    tx.audit.append(actor.name, "published", f"entry:{entry_id}", detail, clock())
    return entry_id


def _carried(tx: Transaction, draft: StoredDraft) -> tuple[EntryFact, ...]:
    """What the draft quotes of another notice, whose new values were carried into it."""
    carried = tx.carried.of_draft(draft.id)
    other = tx.notices.revision(carried.revision_id) if carried and carried.revision_id != draft.revision_id else None
    return quoted(draft.content, facts_of(tx, other)) if other else ()


def entry_of(
    draft: StoredDraft,
    at: dt.datetime,
    approvals: tuple[Approval, ...] = (),
    *,
    validated: bool = True,
    emergency: str | None = None,
) -> Entry:
    """The entry that a draft becomes when it is published `at` this moment."""
    return Entry(
        id=0,
        kind=draft.kind,
        draft_id=draft.id,
        notice_id=draft.notice_id,
        revision_id=draft.revision_id,
        version=draft.version,
        content=draft.content,
        category=draft.category,
        language=draft.language,
        title=draft.title,
        source_url=None,
        starts=draft.starts,
        expires=draft.expires,
        urgency=draft.urgency,
        published_at=at,
        approvals=approvals,
        validated=validated,
        emergency=None if validated else emergency,
    )


def move(tx: Transaction, draft_id: int, version: int, to: DraftState, reason: Reason | str | None) -> None:
    """Compare and set. Raises AlreadyDecided if the draft was moved meanwhile."""
    reason = Reason.of(ReasonCode.OTHER, reason) if isinstance(reason, str) else reason
    words, code = (reason.words, reason.code.value) if reason else (None, None)
    if not tx.drafts.move(draft_id, version=version, from_states=OPEN, to=to, reason=words, reason_code=code):
        raise AlreadyDecided
