"""An administrator puts an entry to the top of everybody's board until a time; then it goes back to its place by
itself. On record, and without a new version: nothing that it says changes."""

from __future__ import annotations

import datetime as dt

from ingest.errors import NotReady
from ingest.model import Actor, EntryState
from ingest.review.access import Permission, require
from ingest.review.refusals import AlreadyDecided, NoSuchEntry
from ingest.review.transaction import Clock, deciding
from ingest.store.pins import Pin
from ingest.store.store import Store

LONGEST = dt.timedelta(days=92)


class PinTime(NotReady):
    """Choose a time from now on, at most three months ahead."""

    zh = "请选择从现在起三个月以内的时间。"


def pin(store: Store, actor: Actor, entry_id: int, until: dt.datetime | None, now: dt.datetime, clock: Clock) -> None:
    """`until` is an instant, None where it could not be read; `now` is naive local time. Raises WrongRole, NoSuchEntry,
    PinTime, or AlreadyDecided for what is no longer in use."""
    with deciding(store, actor, "pin", f"entry:{entry_id}", clock) as tx:
        require(actor, Permission.PIN_ON_BOARD)
        entry = tx.entries.get(entry_id)
        if entry is None:
            raise NoSuchEntry
        if entry.state(now) not in (EntryState.ACTIVE, EntryState.SCHEDULED):
            raise AlreadyDecided
        if until is None or not clock() < until <= clock() + LONGEST:
            raise PinTime
        tx.pins.add(entry_id, actor.name, until)
        tx.audit.append(actor.name, "pinned on board", f"entry:{entry_id}", {"until": until.isoformat()}, clock())


def unpin(store: Store, actor: Actor, entry_id: int, clock: Clock) -> None:
    """Before its time. Raises WrongRole, or AlreadyDecided where nothing is pinned."""
    with deciding(store, actor, "unpin", f"entry:{entry_id}", clock) as tx:
        require(actor, Permission.PIN_ON_BOARD)
        if not tx.pins.end(entry_id):
            raise AlreadyDecided
        tx.audit.append(actor.name, "unpinned from board", f"entry:{entry_id}", {}, clock())


def pinned(store: Store, entry_id: int) -> Pin | None:
    """The pin that holds this entry on the board now."""
    with store.reading() as tx:
        return tx.pins.running(tx.clock()).get(entry_id)
