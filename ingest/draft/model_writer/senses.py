"""Meaning beside values: up or down, free, not, only, at most, from, until. The same ones as in the rules' line."""

from __future__ import annotations

import re

from ingest.draft.model_writer.chat import Refusal
from ingest.draft.model_writer.phrases import Phrases


def same_sense(line: str, new: str, phrases: Phrases) -> Refusal | None:
    """Does `new` go the same way as `line`, under the same conditions?"""
    ways = _way(line, phrases.ordered), _way(new, phrases.ordered)
    if [kind for kind, _ in ways[0]] != [kind for kind, _ in ways[1]]:
        return _changed(*([words for _, words in way] for way in ways))
    for pattern in phrases.counted.values():
        old_words, new_words = _words(line, pattern), _words(new, pattern)
        if len(old_words) != len(new_words):
            return _changed(old_words, new_words)
    for pattern in phrases.present.values():
        old_words, new_words = _words(line, pattern), _words(new, pattern)
        if bool(old_words) != bool(new_words):
            return _changed(old_words, new_words)
    return None


def _changed(old: list[str], new: list[str]) -> Refusal:
    return Refusal("meaning", f"{' '.join(old) or '—'} → {' '.join(new) or '—'}")


def _words(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [m[0] for m in pattern.finditer(text)]


def _way(text: str, ordered: re.Pattern[str]) -> list[tuple[str, str]]:
    """Kinds of `ordered` with their words, in their order, repetitions told once."""
    found = [(m.lastgroup or "", m[0]) for m in ordered.finditer(text)]
    return [one for at, one in enumerate(found) if at == 0 or found[at - 1][0] != one[0]]
