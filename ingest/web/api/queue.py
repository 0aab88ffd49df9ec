"""The queue: what waits, in the order in which to take it; who is at work on what."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ingest.model import Category, DraftKind, DraftState, FlagCode, Role, Tier, Urgency
from ingest.review import claims
from ingest.review.desk import Item, desk
from ingest.review.filters import Age, Band, Filters, Order, Waits, Within
from ingest.review.order import When as Stands
from ingest.review.order import place
from ingest.store.claims import Claim
from ingest.web.api.once import OnceRoute
from ingest.web.api.problems import Refused
from ingest.web.api.program import Id, Program, idempotency_key
from ingest.web.api.values import SignOff, When, needs

router = APIRouter()
deciding = APIRouter(route_class=OnceRoute, dependencies=[Depends(idempotency_key)])


class ClaimedBy(BaseModel):
    """Who is at work on a notice, until when; a claim keeps nobody out."""

    person: str
    name: str
    since: dt.datetime
    until: dt.datetime

    @classmethod
    def of(cls, claim: Claim) -> ClaimedBy:
        return cls(person=claim.owner, name=claim.name, since=claim.since, until=claim.until)


class Waiting(BaseModel):
    """A draft of the queue. `stands`: where it stands in time; `signs_as`: the role in which you can sign it now."""

    id: int
    notice_id: int
    revision_id: int
    kind: DraftKind
    state: DraftState
    version: int
    tier: Tier
    category: Category | None
    title: str
    headline: str
    language: str
    urgency: Urgency
    starts: When | None
    expires: When | None
    stands: Stands
    confidence: float
    untraced: int
    flags: tuple[FlagCode, ...]
    blocked: bool
    revises: int | None
    last_editor: str | None
    created_at: dt.datetime
    snoozed_until: dt.datetime | None
    department: str | None
    due: dt.datetime | None
    sources: tuple[str, ...]
    sign_offs: list[SignOff]
    waiting_for: list[list[Role]]
    signs_as: Role | None
    claimed_by: ClaimedBy | None

    @classmethod
    def of(cls, item: Item, claim: Claim | None) -> Waiting:
        own = {"stands", "blocked", "sign_offs", "waiting_for", "signs_as", "claimed_by"}
        return cls(
            **{name: getattr(item.row, name) for name in set(cls.model_fields) - own},
            stands=item.when,
            blocked=item.blocked,
            sign_offs=[SignOff.of(approval) for approval in item.approvals],
            waiting_for=needs(item.waiting_for),
            signs_as=item.signs_as,
            claimed_by=ClaimedBy.of(claim) if claim else None,
        )


class QueuePage(BaseModel):
    """`found` drafts fit the filters, of `open` ones in all; `waiting` counts for whom or what they wait. `next` leads
    to the page after; None: there is none."""

    drafts: list[Waiting]
    found: int
    open: int
    waiting: dict[Waits, int]
    next: str | None


class Released(BaseModel):
    """Who else is at work on it; None: nobody."""

    claimed_by: ClaimedBy | None


@router.get("/queue")
def queue(
    program: Program,
    category: Category | None = None,
    window: Within | None = None,
    tier: Tier | None = None,
    source: str | None = Query(None, max_length=200),
    kind: DraftKind | None = None,
    department: str | None = Query(None, max_length=100),
    blocked: bool | None = None,
    confidence: Band | None = None,
    age: Age | None = None,
    waits: Waits | None = None,
    words: str = Query("", max_length=100),
    order: Order = Order.SOONEST,
    limit: int = Query(50, ge=1, le=200),
    after: str | None = Query(None, max_length=400, description="`next` of the page before, with the same filters."),
) -> QueuePage:
    """What waits for a decision. Snoozed drafts are shown where `waits` asks for them."""
    filters = Filters(
        category, window, tier, source, kind, department, blocked, confidence, age, waits, " ".join(words.split())
    )
    now = program.options.now()
    begins = _read(after, order) if after else None
    found = desk(
        program.store,
        program.actor,
        filters,
        order,
        now=now,
        grouped=False,
        behind=None if begins is None else lambda item: _key(item, order, now) > begins,
    )
    claimed = {group.notice_id: group.claim for group in found.groups}
    items = list(found.items)
    shown = items[:limit]
    return QueuePage(
        drafts=[Waiting.of(item, claimed.get(item.row.notice_id)) for item in shown],
        found=found.found,
        open=found.open,
        waiting=dict(found.waiting),
        next=_written(_key(shown[-1], order, now), order) if len(items) > limit else None,
    )


@deciding.post("/notices/{notice_id}/claim")
def claim(program: Program, notice_id: Id) -> Released:
    """Say that you are at work on it, for two minutes; who else holds it, None if now you do."""
    held = claims.claim(program.store, program.actor, notice_id, program.options.clock)
    return Released(claimed_by=ClaimedBy.of(held) if held else None)


@deciding.post("/notices/{notice_id}/release", status_code=204)
def release(program: Program, notice_id: Id) -> None:
    """Let it go; somebody else's claim stays."""
    claims.release(program.store, program.actor, notice_id)


_Key = tuple[int | float | str, ...]


def _key(item: Item, order: Order, now: dt.datetime) -> _Key:
    """A draft's place in the order: pages go on behind it, also when it has left the queue meanwhile."""
    row = item.row
    if order is Order.OLDEST:
        return row.created_at.timestamp(), row.id
    if order is Order.DOUBTFUL:
        return -row.untraced, row.confidence, row.id
    return *place(row, now), row.id


def _written(key: _Key, order: Order) -> str:
    return base64.urlsafe_b64encode(json.dumps([order.value, *key]).encode()).decode()


def _read(cursor: str, order: Order) -> _Key:
    """Raises Refused for what is no place in this order."""
    try:
        name, *key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (binascii.Error, ValueError, TypeError):
        raise Refused(422, "BadCursor", "cursor") from None
    kinds = {Order.OLDEST: "nn", Order.DOUBTFUL: "nnn", Order.SOONEST: "nsnnn"}[order]
    fits = all(isinstance(part, str if kind == "s" else (int, float)) for part, kind in zip(key, kinds, strict=False))
    if name != order.value or len(key) != len(kinds) or not fits:
        raise Refused(422, "BadCursor", "cursor")
    return tuple(key)
