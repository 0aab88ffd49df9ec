"""Which entries an agent gets: those that are likely to be asked for, each time the one that is of most use beside the
ones already taken. What brings no key fact, repeats what stands elsewhere or is seldom asked comes last, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.draft.brief import resembles
from ingest.draft.confidence import probability, weights
from ingest.draft.voice import voice
from ingest.draft.worth import Candidate, Offer, Taken, beside, candidates, steady, worth
from ingest.model import Category, Facts, FaqDraft

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


def ranked(offers: Sequence[Offer], facts: Facts, category: Category) -> Iterator[tuple[Candidate, dict[str, float]]]:
    """The offers, each time the one that is of most use beside those before it, with what speaks for it."""
    taken, told_already = Taken(), set[str]()
    brief = voice(facts.language, facts.script).limit("brief")
    pool = [(c, told, worth(told)) for c in candidates(offers, facts) for told in [steady(c, category)]]
    while pool:
        found = [(own + worth(beside(c, taken)), -c.place, c, told) for c, told, own in pool]
        _, _, best, told = max(found, key=lambda f: f[:2])
        yield best, told | beside(best, taken)
        said = best.faq.answer
        twice = said in told_already
        told_already.add(said)
        pool = [p for p in pool if p[0] is not best and not (twice and p[0].faq.answer == said)]
        pool = [p for p in pool if not _twins(best, p[0], brief)]
        taken.add(best)


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
