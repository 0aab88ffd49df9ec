"""`model.Cause` in words: the catalogue `causes.toml`, in Chinese and English.

A cause whose text has no place for those behind it tells them in brackets. A code that is not in the catalogue (it may
come from a newer version's database) is told as it stands: what went wrong is never hidden by a missing translation.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files

from ingest.errors import Text
from ingest.model import Cause

_BETWEEN = {"en": "; ", "zh": "；"}
_BRACKETS = {"en": (" (", ")"), "zh": ("（", "）")}


@functools.cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """By code, then by language."""
    return tomllib.loads(files("ingest.text").joinpath("causes.toml").read_text("utf-8"))


def told(cause: Cause) -> Text:
    """What happened, in a clause without a full stop."""
    return Text(_within(cause, "en"), _within(cause, "zh"))


def told_all(causes: Sequence[Cause]) -> Text:
    """Several, one behind the other; "" for none."""
    return Text(_joined(causes, "en"), _joined(causes, "zh"))


def _joined(causes: Sequence[Cause], language: str) -> str:
    return _BETWEEN[language].join(_within(cause, language) for cause in causes)


def _within(cause: Cause, language: str) -> str:
    template = _template(cause.code, language)
    because = _joined(cause.because, language)
    given = {"code": cause.code, "status": cause.code.removeprefix("http_"), **cause.about, "because": because}
    said = template.format_map(_Known(given))
    if because and "{because}" not in template:
        opening, closing = _BRACKETS[language]
        said += f"{opening}{because}{closing}"
    return said


def _template(code: str, language: str) -> str:
    """Every status of HTTP that has no entry of its own shares one."""
    entry = catalogue().get(code) or catalogue().get("http" if code.startswith("http_") else "")
    return entry[language] if entry else "{code}"


class _Known(dict[str, str | int | float]):
    """What a text asks for and the cause does not know is left open."""

    def __missing__(self, key: str) -> str:
        return "?"
