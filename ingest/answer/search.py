"""Finding the entry that answers what a customer says."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ingest.answer.query import Thing, read
from ingest.answer.ranking import score
from ingest.answer.slips import slips_of
from ingest.model import Category, DraftKind, Entry, EntryState
from ingest.store.search import LONGEST_QUERY
from ingest.store.search_index import Group, Match
from ingest.store.transaction import Transaction

_COMMON = 2000
"""More entries than this with a thing: it tells nothing more about which one is meant."""
_LOOKED_AT = 60
_ANSWERS = 1.08
"""A FAQ entry answers; a bulletin notice about the same thing tells of it."""
_STATE = {EntryState.ACTIVE: 1.0, EntryState.SCHEDULED: 0.97, EntryState.EXPIRED: 0.7}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for. None: any; `unfinished`: the last word is still being typed."""

    words: str
    kind: DraftKind | None = None
    category: Category | None = None
    unfinished: bool = False
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry and how well it fits, 0 to about 1.2; `state` is at the moment of the search."""

    entry: Entry
    score: float
    state: EntryState


@dataclass(frozen=True, slots=True)
class Found:
    """Best first. `unknown`: what was said and no entry holds."""

    hits: tuple[Hit, ...] = ()
    unknown: tuple[str, ...] = ()
    things: tuple[Thing, ...] = field(default=(), repr=False)


def search(tx: Transaction, wanted: Wanted, now: dt.datetime) -> Found:
    """At most `wanted.limit` entries; what is over is found too, and ranks after what runs. `now` is naive, local."""
    typed = wanted.words[:LONGEST_QUERY]
    if (number := _id(typed)) and (entry := tx.entries.get(number)):
        return Found((Hit(entry, 1.0, entry.state(now)),))
    things = read(typed, slips_of(tx), unfinished=wanted.unfinished)
    counts = [tx.search.common(thing.ways, _COMMON) for thing in things]
    known = [(thing, count) for thing, count in zip(things, counts, strict=True) if count]
    unknown = tuple(thing.words for thing, count in zip(things, counts, strict=True) if not count)
    known.sort(key=lambda pair: pair[1])
    matches = _candidates(tx, [thing.ways for thing, _ in known], wanted.limit)
    weights = [math.log(1 + 2 * _COMMON / (1 + count)) for _, count in known]
    lost = math.log(1 + 2 * _COMMON) * 0.5 * len(unknown)
    scored = [
        (score(match, [thing for thing, _ in known], weights) * sum(weights) / (sum(weights) + lost), match)
        for match in matches
    ]
    return Found(_hits(tx, scored, wanted, now), unknown, things)


def _id(typed: str) -> int | None:
    """An entry's number, typed as it is printed on its card."""
    digits = typed.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < len(digits) < 10 else None


def _candidates(tx: Transaction, groups: Sequence[Group], limit: int) -> list[Match]:
    """Those with everything; while these are few, those with all but one thing, then with the most telling one."""
    found: dict[int, Match] = {}
    for some in _rounds(groups):
        for match in tx.search.match(some, limit=_LOOKED_AT):
            found.setdefault(match.entry_id, match)
        if len(found) >= 2 * limit:
            break
    return list(found.values())


def _rounds(groups: Sequence[Group]) -> Iterator[Sequence[Group]]:
    """`groups` with the most telling first: it is left out last."""
    if not groups:
        return
    yield groups
    if len(groups) > 2:
        yield from (list(some) for some in combinations(groups[:6], min(len(groups), 6) - 1))
    if len(groups) > 3:
        yield groups[:2]
    if len(groups) > 1:
        yield groups[:1]
        yield groups[1:2]


def _hits(tx: Transaction, scored: Sequence[tuple[float, Match]], wanted: Wanted, now: dt.datetime) -> tuple[Hit, ...]:
    asked = tx.usage.of([match.entry_id for _, match in scored])
    entries = {entry.id: entry for entry in tx.search.entries([match.entry_id for _, match in scored])}
    hits = []
    for value, match in scored:
        entry = entries.get(match.entry_id)
        if entry is None or not _fits(entry, wanted):
            continue
        state = entry.state(now)
        used = 1 + 0.02 * math.log1p(asked.get(entry.id, 0))
        fits = value * (_ANSWERS if entry.kind is DraftKind.FAQ else 1)
        hits.append(Hit(entry, fits * _STATE.get(state, 0.5) * used, state))
    hits.sort(key=lambda hit: (-hit.score, -hit.entry.id))
    return tuple(hits[: wanted.limit])


def _fits(entry: Entry, wanted: Wanted) -> bool:
    return wanted.kind in (None, entry.kind) and wanted.category in (None, entry.category)
