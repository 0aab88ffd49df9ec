"""For the desktop of an agent: what customers' words find, as they are typed; the card that answers; the counter."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from ingest.answer.cards import LONGEST_CALL_ID, Card, asked, open_card
from ingest.answer.facets import facets
from ingest.answer.search import Hit, Wanted
from ingest.answer.typed import kept, look
from ingest.model import Category, DraftKind, EntryState
from ingest.web.api.entries import EntryShort
from ingest.web.api.once import OnceRoute
from ingest.web.api.program import Id, Program, idempotency_key
from ingest.web.api.values import Line, Strict

router = APIRouter()
counting = APIRouter(route_class=OnceRoute, dependencies=[Depends(idempotency_key)])


class Found(BaseModel):
    """`score`: how well it fits, 0 to about 1.2, to be compared within one answer only."""

    entry: EntryShort
    score: float

    @classmethod
    def of(cls, hit: Hit, entry: EntryShort) -> Found:
        return cls(entry=entry, score=round(hit.score, 3))


class Answers(BaseModel):
    """The best first. `unknown`: what was said and no entry holds. `search`: the number of a settled search, to be sent
    along when a card is opened from it."""

    hits: list[Found]
    unknown: list[str]
    search: int | None


class CallCard(BaseModel):
    """An entry as an agent on the phone needs it: `direct` answers, `more` is the rest, `say` the one line to read out.
    `instead_of`: the number that was asked for, where another entry replaced it. `asks`: how often it was asked for."""

    entry: EntryShort
    state: EntryState
    direct: str
    more: str
    say: str
    operation_points: list[str]
    limits: list[str]
    do_not_say: str | None
    source_url: str | None
    withdrawn: str | None
    asks: int
    instead_of: int | None
    others: list[EntryShort]


class Call(Strict):
    """The call, by the number that your telephone system gives it: it counts once for each entry."""

    call_id: Annotated[str, Field(min_length=1, max_length=LONGEST_CALL_ID)] | None = None


class Counted(BaseModel):
    """`counted`: False if this call was counted for this entry before. `entry_id`: which entry counts it."""

    counted: bool
    entry_id: int
    asks: int


@router.get("/answers")
def answers(
    program: Program,
    words: Line,
    unfinished: bool = Query(False, description="The last word is still being typed."),
    settled: bool = Query(False, description="The agent meant it: the search is kept, without personal data."),
    kind: DraftKind | None = None,
    category: Category | None = None,
    product: str | None = Query(None, max_length=40, description="What it is about: " + ", ".join(facets("product"))),
    channel: str | None = Query(None, max_length=40, description="Where it is done: " + ", ".join(facets("channel"))),
    limit: int = Query(9, ge=1, le=50),
) -> Answers:
    """What fits a customer's words, also while they are typed."""
    now = program.options.now()
    wanted = Wanted(words, kind, category, unfinished and not settled, limit, product, channel)
    found = look(program.store, program.actor, wanted, now)
    number = kept(program.store, program.actor, wanted, len(found.hits)) if settled else None
    hits = [Found.of(hit, EntryShort.of(hit.entry, now)) for hit in found.hits]
    return Answers(hits=hits, unknown=list(found.unknown), search=number)


@router.get("/cards/{entry_id}")
def card(
    program: Program,
    entry_id: Id,
    search: int | None = Query(None, ge=1, lt=2**53, description="`search` of the answers it was found among."),
) -> CallCard:
    """The call card of an entry, or of what replaced it. That it was opened is kept."""
    now = program.options.now()
    opened = open_card(program.store, program.actor, entry_id, now, search_id=search, place="api")
    return _shape(opened, program)


@counting.post("/cards/{entry_id}/asked")
def count(program: Program, entry_id: Id, call: Call) -> Counted:
    """A customer asked this. The same call counts once for each entry, however often it is sent."""
    options = program.options
    counted = asked(program.store, program.actor, entry_id, call.call_id, options.clock)
    now = open_card(program.store, program.actor, entry_id, options.now(), keep=False)
    return Counted(counted=counted, entry_id=now.entry.id, asks=now.asks)


def _shape(found: Card, program: Program) -> CallCard:
    now = program.options.now()
    return CallCard(
        entry=EntryShort.of(found.entry, now),
        state=found.state,
        direct=found.direct,
        more=found.more,
        say=found.say,
        operation_points=list(found.points),
        limits=list(found.limits),
        do_not_say=found.do_not_say,
        source_url=found.entry.source_url,
        withdrawn=found.entry.withdrawn,
        asks=found.asks,
        instead_of=found.instead_of,
        others=[EntryShort.of(other, now) for other in found.others],
    )
