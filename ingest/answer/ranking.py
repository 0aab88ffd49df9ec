"""Which of the entries that hold what was asked answers it best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from ingest.answer.candidates import Known
from ingest.answer.query import Thing
from ingest.store.search_terms import Match, Term, Way

WHERE = {"question": 1.0, "keywords": 0.85, "answer": 0.45, "parts": 0.8, "sounds": 0.6}
"""What a term counts, by the field that holds it."""
_UNSURE = 0.7
"""What a way counts that only may say the thing: by parts, by sound, by a slip."""
_FEW = 3
"""Entries: a thing that fewer hold tells hardly more than one that so many do."""
_LOST = 0.3
"""What a thing that no entry says counts against the others."""
_TO_THE_POINT = 0.12
"""At most so much more for a question that asks little else."""


_SAID = ("answer", "keywords", "question")
"""Fields that hold whole words, the one that counts most last."""


class Weighed:
    """What was asked, each thing weighed by how telling it is. `said`: in words that entries have; `meant`: by the
    whole of it; `things` as they were typed; `entries`: how many there are."""

    def __init__(self, said: Sequence[Known], meant: Sequence[Thing], things: Sequence[Thing], entries: int) -> None:
        self.said, self.meant = said, meant
        self.things = [one.thing for one in said]
        self.weights = [_weight(one.thing, one.count, entries) for one in said]
        known = {thing.words for thing in self.things if thing.sure}
        lost = sum(_weight(thing, 0, entries) for thing in things if thing.words not in known)
        self.total = sum(self.weights) + _LOST * lost or 1.0
        self.asked = {term.token for thing in self.things for way in thing.ways for term in way}

    def score(self, match: Match) -> float:
        """0 to about 2: how much of what was asked the entry holds and where, how much else its question asks, and how
        well it answers the likeliest need."""
        held = _Held(match.fields)
        found = sum(weight * held.thing(thing) for weight, thing in zip(self.weights, self.things, strict=True))
        need = max((thing.worth * held.thing(thing) for thing in self.meant), default=0.0)
        return found / self.total + _TO_THE_POINT * held.share(self.asked) + need


def _weight(thing: Thing, count: int, entries: int) -> float:
    return thing.worth * math.log(1 + entries / (_FEW + count))


class _Held:
    """The tokens of an entry, each with what it counts where it stands best."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.question = frozenset(fields["question"].split())
        self.said: dict[str, float] = {}
        for name in _SAID:
            self.said |= dict.fromkeys(fields[name].split(), WHERE[name])
        self.others = {name: dict.fromkeys(fields[name].split(), WHERE[name]) for name in ("parts", "sounds")}

    def thing(self, thing: Thing) -> float:
        best = 0.0
        for at, way in enumerate(thing.ways):
            worth = 1.0 if at < thing.sure else _UNSURE
            if worth <= best:
                break
            best = max(best, worth * self._way(way))
        return best

    def _way(self, way: Way) -> float:
        """All terms must be there; where the worst of them stands counts."""
        worst = 1.0
        for term in way:
            if not (here := self._term(term)):
                return 0.0
            worst = min(worst, here)
        return worst if way else 0.0

    def _term(self, term: Term) -> float:
        some = self.said if len(term.fields) > 1 else self.others[term.fields[0]]
        if not term.prefix:
            return some.get(term.token, 0.0)
        return max((worth for token, worth in some.items() if token.startswith(term.token)), default=0.0)

    def share(self, asked: AbstractSet[str]) -> float:
        """How much of the question is what was asked."""
        return len(self.question & asked) / len(self.question) if self.question else 0.0
