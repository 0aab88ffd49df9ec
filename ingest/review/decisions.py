"""What people decide about a draft: approve, publish now, amend, return, reject.

A decision names the version that its author saw. An edit makes a new version, for which earlier approvals don't count.
"""

from __future__ import annotations

from ingest.draft import grounding
from ingest.model import (
    Actor,
    BulletinDraft,
    Document,
    DraftState,
    Facts,
    FaqDraft,
    FlagCode,
    StoredDraft,
    Unsupported,
)
from ingest.review.access import Permission, require
from ingest.review.facts import facts_of
from ingest.review.readiness import complete, keep_citations, period, period_names, read_by_eye
from ingest.review.refusals import (
    AlreadyDecided,
    DraftChanged,
    Incomplete,
    NoSuchDraft,
    ReasonMissing,
)
from ingest.review.signing import OPEN, Outcome, move, settle, sign
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction

__all__ = ["Outcome", "amend", "approve", "publish_now", "reason_of", "reject", "return_"]


def approve(store: Store, actor: Actor, draft_id: int, version: int, clock: Clock) -> Outcome:
    """Sign `version` of a draft; the last sign-off that its tier asks for publishes it in the same transaction.

    Raises Forbidden, NotFound, Stale or NotReady (see `review.refusals`), each of which is audited.
    """
    with deciding(store, actor, "approve", f"draft:{draft_id}", clock) as tx:
        draft = _draft(tx, actor, draft_id, version)
        approvals = sign(tx, actor, draft, clock)
        return settle(tx, actor, draft, approvals, clock)


def publish_now(store: Store, actor: Actor, draft_id: int, version: int, reason: str, clock: Clock) -> Outcome:
    """Emergency: publish with one sign-off as "not yet validated"; the sign-offs of its tier are still waited for."""
    with deciding(store, actor, "publish_now", f"draft:{draft_id}", clock) as tx:
        draft = _draft(tx, actor, draft_id, version)
        reason = reason_of(reason)
        approvals = sign(tx, actor, draft, clock)
        tx.audit.append(actor.name, "bypassed", f"draft:{draft_id}", {"version": version, "reason": reason}, clock())
        return settle(tx, actor, draft, approvals, clock, emergency=reason)


def amend(
    store: Store, actor: Actor, draft_id: int, version: int, content: FaqDraft | BulletinDraft, clock: Clock
) -> StoredDraft:
    """Store the edited `content` as the next version, pending again; what nothing in the source supports is marked."""
    with deciding(store, actor, "amend", f"draft:{draft_id}", clock) as tx:
        draft = _draft(tx, actor, draft_id, version, states=OPEN)
        if not isinstance(content, type(draft.content)) or not complete(content):
            raise Incomplete
        content = keep_citations(draft.content, content)
        revision = tx.notices.revision(draft.revision_id)
        if revision is None:
            raise NoSuchDraft
        unsupported = untraced(draft, content, revision.document, facts_of(tx, revision))
        flags = tuple(flag for flag in draft.flags if flag.code is not FlagCode.FACTS_CHANGED)
        if not tx.drafts.amend(
            draft_id, version=version, content=content, unsupported=unsupported, editor=actor.name, flags=flags
        ):
            raise DraftChanged
        tx.unsaved.forget(draft_id, actor.name)
        if draft.state is DraftState.RETURNED:
            move(tx, draft_id, version + 1, DraftState.PENDING, None)
        detail = {"version": version + 1, "unsupported": [atom.text for atom in unsupported]}
        tx.audit.append(actor.name, "amended", f"draft:{draft_id}", detail, clock())
        return _draft(tx, actor, draft_id, version + 1)


def untraced(
    draft: StoredDraft, content: FaqDraft | BulletinDraft, document: Document, facts: Facts
) -> tuple[Unsupported, ...]:
    """What of the edit nothing supports. A date of validity that the editor left alone keeps the verdict it had."""
    found = grounding.check(content, document, facts)
    left_alone = {
        name
        for name, old, new in zip(period_names(content), period(draft.content), period(content), strict=True)
        if old == new and name not in {atom.place for atom in draft.unsupported}
    }
    return read_by_eye([atom for atom in found if atom.place not in left_alone], draft.flags)


def return_(store: Store, actor: Actor, draft_id: int, version: int, reason: str, clock: Clock) -> None:
    """Send a draft back to be amended, with a reason."""
    _close(store, actor, draft_id, version, DraftState.RETURNED, reason, clock)


def reject(store: Store, actor: Actor, draft_id: int, version: int, reason: str, clock: Clock) -> None:
    """Turn a draft down for good, with a reason."""
    _close(store, actor, draft_id, version, DraftState.REJECTED, reason, clock)


def _draft(
    tx: Transaction, actor: Actor, draft_id: int, version: int, states: tuple[DraftState, ...] = ()
) -> StoredDraft:
    """The draft through access: the version that the actor saw, in a state that still can be decided."""
    require(actor, Permission.DECIDE)
    draft = tx.drafts.get(draft_id)
    if draft is None:
        raise NoSuchDraft
    if draft.version != version:
        raise DraftChanged
    unvalidated = not states and _unvalidated(tx, draft)
    if draft.state not in (states or OPEN) and not unvalidated:
        raise AlreadyDecided
    return draft


def _unvalidated(tx: Transaction, draft: StoredDraft) -> bool:
    return any(
        not (entry.validated or entry.withdrawn or entry.superseded_by) for entry in tx.entries.of_draft(draft.id)
    )


def _close(store: Store, actor: Actor, draft_id: int, version: int, to: DraftState, reason: str, clock: Clock) -> None:
    with deciding(store, actor, to.value, f"draft:{draft_id}", clock) as tx:
        _draft(tx, actor, draft_id, version, states=OPEN)
        reason = reason_of(reason)
        move(tx, draft_id, version, to, reason)
        tx.audit.append(actor.name, to.value, f"draft:{draft_id}", {"version": version, "reason": reason}, clock())


def reason_of(text: str) -> str:
    """The reason without blanks around it. Raises ReasonMissing."""
    if not text.strip():
        raise ReasonMissing
    return text.strip()
