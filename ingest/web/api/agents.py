"""For the desktop of an agent: forward what nothing answers, flag what is wrong, hear what became of it. For
administrators: pins on the board."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ingest.answer import pinning
from ingest.answer.flags import Wrong, flag
from ingest.answer.questions import telling
from ingest.answer.questions.forwarding import LONGEST, LONGEST_CALL_ID, forward
from ingest.store.forwarded import Question, Stage
from ingest.web.api.once import OnceRoute
from ingest.web.api.program import Id, Program, idempotency_key, zone
from ingest.web.api.values import Line, Strict, When

router = APIRouter()
deeds = APIRouter(route_class=OnceRoute, dependencies=[Depends(idempotency_key)])


class Forward(Strict):
    """A question as the customer asks it; personal data is masked before anything is stored. `language`: "" means as
    the words look."""

    words: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    call_id: Annotated[str, Field(max_length=LONGEST_CALL_ID)] = ""
    language: Annotated[str, Field(pattern="^(zh|en|)$")] = ""


class Forwarded(BaseModel):
    """`joined`: others asked the same. `entry_id`: it is answered already, by this entry."""

    question_id: int
    joined: bool
    entry_id: int | None


class Asked(BaseModel):
    """A question that one forwarded; `reason` where it was closed, `entry_id` where something answers it."""

    question_id: int
    words: str
    stage: Stage
    asked: int
    reason: str | None
    entry_id: int | None

    @classmethod
    def of(cls, question: Question) -> Asked:
        plain = {name: getattr(question, name) for name in ("words", "stage", "asked", "reason", "entry_id")}
        return cls(question_id=question.id, **plain)


class FlagIt(Strict):
    """`sentence`: the words of the entry that it is about; left out, the entry as a whole."""

    code: Wrong
    sentence: Line | None = None
    words: Line = ""


class Flagged(BaseModel):
    flag_id: int


class Pin(Strict):
    """`until`: a minute, or a day to its end, of the bank's local time."""

    until: When


@deeds.post("/questions")
def forward_one(program: Program, question: Forward) -> Forwarded:
    """Forward a question that nothing published answers. The same question joins, and each call counts once."""
    said = question.words, question.call_id, question.language
    made = forward(program.store, program.actor, *said, program.options.now(), program.options.clock)
    return Forwarded(question_id=made.id, joined=made.joined, entry_id=made.entry_id)


@router.get("/questions/mine")
def mine(program: Program) -> list[Asked]:
    """What became of one's own questions, the newest first."""
    return [Asked.of(one) for one in telling.own(program.store, program.actor, program.options.clock)]


@deeds.post("/entries/{entry_id}/flag")
def flag_entry(program: Program, entry_id: Id, wrong: FlagIt) -> Flagged:
    """Say what is wrong with a published entry; its owner answers."""
    code, clock = wrong.code.value, program.options.clock
    number = flag(program.store, program.actor, entry_id, wrong.sentence, code, wrong.words, clock)
    return Flagged(flag_id=number)


@deeds.post("/entries/{entry_id}/pin", status_code=204)
def pin(program: Program, entry_id: Id, wish: Pin) -> None:
    """To the top of everybody's board, until a time."""
    options = program.options
    until = wish.until.latest().replace(tzinfo=zone(program))
    pinning.pin(program.store, program.actor, entry_id, until, options.now(), options.clock)


@deeds.post("/entries/{entry_id}/unpin", status_code=204)
def unpin(program: Program, entry_id: Id) -> None:
    """The pin is taken off before its time."""
    pinning.unpin(program.store, program.actor, entry_id, program.options.clock)
