"""Weighted words: how often the phrases of a lexicon stand in a zone of a notice, and what that is worth.

Phrases with Chinese characters are sought in the text as it is, others word by word in lower case ("fee*" also finds
"fees"). A first mention counts fully, further ones a quarter each, up to four.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.model import Reason

_HAN = re.compile(r"[一-鿿]")
_ENDING = (
    "(?:[a-z]?(?:ings?|ed|ers?|ors?)|e|e?s|d|rs?|ions?|ations?|tions?|ments?|ements?|als?|ance|ances|ancy|able|ably|le|ible"
    "|y|ies|ity|ees?|ive|ively|ants?|ents?|ent|ary|ery|ory|tory|ures?|n|en|te|ted|tes|ting|ce|ts?|ulent|ulently|sters?"
    "|books?|ly|hip|ships?)?"
)
"""What may follow the stem of an English word."""
_NO_WORD = re.compile(r"[^a-z0-9]+")


@functools.cache
def _inflected(stem: str) -> re.Pattern[str]:
    """The word with the endings of its own forms: "fund*" finds "funds" and "funding", not "fundamental"."""
    return re.compile(f"{re.escape(stem)}{_ENDING}(?= )")


def worth(weight: float, count: int) -> float:
    """The value of `count` mentions of a phrase."""
    return weight * (1 + 0.25 * min(count - 1, 4)) if count else 0.0


@dataclass(frozen=True)
class Zone:
    """A part of a notice in which words count by `factor`."""

    name: str
    text: str
    factor: float = 1.0

    @cached_property
    def words(self) -> str:
        return f" {_NO_WORD.sub(' ', self.text.lower())} "

    @cached_property
    def chinese(self) -> bool:
        return not self.text.isascii() and bool(_HAN.search(self.text))

    def count(self, phrase: str) -> int:
        """Mentions of a phrase of a lexicon."""
        if not phrase.isascii():
            return self.text.count(phrase) if self.chinese else 0
        if phrase.endswith("*"):
            stem = f" {phrase[:-1].lower()}"
            return len(_inflected(stem).findall(self.words)) if stem in self.words else 0
        return self.words.count(f" {phrase.lower()} ")

    def any(self, phrases: tuple[str, ...]) -> bool:
        return any(self.count(p) for p in phrases)

    def reasons(self, label: str, phrases: Mapping[str, float], rule: str) -> Iterator[Reason]:
        """What each phrase that stands here speaks for."""
        for phrase, weight in phrases.items():
            if self.text and (count := self.count(phrase)):
                said = phrase.rstrip("*") + (f" ×{count}" if count > 1 else "")
                yield Reason(label, round(self.factor * worth(weight, count), 2), said, f"{rule} ({self.name})")
