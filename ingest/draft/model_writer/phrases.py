"""`phrases/model_*.toml`: the system message, the patterns of the checks, the reasons that reviewers read."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Phrases:
    """`ordered`, `counted` and `present`: kinds of meaning and the words that carry them."""

    system: str
    placeholder: re.Pattern[str]
    ordered: re.Pattern[str]
    counted: Mapping[str, re.Pattern[str]]
    present: Mapping[str, re.Pattern[str]]


_FIELD = re.compile(r"\s*\((\w+)\)$")


@functools.cache
def _reasons() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("ingest.draft.phrases").joinpath("model_refusals.toml").read_text("utf-8"))


def reason_of(code: str, language: str) -> str:
    """Why a wording was not taken, in "zh" or "en"; a code of another version of ours stands for itself."""
    return _reasons().get(code, {}).get(language, code)


def refusal_in_words(refusal: str, language: str) -> str:
    """A draft's `model_refused` ("value_lost: 6元 (answer)") as reviewers read it."""
    code, _, about = refusal.partition(": ")
    field = _FIELD.search(about)
    place = _reasons().get(f"field_{field[1]}", {}).get(language, field[1]) if field else ""
    about = _FIELD.sub("", about)
    if language == "zh":
        return reason_of(code, language) + (f"：{about}" if about else "") + (f"（{place}）" if place else "")
    return reason_of(code, language) + (f": {about}" if about else "") + (f" ({place})" if place else "")


@functools.cache
def phrases(language: str) -> Phrases:
    """Those of "zh" (both scripts) or "en"."""
    name = "model_zh.toml" if language == "zh" else "model_en.toml"
    table = tomllib.loads(files("ingest.draft.phrases").joinpath(name).read_text("utf-8"))
    ordered = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in table["ordered"].items())
    return Phrases(
        system=table["system"].strip(),
        placeholder=re.compile(table["placeholder"]),
        ordered=re.compile(ordered, re.I),
        counted=_compiled(table["counted"]),
        present=_compiled(table["present"]),
    )


def _compiled(table: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {kind: re.compile(pattern, re.I) for kind, pattern in table.items()}
