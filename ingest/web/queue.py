"""What waits for a decision, most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.model import Category, DraftKind, DraftState, Tier
from ingest.publish.edition import state_coverage
from ingest.review.queue import Filters, queue
from ingest.review.readiness import blockers
from ingest.web.visitor import Member

router = APIRouter()
_Choice = TypeVar("_Choice", bound=StrEnum)
DONE = (
    *("published", "published_unvalidated", "waiting", "returned", "rejected", "amended"),
    *("withdrawn", "kept", "expired", "left"),
)


@router.get("/queue")
def show(visitor: Member) -> Response:
    asked = visitor.request.query_params
    filters = filters_of(asked)
    found = queue(visitor.store, visitor.actor, filters, now=visitor.options.now())
    done = asked.get("done")
    return visitor.page(
        "queue.html",
        queue=found,
        filters=filters,
        filtered=filters != Filters(),
        coverage=state_coverage(found.coverage, ZoneInfo(visitor.options.time_zone)),
        blocked={draft.id for draft in found.drafts if blockers(draft)},
        categories=list(Category),
        tiers=list(Tier),
        kinds=list(DraftKind),
        open_count=found.counts[DraftState.PENDING] + found.counts[DraftState.RETURNED],
        age=lambda at: _age(visitor.options.clock() - at),
        done=done if done in DONE else None,
    )


def filters_of(asked: Mapping[str, str]) -> Filters:
    """Filters from an address; what is not known filters nothing."""
    return Filters(
        category=_choice(Category, asked.get("category")),
        tier=_choice(Tier, asked.get("tier")),
        source_id=asked.get("source") or None,
        kind=_choice(DraftKind, asked.get("kind")),
        blocked={"yes": True, "no": False}.get(asked.get("blocked", "")),
    )


def _choice(kind: type[_Choice], text: str | None) -> _Choice | None:
    return next((choice for choice in kind if choice.value == text), None)


def _age(age: dt.timedelta) -> tuple[str, int]:
    """The largest unit that fits, for the catalogue: ("age.hours", 5)."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:
        return "age.minutes", minutes
    return ("age.hours", minutes // 60) if minutes < 48 * 60 else ("age.days", minutes // (24 * 60))
