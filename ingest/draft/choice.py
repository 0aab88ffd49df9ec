"""Which entries an agent gets: those that are likely to be asked for, each time the one that is of most use beside the
ones already taken. What brings no key fact, repeats what stands elsewhere or is seldom asked comes last, or not at all.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from ingest.draft.atoms import atoms, keys
from ingest.draft.brief import similarity
from ingest.draft.confidence import odds, probability, weights
from ingest.draft.voice import Voice, voice
from ingest.model import Category, Facts, FaqDraft, Figure, Intent, Window

Keys = frozenset[object]
SAME = 0.8
"""Two drafts whose 2-grams overlap this much are one."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An entry, its place in the plan, the key facts that it tells and its lines."""

    place: int
    faq: FaqDraft
    tells: frozenset[int]
    lines: frozenset[str]
    values: int


@functools.cache
def _asked() -> dict[str, dict[str, int]]:
    return tomllib.loads(files("ingest.draft.phrases").joinpath("asked.toml").read_text("utf-8"))


def asked(intent: Intent, category: Category) -> float:
    """The log of how often customers of a category ask a question."""
    return math.log(max(_asked()[category].get(intent, 0), 0.5) / 100)


def _needs(facts: Facts) -> list[tuple[Keys, ...]]:
    """What a text must say to tell each key fact: every group of keys at least once."""
    return [_days(w) for w in facts.windows if w.key] + [_values(f) for f in facts.figures if f.key]


def _days(window: Window) -> tuple[Keys, ...]:
    return tuple(keys(str(m.day)) for m in (window.start, window.end) if m)


def _values(figure: Figure) -> tuple[Keys, ...]:
    return (keys(figure.new_text or figure.old_text or ""),)


def _candidates(faqs: Iterable[FaqDraft], facts: Facts) -> list[_Candidate]:
    needs = _needs(facts)
    found = []
    for place, faq in enumerate(faqs):
        lines = (faq.answer, *faq.operation_points, *faq.conditions)
        said = keys("\n".join(lines))
        told = frozenset(i for i, n in enumerate(needs) if any(n) and all(not group or group & said for group in n))
        found.append(_Candidate(place, faq, told, frozenset(lines), len(atoms("\n".join(lines), draft=True))))
    return found


@dataclass(slots=True)
class _Taken:
    """What the entries taken so far tell."""

    facts: set[int]
    lines: set[str]
    intents: Counter[Intent]

    def add(self, one: _Candidate) -> None:
        self.facts |= one.tells
        self.lines |= one.lines
        self.intents[one.faq.intent] += 1


def _worth(one: _Candidate, taken: _Taken, category: Category) -> float:
    """The log-odds that an entry is of use beside those taken."""
    table = weights()["choice"]
    news = one.tells - taken.facts
    repeated = len(one.lines & taken.lines) / len(one.lines)
    return float(
        table["base"]
        + table["support"] * odds(one.faq.confidence)
        + table["place"] * min(one.place, 20)
        + table["line"] * min(len(one.lines), 6)
        + (table["crowded"] if one.values > table["crowd"] else 0.0)
        + table["asked"] * (asked(one.faq.intent, category) + 3)
        + (table["news"] * min(len(news), 3) if news else table["no_news"])
        + table["repeated"] * repeated
        + table["same"] * min(taken.intents[one.faq.intent], 4)
        + table["intent"].get(one.faq.intent.value, 0.0)
    )


def _right(worth: float) -> float:
    """The probability that an entry is right and answers what somebody asks: measured, of entries of so much worth."""
    table = weights()["choice"]["right"]
    return round(probability(table["slope"] * worth + table["shift"]), 2)


def _body(faq: FaqDraft) -> str:
    return "\n".join((faq.answer, *faq.operation_points, *faq.conditions))


def _twins(a: FaqDraft, b: FaqDraft, speech: Voice) -> bool:
    """Do two entries say the same? A short answer may be given to two questions."""
    x, y = _body(a), _body(b)
    if similarity(f"{a.question}\n{x}", f"{b.question}\n{y}", 2) > SAME:
        return True
    short = max(speech.size(x), speech.size(y)) <= speech.limit("brief")
    return similarity(x, y, 2) > SAME and not (short and a.intent is not b.intent)


def chosen(faqs: Sequence[FaqDraft], facts: Facts, category: Category, most: int) -> tuple[FaqDraft, ...]:
    """At most `most` of `faqs` in their order, each with the probability that it is of use as its confidence."""
    pool, taken = _candidates(faqs, facts), _Taken(set(), set(), Counter())
    speech = voice(facts.language, facts.script)
    kept: list[tuple[int, FaqDraft]] = []
    while pool and len(kept) < most:
        worth, best = max(((_worth(c, taken, category), c) for c in pool), key=lambda p: (p[0], -p[1].place))
        likely = probability(worth)
        if likely < weights()["choice"]["least"]:
            break
        pool = [c for c in pool if c is not best and not _twins(best.faq, c.faq, speech)]
        taken.add(best)
        kept.append((best.place, replace(best.faq, confidence=_right(worth))))
    return tuple(faq for _, faq in sorted(kept, key=lambda k: k[0]))
