"""What an entry is about (a product) and where it is done (a channel), by the words that it says
(`lexicon/facets.toml`)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from ingest.model import Entry, FaqDraft
from ingest.store.search_terms import Group, Term, Way
from ingest.store.tokens import plain, words

_CJK = re.compile(r"[\u4e00-\u9fff]")
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Facet:
    """Something that hits can be narrowed to, as it is called in both languages."""

    id: str
    zh: str
    en: str
    words: re.Pattern[str]
    ways: Group
    """About the same, for the index of words."""

    def named(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@functools.cache
def facets(kind: str) -> Mapping[str, Facet]:
    """Those of a kind ("product", "channel"), by id, in the order in which they are offered."""
    text = resources.files("ingest.answer").joinpath("lexicon/facets.toml").read_text("utf-8")
    return {
        name: Facet(name, one["zh"], one["en"], _any(tuple(one["words"])), tuple(map(_way, one["words"])))
        for name, one in tomllib.loads(text)[kind].items()
    }


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_form, words)), re.IGNORECASE)


def _form(word: str) -> str:
    if _CJK.search(word):
        return re.escape(word)
    begun = re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return rf"(?<![A-Za-z]){begun}(?![A-Za-z])"


def _way(word: str) -> Way:
    every = [(found.group(), found.end() < len(word) and word[found.end()] == "*") for found in _PART.finditer(word)]
    return tuple(Term(token, prefix=open_) for part, open_ in every for token in words(plain(part)))


def said_by(product: str | None, channel: str | None) -> tuple[Group, ...]:
    """What an entry about them says, for the index of words: nearly all of them, and few others."""
    return tuple(facet.ways for facet in _wanted(product, channel))


def _wanted(product: str | None, channel: str | None) -> list[Facet]:
    named = (("product", product), ("channel", channel))
    return [found for kind, id in named if (found := facets(kind).get(id or ""))]


def about(entry: Entry, product: str | None, channel: str | None) -> bool:
    """Does it say a word of each facet that is given? One that nobody knows narrows nothing."""
    wanted = _wanted(product, channel)
    said = _said(entry) if wanted else ""
    return all(facet.words.search(said) for facet in wanted)


def _said(entry: Entry) -> str:
    one = entry.content
    if isinstance(one, FaqDraft):
        parts = (one.question, one.answer, *one.keywords, *one.conditions, *one.operation_points)
    else:
        parts = (one.headline, one.what_changes, one.who, one.script, *one.operation_points)
    return "\n".join((entry.title or "", *parts))
