"""Pins on the board: put and taken off where the entry stands."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.answer.pinning import pin, unpin
from ingest.web.visitor import Id, Member, SignedForm, redirect

router = APIRouter(prefix="/entries/{entry_id}")


@router.post("/pin")
def put(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    options = visitor.options
    until = _instant(fields.get("until", ""), ZoneInfo(options.time_zone))
    pin(visitor.store, visitor.actor, entry_id, until, options.now(), options.clock)
    return redirect("/board?done=pinned#section-pinned")


@router.post("/unpin")
def take_off(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    unpin(visitor.store, visitor.actor, entry_id, visitor.options.clock)
    return redirect("/board?done=unpinned")


def _instant(text: str, zone: ZoneInfo) -> dt.datetime | None:
    """What a field for local time holds."""
    try:
        return dt.datetime.fromisoformat(text.strip()).replace(tzinfo=zone)
    except ValueError:
        return None
