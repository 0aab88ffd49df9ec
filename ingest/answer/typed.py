"""A search as an agent makes it: while typing nothing is kept; what was meant is, without personal data.

When something happens, all agents type the same words, and every word begins with the same few signs: what was found
for one in this minute is found for all, as long as nothing is published or taken back. Only how often an answer was
asked for may be some calls behind.
"""

from __future__ import annotations

import datetime as dt
from weakref import WeakKeyDictionary

from ingest.answer.search import Found, Wanted, search
from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.store.search import LONGEST_QUERY
from ingest.store.stamp import Kind
from ingest.store.store import Store
from ingest.text.personal import masked


def look(store: Store, actor: Actor, wanted: Wanted, now: dt.datetime) -> Found:
    """What fits; `now` is naive local time. Raises WrongRole."""
    require(actor, Permission.READ_BOARD)
    with store.reading() as tx:
        if not wanted.unfinished:
            return search(tx, wanted, now)
        found = _found.setdefault(store, _Minute()).of(tx.stamps.get(Kind.ENTRIES), now)
        if wanted not in found:
            found[wanted] = search(tx, wanted, now)
        return found[wanted]


class _Minute:
    """What was found in one minute, for one state of the entries."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[str, dt.datetime], dict[Wanted, Found]] | None = None

    def of(self, stamp: str, now: dt.datetime) -> dict[Wanted, Found]:
        about = stamp, now.replace(second=0, microsecond=0)
        kept = (
            self._kept
        )  # one value: what belongs to another state is never taken for this one's, whoever comes between
        if kept is None or kept[0] != about or len(kept[1]) > _MOST:
            kept = self._kept  # looked at once: another thread may put another state's in its place at any time
        if kept is None or kept[0] != about or len(kept[1]) > _MOST:
            kept = self._kept = about, {}
        return kept[1]


_MOST = 400
"""Some 20 MB: hits are kept with their entries."""
_found: WeakKeyDictionary[Store, _Minute] = WeakKeyDictionary()


def kept(store: Store, actor: Actor, wanted: Wanted, hits: int) -> int | None:
    """Put a search that was meant on record: its number, for the entry that is opened from it."""
    words = " ".join(wanted.words.split())[:LONGEST_QUERY]
    if not words or actor.id is None:
        return None
    with store.writing() as tx:
        return tx.searches.add(actor.id, masked(words), hits)
