"""When two figures are about the same thing: their names in one form, for whom they count, and of which product.

The words are `same_thing.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from ingest.text.normal import normalise

_SIGNS = re.compile(r"[\W_]+")


@functools.cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("ingest.review").joinpath("same_thing.toml").read_text("utf-8"))


@functools.cache
def _filler() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in _words()["filler"]), re.I)


@functools.cache
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    first = {word.lower(): line[0].lower() for line in _words()["same"] for word in line}
    longest = sorted(first, key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in longest)), first


@functools.lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """The name of a figure in one form: 「柜台转账收费标准」 and 「柜面汇款手续费」 differ in 手续费 only."""
    pattern, first = _synonyms()
    text = pattern.sub(lambda m: first[m[0]], normalise(name).text.lower())
    shorter = _SIGNS.sub("", _filler().sub(" ", text))
    return shorter or _SIGNS.sub("", text)


@dataclass(frozen=True, slots=True)
class Bearing:
    """For whom something counts and of which product; an empty set says nothing."""

    audience: frozenset[str]
    product: frozenset[str]

    def meets(self, other: Bearing) -> bool:
        """Can both be about the same customers and the same product?"""
        return all(not a or not b or a & b for a, b in ((self.audience, other.audience), (self.product, other.product)))


@functools.lru_cache(maxsize=1024)
def bearing(text: str) -> Bearing:
    """What a title, question or name says of people and products."""
    plain = normalise(text).text
    words = _words()
    people = {name for name, form in words["audience"].items() if re.search(form, plain, re.I)}
    things = {m[0].lower() for form in words["product"].values() for m in re.finditer(form, plain, re.I)}
    return Bearing(frozenset(people), frozenset(things))
