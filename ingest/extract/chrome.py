"""What on a page is furniture: navigation, footers, share bars, bylines. The words are in `chrome.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from lxml.html import HtmlElement

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside"))
_FURNITURE_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar")
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NARROW = {0xFF21 + n: 0x41 + n for n in range(26)} | {0xFF10 + n: 0x30 + n for n in range(10)}
SURE, LIKELY = 2, 1
"""How sure we are that an element is furniture: by its tag or role; by a word of its class."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`chrome.toml`, compiled."""

    words: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    told: frozenset[str]
    folded: frozenset[str]
    hidden: frozenset[str]
    lines: re.Pattern[str]
    byline: re.Pattern[str]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    signature: re.Pattern[str]
    sections: frozenset[str]


@functools.cache
def lexicon() -> Lexicon:
    data = tomllib.loads((files(__package__) / "chrome.toml").read_text("utf-8"))
    return Lexicon(
        frozenset(data["words"].split()),
        tuple(data["begins"]),
        tuple(data["ends"]),
        frozenset(data["told"].split()),
        frozenset(data["folded"].split()),
        frozenset(data["hidden"].split()),
        re.compile("|".join(f"(?:{line})" for line in data["lines"]), re.I),
        re.compile(data["byline"], re.I),
        re.compile(data["published"], re.I),
        re.compile(data["updated"], re.I),
        re.compile(data["signature"], re.I),
        frozenset(data["sections"].split()),
    )


@functools.lru_cache(maxsize=8192)
def words_of(names: str) -> frozenset[str]:
    """The words of class and id attributes, in lower case."""
    return frozenset(w.lower() for w in _WORDS.findall(names))


@functools.lru_cache(maxsize=8192)
def _names_furniture(names: str) -> bool:
    lex, words = lexicon(), words_of(names)
    words = words - {"more"} if words & lex.told else words
    return bool(words & lex.words) or any(
        len(w) > 3 and (w.startswith(lex.begins) or w.endswith(lex.ends)) for w in words
    )


def names_of(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def furniture(element: HtmlElement, *, holds_heading: bool) -> int:
    """SURE, LIKELY or 0. What holds the page's main heading is never furniture by its name alone."""
    if element.tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
        return SURE
    if holds_heading or element.tag in ("html", "body", "main", "article"):
        return 0
    names = names_of(element)
    return LIKELY if element.tag == "header" or (len(names) > 1 and _names_furniture(names)) else 0


def hidden(element: HtmlElement) -> bool:
    """Not shown, and not the folded part of a tab or an FAQ either."""
    style, name = element.get("style"), element.get("class")
    unseen = (style is not None and _INVISIBLE.search(style) is not None) or element.get("hidden") is not None
    if not unseen and name:
        unseen = not lexicon().hidden.isdisjoint(name.split())
    return unseen and words_of(names_of(element)).isdisjoint(lexicon().folded)


def furniture_line(text: str) -> bool:
    """A breadcrumb, share, print, previous/next or copyright line by its words."""
    if len(text) >= 240:
        return False
    plain = text if text.isascii() else text.translate(_NARROW)
    return lexicon().lines.match(plain.lstrip("·•|｜ <>«‹")) is not None
