"""`phrases/plan.toml`: which fact answers which question, in which category."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Any

from ingest.model import Category, Intent


@functools.cache
def plan() -> dict[str, Any]:
    """The whole table."""
    return tomllib.loads(files("ingest.draft.phrases").joinpath("plan.toml").read_text("utf-8"))


@functools.cache
def planned(section: str, name: str, category: Category) -> Intent | None:
    """The question that a window role or figure kind answers; the category's own word goes before the general one."""
    table = plan()[section]
    word = table.get(str(category), {}).get(name, table["any"][name])
    return Intent(word) if word else None
