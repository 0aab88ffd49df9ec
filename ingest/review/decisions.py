"""What people decide about a draft: approve, publish now, amend, return, reject.

A decision names the version that its author saw. An edit makes a new version, for which earlier approvals don't count.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.draft import grounding
from ingest.model import Actor, Approval, BulletinDraft, DraftState, Entry, FaqDraft, StoredDraft, Unsupported
from ingest.review.access import RULES, Need, Permission, missing, require, sign_as
from ingest.review.readiness import complete, keep_citations, period, period_names, read_by_eye, require_ready
from ingest.review.refusals import (
    AlreadyDecided,
    AlreadySigned,
    DraftChanged,
    Incomplete,
    NoSuchDraft,
    ReasonMissing,
)
from ingest.review.transaction import Clock, deciding
from ingest.store.notices import StoredRevision
from ingest.store.store import Store
from ingest.store.transaction import Transaction

_OPEN = (DraftState.PENDING, DraftState.RETURNED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sign-off led to: a published entry, validated or not, and the sign-offs that are still waited for."""

    entry_id: int | None = None
    validated: bool = False
    waiting_for: tuple[Need, ...] = ()


def approve(store: Store, actor: Actor, draft_id: int, version: int, clock: Clock) -> Outcome:
    """Sign `version` of a draft; the last sign-off that its tier asks for publishes it in the same transaction.

    Raises Forbidden, NotFound, Stale or NotReady (see `review.refusals`), each of which is audited.
    """
    with deciding(store, actor, "approve", f"draft:{draft_id}", clock) as tx:
        draft = _draft(tx, actor, draft_id, version)
        approvals = _sign(tx, actor, draft, clock)
        return _settle(tx, actor, draft, approvals, clock, at_once=False)


def publish_now(store: Store, actor: Actor, draft_id: int, version: int, reason: str, clock: Clock) -> Outcome:
    """Emergency: publish with one sign-off as "not yet validated"; the sign-offs of its tier are still waited for."""
    with deciding(store, actor, "publish_now", f"draft:{draft_id}", clock) as tx:
        draft = _draft(tx, actor, draft_id, version)
        reason = reason_of(reason)
        approvals = _sign(tx, actor, draft, clock)
        tx.audit.append(actor.name, "bypassed", f"draft:{draft_id}", {"version": version, "reason": reason}, clock())
        return _settle(tx, actor, draft, approvals, clock, at_once=True)


def amend(
    store: Store, actor: Actor, draft_id: int, version: int, content: FaqDraft | BulletinDraft, clock: Clock
) -> StoredDraft:
    """Store the edited `content` as the next version, pending again; what nothing in the source supports is marked."""
    with deciding(store, actor, "amend", f"draft:{draft_id}", clock) as tx:
        draft = _draft(tx, actor, draft_id, version, states=_OPEN)
        if not isinstance(content, type(draft.content)) or not complete(content):
            raise Incomplete
        content = keep_citations(draft.content, content)
        revision = tx.notices.revision(draft.revision_id)
        if revision is None:
            raise NoSuchDraft
        unsupported = _untraced(draft, content, revision)
        if not tx.drafts.amend(draft_id, version=version, content=content, unsupported=unsupported, editor=actor.name):
            raise DraftChanged
        if draft.state is DraftState.RETURNED:
            _move(tx, draft_id, version + 1, DraftState.PENDING, None)
        detail = {"version": version + 1, "unsupported": [atom.text for atom in unsupported]}
        tx.audit.append(actor.name, "amended", f"draft:{draft_id}", detail, clock())
        return _draft(tx, actor, draft_id, version + 1)


def _untraced(
    draft: StoredDraft, content: FaqDraft | BulletinDraft, revision: StoredRevision
) -> tuple[Unsupported, ...]:
    """What of the edit nothing supports. A date of validity that the editor left alone keeps the verdict it had."""
    found = grounding.check(content, revision.document, revision.facts)
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
    if draft.state not in (states or _OPEN) and not unvalidated:
        raise AlreadyDecided
    return draft


def _unvalidated(tx: Transaction, draft: StoredDraft) -> bool:
    return any(
        not (entry.validated or entry.withdrawn or entry.superseded_by) for entry in tx.entries.of_draft(draft.id)
    )


def _sign(tx: Transaction, actor: Actor, draft: StoredDraft, clock: Clock) -> tuple[Approval, ...]:
    require_ready(draft)
    approvals = tuple(tx.drafts.approvals(draft.id, draft.version))
    role = sign_as(actor, draft.tier, draft.last_editor, approvals)
    approval = Approval(draft.id, draft.version, actor.name, role, clock())
    if not tx.drafts.sign(approval):
        raise AlreadySigned
    detail = {"version": draft.version, "role": role.value}
    tx.audit.append(actor.name, "signed", f"draft:{draft.id}", detail, clock())
    return (*approvals, approval)


def _settle(
    tx: Transaction, actor: Actor, draft: StoredDraft, approvals: tuple[Approval, ...], clock: Clock, *, at_once: bool
) -> Outcome:
    """Publish or validate, if these approvals suffice."""
    waiting = missing(draft.tier, approvals)
    for entry in tx.entries.of_draft(draft.id):
        if not waiting:
            tx.entries.validate(entry.id, approvals)
            tx.audit.append(actor.name, "validated", f"entry:{entry.id}", {"draft": draft.id}, clock())
        return Outcome(entry.id, not waiting, waiting)
    if not at_once and len(approvals) < RULES[draft.tier].publishes_after:
        return Outcome(None, False, waiting)
    return Outcome(_publish(tx, actor, draft, approvals, clock, validated=not waiting), not waiting, waiting)


def _publish(
    tx: Transaction, actor: Actor, draft: StoredDraft, approvals: tuple[Approval, ...], clock: Clock, *, validated: bool
) -> int:
    _move(tx, draft.id, draft.version, DraftState.APPROVED, None)
    notice = tx.notices.get(draft.notice_id)
    entry_id = tx.entries.publish(_entry_of(draft, notice.url if notice else None, approvals, clock, validated))
    if draft.revises is not None:
        tx.entries.supersede(draft.revises, entry_id)
    detail = {"draft": draft.id, "version": draft.version, "validated": validated, "supersedes": draft.revises}
    tx.audit.append(actor.name, "published", f"entry:{entry_id}", detail, clock())
    return entry_id


def _entry_of(
    draft: StoredDraft, url: str | None, approvals: tuple[Approval, ...], clock: Clock, validated: bool
) -> Entry:
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
        source_url=url,
        starts=draft.starts,
        expires=draft.expires,
        urgency=draft.urgency,
        published_at=clock(),
        approvals=approvals,
        validated=validated,
    )


def _close(store: Store, actor: Actor, draft_id: int, version: int, to: DraftState, reason: str, clock: Clock) -> None:
    with deciding(store, actor, to.value, f"draft:{draft_id}", clock) as tx:
        _draft(tx, actor, draft_id, version, states=_OPEN)
        reason = reason_of(reason)
        _move(tx, draft_id, version, to, reason)
        tx.audit.append(actor.name, to.value, f"draft:{draft_id}", {"version": version, "reason": reason}, clock())


def _move(tx: Transaction, draft_id: int, version: int, to: DraftState, reason: str | None) -> None:
    if not tx.drafts.move(draft_id, version=version, from_states=_OPEN, to=to, reason=reason):
        raise AlreadyDecided


def reason_of(text: str) -> str:
    """The reason without blanks around it. Raises ReasonMissing."""
    if not text.strip():
        raise ReasonMissing
    return text.strip()
