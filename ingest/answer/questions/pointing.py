"""A question that something published answers already is settled by pointing to it: every asker is told, and each call
counts as an ask of that entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ingest.answer.cards import IN_USE, current
from ingest.answer.questions.forwarding import found
from ingest.answer.questions.handling import changed
from ingest.answer.questions.refusals import AnswersNothing
from ingest.answer.search import Hit, Wanted, search
from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.transaction import Clock, deciding
from ingest.store.forwarded import WAITING, Asker, Stage
from ingest.store.store import Store
from ingest.store.transaction import Transaction

_SHOWN = 5


def answers(store: Store, actor: Actor, words: str, now: dt.datetime) -> tuple[Hit, ...]:
    """Entries in use that may answer it, the likeliest first; `now` is naive local time. Raises WrongRole."""
    require(actor, Permission.HANDLE_QUESTIONS)
    with store.reading() as tx:
        hits = search(tx, Wanted(words, limit=2 * _SHOWN), now).hits
    return tuple(hit for hit in hits if hit.state in IN_USE)[:_SHOWN]


def point(store: Store, actor: Actor, id: int, version: int, entry_id: int, now: dt.datetime, clock: Clock) -> None:
    """`now` is naive local time. Raises WrongRole, NoSuchQuestion, NoSuchEntry, AnswersNothing, QuestionChanged."""
    with deciding(store, actor, "point", f"question:{id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        found(tx, id)
        entry = current(tx, entry_id)
        if entry.state(now) not in IN_USE:
            raise AnswersNothing
        changed(tx, id, version, WAITING, stage=Stage.PUBLISHED, entry_id=entry.id)
        counted = _count(tx, entry.id, tx.forwarded.askers(id))
        tx.audit.append(actor.name, "question.pointed", f"question:{id}", {"entry": entry.id, "asks": counted}, clock())


def _count(tx: Transaction, entry_id: int, askers: Sequence[Asker]) -> int:
    """A call that was counted for this entry already is not counted again."""
    return sum(tx.usage.ask(entry_id, one.user_id, one.call_id or None) for one in askers)
