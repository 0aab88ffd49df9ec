"""The words by which agents will look for a notice: its products and actions, and what customers call them."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.model import Category
from ingest.text.signs import Index
from ingest.understand.evidence import Zone, signs_of_phrase
from ingest.understand.lexicon import load

_TITLE = 4


def read_keywords(title: Zone, body: Zone, category: Category, language: str) -> tuple[str, ...]:
    """3 to 8 words, the most telling first: found in the notice, each followed by the customers' word for it."""
    found = sorted(_found(title, body), key=lambda pair: -pair[0])
    asked = load("keywords")["category"]["zh" if language == "zh" else "en"][category]
    most: int = load("keywords")["most"]
    words = _distinct(word for _, rule in found[: most // 2] for word in rule)
    return tuple(_distinct([*words[: most - 1], *asked])[:most])


def _found(title: Zone, body: Zone) -> Iterator[tuple[float, list[str]]]:
    """(weight, the notice's word and the customers' words) of each entry that stands in the notice."""
    able = _words().able(title.sought.marks | body.sought.marks)
    for at, words in itertools.groupby(able, key=lambda entry: entry[0]):
        here = [(title.count(w) * _TITLE + min(body.count(w), 4), w) for _, w in words]
        weight = sum(n for n, _ in here)
        if weight >= 2:
            yield weight, [max(here, key=lambda pair: pair[0])[1], *_said(load("keywords")["word"][at])]


@functools.cache
def _words() -> Index[tuple[int, str]]:
    """The words to be found, each with the number of its entry."""
    listed = ((at, word) for at, rule in enumerate(load("keywords")["word"]) for word in rule["find"])
    return Index((entry, signs_of_phrase(entry[1])) for entry in listed)


def _said(rule: dict[str, Any]) -> list[str]:
    return list(rule["say"])


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
