"""One draft read: with all that stands for and against it, what is published like it, and how it can be split."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from ingest.model import FaqDraft
from ingest.review import undoing
from ingest.review.notice import draft_in_notice
from ingest.review.similar import similar_to
from ingest.review.splitting import parts
from ingest.web.api.drafts import Card
from ingest.web.api.entries import EntryShort
from ingest.web.api.program import Id, Program, tag
from ingest.web.api.values import Line
from ingest.web.api.wishes import Undone

router = APIRouter()


class Near(BaseModel):
    """A published entry that says nearly what the draft says; `likeness` from 0 to 1."""

    entry: EntryShort
    likeness: float


class Part(BaseModel):
    """A part of an FAQ draft that can go into another one, by its name."""

    name: str
    text: str


@router.get("/drafts/{draft_id}")
def draft(program: Program, draft_id: Id, response: Response) -> Card:
    """One draft, whatever became of it. Its ETag is what decisions about it send in If-Match."""
    options = program.options
    view = draft_in_notice(program.store, program.actor, draft_id, options.clock, options.now())
    card = next(card for card in view.cards if card.draft.id == draft_id)
    tag(response, card.draft.version)
    return Card.of(card, view)


@router.get("/drafts/{draft_id}/similar")
def similar(program: Program, draft_id: Id, words: Line = "") -> list[Near]:
    """Published entries that say nearly the same; or that `words` find."""
    now = program.options.now()
    found = similar_to(program.store, program.actor, draft_id, now, words).found
    return [Near(entry=EntryShort.of(near.entry, now), likeness=near.likeness) for near in found]


@router.get("/drafts/{draft_id}/parts")
def parts_of(program: Program, draft_id: Id) -> list[Part]:
    """What can go into a second draft; empty for a bulletin."""
    options = program.options
    view = draft_in_notice(program.store, program.actor, draft_id, options.clock, options.now())
    content = next(card.draft.content for card in view.cards if card.draft.id == draft_id)
    return [Part(name=name, text=text) for name, text in parts(content)] if isinstance(content, FaqDraft) else []


@router.get("/decisions/last")
def last(program: Program) -> Undone | None:
    """One's own last decision, if it can be taken back now."""
    found = undoing.last(program.store, program.actor, program.options.clock)
    return Undone.of(found) if found and not found.why else None
