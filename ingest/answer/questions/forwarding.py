"""An agent forwards what nothing published answers. Equal questions join, and whoever asks is counted."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass

from ingest.answer.cards import IN_USE, current
from ingest.answer.questions.refusals import NoSuchQuestion, WordsMissing
from ingest.model import Actor, Entry
from ingest.review.access import Permission, require
from ingest.review.transaction import Clock, deciding
from ingest.store.columns import key
from ingest.store.forwarded import Question, Stage
from ingest.store.store import Store
from ingest.store.tokens import plain
from ingest.store.transaction import Transaction
from ingest.text.personal import masked

LONGEST = 500
LONGEST_CALL_ID = 200
_SIGNS = re.compile(r"[\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Forwarding:
    """`joined`: others asked it before. `entry_id`: it is answered already, by what is published."""

    id: int
    joined: bool = False
    entry_id: int | None = None


def forward(
    store: Store, actor: Actor, words: str, call_id: str, language: str, now: dt.datetime, clock: Clock
) -> Forwarding:
    """Forward a question without its personal data; `now` is naive local time. Raises WrongRole, WordsMissing."""
    with deciding(store, actor, "forward", "question", clock) as tx:
        require(actor, Permission.FORWARD)
        asked = in_words(words)
        tx.forwarded.alone()
        known = tx.forwarded.same(same_key(asked))
        if known and known.stage is Stage.PUBLISHED and (answer := _answer(tx, known, now)):
            return Forwarding(known.id, True, answer.id)
        known = None if known and known.stage is Stage.PUBLISHED else known
        id_ = known.id if known else add(tx, actor, asked, language_of(asked, language), clock)
        call = masked(" ".join(call_id.split()))[:LONGEST_CALL_ID]
        if tx.forwarded.ask(id_, actor.id or 0, call, asked) and known:
            tx.audit.append(actor.name, "question.joined", f"question:{id_}", {"call": bool(call)}, clock())
        return Forwarding(id_, known is not None)


def forward_left_open(store: Store, actor: Actor, revision_id: int, position: int, clock: Clock) -> int:
    """A question that a notice leaves open begins to be chased like any other: its number. Raises WrongRole,
    NoSuchQuestion."""
    with deciding(store, actor, "forward", f"revision:{revision_id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        left = tx.forwarded.left_open_one(revision_id, position)
        if left is None:
            raise NoSuchQuestion
        tx.forwarded.alone()
        known = tx.forwarded.same(same_key(left.question))
        if known and known.notice_id == left.notice_id:
            return known.id
        return add(tx, actor, left.question, left.language, clock, notice_id=left.notice_id)


def add(tx: Transaction, actor: Actor, words: str, language: str, clock: Clock, *, notice_id: int | None = None) -> int:
    id_ = tx.forwarded.add(words, same_key(words), language, secrets.token_hex(3), notice_id=notice_id)
    detail = {"words": words, "language": language, "notice": notice_id}
    tx.audit.append(actor.name, "question.forwarded", f"question:{id_}", detail, clock())
    return id_


def found(tx: Transaction, id: int) -> Question:
    """Raises NoSuchQuestion."""
    question = tx.forwarded.get(id)
    if question is None:
        raise NoSuchQuestion
    return question


def in_words(words: str) -> str:
    """On one line, without personal data. Raises WordsMissing."""
    asked = masked(" ".join(words.split())[:LONGEST])
    if len(_SIGNS.sub("", asked)) < 2:
        raise WordsMissing
    return asked


def same_key(words: str) -> str:
    """What questions of the same words share, however they are written: 轉賬 and 转账, Card? and card."""
    return key(_SIGNS.sub("", plain(words)))


def language_of(words: str, wished: str) -> str:
    """ "zh" or "en": as the agent says, or as the words look."""
    return wished if wished in ("zh", "en") else ("zh" if _CHINESE.search(words) else "en")


def _answer(tx: Transaction, question: Question, now: dt.datetime) -> Entry | None:
    """What was published of it, or what took its place; None if that is over."""
    if question.entry_id is None or tx.entries.get(question.entry_id) is None:
        return None
    entry = current(tx, question.entry_id)
    return entry if entry.state(now) in IN_USE else None
