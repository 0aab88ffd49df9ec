"""Word lists and rules as data. An administrator extends the `.toml` files here; the code reads them once."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from typing import Any

from ingest.text.gates import gated


@functools.cache
def load(name: str) -> dict[str, Any]:
    """The tables of `<name>.toml` in this folder."""
    return tomllib.loads(importlib.resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@functools.cache
def pattern(name: str, *path: str) -> re.Pattern[str]:
    """The regular expression at `path` of `<name>.toml`, without regard to case."""
    value: Any = load(name)
    for key in path:
        value = value[key]
    return re.compile(gated(value), re.I)
