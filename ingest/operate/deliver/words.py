"""The words of messages, in the reader's language: `words.toml`."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files


@functools.cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("ingest.operate.deliver").joinpath("words.toml").read_text("utf-8"))


def say(key: str, language: str, **values: object) -> str:
    """The text for `key`, filled; "zh" gives the Chinese, anything else the English."""
    return _catalogue()[key]["zh" if language == "zh" else "en"].format(**values)
