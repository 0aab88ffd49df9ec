"""Pages that visits turned away as no notices; a person's word makes one a notice."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ingest.pipeline.admitted import admit, turned_away
from ingest.web.api.once import OnceRoute
from ingest.web.api.program import Id, Program, idempotency_key

router = APIRouter()
deciding = APIRouter(route_class=OnceRoute, dependencies=[Depends(idempotency_key)])


class TurnedAway(BaseModel):
    """`code` says what it seemed to be, by these `words` of its own. `kept`: its bytes are there to be drafted."""

    id: int
    url: str
    title: str | None
    source_id: str
    code: str
    words: str
    at: dt.datetime
    kept: bool


class Admitted(BaseModel):
    notice_id: int


@router.get("/turned-away")
def newest(program: Program, code: Annotated[str | None, Query(max_length=100)] = None) -> list[TurnedAway]:
    """The newest pages that were turned away and that nobody admitted."""
    found, _ = turned_away(program.store, program.actor, code)
    names = [name for name in TurnedAway.model_fields if name != "kept"]
    return [TurnedAway(**{n: getattr(one, n) for n in names}, kept=one.sha256 is not None) for one in found]


@deciding.post("/turned-away/{turned_id}/admit")
def take_in(program: Program, turned_id: Id) -> Admitted:
    """It is a notice after all: draft it from the bytes that were read."""
    options = program.options
    return Admitted(notice_id=admit(program.store, program.actor, turned_id, options.questions.tiers, options.clock))
