"""Published entries that say nearly what a draft says: candidates by the search index, likeness by 3-grams."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.model import Actor, Entry, FaqDraft, StoredDraft
from ingest.review.access import Permission, require
from ingest.review.quoting import text_of
from ingest.review.refusals import NoSuchDraft
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.text.grams import similarity

SAME = 0.8
"""Two entries that overlap so much say the same (domain rule: a duplicate is of no use)."""
ALIKE = 0.25
SHOWN = 5
_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Similar:
    """`likeness` from 0 to 1."""

    entry: Entry
    likeness: float

    @property
    def same(self) -> bool:
        return self.likeness >= SAME


@dataclass(frozen=True, slots=True)
class Likes:
    """A draft, and what is published like it; with `words`, what was searched for, however unlike it is."""

    draft: StoredDraft
    found: tuple[Similar, ...]
    words: str = ""


def similar_to(store: Store, actor: Actor, draft_id: int, now: dt.datetime, words: str = "") -> Likes:
    """The likest first; `now` is naive local time of the bank. Raises WrongRole, NoSuchDraft."""
    require(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
        if draft is None:
            raise NoSuchDraft
        return Likes(draft, alike(tx, draft, now, words.strip()), words.strip())


def alike(tx: Transaction, draft: StoredDraft, now: dt.datetime, words: str = "") -> tuple[Similar, ...]:
    """Entries of the same kind and language, without those that the draft replaces or was published as."""
    asked = words or (draft.content.question if isinstance(draft.content, FaqDraft) else draft.content.headline)
    found = [
        Similar(entry, _likeness(draft, entry))
        for entry in tx.search.find(asked, limit=_CANDIDATES, now=now)
        if (entry.kind, entry.language) == (draft.kind, draft.language)
        and entry.draft_id != draft.id
        and entry.id != draft.revises
    ]
    telling = [one for one in found if words or one.likeness >= ALIKE]
    return tuple(sorted(telling, key=lambda one: -one.likeness)[:SHOWN])


def _likeness(draft: StoredDraft, entry: Entry) -> float:
    return similarity(text_of(draft.content), text_of(entry.content))
