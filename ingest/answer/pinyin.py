"""Pinyin typed for Chinese words: its syllables, and the lexicon's phrases that sound so (dengbushang → 登不上)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import chain

from ingest.answer.spoken import standard
from ingest.answer.synonyms import SMALL, lexicon, sound
from ingest.store.tokens import readings, stem, stop
from ingest.text.once import once

_RUN = re.compile(r"(?<![a-z0-9])[a-z]{2,}(?: [a-z]{2,})*(?![a-z0-9])")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LONGEST, _PHRASE = 6, 5
"""Letters of a syllable; syllables of a phrase."""


def spelled_out(text: str) -> str:
    """With phrases for the syllables that sound like them; what sounds like none stays."""
    return _RUN.sub(lambda run: _phrases(run[0]), text)


def chinese(typed: str) -> bool:
    """Is what was typed Chinese, in signs or in pinyin?"""
    return _HAN.search(typed) is not None or _HAN.search(spelled_out(standard(typed))) is not None


def syllables(text: str) -> Iterator[list[str]]:
    """Of each run of pinyin, as the south says them (`synonyms.sound`)."""
    for run in _RUN.finditer(text):
        for said in _said(run[0].split()):
            if len(said) > 1:
                yield said


def _phrases(run: str) -> str:
    words = run.split()
    if not any(len(said) > 1 for said in _said(words)):
        return run
    found: list[str] = []
    for word, parts in ((word, _cut(word)) for word in words):
        found += _written(parts) if parts else [word]
    return " ".join(found)


def _written(parts: list[str]) -> Iterator[str]:
    """Phrases, and the syllables between them together."""
    at, between = 0, ""
    while at < len(parts):
        sizes = range(min(_PHRASE, len(parts) - at), 1, -1)
        size, phrase = next(((n, said) for n in sizes if (said := _heard().get("".join(parts[at : at + n])))), (1, ""))
        if phrase and between:
            yield between
        if phrase:
            yield phrase
        between = "" if phrase else between + parts[at]
        at += size
    if between:
        yield between


@once
def _heard() -> dict[str, str]:
    """Phrases of the lexicon by their pinyin."""
    listed = (phrase for phrase in lexicon().groups if 1 < len(phrase) <= _PHRASE and _HAN.fullmatch(phrase))
    return {"".join(readings(phrase)[0]): phrase for phrase in reversed(list(listed)) if readings(phrase)}


def _said(words: list[str]) -> Iterator[list[str]]:
    """Syllables of neighbouring words that are pinyin."""
    run: list[str] = []
    for word in words:
        if parts := _cut(word):
            run += [sound(part) for part in parts]
        else:
            yield run
            run = []
    yield run


@functools.lru_cache(maxsize=4096)
def _cut(word: str) -> list[str]:
    """The fewest syllables that make the word; none for an English word and for what is no pinyin."""
    if stop(word) or stem(word) in _english():
        return []
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            if before is None or word[start:end] not in _every():
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = [*before, word[start:end]]
    return best[-1] or []


@once
def _every() -> frozenset[str]:
    signs = SMALL.union(*_HAN.findall("".join(lexicon().groups)))
    return frozenset(chain.from_iterable(reading for sign in signs for reading in readings(sign)))


@once
def _english() -> frozenset[str]:
    return frozenset(chain.from_iterable(lexicon().latin))
