"""A search as an agent makes it: while typing nothing is kept; what was meant is, without personal data."""

from __future__ import annotations

import datetime as dt

from ingest.answer.search import Found, Wanted, search
from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.store.search import LONGEST_QUERY
from ingest.store.store import Store
from ingest.text.personal import masked


def look(store: Store, actor: Actor, wanted: Wanted, now: dt.datetime) -> Found:
    """What fits; `now` is naive local time. Raises WrongRole."""
    require(actor, Permission.READ_BOARD)
    with store.reading() as tx:
        return search(tx, wanted, now)


def kept(store: Store, actor: Actor, wanted: Wanted, hits: int) -> int | None:
    """Put a search that was meant on record: its number, for the entry that is opened from it."""
    words = " ".join(wanted.words.split())[:LONGEST_QUERY]
    if not words or actor.id is None:
        return None
    with store.writing() as tx:
        return tx.searches.add(actor.id, masked(words), hits)
