"""What speaks for an entry beside those already taken, as numbers; `phrases/confidence.toml` weighs them.

The weights are fitted on labelled notices: `python tests/quality/choosing.py`.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from ingest.draft.atoms import atoms, keys
from ingest.draft.confidence import odds, weights
from ingest.draft.notation import values
from ingest.draft.voice import voice
from ingest.model import Category, Facts, FaqDraft, Figure, Intent, Window

Keys = frozenset[object]
CROWD = 12
"""Values in one entry; with more it is crowded."""
_PLACES, _LINES, _NEWS, _SAME = 20, 6, 3, 4
_RARE = 0.5
_FAMILY = {"figure": "sums", "portion": "sums", "overview": "sums", "unchanged": "sums", "window": "days"}
"""Entries of figures and of windows compete with one another; all others are made of sentences."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry that could be given. `kind` is what it is made of: "window", "figure", "overview", "unchanged",
    "topic" (all of a topic), "case" (a unit beside it), "second" (a unit under its next best topic), "held"."""

    kind: str
    faq: FaqDraft


def of_facts(offer: Offer) -> bool:
    """Is it made of windows or figures, not of sentences?"""
    return offer.kind in _FAMILY


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer, its place in the plan, the key facts that it tells, its lines (`body`: as one text) and how many values
    they hold; `length` in characters without blanks, or in words."""

    place: int
    offer: Offer
    tells: frozenset[int]
    lines: frozenset[str]
    body: str
    length: int
    values: int
    size: float
    """Its length as a share of what one entry may have."""

    @property
    def faq(self) -> FaqDraft:
        return self.offer.faq


@functools.cache
def _asked() -> dict[str, dict[str, int]]:
    return tomllib.loads(files("ingest.draft.phrases").joinpath("asked.toml").read_text("utf-8"))


def asked(intent: Intent, category: Category) -> float:
    """The log of how often customers of a category ask a question."""
    return math.log(max(_asked()[category].get(intent, 0), _RARE) / 100)


def _needs(facts: Facts) -> list[tuple[Keys, ...]]:
    """What a text must say to tell each key fact: every group of keys at least once."""
    return [_days(w) for w in facts.windows if w.key] + [_values(f) for f in facts.figures if f.key]


def _days(window: Window) -> tuple[Keys, ...]:
    return tuple(keys(str(m.day)) for m in (window.start, window.end) if m)


def _values(figure: Figure) -> tuple[Keys, ...]:
    return (keys(figure.new_text or figure.old_text or ""),)


def candidates(offers: Iterable[Offer], facts: Facts) -> list[Candidate]:
    needs, speech = _needs(facts), voice(facts.language, facts.script)
    found = []
    for place, offer in enumerate(offers):
        lines = offer.faq.lines
        held = [a for line in lines for a in atoms(line, draft=True)]
        said = frozenset[object]().union(*(a.keys for a in held))
        told = frozenset(i for i, n in enumerate(needs) if any(n) and all(not group or group & said for group in n))
        body = "\n".join(lines)
        size = _size(lines, facts)
        found.append(Candidate(place, offer, told, frozenset(lines), body, speech.size(body), len(held), size))
    return found


def _size(lines: Iterable[str], facts: Facts) -> float:
    return sum(map(len, lines)) / (100 if facts.language == "zh" else 250)


@dataclass(slots=True)
class Taken:
    """What the entries taken so far tell."""

    facts: set[int] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    intents: Counter[Intent] = field(default_factory=Counter)
    under: dict[Intent, set[int]] = field(default_factory=dict)
    """The key facts told under each question, not among so many that nobody finds them."""

    def add(self, one: Candidate) -> None:
        self.facts |= one.tells
        if one.values <= CROWD:
            self.under.setdefault(one.faq.intent, set()).update(one.tells)
        self.lines |= one.lines
        self.intents[one.faq.intent] += 1


def steady(one: Candidate, category: Category) -> dict[str, float]:
    """What speaks for and against `one` whatever else is taken, each by its name."""
    kind, intent, family = one.offer.kind, one.faq.intent, _FAMILY.get(one.offer.kind, "said")
    return {
        f"kind.{kind}": 1.0,
        f"support.{kind}": odds(one.faq.confidence),
        f"intent.{intent.value}": 1.0,
        "place": min(one.place, _PLACES) / 10,
        "lines": min(len(one.lines), _LINES) / 2,
        f"length.{family}": min(one.size, 3.0),
        "crowded": float(one.values > CROWD),
        "bare": float(not one.values),
        "leads": float(bool(values(one.faq.answer))),
        "asked": asked(intent, category) + 3,
    }


def beside(one: Candidate, taken: Taken) -> dict[str, float]:
    """What speaks for and against `one` beside those taken."""
    news, same = len(one.tells - taken.facts), taken.intents[one.faq.intent]
    family = _FAMILY.get(one.offer.kind, "said")
    own = len(one.tells - taken.under.get(one.faq.intent, set()))
    return {
        "news": min(news, _NEWS),
        "no_news": float(not news),
        f"own_news.{family}": min(own, _NEWS),
        f"no_own_news.{family}": float(bool(one.tells) and not own),
        f"no_news.{family}": float(not news),
        f"repeated.{family}": len(one.lines & taken.lines) / len(one.lines),
        f"same.{family}": min(same, _SAME),
        "repeated": len(one.lines & taken.lines) / len(one.lines),
        "same": min(same, _SAME),
        "again": float(same > 0),
    }


def touches(one: Candidate, other: Candidate) -> bool:
    """Does what speaks for `other` change when `one` is taken?"""
    return (
        one.faq.intent is other.faq.intent
        or not one.tells.isdisjoint(other.tells)
        or not one.lines.isdisjoint(other.lines)
    )


def worth(found: Mapping[str, float], what: str = "weight") -> float:
    """The log-odds that an entry of these features is of use ("weight"), or right ("right"); parts of them add up."""
    table: Mapping[str, float] = weights()["choice"][what]
    return sum(value * table.get(name, 0.0) for name, value in found.items())
