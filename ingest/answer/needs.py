"""What a customer may need, from the whole of what was said: `lexicon/needs/*.toml`, sentences as customers say them
under the words that entries write for them.

A sentence is a bag of features: neighbouring characters, single ones and their sounds in Chinese, stems in English, and
the phrases of the lexicon of customers' words that mean the same. A need is likelier the more telling features of the
question its own sentences have; a question without any word of an entry may so find it.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from ingest.answer.pinyin import spelled_out, syllables
from ingest.answer.spoken import standard
from ingest.answer.synonyms import SMALL, lexicon, sound
from ingest.store.tokens import plain, stem, stop
from ingest.text.once import once

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z']*")
_BREAK = re.compile(r"[/\n]")
_PAIR, _SOUND, _SIGN, _STEM, _STEMS, _PHRASE = 1.0, 0.5, 0.6, 1.0, 0.4, 0.5
"""What a feature counts, by its kind."""
_ALIKE = 12
"""Phrases that mean the same, of each that was said."""
_LEAST = 0.15
"""Of a question: less than this speaks for no need."""
_HALF = 1.0
"""A feature that so many sentences of a need have counts half."""


@dataclass(frozen=True, slots=True)
class Need:
    """`written`: phrases that entries write for it, the most telling first. `share`: how much of the question speaks
    for it, 0 to 1."""

    written: tuple[str, ...]
    share: float


@dataclass(frozen=True)
class Needs:
    """`held`: which needs have a feature, and how many of their sentences."""

    written: Sequence[tuple[str, ...]]
    held: Mapping[str, Sequence[tuple[int, float]]]

    def of(self, typed: str, most: int = 3) -> list[Need]:
        """The likeliest first."""
        shares: dict[int, float] = defaultdict(float)
        total = 0.0
        for feature, worth in features(typed).items():
            having = self.held.get(feature, ())
            telling = worth * math.log(1 + len(self.written) / (len(having) or 0.5))
            total += telling
            for number, count in having:
                shares[number] += telling * count / (count + _HALF)
        best = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
        return [Need(self.written[number], share / total) for number, share in best if share >= _LEAST * total]


def features(text: str) -> dict[str, float]:
    """Of a question or of a sentence of a need, each once."""
    found: dict[str, float] = {}
    said = spelled_out(standard(text))
    for run in _HAN.findall(said):
        found |= _han("".join(sign for sign in run if sign not in SMALL))
    found |= _latin(said)
    for run in syllables(said):
        found |= {f"~{one} {other}": _PAIR for one, other in pairwise(run)}
    for one in lexicon().phrases(said):
        found |= dict.fromkeys((f"={phrase}" for phrase in lexicon().alike(one.phrase)[:_ALIKE]), _PHRASE)
    return found


def _han(run: str) -> dict[str, float]:
    found = {sign: _SIGN for sign in run if not stop(sign)}
    for one, other in pairwise(run):
        found[one + other] = _PAIR
        found[f"~{sound(one)} {sound(other)}"] = _SOUND
    return found


def _latin(text: str) -> dict[str, float]:
    stems = [stem(word) for word in (found.replace("'", "") for found in _LATIN.findall(text)) if not stop(word)]
    pairs = (f"{one} {other}" for one, other in pairwise(stems))
    return dict.fromkeys(pairs, _STEMS) | dict.fromkeys((f"{one}." for one in stems), _STEM)


@once
def needs() -> Needs:
    written: list[tuple[str, ...]] = []
    held: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, listed in enumerate(_listed()):
        phrases = tuple(map(plain, listed["write"]))
        written.append(phrases)
        for feature, count in _counted([*phrases, *said(listed)]).items():
            held[feature].append((number, count))
    return Needs(written, dict(held))


def _listed() -> Iterator[dict[str, str]]:
    folder = files("ingest.answer").joinpath("lexicon/needs")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield from tomllib.loads(file.read_text("utf-8"))["need"]


def said(listed: Mapping[str, str]) -> list[str]:
    """The sentences of a need in both languages."""
    every = _BREAK.split("\n".join((listed.get("zh", ""), listed.get("en", ""))))
    return [sentence.strip() for sentence in every if sentence.strip()]


def _counted(sentences: Iterable[str]) -> Counter[str]:
    return Counter(feature for sentence in sentences for feature in features(sentence))
