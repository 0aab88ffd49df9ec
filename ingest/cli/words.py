"""The command line's own texts, in the language of the terminal (LANG, LC_ALL; INGEST_LANG goes first)."""

from __future__ import annotations

import functools
import inspect
import os
import tomllib
from importlib.resources import files

from ingest.errors import IngestError, ReviewError


@functools.cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("ingest.cli").joinpath("words.toml").read_text("utf-8"))


def language() -> str:
    """ "zh" or "en"."""
    for name in ("INGEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def refusal(error: IngestError) -> str:
    """What `error` says, in the terminal's language where its kind has a text of its own, with what to do next."""
    text = _of_the_pages(error) if isinstance(error, ReviewError) else _own(error)
    return f"{text}\n  -> {error.remedy}" if error.remedy else text


def _own(error: IngestError) -> str:
    """Errors that always say the same are in the catalogue by their class's name."""
    key = f"error_{type(error).__name__}"
    return say(key) if key in _catalogue() and error.message == inspect.getdoc(type(error)) else error.message


def _of_the_pages(error: ReviewError) -> str:
    from ingest.web.i18n import Translator

    t, key = Translator(language()), f"refusal.{type(error).__name__}"
    return t(key) if t.has(key) else error.message


def say(key: str, **values: object) -> str:
    """The text for `key`, filled."""
    return _catalogue()[key][language()].format(**values)
