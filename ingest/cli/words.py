"""The command line's own texts, in the language of the terminal."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files

from ingest.errors import IngestError, ReviewError, Text, language


@functools.cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("ingest.cli").joinpath("words.toml").read_text("utf-8"))


def refusal(error: IngestError) -> str:
    """What `error` says, in the terminal's language, with what to do next."""
    said = _of_the_pages(error) if isinstance(error, ReviewError) else str(error.message)
    return f"{said}\n  -> {error.remedy}" if error.remedy else said


def _of_the_pages(error: ReviewError) -> str:
    from ingest.web.i18n import Translator

    t, key = Translator(language()), f"refusal.{type(error).__name__}"
    return t(key) if t.has(key) else str(error.message)


def say(key: str, **values: object) -> str:
    """The text for `key`, filled, in the terminal's language."""
    return str(text(key, **values))


def text(key: str, **values: object) -> Text:
    """The text for `key`, filled."""
    return Text(**{tongue: said.format(**values) for tongue, said in _catalogue()[key].items()})
