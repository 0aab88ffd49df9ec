"""What people decide about a draft: approve, publish now, amend, return, reject.

A decision names the version that its author saw. An edit makes a new version, for which earlier approvals don't count.
"""

from __future__ import annotations

from ingest.model import (
    Actor,
    BulletinDraft,
    DraftState,
    FaqDraft,
    FlagCode,
    StoredDraft,
)
from ingest.review.access import Permission, require
from ingest.review.readiness import complete, keep_citations
from ingest.review.reasons import Reason, ReasonCode
from ingest.review.refusals import (
    AlreadyDecided,
    DraftChanged,
    Incomplete,
    NoSuchDraft,
    ReasonMissing,
)
from ingest.review.signing import OPEN, Outcome, move, settle, sign
from ingest.review.tracing import untraced
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction

__all__ = ["Outcome", "amend", "approve", "open_draft", "publish_now", "reason_of", "reject", "return_"]


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
        require(actor, Permission.PUBLISH_AT_ONCE)
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
        unsupported = untraced(tx, draft, content, revision)
        flags = tuple(flag for flag in draft.flags if flag.code is not FlagCode.FACTS_CHANGED)
        if not tx.drafts.amend(
            draft_id, version=version, content=content, unsupported=unsupported, editor=actor.name, flags=flags
        ):
            raise DraftChanged
        tx.unsaved.forget(draft_id, actor.name)
        if draft.state is DraftState.RETURNED:
            move(tx, draft_id, version + 1, DraftState.PENDING, None)
        before = {"state": draft.state.value, "reason": draft.reason, "code": draft.reason_code}
        detail = {"version": version + 1, "unsupported": [atom.text for atom in unsupported], "before": before}
        tx.audit.append(actor.name, "amended", f"draft:{draft_id}", detail, clock())
        return _draft(tx, actor, draft_id, version + 1)


def return_(
    store: Store, actor: Actor, draft_id: int, version: int, reason: str, clock: Clock, code: str = ReasonCode.OTHER
) -> None:
    """Send a draft back to be amended; `reason` may be empty where `code` says why."""
    _close(store, actor, draft_id, version, DraftState.RETURNED, (code, reason), clock)


def reject(
    store: Store, actor: Actor, draft_id: int, version: int, reason: str, clock: Clock, code: str = ReasonCode.OTHER
) -> None:
    """Turn a draft down for good; `reason` may be empty where `code` says why."""
    _close(store, actor, draft_id, version, DraftState.REJECTED, (code, reason), clock)


def open_draft(tx: Transaction, actor: Actor, draft_id: int, version: int) -> StoredDraft:
    """The version that the actor saw, still open. Raises WrongRole, NoSuchDraft, DraftChanged, AlreadyDecided."""
    return _draft(tx, actor, draft_id, version, states=OPEN)


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


def _close(
    store: Store, actor: Actor, draft_id: int, version: int, to: DraftState, said: tuple[str, str], clock: Clock
) -> None:
    with deciding(store, actor, to.value, f"draft:{draft_id}", clock) as tx:
        draft = open_draft(tx, actor, draft_id, version)
        reason = Reason.of(*said)
        move(tx, draft_id, version, to, reason)
        before = {"state": draft.state.value, "reason": draft.reason, "code": draft.reason_code}
        detail = {"version": version, "reason": reason.words, "code": reason.code.value, "before": before}
        tx.audit.append(actor.name, to.value, f"draft:{draft_id}", detail, clock())


def reason_of(text: str) -> str:
    """The reason without blanks around it. Raises ReasonMissing."""
    if not text.strip():
        raise ReasonMissing
    return text.strip()
