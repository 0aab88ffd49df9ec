"""The administrator's view: what waits, what notices leave open, mails that nobody knows, and one question wholly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.answer.questions.forwarding import found
from ingest.answer.questions.telling import settle
from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.transaction import Clock
from ingest.store.forwarded import LIVE, WAITING, Asker, LeftOpen, Question, Stage
from ingest.store.forwarding_log import Contact
from ingest.store.store import Store
from ingest.store.tokens import plain

OVER = (Stage.PUBLISHED, Stage.CLOSED, Stage.JOINED)
_ALIKE = 0.5
"""Of the pairs of characters that two questions have together, so many are in both: perhaps they ask the same."""
_MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """`replies`: mails that came, by question; `over`: how many are overdue."""

    questions: tuple[Question, ...]
    replies: dict[int, int]
    waiting: int
    late: int
    left_open: tuple[LeftOpen, ...]
    strangers: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """One question with everything about it; `alike`: others that may ask the same."""

    question: Question
    askers: tuple[Asker, ...]
    log: tuple[Contact, ...]
    alike: tuple[Question, ...]
    notice_title: str | None


def desk(store: Store, actor: Actor, stages: Sequence[Stage], clock: Clock) -> Desk:
    """Raises WrongRole."""
    require(actor, Permission.READ_QUESTIONS)
    settle(store, clock)
    with store.reading() as tx:
        questions = tx.forwarded.listed(stages, newest=stages == OVER)
        waiting, late = tx.forwarded.counts(clock())
        open_ones = tx.forwarded.left_open() if WAITING[0] in stages else []
        return Desk(
            tuple(questions),
            tx.forwarding_log.replies([q.id for q in questions]),
            waiting,
            late,
            tuple(open_ones),
            tuple(tx.forwarding_log.strangers()),
        )


def whole(store: Store, actor: Actor, id: int, clock: Clock) -> Whole:
    """Raises WrongRole, NoSuchQuestion."""
    require(actor, Permission.READ_QUESTIONS)
    settle(store, clock)
    with store.reading() as tx:
        question = found(tx, id)
        notice = tx.notices.get(question.notice_id) if question.notice_id else None
        others = tx.forwarded.listed(LIVE) if question.stage in WAITING else []
        return Whole(
            question,
            tuple(tx.forwarded.askers(id)),
            tuple(tx.forwarding_log.of(id)),
            tuple(alike(question, others)),
            notice.title if notice else None,
        )


def counts(store: Store, clock: Clock) -> tuple[int, int]:
    """How many questions wait, and how many of them are overdue."""
    with store.reading() as tx:
        return tx.forwarded.counts(clock())


def alike(question: Question, others: Sequence[Question]) -> Iterator[Question]:
    """The likest first."""
    mine = grams(question.words)
    scored = [(likeness(mine, grams(other.words)), other) for other in others if other.id != question.id]
    near = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    yield from (other for _, other in near[:_MOST_ALIKE])


def grams(words: str) -> frozenset[str]:
    """Pairs of neighbouring letters, whatever the script and the signs."""
    letters = "".join(sign for sign in plain(words) if sign.isalnum())
    return frozenset(letters[at : at + 2] for at in range(max(1, len(letters) - 1)))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Dice's coefficient: 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
