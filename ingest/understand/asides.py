"""What a notice says on the side: that something else stays as it is or costs nothing, small print, a word of caution.

Such words name fees, limits, hours and swindlers in notices of every kind. What is left without them is what the notice
is about; a notice that is nothing but such words keeps them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.model import Category
from ingest.understand.evidence import Zone
from ingest.understand.lexicon import pattern
from ingest.understand.voices import denounces

_WARNING = 0.4
"""A notice in which this share of the sentences warns of swindlers, or the title does, is about them; so is one that
says of what it told that it is the swindlers'."""
_SAID = 2.5
"""What a title that warns has of the words of warnings, at least."""
_SIGNS = ",;:。!?. "
_LONG = 600
"""Longer lines are left as they are."""


def matter(said: Sequence[str], title: str) -> tuple[str, ...]:
    """`said` sentence by sentence without the asides; what is nothing else becomes ""."""
    left = [_without(text) for text in said]
    warning = [bool(pattern("asides", "warns").search(text[:_LONG])) for text in left]
    told = _warns(title) or any(denounces(text) for text, warns in zip(left, warning, strict=True) if warns)
    if not told and sum(warning) < max(2, _WARNING * len(said)):
        left = ["" if warns else text for text, warns in zip(left, warning, strict=True)]
    return tuple(left if any(left) else said)


def _warns(title: str) -> bool:
    return Zone("title", title).weight("categories", Category.FRAUD_WARNING, "title") >= _SAID


def _without(text: str) -> str:
    """A sentence without its clauses of asides, and without words of what is free where that is nothing new."""
    if len(text) > _LONG:
        return text
    if _says("reminder", text) or (_says("option", text) and not _says("value", text)):
        return ""
    kept = [
        c for c in _clauses(text) if not any(_says(form, c.rstrip(_SIGNS)) for form in ("stays", "print", "purpose"))
    ]
    values = any(_says("value", c) for c in kept if not _says("free", c))
    if values or not _says("new", text):
        kept = [pattern("asides", "free").sub(" ", c) for c in kept]
    return pattern("asides", "place").sub(" ", "".join(kept))


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a sentence, each with the sign behind it."""
    start = 0
    for m in pattern("asides", "clause").finditer(text):
        yield text[start : m.end()]
        start = m.end()
    yield text[start:]


def _says(form: str, text: str) -> bool:
    return bool(pattern("asides", form).search(text))
