"""Which entries an agent gets: those that are likely to be asked for, each time the one that is of most use beside the
ones already taken. What brings no key fact, repeats what stands elsewhere or is seldom asked comes last, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.draft.confidence import probability, weights
from ingest.draft.voice import voice
from ingest.draft.worth import Candidate, Offer, Taken, beside, candidates, steady, touches, worth
from ingest.model import Category, Facts, FaqDraft
from ingest.text.grams import resembles

SAME = 0.8
"""Two drafts whose 2-grams overlap this much are one."""
_HALF = 0.5
"""A draft of less than this share of another's length says less."""


def _right(told: Mapping[str, float]) -> float:
    """The probability that an entry of these features is right, if anybody asks its question."""
    return round(probability(worth(told, "right")), 2)


def _twins(one: Candidate, other: Candidate, brief: int) -> bool:
    """Do two entries say the same? An answer of at most `brief` letters or words may be given to two questions."""
    x, y = one.body, other.body
    if min(len(x), len(y)) < _HALF * max(len(x), len(y)):
        return False
    a, b = one.faq, other.faq
    if a.intent is not b.intent and max(one.length, other.length) <= brief:
        return resembles(f"{a.question}\n{x}", f"{b.question}\n{y}", SAME)
    return resembles(x, y, SAME)


@dataclass(slots=True)
class _Waiting:
    """An offer that is not taken yet, what speaks for it whatever is taken (`told`), and of how much use it is now."""

    one: Candidate
    told: dict[str, float]
    own: float
    use: float = 0.0

    def weigh(self, taken: Taken) -> None:
        self.use = self.own + worth(beside(self.one, taken))


def ranked(offers: Sequence[Offer], facts: Facts, category: Category) -> Iterator[tuple[Candidate, dict[str, float]]]:
    """The offers, each time the one that is of most use beside those before it, with what speaks for it."""
    taken, told_already = Taken(), set[str]()
    brief = voice(facts.language, facts.script).limit("brief")
    pool = [_Waiting(c, told, worth(told)) for c in candidates(offers, facts) for told in [steady(c, category)]]
    for one in pool:
        one.weigh(taken)
    while pool:
        first = max(pool, key=lambda w: (w.use, -w.one.place))
        best, said = first.one, first.one.faq.answer
        yield best, first.told | beside(best, taken)
        twice = said in told_already
        told_already.add(said)
        pool = [w for w in pool if w is not first and not (twice and w.one.faq.answer == said)]
        pool = [w for w in pool if not _twins(best, w.one, brief)]
        taken.add(best)
        for one in pool:
            if touches(best, one.one):
                one.weigh(taken)


def chosen(offers: Sequence[Offer], facts: Facts, category: Category, most: int) -> tuple[FaqDraft, ...]:
    """At most `most` of `offers` in their order, each with the probability that it is of use as its confidence.

    The questions and answers that the notice itself holds are kept beside them, all that nothing else says."""
    kept: list[tuple[int, FaqDraft]] = []
    held, made, done = any(o.kind == "held" for o in offers), 0, False
    for one, told in ranked(offers, facts, category):
        if one.offer.kind != "held":
            done = done or made == most or probability(worth(told)) < weights()["choice"]["least"]
            if done and not held:
                break
            if done:
                continue
            made += 1
        kept.append((one.place, replace(one.faq, confidence=_right(told))))
    return tuple(faq for _, faq in sorted(kept, key=lambda k: k[0]))
