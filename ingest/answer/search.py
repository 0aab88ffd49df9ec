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
from ingest.store.search import LONGEST_QUERY, Standing
from ingest.store.search_index import Group, Match, Term
from ingest.store.transaction import Transaction

_COMMON = 2000
"""More entries than this with a thing: it tells nothing more about which one is meant."""
_LOOKED_AT = 60
_FEW = 3
"""Entries: a thing that fewer hold tells hardly more than one that so many do."""
_LOOSE = 0.4
"""What a thing counts of which only a part was found."""
_FOREIGN = 0.9
"""An entry in the other language answers too."""
_ANSWERS = 1.08
"""A FAQ entry answers; a bulletin notice about the same thing tells of it."""
_PINNED = 1.05
"""A person put it to the top: it comes before what fits as well, not before what fits much better."""
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
    known = sorted(_known(tx, things), key=lambda pair: pair[1])
    held = {thing.words for thing, _ in known if thing.sure}
    unknown = tuple(thing.words for thing in things if thing.words not in held)
    matches = _candidates(tx, [(thing.ways, count) for thing, count in known], wanted.limit)
    entries = max(tx.search.size(), 1)
    weights = [thing.worth * math.log(1 + entries / (_FEW + count)) for thing, count in known]
    said = [thing for thing, _ in known]
    scored = [(score(match, said, weights), match.entry_id) for match in matches]
    return Found(_hits(tx, scored, wanted, now), unknown, things)


def _known(tx: Transaction, things: Sequence[Thing]) -> Iterator[tuple[Thing, int]]:
    """What some entry says, with how many do; what none says, by a part of it that some do."""
    for thing in things:
        if count := tx.search.common(thing.ways, _COMMON):
            yield thing, count
        elif thing.looser and (count := tx.search.common(thing.looser, _COMMON)):
            yield Thing(thing.words, thing.looser, 0, worth=thing.worth * _LOOSE), count


def _id(typed: str) -> int | None:
    """An entry's number, typed as it is printed on its card."""
    digits = typed.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < len(digits) < 10 else None


def _candidates(tx: Transaction, groups: Sequence[tuple[Group, int]], limit: int) -> list[Match]:
    """Those with everything; while these are few, those with anything that is not common; then with some of it. Of
    what very many have the newest, those first that ask for it."""
    found: dict[int, Match] = {}
    for some, common in _rounds(groups):
        for match in tx.search.match(some, limit=_LOOKED_AT, newest=common):
            found.setdefault(match.entry_id, match)
        if len(found) >= 2 * limit:
            break
    return list(found.values())


def _rounds(groups: Sequence[tuple[Group, int]]) -> Iterator[tuple[Sequence[Group], bool]]:
    """`groups` with the most telling first; and whether very many entries have them."""
    every = [group for group, _ in groups]
    rare = [group for group, count in groups if count < _COMMON]
    if not every:
        return
    if not rare:
        yield [_asked(group) for group in every], True
    yield every, not rare
    if len(every) > 1 and rare:
        yield [tuple(dict.fromkeys(way for group in rare for way in group))], False
    if len(every) > 2:
        yield from (([one, other], not rare) for one, other in combinations(every[:4], 2))
    elif len(every) == 2:
        yield from (([group], True) for group in every)


def _asked(group: Group) -> Group:
    """The same in a question or headline alone."""
    return tuple(
        tuple(Term(term.token, term.fields[:1], term.prefix) if len(term.fields) > 1 else term for term in way)
        for way in group
    )


def _hits(tx: Transaction, scored: Sequence[tuple[float, int]], wanted: Wanted, now: dt.datetime) -> tuple[Hit, ...]:
    asked = tx.usage.of([id for _, id in scored])
    pinned = {one.entry_id for one in tx.frequencies.of([id for _, id in scored]).values() if one.pinned}
    values = {id: value for value, id in scored}
    language = "zh" if any("\u3400" <= sign <= "\u9fff" for sign in wanted.words) else "en"
    ranked = sorted(
        (
            (
                values[one.id]
                * _place(one, asked.get(one.id, 0), language, now)
                * (_PINNED if one.id in pinned else 1.0),
                one,
            )
            for one in tx.search.standing(list(values))
            if _fits(one, wanted)
        ),
        key=lambda pair: (-pair[0], -pair[1].id),
    )[: wanted.limit]
    entries = tx.search.entries([one.id for _, one in ranked])
    return tuple(Hit(entry, value, one.state(now)) for entry, (value, one) in zip(entries, ranked, strict=True))


def _place(one: Standing, asked: int, language: str, now: dt.datetime) -> float:
    """What counts beside the words: in force, used, an answer, in the language of the question."""
    used = 1 + 0.02 * math.log1p(asked)
    kind = _ANSWERS if one.kind is DraftKind.FAQ else 1.0
    return _STATE.get(one.state(now), 0.5) * used * kind * (1.0 if one.language.startswith(language) else _FOREIGN)


def _fits(one: Standing, wanted: Wanted) -> bool:
    return wanted.kind in (None, one.kind) and wanted.category in (None, one.category)
