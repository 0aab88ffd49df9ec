"""Finding the entry that answers what a customer says."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.answer.candidates import candidates, known
from ingest.answer.facets import about, said_by
from ingest.answer.needs import needs
from ingest.answer.pinyin import chinese
from ingest.answer.query import Thing, read, written
from ingest.answer.ranking import Weighed
from ingest.answer.slips import slips_of
from ingest.model import Category, DraftKind, Entry, EntryState
from ingest.store.search import LONGEST_QUERY, Standing
from ingest.store.search_terms import Among, Match
from ingest.store.transaction import Transaction

_PLACED = 40
"""Of the best by their words: whether others are in force or used does not put them before these."""
_FOREIGN = 0.9
"""An entry in the other language answers too."""
_ANSWERS = 1.08
"""A FAQ entry answers; a bulletin notice about the same thing tells of it."""
_PINNED = 1.1
"""A person put it to the top: it comes before what fits as well, not before what fits much better."""
_READ = 40
"""Entries that are read at a time to see what they are about."""
_STATE = {EntryState.ACTIVE: 1.0, EntryState.SCHEDULED: 0.97, EntryState.EXPIRED: 0.7}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for. None: any; `product` and `channel` are ids of facets; `unfinished`: the last word is still
    being typed."""

    words: str
    kind: DraftKind | None = None
    category: Category | None = None
    unfinished: bool = False
    limit: int = 10
    product: str | None = None
    channel: str | None = None


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
    numbered = tx.entries.get(number) if (number := _number(typed)) else None
    if numbered and typed.strip().startswith("#"):
        return Found((Hit(numbered, 1.0, numbered.state(now)),))
    things = read(typed, slips_of(tx), unfinished=wanted.unfinished)
    among = Among(wanted.kind, wanted.category)
    said = known(tx, things, among)
    meant = [written(need) for need in needs().of(typed)]
    hits = _narrowed(tx, Weighed(said, meant, things, max(tx.search.size(), 1)), among, wanted, now)
    if numbered and _in_use(numbered, wanted, now):
        others = [hit for hit in hits if hit.entry.id != numbered.id]
        hits = (Hit(numbered, 1.0, numbered.state(now)), *others)[: wanted.limit]
    held = {one.thing.words for one in said if one.thing.sure}
    return Found(hits, tuple(thing.words for thing in things if thing.words not in held), things)


def _number(typed: str) -> int | None:
    """An entry's number as it is printed on its card, "#12"; without the sign it may be an amount as well."""
    digits = typed.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < len(digits) < 10 else None


def _in_use(entry: Entry, wanted: Wanted, now: dt.datetime) -> bool:
    """Would a search by words find it, narrowed as it is?"""
    fits = wanted.kind in (None, entry.kind) and wanted.category in (None, entry.category)
    return fits and entry.state(now) in _STATE and about(entry, wanted.product, wanted.channel)


def _narrowed(tx: Transaction, weighed: Weighed, among: Among, wanted: Wanted, now: dt.datetime) -> tuple[Hit, ...]:
    """The best. What an entry is about is known by reading it: where too few of those that hold the words best fit,
    those are looked at that hold a word of the facets too."""
    within, enough = said_by(wanted.product, wanted.channel), 2 * wanted.limit
    found, more = candidates(tx, weighed.said, weighed.meant, enough, among)
    hits = _hits(tx, _scored(weighed, found)[: None if within else _PLACED], wanted, now)
    if not (within and more and len(hits) < wanted.limit):
        return hits
    fitting, _ = candidates(tx, weighed.said, weighed.meant, enough, among, within)
    every = {match.entry_id: match for match in (*found, *fitting)}
    return _hits(tx, _scored(weighed, every.values()), wanted, now)


def _scored(weighed: Weighed, matches: Iterable[Match]) -> list[tuple[float, int]]:
    return sorted(((weighed.score(match), match.entry_id) for match in matches), reverse=True)


def _hits(tx: Transaction, scored: Sequence[tuple[float, int]], wanted: Wanted, now: dt.datetime) -> tuple[Hit, ...]:
    if not scored:
        return ()
    asked = tx.usage.of([id for _, id in scored])
    pinned = {one.entry_id for one in tx.frequencies.of([id for _, id in scored]).values() if one.pinned}
    values = {id: value for value, id in scored}
    language = "zh" if chinese(wanted.words[:LONGEST_QUERY]) else "en"
    ranked = sorted(
        (
            (
                values[one.id]
                * _place(one, asked.get(one.id, 0), language, now)
                * (_PINNED if one.id in pinned else 1.0),
                one,
            )
            for one in tx.search.standing(list(values))
        ),
        key=lambda pair: (-pair[0], -pair[1].id),
    )
    if wanted.product or wanted.channel:
        ranked = _about(tx, ranked, wanted)
    ranked = ranked[: wanted.limit]
    entries = tx.search.entries([one.id for _, one in ranked])
    return tuple(Hit(entry, value, one.state(now)) for entry, (value, one) in zip(entries, ranked, strict=True))


def _about(tx: Transaction, ranked: Sequence[tuple[float, Standing]], wanted: Wanted) -> list[tuple[float, Standing]]:
    """Those that say a word of the facets; only so many are read as it takes to fill the list."""
    found: list[tuple[float, Standing]] = []
    for at in range(0, len(ranked), _READ):
        some = ranked[at : at + _READ]
        fitting = {
            e.id for e in tx.search.entries([one.id for _, one in some]) if about(e, wanted.product, wanted.channel)
        }
        found += [pair for pair in some if pair[1].id in fitting]
        if len(found) >= wanted.limit:
            break
    return found


def _place(one: Standing, asked: int, language: str, now: dt.datetime) -> float:
    """What counts beside the words: in force, used, an answer, in the language of the question."""
    used = 1 + 0.02 * math.log1p(asked)
    kind = _ANSWERS if one.kind is DraftKind.FAQ else 1.0
    return _STATE.get(one.state(now), 0.5) * used * kind * (1.0 if one.language.startswith(language) else _FOREIGN)
