"""Undo: a person's last decision is taken back, as long as nobody acted on it after. The record keeps both.

A publication can be taken back for ten minutes: the entry is withdrawn and the draft waits again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.errors import ReviewError
from ingest.model import Actor, AuditEvent
from ingest.review.access import Permission, allows, require
from ingest.review.refusals import DecidedAfter, NothingToUndo, NotUndone, TooLate, UndoneWithLoss
from ingest.review.reversals import REVERSALS, draft_of
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction

PUBLISHED_FOR = dt.timedelta(minutes=10)
"""What agents may have read meanwhile is not taken back silently: it is withdrawn, with a reason."""
TODAY = dt.timedelta(hours=12)
SAID_FOR = dt.timedelta(hours=1)
"""So long the page says why a decision can't be taken back."""
_ABOUT = ("draft", "entry", "notice", "disappearance", "revision")
_NOT_DECIDED = (
    *("refused", "undone", "split_off", "flagged", "flag answered"),
    *("pinned", "unpinned", "pinned on board", "unpinned from board"),
)
"""None of it changes what is said."""
_FOLLOWS = "facts."
"""What came of a correction to the drafts: it is taken back with it."""
_FOLLOWED_BY = {"published": ("signed", "bypassed"), "validated": ("signed",)}
"""A publication stands on record after the sign-off that led to it."""


@dataclass(frozen=True, slots=True)
class Last:
    """A decision. `event` is its place on record; `why` it can't be taken back now is the name of a refusal. `draft_id`
    is 0 and `headline` empty where it was about none."""

    event: int
    action: str
    draft_id: int
    headline: str
    at: dt.datetime
    why: str | None = None


def last(store: Store, actor: Actor, clock: Clock) -> Last | None:
    """This person's last decision of today, and whether it can be undone."""
    if not allows(actor, Permission.DECIDE):
        return None
    with store.reading() as tx:
        event = _last(tx, actor)
        if event is None or clock() - event.at > TODAY:
            return None
        rows, why = tx.desk.get([draft_of(event)]), _against(tx, event, clock())
        if why and clock() - event.at > SAID_FOR:
            return None
    about = (rows[0].id, rows[0].headline) if rows else (0, "")
    return Last(event.id, event.action, *about, event.at, why.__name__ if why else None)


def undo(store: Store, actor: Actor, clock: Clock, event_id: int | None = None) -> Last:
    """Take back this person's last decision; what it was. `event_id`: only if it is this one.

    Raises WrongRole, NothingToUndo, NotUndone, UndoneWithLoss, TooLate or DecidedAfter; each is audited."""
    with deciding(store, actor, "undo", f"user:{actor.name}", clock) as tx:
        require(actor, Permission.DECIDE)
        event = _last(tx, actor)
        if event is None:
            raise NothingToUndo
        if event_id not in (None, event.id):
            raise DecidedAfter
        if why := _against(tx, event, clock()):
            raise why
        draft_id = draft_of(event)
        if not (_current(tx, draft_id) and REVERSALS[event.action](tx, actor, event, clock)):
            raise DecidedAfter
        detail = {"action": event.action, "events": [event.id, *_led_to(tx, event)]}
        tx.audit.append(actor.name, "undone", f"draft:{draft_id}", detail, clock())
        (row,) = tx.desk.get([draft_id])
        return Last(event.id, event.action, draft_id, row.headline, event.at)


# ------------------------------------------------------------------------------------------------- what was the last


def _last(tx: Transaction, actor: Actor) -> AuditEvent | None:
    """The newest decision that was not taken back."""
    events = tx.audit.of(actor.name)
    undone = {id for event in events if event.action == "undone" for id in _ids(event)}
    mine = (event for event in events if _decision(event) and not event.action.startswith(_FOLLOWS))
    return next((event for event in mine if event.id not in undone), None)


def _against(tx: Transaction, event: AuditEvent, now: dt.datetime) -> type[ReviewError] | None:
    """Why it can't be taken back."""
    if event.action not in REVERSALS:
        return NotUndone
    if event.detail.get("loss"):
        return UndoneWithLoss
    if _after(tx, event):
        return DecidedAfter
    return TooLate if _too_late(event, now) else None


def _decision(event: AuditEvent) -> bool:
    return event.subject.partition(":")[0] in _ABOUT and event.action not in _NOT_DECIDED and "undo" not in event.detail


def _ids(event: AuditEvent) -> list[int]:
    found = event.detail.get("events")
    return [id for id in found if isinstance(id, int)] if isinstance(found, list) else []


def _led_to(tx: Transaction, event: AuditEvent) -> list[int]:
    """The sign-off that led to a publication is taken back with it."""
    before = _FOLLOWED_BY.get(event.action, ())
    mine = [e for e in tx.audit.events(f"draft:{draft_of(event)}") if e.id < event.id]
    found = []
    for one in mine:
        if one.actor != event.actor or one.action not in before:
            break
        found.append(one.id)
        if one.action == "signed":
            break
    return found


def _too_late(event: AuditEvent, now: dt.datetime) -> bool:
    return now - event.at > (PUBLISHED_FOR if event.action in _FOLLOWED_BY else TODAY)


def _after(tx: Transaction, event: AuditEvent) -> bool:
    """Did anybody do anything with the draft or the entry after?"""
    subjects = {event.subject, *(f"draft:{id}" for id in (draft_of(event), *_also(event)))}
    newer = [e for subject in subjects for e in tx.audit.events(subject) if e.id > event.id]
    undone = {id for e in newer if e.action == "undone" for id in _ids(e)}
    return any(_decision(e) and e.id not in undone for e in newer)


def _also(event: AuditEvent) -> list[int]:
    """The other drafts that it made or changed."""
    found = event.detail.get("drafts")
    into = event.detail.get("into")
    return [id for id in (*(found if isinstance(found, list) else ()), into) if isinstance(id, int)]


def _current(tx: Transaction, draft_id: int) -> bool:
    """Is the notice still as the draft tells it?"""
    rows = tx.desk.get([draft_id])
    notice = tx.notices.get(rows[0].notice_id) if rows else None
    return bool(rows and notice and notice.current_revision_id == rows[0].revision_id)
