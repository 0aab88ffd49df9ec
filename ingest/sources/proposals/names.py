"""Which classes and ids of a page are names: given by people, for what stands there, and there tomorrow too."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{1,30}\d?")
_MADE = re.compile(r"^(?:css|sc|jss|svelte|emotion|chakra|v|ng|data)-|__|--|[A-Z]{2,}[a-z]+[A-Z]|[a-z][A-Z][a-z][A-Z]")
_STATES = frozenset(
    "active current cur first last odd even on off hover open show selected clearfix clear fl fr left right row col "
    "hide hidden relative absolute inline block wow bd fix center".split()
)
_SPEAKING = re.compile(
    r"list|news|notice|notif|item|title|entry|article|content|detail|text|body|press|release|announce|promo|offer|"
    r"post|card|story|gonggao|xinwen|zixun|gg|xw|zx|TRS_Editor|\bcon\b",
    re.I,
)


def classes(element: HtmlElement) -> list[str]:
    return [name for name in (element.get("class") or "").split() if is_name(name)]


def is_name(name: str) -> bool:
    """What a build tool made, or what says how a box looks or is at the moment, is none."""
    return bool(_NAME.fullmatch(name)) and not _MADE.search(name) and name.lower() not in _STATES


def speaks(selector: str) -> bool:
    """Whether a selector says what it finds, and not only where it stands."""
    return _SPEAKING.search(selector) is not None
