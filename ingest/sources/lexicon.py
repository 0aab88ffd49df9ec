"""The words of `listing.toml`, loaded once."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NOISE = re.compile(r"[\s\[\]【】()（）<>«»‹›《》〈〉>＞→…·.:：|!！+-]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`next_texts`, `empty` and `furniture` hold texts as `plain` gives them; `chrome` holds words of class names."""

    next_texts: frozenset[str]
    next_signs: frozenset[str]
    more: frozenset[str]
    empty: frozenset[str]
    furniture: frozenset[str]
    chrome_tags: frozenset[str]
    chrome: frozenset[str]
    pictures: tuple[str, ...]
    hints: tuple[str, ...]


@functools.cache
def lexicon() -> Lexicon:
    with (files("ingest.sources") / "listing.toml").open("rb") as file:
        data = tomllib.load(file)
    return Lexicon(
        next_texts=frozenset(map(plain, data["next"]["texts"])),
        next_signs=frozenset(data["next"]["signs"]),
        more=frozenset(map(plain, data["next"]["more"])),
        empty=frozenset(map(plain, data["titles"]["empty"])),
        furniture=frozenset(map(plain, data["titles"]["chrome"])),
        chrome_tags=frozenset(data["chrome"]["tags"]),
        chrome=frozenset(data["chrome"]["words"]),
        pictures=tuple(data["titles"]["pictures"]),
        hints=tuple(data["hints"]["words"]),
    )


def plain(text: str) -> str:
    """Lower case, without blanks, brackets and arrows: "[ Read More ]" → "readmore"."""
    return _NOISE.sub("", text).lower()


@functools.lru_cache(maxsize=4096)
def is_chrome(names: str) -> bool:
    """Whether class or id names say that an element is furniture ("topNav", "footer-links")."""
    tokens = {token.lower() for token in _TOKEN.findall(names)}
    return not tokens.isdisjoint(lexicon().chrome)
