"""Who is at work on a notice. A claim keeps nobody out: it tells the others, and runs out by itself.

The guard against overwriting is the version that every decision names.
"""

from __future__ import annotations

import datetime as dt

from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.refusals import NoSuchDraft
from ingest.review.transaction import Clock
from ingest.store.claims import Claim
from ingest.store.store import Store

LEASE = dt.timedelta(minutes=2)


def claim(store: Store, actor: Actor, notice_id: int, clock: Clock) -> Claim | None:
    """Claim the notice or renew the claim; who else holds it, None if now this person does.

    Raises WrongRole, NoSuchDraft."""
    require(actor, Permission.DECIDE)
    with store.writing() as tx:
        if tx.notices.get(notice_id) is None:
            raise NoSuchDraft
        taken = tx.claims.take(notice_id, actor.name, clock() + LEASE)
        return None if taken else tx.claims.of(notice_id)


def release(store: Store, actor: Actor, notice_id: int) -> None:
    """Let it go; what is not this person's stays. Raises WrongRole."""
    require(actor, Permission.DECIDE)
    with store.writing() as tx:
        tx.claims.release(notice_id, actor.name)


def holder(store: Store, actor: Actor, notice_id: int) -> Claim | None:
    """Who else is at work on the notice. Raises WrongRole."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        held = tx.claims.of(notice_id)
    return held if held and held.owner != actor.name else None
