"""Which entries are looked at closely: those that hold what was asked, the most telling things first, and
not more than a bounded number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ingest.answer.query import Thing
from ingest.store.search import MANY
from ingest.store.search_terms import EVERY, Among, Group, Match, Way, asked
from ingest.store.transaction import Transaction

_LOOKED_AT = 60
_NEEDED = 5
"""For each way of writing what is needed."""
_LOOSE = 0.4
"""What a thing counts of which only a part was found."""


@dataclass(frozen=True, slots=True)
class Known:
    """What some entry says: its ways that are said, and about how many entries say it. `sought`: the ways that entries
    are taken by; those that only may say it are left out where enough say it surely."""

    thing: Thing
    count: int
    sought: Group


def known(tx: Transaction, things: Sequence[Thing], among: Among = EVERY) -> list[Known]:
    """What some entry says; what none says, by a part of it that some do. Where only some are looked for, they are
    taken by all their ways: how many of them say it surely is not known."""
    every = among == EVERY
    said = _said(things, tx.search.counts([way for thing in things for way in thing.ways]), every)
    held = {one.thing.words for one in said}
    lost = [replace(thing, ways=thing.looser, sure=0, worth=thing.worth * _LOOSE) for thing in things if thing.looser]
    lost = [thing for thing in lost if thing.words not in held]
    return said + _said(lost, tx.search.counts([way for thing in lost for way in thing.ways]), every)


def _said(things: Sequence[Thing], counts: Mapping[Way, int], every: bool) -> list[Known]:
    found = []
    for thing in things:
        ways = tuple(way for way in thing.ways if counts[way])
        sure = tuple(way for way in thing.ways[: thing.sure] if counts[way])
        if ways:
            enough = every and sum(counts[way] for way in sure) >= _LOOKED_AT
            count = min(sum(counts[way] for way in ways), MANY)
            found.append(Known(replace(thing, ways=ways, sure=len(sure)), count, sure if enough else ways))
    return found


def candidates(
    tx: Transaction,
    said: Sequence[Known],
    meant: Sequence[Thing],
    enough: int,
    among: Among = EVERY,
    within: Sequence[Group] = (),
) -> tuple[list[Match], bool]:
    """Those with everything; while these are not `enough`, those with anything that is not common; then with some of
    it. Of what very many have the newest, those first that ask for it. And those that say what may be needed. Each of
    them says something of all of `within` too. Whether there may be more."""
    found: dict[int, Match] = {}
    more = False
    for some, common in _rounds(sorted(said, key=lambda one: one.count)):
        matches = tx.search.match([*some, *within], limit=_LOOKED_AT, among=among, newest=common)
        found |= {match.entry_id: match for match in matches if match.entry_id not in found}
        more = more or len(matches) >= _LOOKED_AT
        if len(found) >= enough:
            more = True
            break
    needed = tuple(dict.fromkeys(way for thing in meant for way in thing.ways[: thing.sure]))
    if within and needed:
        matches = tx.search.match([needed, *within], limit=_LOOKED_AT, among=among)
    else:
        matches = tx.search.each(needed, _NEEDED, among)
    found |= {match.entry_id: match for match in matches if match.entry_id not in found}
    return list(found.values()), more


def _rounds(said: Sequence[Known]) -> Iterator[tuple[Sequence[Group], bool]]:
    """Groups with the most telling first; and whether very many entries have them."""
    every = [one.sought for one in said]
    rare = [one.sought for one in said if one.count < MANY]
    if not every:
        return
    if not rare:
        yield [asked(group) for group in every], True
    yield every, not rare
    if len(every) > 1 and rare:
        yield [tuple(dict.fromkeys(way for group in rare for way in group))], False
    if len(every) > 2:
        yield from (([one, other], not rare) for one, other in combinations(every[:4], 2))
    elif len(every) == 2:
        yield from (([group], True) for group in every)
