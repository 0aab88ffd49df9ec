"""Spoken Cantonese, regional speech and the shorthand of messages, read as what they stand for
(`lexicon/spoken.toml`)."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from ingest.store.tokens import plain
from ingest.text.once import once

_PIECES = re.compile(r"(?<=[\d一二三四五六七八九十百千万])快(?![捷速递到要点一了])")
"""The measure of money, as the input method's first choice has it."""
_WORD = re.compile(r"(?<![a-z0-9])(?:[a-z]/[a-z]?(?![a-z])|[a-z0-9]+)")


def standard(text: str) -> str:
    """The plain text (`tokens.plain`) of what was typed or listed, in words that are written."""
    han, latin = _words()
    found, words = han
    written = _PIECES.sub("块", found.sub(lambda one: words[one[0]], plain(text)))
    return _WORD.sub(lambda word: latin.get(word[0], word[0]), written)


@once
def _words() -> tuple[tuple[re.Pattern[str], dict[str, str]], dict[str, str]]:
    listed = tomllib.loads(files("ingest.answer").joinpath("lexicon/spoken.toml").read_text("utf-8"))
    han = {plain(said): meant for said, meant in listed["han"].items()}
    longest = sorted(han, key=len, reverse=True)
    return (re.compile("|".join(map(re.escape, longest))), han), listed["latin"]
