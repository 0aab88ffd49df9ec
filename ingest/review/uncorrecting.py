"""A correction of facts is taken back: the facts, and every draft that followed, word for word and with its sign-offs.

The drafts follow back by the same rules, which settles what is not in their words (tier, flags, what was closed or
added); then each gets the very words of the version that stood before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ingest.model import Actor, AuditEvent, DraftState, Evidence, FlagCode, Span, StoredDraft
from ingest.review.facts import corrected
from ingest.review.following import CAUSE, Followed, follow
from ingest.review.transaction import Clock
from ingest.store.transaction import Transaction

UNDONE = "undone"


def memory(before: Iterable[StoredDraft], followed: Followed, correction: int) -> dict[str, Any]:
    """What has to be known of the drafts to take the correction back; it stands on record. `loss`: a mark of an earlier
    correction was renewed, and nobody could tell which one it was."""
    known = {draft.id: draft for draft in before}
    touched = [known[id] for id in followed.all if id in known]
    kept = {str(d.id): [d.version, d.state.value, d.reason, d.reason_code] for d in touched}
    loss = any(flag.code is FlagCode.FACTS_CHANGED for draft in touched for flag in draft.flags)
    about = next(iter([*followed.all, *known]), 0)
    return {"correction": correction, "draft": about, "kept": kept, **({"loss": True} if loss else {})}


def take_back(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    """False if the facts were corrected again, or a draft was changed meanwhile."""
    revision = tx.notices.revision(int(str(event.detail.get("revision", 0))))
    if revision is None:
        return False
    tx.corrections.lock(revision.id)
    past = tx.corrections.of_revision(revision.id)
    if not past or past[-1].id != event.detail.get("correction"):
        return False
    last, before = past[-1], corrected(revision.facts, past)
    tx.corrections.add(
        revision.id,
        kind=last.kind,
        position=last.position,
        before=last.after,
        after=last.before,
        actor=actor.name,
        reason=UNDONE,
    )
    now = corrected(revision.facts, tx.corrections.of_revision(revision.id))
    follow(tx, actor, revision, before, now, Evidence(Span(0, 0), "", ""), clock, undo=event.id)
    return all(_as_it_was(tx, int(id), was) for id, was in _kept(event).items())


def _as_it_was(tx: Transaction, id: int, was: list[Any]) -> bool:
    """The words of the version before, its state, and the sign-offs on it."""
    version, state, reason, code = was
    draft, words = tx.drafts.get(id), tx.restoring.version(id, version)
    if draft is None:
        return False
    if words is not None and not tx.restoring.reissue(
        id,
        version=draft.version,
        state=draft.state,
        to=DraftState(state),
        words=words,
        signed=version,
        without="",
        cause=CAUSE,
    ):
        return False
    now, to = draft.version + (words is not None), DraftState(state)
    return tx.drafts.move(
        id, version=now, from_states=(to if words else draft.state,), to=to, reason=reason, reason_code=code
    )


def _kept(event: AuditEvent) -> Mapping[str, list[Any]]:
    found = event.detail.get("kept")
    return found if isinstance(found, dict) else {}
