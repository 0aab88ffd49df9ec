"""The checklist of a good entry (C1–C12), filled as far as a program can: information for the reviewer, no gate.

C1 unique              C2 right category         C3 asked in customers' words   C4 the answer first
C5 all facts anchored  C6 its time is complete   C7 old → new is told           C8 exceptions are told
C9 what to do          C10 keywords              C11 until when, or looked at again   C12 open questions listed
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.draft.atoms import keys
from ingest.draft.grounding import of_quantity, says_free
from ingest.model import (
    BulletinDraft,
    Document,
    EndKind,
    Facts,
    FaqDraft,
    Figure,
    FlagCode,
    Intent,
    OpenQuestion,
    StoredDraft,
)
from ingest.review.quoting import text_of
from ingest.review.similar import SAME
from ingest.review.splitting import sentences
from ingest.text.grams import similarity

_LEAD = {"zh": 50, "en": 30}
"""Characters, or words, of the sentence that answers (domain rule)."""
_HEAD = {"zh": 30, "en": 80}
_INWARD = re.compile(r"(?:项目|系统|接口|需求|上线版本|CR|UAT|跑批|工单)(?:编号|单号|名称)|\b(?:UAT|CR-?\d+|JIRA)\b")
"""Words of projects, which no customer says."""
_ASKS_HOW = (Intent.HOW_TO, Intent.DOCUMENTS, Intent.WHAT_TO_DO, Intent.HOW_TO_RESTORE, Intent.HOW_TO_AVOID)
_ASKS_VALUE = (Intent.HOW_MUCH, Intent.WHEN, Intent.CAPS, Intent.REWARD_DATE, Intent.RESUME)
_ASKS_CHANGE = (Intent.HOW_MUCH, Intent.WHAT_CHANGES)
_FEWEST_KEYWORDS = 3


class Mark(StrEnum):
    YES = "yes"
    LOOK = "look"
    """It is missing, or only a person can tell."""
    NONE = "none"
    """The notice has nothing of the kind, or the question does not ask for it."""


@dataclass(frozen=True, slots=True)
class Check:
    """`code` is "C1" … "C12"; `count` is how many, where that says more."""

    code: str
    mark: Mark
    count: int | None = None


def checklist(
    draft: StoredDraft,
    siblings: Sequence[StoredDraft],
    document: Document,
    facts: Facts,
    questions: Sequence[OpenQuestion],
) -> tuple[Check, ...]:
    """All twelve, in their order. `siblings` are the drafts of the same notice."""
    content = draft.content
    marks = (
        _unique(draft, siblings),
        _yes(facts.category is not None and bool(facts.reasons)),
        _yes(_customers_words(content, draft.language)),
        _answer_first(content, draft.language),
        _yes(not draft.unsupported and bool(content.citations)),
        _time(draft, facts),
        _moved(content, facts),
        _exceptions(content, facts),
        _steps(content),
        _keywords(content),
        _yes(draft.expires is not None or _open_ended(facts)),
        _yes(bool(questions)) if questions else Mark.NONE,
    )
    counts = {12: len(questions) or None, 10: len(content.keywords) if isinstance(content, FaqDraft) else None}
    return tuple(Check(f"C{n}", mark, counts.get(n)) for n, mark in enumerate(marks, 1))


def _yes(met: bool) -> Mark:
    return Mark.YES if met else Mark.LOOK


def _unique(draft: StoredDraft, siblings: Sequence[StoredDraft]) -> Mark:
    mine = text_of(draft.content)
    others = (text_of(s.content) for s in siblings if s.id != draft.id and s.kind is draft.kind)
    return _yes(not any(similarity(mine, other) > SAME for other in others))


def _customers_words(content: FaqDraft | BulletinDraft, language: str) -> bool:
    head = content.question if isinstance(content, FaqDraft) else content.headline
    limit = _HEAD["zh" if language == "zh" else "en"]
    return bool(head.strip()) and len(head) <= 2 * limit and not _INWARD.search(head)


def _answer_first(content: FaqDraft | BulletinDraft, language: str) -> Mark:
    lead = next(iter(sentences(content.answer if isinstance(content, FaqDraft) else content.what_changes)), "")
    zh = language == "zh"
    short = 0 < (len(re.sub(r"\s", "", lead)) if zh else len(lead.split())) <= _LEAD["zh" if zh else "en"]
    asked = not isinstance(content, FaqDraft) or content.intent not in _ASKS_VALUE
    return _yes(short and (asked or bool(keys(lead)) or says_free(lead)))


def _time(draft: StoredDraft, facts: Facts) -> Mark:
    """A start, and an end or the word that it is open; no date that nobody could read."""
    unread = any(flag.code is FlagCode.MALFORMED_DATE for flag in draft.flags)
    known = draft.starts is not None and (draft.expires is not None or _open_ended(facts))
    return _yes(known and not unread)


def _open_ended(facts: Facts) -> bool:
    return any(window.end_kind is not EndKind.DATE for window in facts.windows)


def _moved(content: FaqDraft | BulletinDraft, facts: Facts) -> Mark:
    moving = [f for f in facts.figures if f.key and f.old and f.new and f.old != f.new and f.change == content.change]
    if not moving or (isinstance(content, FaqDraft) and content.intent not in _ASKS_CHANGE):
        return Mark.NONE
    said = keys(text_of(content))
    return _yes(any(_told(figure, said) for figure in moving))


def _told(figure: Figure, said: frozenset[object]) -> bool:
    return all(any(key in said for key in of_quantity(q)) or not q.value for q in (*figure.old, *figure.new))


def _exceptions(content: FaqDraft | BulletinDraft, facts: Facts) -> Mark:
    stated = [s for s in facts.statements if s.exclusion and s.change == content.change]
    if not stated:
        return Mark.NONE
    if isinstance(content, FaqDraft):
        return _yes(bool(content.conditions) or any(s.text in content.answer for s in stated))
    return _yes(any(similarity(s.text, line, 2) > 0.5 for s in stated for line in _lines(content)))


def _lines(content: BulletinDraft) -> Iterator[str]:
    yield from (content.who, content.what_changes, *content.operation_points)


def _steps(content: FaqDraft | BulletinDraft) -> Mark:
    if content.operation_points:
        return Mark.YES
    asks = isinstance(content, FaqDraft) and content.intent in _ASKS_HOW
    return Mark.LOOK if asks else Mark.NONE


def _keywords(content: FaqDraft | BulletinDraft) -> Mark:
    if isinstance(content, BulletinDraft):
        return Mark.NONE
    return _yes(len(content.keywords) >= _FEWEST_KEYWORDS)
