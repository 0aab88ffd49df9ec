"""How each kind of decision is taken back. A reversal gives False if somebody was faster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from ingest.model import Actor, AuditEvent, DraftState, Tier
from ingest.review.transaction import Clock
from ingest.review.uncorrecting import UNDONE, take_back
from ingest.store.transaction import Transaction


def draft_of(event: AuditEvent) -> int:
    """The draft that the event is about, itself or by its entry; 0 if none."""
    if event.subject.startswith("draft:"):
        return int(event.subject.partition(":")[2])
    return int(str(event.detail.get("draft", 0)))


def _signed(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    return tx.restoring.unsign(draft_of(event), _version(event), actor.name)


def _published(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    entry_id, draft_id, version = int(event.subject.partition(":")[2]), draft_of(event), _version(event)
    ended = {str(old.id): old.ended_at.isoformat() for old in tx.entries.replaced_by(entry_id) if old.ended_at}
    tx.restoring.revive_replaced_by(entry_id)
    if not tx.entries.withdraw(entry_id, UNDONE):
        return False
    detail = {"reason": UNDONE, "draft": draft_id, "undo": event.id, "revived": ended}
    tx.audit.append(actor.name, "withdrawn", f"entry:{entry_id}", detail, clock())
    states = {"state": DraftState.APPROVED, "to": DraftState.PENDING}
    return tx.restoring.reissue(
        draft_id, version=version, words=None, signed=version, without=actor.name, cause=UNDONE, **states
    )


def _validated(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    draft_id = draft_of(event)
    rows = tx.desk.get([draft_id])
    if not rows or not tx.restoring.unsign(draft_id, rows[0].version, actor.name):
        return False
    left = tuple(tx.drafts.approvals(draft_id, rows[0].version))
    return tx.restoring.unvalidate(int(event.subject.partition(":")[2]), left)


def _closed(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    before, now = _before(event), DraftState(event.action)
    return tx.drafts.move(
        draft_of(event),
        version=_version(event),
        from_states=(now,),
        to=DraftState(before.get("state") or DraftState.PENDING),
        reason=before.get("reason"),
        reason_code=before.get("code"),
    )


def _amended(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    draft_id, version, before = draft_of(event), _version(event), _before(event)
    words = tx.restoring.version(draft_id, version - 1)
    if words is None:
        return False
    states = {"state": DraftState.PENDING, "to": DraftState(before.get("state") or DraftState.PENDING)}
    done = tx.restoring.reissue(
        draft_id, version=version, words=words, signed=version - 1, without="", cause=UNDONE, **states
    )
    again = {"reason": before.get("reason"), "reason_code": before.get("code")}
    to = states["to"]
    return done and tx.drafts.move(draft_id, version=version + 1, from_states=(to,), to=to, **again)


def _merged(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    """The draft's own words, and nothing that it would replace but what it replaced before."""
    draft_id, version = draft_of(event), _version(event)
    before, draft = _before(event), tx.drafts.get(draft_id)
    tier = Tier(before["tier"]) if "tier" in before else draft.tier if draft else Tier.REGULATED
    done = _reworded(tx, draft_id, version)
    return done and tx.drafts.replaces(draft_id, version=version + 1, entry_id=before.get("revises"), tier=tier)


def _split(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    """One draft again; the other half is closed, as nobody has touched it."""
    other = tx.drafts.get(int(str(event.detail.get("into", 0))))
    if (
        other is None
        or other.version != 1
        or not tx.drafts.move(
            other.id, version=1, from_states=(DraftState.PENDING,), to=DraftState.SUPERSEDED, reason=UNDONE
        )
    ):
        return False
    detail = {"undo": event.id}
    tx.audit.append(actor.name, "split_off_closed", f"draft:{other.id}", detail, clock())
    return _reworded(tx, draft_of(event), _version(event))


def _reworded(tx: Transaction, draft_id: int, version: int) -> bool:
    """The words of the version before, in the state in which the draft is, with the sign-offs on them."""
    words, rows = tx.restoring.version(draft_id, version - 1), tx.desk.get([draft_id])
    if words is None or not rows:
        return False
    state = rows[0].state
    return tx.restoring.reissue(
        draft_id, version=version, words=words, signed=version - 1, without="", cause=UNDONE, state=state, to=state
    )


def _snoozed(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    was, until = _instant(event.detail.get("until")), _instant(event.detail.get("before"))
    return tx.marks.snooze(draft_of(event), version=_version(event), was=was, until=until)


def _assigned(tx: Transaction, actor: Actor, event: AuditEvent, clock: Clock) -> bool:
    before = _before(event)
    was = (_text(event.detail.get("department")), _instant(event.detail.get("due")))
    to = (_text(before.get("department")), _instant(before.get("due")))
    return tx.marks.assign(draft_of(event), version=_version(event), was=was, to=to)


REVERSALS: Mapping[str, Callable[[Transaction, Actor, AuditEvent, Clock], bool]] = {
    "signed": _signed,
    "published": _published,
    "validated": _validated,
    "returned": _closed,
    "rejected": _closed,
    "amended": _amended,
    "merged": _merged,
    "split": _split,
    "fact.corrected": take_back,
    "fact.struck": take_back,
    "fact.added": take_back,
    "snoozed": _snoozed,
    "woken": _snoozed,
    "assigned": _assigned,
}


def _version(event: AuditEvent) -> int:
    return int(str(event.detail.get("version", 0)))


def _before(event: AuditEvent) -> Mapping[str, Any]:
    found = event.detail.get("before")
    return found if isinstance(found, dict) else {}


def _instant(value: object) -> dt.datetime | None:
    return dt.datetime.fromisoformat(value) if isinstance(value, str) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
