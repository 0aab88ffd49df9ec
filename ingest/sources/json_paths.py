"""Paths into JSON (JMESPath, jmespath.org) and templates of addresses with such paths in braces."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import jmespath
from jmespath.exceptions import JMESPathError

_HOLE = re.compile(r"\{([^{}]+)\}")


@functools.lru_cache(maxsize=512)
def _compiled(path: str) -> Any:
    """None for a path that can't be read: the settings have reported it."""
    try:
        return jmespath.compile(path)
    except JMESPathError:
        return None


def find(data: Any, path: str) -> Any:
    """What stands there, None for nothing."""
    compiled = _compiled(path)
    try:
        return compiled.search(data) if compiled else None
    except (JMESPathError, RecursionError, TypeError, ValueError):  # a function that meets what it does not take
        return None


def first(data: Any, paths: Sequence[str]) -> Any:
    """What the first fruitful path finds; empty texts are no fruit."""
    return next((found for path in paths if (found := find(data, path)) not in (None, "", [], {})), None)


def words(value: Any) -> str | None:
    """A text or a number as text; several are joined by blanks; None for all else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, list):
        return " ".join(filter(None, map(words, value))) or None
    if isinstance(value, str | int | float):
        return str(value).strip() or None
    return None


def filled(template: str, data: Any) -> str | None:
    """`https://…/{id}` with what the paths in braces find, fit for an address; None if one of them finds nothing."""
    missing = False

    def value(hole: re.Match[str]) -> str:
        nonlocal missing
        found = words(find(data, hole[1]))
        missing = missing or found is None
        return quote(found or "", safe="/")

    address = _HOLE.sub(value, template)
    return None if missing else address


def holes(template: str) -> list[str]:
    """The paths in braces."""
    return _HOLE.findall(template)
