"""Weighted words: how often the phrases of a lexicon stand in a zone of a notice, and what that is worth.

Phrases with Chinese characters are sought in the text as it is, others word by word in lower case ("fee*" also finds
"fees"). A first mention counts fully, further ones a quarter each, up to four.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.model import Reason
from ingest.text.expressions import Sought
from ingest.text.signs import Index, Signs, signs_of_words
from ingest.understand.lexicon import load

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


@functools.cache
def _phrases(name: str, part: str) -> Index[tuple[str, str, float]]:
    """The phrases that each section of `<name>.toml` lists as its `part`: section, phrase, weight."""
    sections = {section: table.get(part) for section, table in load(name).items() if isinstance(table, dict)}
    weighed = {section: table for section, table in sections.items() if isinstance(table, dict)}
    listed = ((section, phrase, weight) for section, table in weighed.items() for phrase, weight in table.items())
    return Index((entry, signs_of_phrase(entry[1])) for entry in listed)


def signs_of_phrase(phrase: str) -> list[Signs]:
    """What a text must hold to hold a phrase: all its words, or its characters."""
    return list(signs_of_words(_NO_WORD.sub(" ", phrase.lower()).strip() if phrase.isascii() else phrase))


@dataclass(frozen=True)
class Zone:
    """A part of a notice in which words count by `factor`."""

    name: str
    text: str
    factor: float = 1.0

    @cached_property
    def sought(self) -> Sought:
        return Sought.of(self.text)

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

    @cached_property
    def _found(self) -> dict[tuple[str, str], dict[str, list[tuple[str, float, int]]]]:
        return {}

    def _told(self, name: str, part: str) -> Mapping[str, Sequence[tuple[str, float, int]]]:
        """The phrases of a part of `<name>.toml` that stand here, by their sections: phrase, weight, mentions."""
        if (name, part) not in self._found:
            told = self._found[name, part] = {}
            for section, phrase, weight in _phrases(name, part).able(self.sought.marks) if self.text else ():
                if count := self.count(phrase):
                    told.setdefault(section, []).append((phrase, weight, count))
        return self._found[name, part]

    def reasons(self, name: str, section: str, part: str) -> Iterator[Reason]:
        """What each phrase that stands here, of a part of a section of `<name>.toml`, speaks for."""
        for phrase, weight, count in self._told(name, part).get(section, ()):
            said = phrase.rstrip("*") + (f" ×{count}" if count > 1 else "")
            rule = f"{name}.toml:{section}.{part} ({self.name})"
            yield Reason(section, round(self.factor * worth(weight, count), 2), said, rule)

    def weight(self, name: str, section: str, part: str) -> float:
        """What all of them weigh."""
        return sum(reason.weight for reason in self.reasons(name, section, part))
