"""What somebody is made to read or hear: a message that is printed in quotes, with the number that it wants called."""

from __future__ import annotations

import re
from typing import Final

from ingest.text.normal import normalise
from ingest.understand.lexicon import pattern

_REACH: Final = 400
"""So many characters before a mention a quote may open."""
_PAIRS: Final = {"”": "“", "」": "「", "』": "『", "»": "«"}
_MARKS: Final = re.compile('[“”「」『』«»"]')


def message(text: str, start: int, end: int) -> int | None:
    """Where the quote opens that holds `text[start:end]` in its line, if it is a message; else None."""
    line = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    opened = list[re.Match[str]]()
    for mark in _MARKS.finditer(text, line, start):
        if opened and opened[-1][0] == _PAIRS.get(mark[0], mark[0]):
            opened.pop()
        elif mark[0] not in _PAIRS:
            opened.append(mark)
    if not opened:
        return None
    said = normalise(f"{text[opened[0].end() : start]} {text[end : end + 1]}").text
    return opened[0].start() if pattern("voices", "message").search(said) else None
