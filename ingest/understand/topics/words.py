"""Which questions a sentence answers by its words (`lexicon/statements.toml`)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ingest.model import Intent
from ingest.text.expressions import Expressions, Sought, small
from ingest.understand.lexicon import load

ENOUGH = 1.0
_HEADING = 1.0
_LENGTH, _FINE = 20, 0.001
_HAN = re.compile(r"[一-鿿]")
_STRENGTHS = {"strong": 1.0, "broad": 0.7, "weak": 0.5}


@functools.cache
def _forms(chinese: bool) -> Expressions[tuple[str, str]]:
    """All expressions with their topic and strength; those with Chinese characters are for Chinese sentences only."""
    listed = (
        ((name, strength), form)
        for name, rules in load("statements")["topic"].items()
        for strength in _STRENGTHS
        for form in rules.get(strength, ())
    )
    return Expressions((told, form) for told, form in listed if bool(_HAN.search(form)) is chinese)


@functools.lru_cache(maxsize=1024)
def _said(text: str) -> dict[str, dict[str, float]]:
    """What stands in `text` of each topic, by strength; longer words say a little more, so that two topics seldom
    weigh the same."""
    found: dict[str, dict[str, list[int]]] = {}
    for (name, strength), words in _forms(bool(_HAN.search(text))).found(Sought.of(text)):
        found.setdefault(name, {}).setdefault(strength, []).append(min(len(words), _LENGTH))
    return {
        name: {s: _STRENGTHS[s] * len(sizes) + sum(sizes) * _FINE for s, sizes in told.items()}
        for name, told in found.items()
    }


@dataclass(frozen=True, slots=True)
class Topic:
    """The rules of one topic."""

    intent: Intent
    name: str
    heading: re.Pattern[str]
    never: re.Pattern[str] | None
    only: frozenset[str]

    def weight(self, text: str, headed: bool, broadly: bool = False) -> float:
        """How much speaks for this topic; `broadly` also counts words that many topics share."""
        said = _said(text).get(self.name)
        if said is None:
            return _HEADING if headed and not (self.never and self.never.search(text)) else 0.0
        score = said.get("strong", 0.0) + (_HEADING if headed else 0.0)
        score += said.get("broad", 0.0) if broadly else 0.0
        if not score or (self.never and self.never.search(text)):
            return 0.0
        return score + said.get("weak", 0.0)


@functools.cache
def topics() -> tuple[Topic, ...]:
    return tuple(
        Topic(
            Intent(name),
            name,
            small(rules["heading"]),
            small(rules["never"]) if rules["never"] else None,
            frozenset(rules.get("only", ())),
        )
        for name, rules in load("statements")["topic"].items()
    )


@functools.lru_cache(maxsize=1024)
def under(heading: str) -> frozenset[Intent]:
    """The topics of which a heading speaks."""
    return frozenset(topic.intent for topic in topics() if heading and topic.heading.search(heading))


@functools.lru_cache(maxsize=1024)
def behind(lead: str) -> dict[Intent, float]:
    """The topics of a lead-in, which its items share."""
    weights = {topic.intent: topic.weight(lead, False) for topic in topics()} if lead else {}
    return {intent: weight for intent, weight in weights.items() if weight >= ENOUGH}
