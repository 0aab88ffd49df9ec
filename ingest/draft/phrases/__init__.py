"""The words of the rules writer: `zh.toml` and `en.toml`, loaded once; traditional Chinese by conversion."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

Table = Mapping[str, Any]


def _converted(node: Any, convert: Any) -> Any:
    if isinstance(node, str):
        return convert(node)
    if isinstance(node, dict):
        return {key: _converted(value, convert) for key, value in node.items()}
    return [_converted(value, convert) for value in node] if isinstance(node, list) else node


@functools.cache
def phrases(language: str, script: str = "hans") -> Table:
    """The table of "zh" or "en". `script` "hant": our own connecting words in traditional characters."""
    name = "zh" if language == "zh" else "en"
    table = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    if name == "zh" and script == "hant":
        import opencc

        subject = table.pop("subject")  # patterns already know both scripts
        table = {**_converted(table, opencc.OpenCC("s2tw").convert), "subject": subject}
    return table
