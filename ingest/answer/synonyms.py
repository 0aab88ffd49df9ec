"""The lexicon of customers' words: phrases that mean the same, `lexicon/customers.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from ingest.store.tokens import plain


@dataclass(frozen=True)
class Lexicon:
    """`groups` by each of their phrases; a phrase may stand in several."""

    groups: Mapping[str, Sequence[str]]
    pattern: re.Pattern[str]

    def alike(self, phrase: str) -> Sequence[str]:
        """Every phrase that means the same, this one first."""
        return (phrase, *(other for other in self.groups.get(phrase, ()) if other != phrase))

    def phrases(self, text: str) -> Iterator[tuple[int, int]]:
        """Where phrases of the lexicon stand in a plain text: of several at one place the longest."""
        return ((found.start(), found.end()) for found in self.pattern.finditer(text))


@functools.cache
def lexicon() -> Lexicon:
    listed = tomllib.loads(files("ingest.answer").joinpath("lexicon/customers.toml").read_text("utf-8"))
    groups: dict[str, list[str]] = defaultdict(list)
    for group in listed["same"]:
        said = [plain(phrase) for phrase in group]
        for phrase in said:
            groups[phrase] += [other for other in said if other not in groups[phrase]]
    longest = sorted(groups, key=len, reverse=True)
    spelled = (rf"(?<![a-z]){re.escape(p)}(?![a-z])" if p.isascii() else re.escape(p) for p in longest)
    return Lexicon(dict(groups), re.compile("|".join(spelled)))
