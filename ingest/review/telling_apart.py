"""Which of several changes a number undergoes that may mean any of them: the nearest words that tell them apart say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Span
from ingest.review.value_changes import ValueChange
from ingest.text.grams import grams

_CLAUSE = re.compile(r"(?:[^。！？!?；;，,、\n（）()]|(?<=\d)[,，](?=\d{3}))+")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")

Options = tuple[tuple[ValueChange, str | None], ...]
"""What may happen to a value: a change, and what would stand there (None: it can't be said)."""


def choose(options: Options, around: Sequence[str]) -> tuple[ValueChange, str | None] | str:
    """The change that a value undergoes; a word where only a person can tell. `around`: its clause, its sentence, what
    the entry is about; the nearest words that tell the options apart decide."""
    for words in around:
        if len({new for _, new in options}) == 1:
            break
        options = _meant(options, words) or options
    if len({new for _, new in options}) > 1:
        return "ambiguous"
    change, new = next(((c, n) for c, n in options if c.changed), options[0])
    return "unsayable" if change.changed and new is None else (change, new)


def _meant(options: Options, words: str) -> Options:
    """The options whose label the words name: by what it has and the other labels lack; where nothing of that is said,
    the label that is part of the others and stands there whole. None where the words name none or several."""
    said = grams(words)
    names = [grams(change.label) if change.label else frozenset[str]() for change, _ in options]
    hits = []
    for name in names:
        others = frozenset[str]().union(*(other for other in names if other != name))
        hits.append(len((name - others) & said))
    if max(hits):
        return tuple(o for o, hit in zip(options, hits, strict=True) if hit == max(hits))
    whole = [bool(name) and name <= said for name in names]
    return tuple(o for o, stands in zip(options, whole, strict=True) if stands)


def clause(text: str, span: Span) -> str:
    return next((m[0] for m in _CLAUSE.finditer(text) if m.start() <= span.start < m.end()), text)


def sentence(text: str, span: Span) -> str:
    return next((m[0].strip() for m in _SENTENCE.finditer(text) if m.start() <= span.start < m.end()), text)
