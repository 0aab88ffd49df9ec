"""The command line's own texts, in the language of the terminal (LANG, LC_ALL; INGEST_LANG goes first)."""

from __future__ import annotations

import functools
import os
import tomllib
from importlib.resources import files


@functools.cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("ingest.cli").joinpath("words.toml").read_text("utf-8"))


def language() -> str:
    """ "zh" or "en"."""
    for name in ("INGEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say(key: str, **values: object) -> str:
    """The text for `key`, filled."""
    return _catalogue()[key][language()].format(**values)
