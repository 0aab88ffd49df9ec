"""The day's edition, put together once for everybody who looks in the same minute.

Hundreds of agents look at one board. What is on it changes with the minute, and with what people and visits do: then
one of its stamps is another (`store/stamp.py`). In between the edition and its cards are kept, as data and as HTML;
what is one agent's own is found anew for each.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Collection
from dataclasses import dataclass, field

from markupsafe import Markup

from ingest.answer.questions.telling import settle
from ingest.answer.reading import Everybodys, everybodys
from ingest.publish.edition import Edition, Item
from ingest.publish.pages import environment
from ingest.publish.write import current
from ingest.store.stamp import Kind
from ingest.store.store import Store
from ingest.web.i18n import catalogue
from ingest.web.options import WebOptions

_Key = tuple[str, str, dt.datetime]
"""Language, stamps, minute."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition, and what was already rendered of it. `shared`: what else is the same for everybody, on today's.
    `face`: equal faces show the same; "" where nobody asks."""

    edition: Edition
    shared: Everybodys | None = None
    face: str = ""
    _pieces: dict[tuple[object, ...], Markup] = field(default_factory=dict, repr=False)
    _seen: dict[int, frozenset[int]] = field(default_factory=dict, repr=False)

    def new_to(self, person: int, entries: Collection[int]) -> bool:
        """False where it is kept that this person was shown these on this very board."""
        return not self._seen.get(person, frozenset()) >= frozenset(entries)

    def kept(self, person: int, entries: Collection[int]) -> None:
        self._seen[person] = self._seen.get(person, frozenset()) | frozenset(entries)

    def card(self, item: Item) -> Markup:
        return self._piece("card", item)

    def lines(self, items: Collection[Item]) -> Markup:
        """All of them at once: most people are shown the same."""
        key = ("lines", *(item.entry.id for item in items))
        if key not in self._pieces:
            self._pieces[key] = Markup("").join(self._piece("line", item) for item in items)
        return self._pieces[key]

    def _piece(self, macro: str, item: Item) -> Markup:
        """Two at once may render the same: it is the same."""
        key = (macro, item.entry.id, item.marks, item.phase, item.pinned)
        if key not in self._pieces:
            language = self.edition.language
            module = environment("ingest.web").get_template("_board_item.html").module
            self._pieces[key] = Markup(getattr(module, macro)(item, catalogue(language), language))  # noqa: S704 - a macro's, escaped
        return self._pieces[key]


class Editions:
    """Of one process. One thread makes an edition, those that want the same one meanwhile wait for it."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[_Key, Shown]] = {}
        self._making = threading.Lock()

    def get(self, store: Store, options: WebOptions, language: str) -> Shown:
        now = options.now()
        if found := self._found(self._key(store, language, now)):
            return found
        with self._making:
            key = self._key(store, language, now)
            found = self._found(key) or _made(store, options, key, now)
            self._kept[language] = key, found
            return found

    def _found(self, key: _Key) -> Shown | None:
        kept = self._kept.get(key[0])
        return kept[1] if kept and kept[0] == key else None

    @staticmethod
    def _key(store: Store, language: str, now: dt.datetime) -> _Key:
        with store.reading() as tx:
            return language, tx.stamps.get(Kind.ENTRIES, Kind.VISITS), now.replace(second=0, microsecond=0)


def _made(store: Store, options: WebOptions, key: _Key, now: dt.datetime) -> Shown:
    """The stamps were read before the edition: what was written in between makes another one at the next look. What
    was published may answer questions: those who asked are told with this board."""
    settle(store, options.clock)
    edition = current(store, bank_name=options.bank_name, language=key[0], now=now, time_zone=options.time_zone)
    return Shown(edition, everybodys(store, now), _face(edition))


def _face(edition: Edition) -> str:
    """Of what stands where, and with which marks. An entry's words never change."""
    stands = [
        (item.entry.id, *item.marks, item.phase, item.entry.validated, item.entry.source_changed)
        for item in edition.items
        for item in (item, *item.faqs)
    ]
    return hashlib.blake2b(repr(stands).encode(), digest_size=8).hexdigest()
