"""Which figures, times and numbers each published entry quotes: an index, written when the entry is published.

It answers two questions with one look-up each: what else is published about this thing (`about`), and which entries
quote this value (`quoting`). What makes two facts be about the same thing is decided by whoever writes them
(`review/quoting.py`); here a subject and a value are texts that are equal or not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, insert, select

from ingest.store.aggregate import Aggregate, AnyRow
from ingest.store.columns import key
from ingest.store.entries import LIVE
from ingest.store.tables import entries, entry_facts


class Quoted(StrEnum):
    """What an entry quotes: a figure that counts, one that counted before, a time, a contact."""

    FIGURE = "figure"
    FORMER = "former"
    WINDOW = "window"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class EntryFact:
    """`label` and `value` as people read them; `about` and `says` are their normal forms, which are compared."""

    kind: Quoted
    label: str
    value: str
    about: str
    says: str

    @property
    def about_key(self) -> str:
        return key(self.about)

    @property
    def says_key(self) -> str:
        return key(self.says)


@dataclass(frozen=True, slots=True)
class StoredFact:
    """One fact of one entry, as the index holds it."""

    entry_id: int
    kind: Quoted
    label: str
    value: str
    about_key: str
    says_key: str


class EntryFacts(Aggregate):
    """Rows are written once, with their entry, and never changed: what was published stays as it was."""

    def put(self, entry_id: int, quoted: Sequence[EntryFact]) -> None:
        """The index of one entry, in place of what it had."""
        self.conn.execute(delete(entry_facts).where(entry_facts.c.entry_id == entry_id))
        rows = [
            {
                "entry_id": entry_id,
                "position": n,
                "kind": fact.kind.value,
                "label": fact.label,
                "label_key": fact.about_key,
                "value": fact.value,
                "value_key": fact.says_key,
            }
            for n, fact in enumerate(dict.fromkeys(quoted))
        ]
        if rows:
            self.conn.execute(insert(entry_facts), rows)

    def of_entries(self, entry_ids: Collection[int]) -> list[StoredFact]:
        """What these entries quote, whatever became of them."""
        return self._all(entry_facts.c.entry_id.in_(sorted(entry_ids))) if entry_ids else []

    def about(self, about_keys: Collection[str], *kinds: Quoted, limit: int = 200) -> list[StoredFact]:
        """What live entries (neither superseded nor withdrawn) say of these things; the newest entries first."""
        return self._live(entry_facts.c.label_key.in_(sorted(set(about_keys))), kinds, limit) if about_keys else []

    def quoting(self, says_keys: Collection[str], *kinds: Quoted, limit: int = 200) -> list[StoredFact]:
        """Which live entries quote these values, of whatever they are; the newest entries first."""
        return self._live(entry_facts.c.value_key.in_(sorted(set(says_keys))), kinds, limit) if says_keys else []

    def _live(self, chosen: ColumnElement[bool], kinds: Collection[Quoted], limit: int) -> list[StoredFact]:
        c = entry_facts.c
        rows = select(entry_facts).join(entries, entries.c.id == c.entry_id).where(chosen, LIVE)
        if kinds:
            rows = rows.where(c.kind.in_([kind.value for kind in kinds]))
        newest = rows.order_by(c.entry_id.desc(), c.position).limit(limit)
        return [_fact(row) for row in self.conn.execute(newest)]

    def _all(self, chosen: ColumnElement[bool]) -> list[StoredFact]:
        rows = select(entry_facts).where(chosen).order_by(entry_facts.c.entry_id, entry_facts.c.position)
        return [_fact(row) for row in self.conn.execute(rows)]


def _fact(row: AnyRow) -> StoredFact:
    return StoredFact(row.entry_id, Quoted(row.kind), row.label, row.value, row.label_key, row.value_key)
