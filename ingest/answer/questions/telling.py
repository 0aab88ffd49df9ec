"""When an answer is published, or a question closed, every asker is told: a line on the agent's pages until it is seen.

A draft that is turned down in review sends its question back to whoever chases the answer.
"""

from __future__ import annotations

from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.transaction import Clock
from ingest.store.forwarded import Question, Stage
from ingest.store.store import Store


def settle(store: Store, clock: Clock) -> int:
    """Follow what review decided about the drafts of answers; how many questions that moved."""
    with store.reading() as tx:
        if not tx.forwarded.settled(limit=1):
            return 0
    moved = 0
    with store.writing() as tx:
        for id_, version, entry_id in tx.forwarded.settled():
            stage = Stage.ASSIGNED if entry_id is None else Stage.PUBLISHED
            values = {"stage": stage, "entry_id": entry_id} | ({} if entry_id else {"answered_at": None})
            if tx.forwarded.move(id_, version=version, stages=(Stage.ANSWERED,), **values):
                action = "question.published" if entry_id else "question.reopened"
                tx.audit.append(Actor.system().name, action, f"question:{id_}", {"entry": entry_id}, clock())
                moved += 1
    return moved


def news(store: Store, actor: Actor) -> list[Question]:
    """What became of the questions of this person that the person has not seen yet, as far as `settle` found it."""
    if actor.id is None:
        return []
    with store.reading() as tx:
        return tx.forwarded.untold(actor.id)


def seen(store: Store, actor: Actor, id: int) -> int | None:
    """The person has seen it; gives the entry that answers, if one does. Raises WrongRole."""
    require(actor, Permission.FORWARD)
    with store.writing() as tx:
        tx.forwarded.told(id, actor.id or 0)
        question = tx.forwarded.get(id)
        return question.entry_id if question and question.stage is Stage.PUBLISHED else None


def own(store: Store, actor: Actor, clock: Clock) -> list[Question]:
    """What this person forwarded, the newest first. Raises WrongRole."""
    require(actor, Permission.FORWARD)
    settle(store, clock)
    with store.reading() as tx:
        return tx.forwarded.of(actor.id or 0)
