"""How much of the rules' words people changed, in characters, compared word by word (Chinese words too)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from ingest.model import BulletinDraft, FaqDraft, Moment
from ingest.review.comparison import Line, Side, compare
from ingest.store.transaction import Transaction

_UNREAD = frozenset({"intent", "citations", "confidence", "change", "written_by", "model_refused", "review"})
"""Fields that no agent reads."""


def note(tx: Transaction, entry_id: int, draft_id: int, content: FaqDraft | BulletinDraft) -> None:
    """Keep, with a published entry, how far its words are from the first that its draft had."""
    first, words = tx.edits.first(draft_id), text_of(content)
    tx.edits.put(entry_id, 0 if first is None else distance(text_of(first), words), len(words))


def text_of(content: FaqDraft | BulletinDraft) -> str:
    """Every field that agents read, a line each."""
    return "\n".join(_lines(content))


def _lines(content: FaqDraft | BulletinDraft) -> Iterator[str]:
    for field in dataclasses.fields(content):
        value = getattr(content, field.name)
        if field.name in _UNREAD or not value:
            continue
        if isinstance(value, tuple):
            yield from value
        else:
            yield value if isinstance(value, str) and not isinstance(value, Moment) else str(value)


def distance(old: str, new: str) -> int:
    """Characters of the words that were taken out, put in, or replaced; of a replaced word the longer one counts."""
    return sum(_changed(line) for line in compare(old, new))


def _changed(line: Line) -> int:
    total = gone = 0
    for piece in line:
        if piece.side is Side.OLD:
            total, gone = total + gone, len(piece.text)
        elif piece.side is Side.NEW:
            total, gone = total + max(gone, len(piece.text)), 0
        else:
            total, gone = total + gone, 0
    return total + gone
