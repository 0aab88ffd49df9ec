"""The environment variables that sources.toml names: each holds a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_IN_A_VALUE = re.compile(r"\benv:([A-Za-z_][A-Za-z0-9_]{0,63})")


def named(data: Any) -> tuple[str, ...]:
    """The names under keys that end in `_env`, and those that stand as "env:NAME" in values; each once, sorted."""
    return tuple(sorted(set(_found(data, ""))))


def _found(data: Any, key: str) -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _found(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _found(value, key)
    elif isinstance(data, str):
        yield from [data] if key.endswith("_env") else _IN_A_VALUE.findall(data)
