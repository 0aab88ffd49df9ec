"""What agents searched for and nothing answers: the gaps of the database, as customers say them."""

from __future__ import annotations

import datetime as dt

from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.transaction import Clock
from ingest.store.searches import Unanswered
from ingest.store.store import Store

PERIODS = (7, 30, 90)
"""Days to look back."""


def unanswered(store: Store, actor: Actor, days: int, clock: Clock) -> list[Unanswered]:
    """Searches of the last `days` that found nothing, the most frequent first. Raises WrongRole."""
    require(actor, Permission.READ_NUMBERS)
    with store.reading() as tx:
        return tx.searches.unanswered(clock() - dt.timedelta(days=days))
