"""The lexicon of figures as compiled patterns. All patterns work on normalised text (`ingest.text.normal`)."""

from __future__ import annotations

import functools
import re
from typing import Any

from ingest.text.gates import gated
from ingest.understand import lexicon


@functools.cache
def words(*path: str) -> Any:
    """A table or list of `lexicon/figures.toml`."""
    node: Any = lexicon.load("figures")
    for key in path:
        node = node[key]
    return node


def either(fragments: list[str]) -> str:
    """One group of alternatives, longest first; a fragment that begins or ends in a Latin letter is a whole word."""
    chosen = sorted(set(fragments), key=_reach, reverse=True)
    listed = "|".join(_bounded(f) for f in chosen)
    found = gated(listed)
    return found if found != listed else f"(?:{listed})"


def _reach(fragment: str) -> int:
    """How much of a text a fragment takes, roughly: what it only looks at does not count."""
    return len(re.sub(r"\(\?[=!<][^()]*\)|[()?:\\]", "", fragment))


def _bounded(fragment: str) -> str:
    left = r"(?<![a-z])" if re.match(r"[A-Za-z]", fragment) else ""
    right = r"(?![a-z])" if re.search(r"[A-Za-z][?)]*$", fragment) and not fragment.endswith(")*") else ""
    return f"{left}(?:{fragment}){right}"


@functools.cache
def pattern(*path: str) -> re.Pattern[str]:
    """Any word of a list."""
    return re.compile(either(list(words(*path))), re.I)


@functools.cache
def stems(*path: str) -> re.Pattern[str]:
    """Any word of a list, also as the beginning of a longer word."""
    return re.compile(gated("|".join(words(*path))), re.I)


@functools.cache
def named(*path: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The lists of a table, each as (name, any of its words), in the order of the file."""
    return tuple((name, re.compile(either(list(listed)), re.I)) for name, listed in words(*path).items())


def first_named(text: str, *path: str) -> str | None:
    """The name of the first list of a table one of whose words stands in `text`."""
    return next((name for name, found in named(*path) if found.search(text)), None)
