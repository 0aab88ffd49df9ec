"""The bulletin drafts against what has to stand on the board."""

from __future__ import annotations

from collections.abc import Sequence

from gold import Case
from values import meets, needs
from wording import holds_words, letters

from ingest.model import BulletinDraft

HEADLINE = {"zh": 30, "en": 80}
SCRIPT = {"zh": 60, "en": 160}
WHOLE = {"zh": 300, "en": 800}
"""Characters; Chinese without white space."""
COUNTED = 5


def _size(text: str, language: str) -> int:
    return len(letters(text)) if language == "zh" else len(text)


def _slots(draft: BulletinDraft) -> tuple[str, ...]:
    return draft.headline, draft.what_changes, draft.when, draft.who, draft.script


def complete(draft: BulletinDraft, language: str) -> bool:
    """Every slot filled, headline and script short enough."""
    short = _size(draft.headline, language) <= HEADLINE[language] and _size(draft.script, language) <= SCRIPT[language]
    return short and all(slot.strip() for slot in _slots(draft))


def facts_told(case: Case, drafts: Sequence[BulletinDraft]) -> tuple[int, int]:
    """How many of the facts and words that have to be on the board are."""
    texts = ["\n".join(_slots(d)) for d in drafts[:COUNTED]]
    board = "\n".join(t for t in texts if _size(t, case.language) <= WHOLE[case.language])
    wanted = [needs(case.fact(name)) for name in case.board.facts if case.fact(name)]
    hits = sum(bool(board) and meets(board, n) for n in wanted) + sum(holds_words(board, w) for w in case.board.words)
    return hits, len(wanted) + len(case.board.words)


def urgent_right(case: Case, drafts: Sequence[BulletinDraft]) -> bool:
    """The most urgent of a notice's bulletins counts."""
    return min((d.urgency.value for d in drafts), default="") in case.board.urgencies


def expires_right(case: Case, drafts: Sequence[BulletinDraft]) -> bool:
    """The last of them ends on the labelled day, or none ends."""
    last = max((d.expires.day.isoformat() for d in drafts if d.expires), default="")
    return last == (case.board.expires or "")[:10]
