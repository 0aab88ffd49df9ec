"""Which of the entries that hold what was asked answers it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.answer.query import Thing
from ingest.store.search_index import Match, Term, Way

WHERE = {"question": 1.0, "keywords": 0.85, "answer": 0.45, "parts": 0.8, "sounds": 0.6}
"""What a term counts, by the field that holds it."""
_UNSURE = 0.7
"""What a way counts that only may say the thing: by parts, by sound, by a slip."""
_TO_THE_POINT = 0.12
"""At most so much more for a question that asks little else."""


_SAID = ("answer", "keywords", "question")
"""Fields that hold whole words, the one that counts most last."""


def score(match: Match, things: Sequence[Thing], weights: Sequence[float]) -> float:
    """0 to about 1.1: how much of what was asked, weighed by how telling each thing is, the entry holds and where."""
    held = _Held(match.fields)
    found = sum(weight * held.thing(thing) for thing, weight in zip(things, weights, strict=True))
    return found / (sum(weights) or 1.0) + _TO_THE_POINT * held.share(things)


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

    def share(self, things: Sequence[Thing]) -> float:
        """How much of the question is what was asked."""
        asked = {term.token for thing in things for way in thing.ways for term in way}
        return len(self.question & asked) / len(self.question) if self.question else 0.0
