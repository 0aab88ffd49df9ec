"""One vocabulary for the rules: the words of Taiwan, Hong Kong and Macau become those of the mainland."""

from __future__ import annotations

import functools
import re

from ingest.text.normal import normalise
from ingest.understand.lexicon import load


@functools.cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    words: dict[str, str] = {a: b for a, b in load("regional")["words"].items() if a != b}
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), words


def common(text: str) -> str:
    """Normalised text in the rules' words, for weighing only: its length may differ."""
    if text.isascii():
        return text
    form, words = _words()
    return form.sub(lambda m: words[m[0]], text)


def common_words(text: str) -> str:
    """Any text, normalised and in the rules' words: as examples are learnt and looked up."""
    return common(normalise(text).text)
