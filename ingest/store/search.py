"""Finding published entries by words, and keeping the index of words true to what is published."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from ingest.model import Category, DraftKind, Entry, EntryState, Moment
from ingest.store.aggregate import Aggregate, insert_missing
from ingest.store.entry_rows import LIVE, entry_of
from ingest.store.meta import Meta
from ingest.store.search_index import index_for, minute
from ingest.store.search_terms import EVERY, Among, Group, Match, Term, Way, fields_of, latin
from ingest.store.tables import entries, vocabulary
from ingest.store.tokens import query_words

LONGEST_QUERY = 200
"""Characters of a query that are looked at: an agent types a few words, a pasted page is a mistake."""
_KEPT = "search.index"
_FORM = "4"
"""Of the index: another one is filled anew when the database is opened."""
_AT_ONCE = 1000
_RAREST = 4
MANY = 2000
"""More entries than this with a thing: it tells nothing more about which one is meant."""
_WORTH_KEEPING, _MOST_KEPT, _KEPT_FOR = 200, 50_000, 1800.0
"""Entries that hold a way; ways; seconds."""
_many: dict[str, dict[Way, tuple[int, float]]] = defaultdict(dict)
"""By database: how many held a way, and until when that is taken for true."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of an entry that is neither superseded nor withdrawn."""

    id: int
    kind: DraftKind
    category: Category | None
    language: str
    starts: Moment | None
    expires: Moment | None

    def state(self, now: dt.datetime) -> EntryState:
        """As `Entry.state`."""
        if self.expires and now >= self.expires.latest():
            return EntryState.EXPIRED
        return EntryState.SCHEDULED if self.starts and now < self.starts.earliest() else EntryState.ACTIVE


class Search(Aggregate):
    """Searches entries that are neither superseded nor withdrawn."""

    def find(self, words: str, *, limit: int = 10, now: dt.datetime | None = None) -> list[Entry]:
        """Entries with all words, or, if none has, with some of them. With `now` (naive local time of the bank),
        without those that are over."""
        wanted: list[Group] = [((Term(word),),) for word in query_words(words[:LONGEST_QUERY])]
        if not wanted:
            return []
        among = Among(ends_after=minute(now))
        found = self.match(wanted, limit=limit, among=among)
        if not found and len(wanted) > 1:
            found = self.match([self._telling(wanted)], limit=limit, among=among)
        return self.entries([match.entry_id for match in found])

    def _telling(self, wanted: Sequence[Group]) -> Group:
        """Any of the rarest words: whoever holds only what thousands hold is not like what was asked."""
        counted = self.counts([way for group in wanted for way in group])
        said = sorted((way for way in counted if counted[way]), key=counted.__getitem__)
        return tuple(said[:_RAREST]) or wanted[0]

    def match(self, groups: Sequence[Group], *, limit: int, among: Among = EVERY, newest: bool = False) -> list[Match]:
        """Entries in which each group is said in one of its ways, the likeliest first; `newest`: the newest first, for
        groups that very many say."""
        if not groups:
            return []
        return index_for(self.conn).find(groups, limit=limit, among=among, newest=newest)

    def each(self, ways: Sequence[Way], limit: int, among: Among = EVERY) -> list[Match]:
        """At most `limit` entries of each way that ask for it, and as many that only say it."""
        return index_for(self.conn).each(ways, limit, among) if ways else []

    def counts(self, ways: Collection[Way]) -> dict[Way, int]:
        """How many entries hold all of each, up to `MANY`. What many held a while ago is not counted anew."""
        kept, now = _many[str(self.conn.engine.url)], time.monotonic()
        held = {way: kept.get(way) for way in ways}  # another thread may clear it meanwhile
        found = {way: one[0] for way, one in held.items() if one and now < one[1]}
        if new := [way for way in dict.fromkeys(ways) if way not in found]:
            found |= zip(new, index_for(self.conn).counts(new, MANY), strict=True)
            if len(kept) > _MOST_KEPT:
                kept.clear()
            kept.update({way: (found[way], now + _KEPT_FOR) for way in new if found[way] >= _WORTH_KEEPING})
        return found

    def entries(self, ids: Sequence[int]) -> list[Entry]:
        """In the order of `ids`."""
        rows = self.conn.execute(select(entries).where(entries.c.id.in_(list(ids))))
        by_id = {row.id: entry_of(row) for row in rows}
        return [by_id[id] for id in ids if id in by_id]

    def standing(self, ids: Sequence[int]) -> list[Standing]:
        """What decides their place, without reading what they say; in no order."""
        c = entries.c
        chosen = select(c.id, c.kind, c.category, c.language, c.starts, c.expires).where(c.id.in_(list(ids)))
        return [
            Standing(id, DraftKind(kind), Category(category) if category else None, language, starts, expires)
            for id, kind, category, language, starts, expires in self.conn.execute(chosen)
        ]

    def size(self) -> int:
        """About how many entries there are."""
        return self.conn.execute(select(func.max(entries.c.id))).scalar_one() or 0

    def latin(self) -> list[str]:
        """Every word in Latin letters that an entry's question, headline or keywords hold or held."""
        return list(self.conn.execute(select(vocabulary.c.word)).scalars())

    def latin_count(self) -> int:
        return self.conn.execute(select(func.count()).select_from(vocabulary)).scalar_one()

    def put(self, id: int, entry: Entry) -> None:
        index_for(self.conn).put({id: fields_of(entry)})
        self._learn([entry])

    def drop(self, id: int) -> None:
        index_for(self.conn).drop(id)

    def rebuild(self) -> int:
        """Index every live entry anew, for instance after the dictionary changed; how many they are."""
        index, count = index_for(self.conn), 0
        index.clear()
        for some in self._live():
            index.put({entry.id: fields_of(entry) for entry in some})
            self._learn(some)
            count += len(some)
        return count

    def _live(self) -> Iterator[list[Entry]]:
        last = 0
        while True:
            chosen = select(entries).where(LIVE, entries.c.id > last).order_by(entries.c.id).limit(_AT_ONCE)
            some = [entry_of(row) for row in self.conn.execute(chosen)]
            if not some:
                return
            yield some
            last = some[-1].id

    def _learn(self, some: Iterable[Entry]) -> None:
        words = sorted({word for entry in some for word in latin(entry)})
        insert_missing(self.conn, vocabulary, [{"word": word} for word in words])


def reindex(engine: Engine, clock: Callable[[], dt.datetime]) -> None:
    """Fill the index if it has another form than this program writes; one query if it hasn't."""
    with engine.connect() as conn:
        if Meta(conn, clock).get(_KEPT) == _FORM:
            return
    with engine.begin() as conn:
        Search(conn, clock).one_at_a_time(0x696E676573740003)
        if Meta(conn, clock).get(_KEPT) != _FORM:
            Search(conn, clock).rebuild()
            Meta(conn, clock).set(_KEPT, _FORM)
