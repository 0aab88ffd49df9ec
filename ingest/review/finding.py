"""What is published, page by page. Reading only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.model import Actor, Category, DraftKind, Entry
from ingest.review.access import Permission, require
from ingest.store.store import Store


@dataclass(frozen=True, slots=True)
class Wish:
    """Which entries; `now` (naive local time of the bank) leaves out what is over or no longer used."""

    kind: DraftKind | None = None
    category: Category | None = None
    now: dt.datetime | None = None


def page(store: Store, actor: Actor, wish: Wish, *, before: int | None = None, limit: int = 50) -> list[Entry]:
    """The newest first, from those with ids below `before`. Raises WrongRole."""
    require(actor, Permission.READ_BOARD)
    with store.reading() as tx:
        return tx.entries.page(kind=wish.kind, category=wish.category, now=wish.now, before=before, limit=limit)
