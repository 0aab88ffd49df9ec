"""Ready before start: of the notices that began, whose bulletins could agents read by then; and who was waited for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from ingest.model import DraftState
from ingest.review.access import unmet
from ingest.review.counting import Period, share
from ingest.review.desk_numbers import (
    Late,
    Ready,
    Why,
)
from ingest.store.beginnings import Begun
from ingest.store.scopes import Scope
from ingest.store.transaction import Transaction

LISTED = 100
"""Late notices that are listed one by one, the newest first."""


def ready(tx: Transaction, period: Period, scope: Scope, zone: ZoneInfo, now: dt.datetime) -> Ready:
    begun = [b for b in tx.numbers.begun(period.first, period.last, scope) if b.starts.earliest() <= now]
    late = {b.draft_id: why for b in begun if (why := _why(b, zone))}
    behind = {b.notice_id: late[b.draft_id] for b in begun if b.draft_id in late}
    every = {b.notice_id for b in begun}
    newest = sorted((b for b in begun if b.draft_id in late), key=lambda b: (b.starts.earliest(), b.draft_id))[-LISTED:]
    return Ready(
        share(len(every) - len(behind), len(every)),
        {why: n for why in Why if (n := list(behind.values()).count(why))},
        tuple(_told(tx, newest[::-1], late, zone)),
    )


def _why(begun: Begun, zone: ZoneInfo) -> Why | None:
    start = begun.starts.earliest().replace(tzinfo=zone)
    if begun.published and begun.published <= start:
        return None
    if begun.seen > start:
        return Why.FOUND_LATE
    return Why.SIGNED_LATE if begun.published else Why.OPEN


def _told(tx: Transaction, begun: Sequence[Begun], why: Mapping[int, Why], zone: ZoneInfo) -> Iterator[Late]:
    ids = [b.draft_id for b in begun]
    known, signed = tx.numbers.headlines(ids), tx.numbers.signed(ids)
    for b in begun:
        headline, title, tier, state, department = known[b.draft_id]
        start = b.starts.earliest().replace(tzinfo=zone)
        after = tuple(frozenset({role}) for role, at in signed.get(b.draft_id, ()) if at > start)
        given = [role for role, _ in signed.get(b.draft_id, ())]
        waits = state is DraftState.PENDING
        yield Late(
            notice_id=b.notice_id,
            draft_id=b.draft_id,
            headline=headline,
            title=title,
            starts=b.starts,
            why=why[b.draft_id],
            waited_for=() if why[b.draft_id] is Why.FOUND_LATE else after + (unmet(tier, given) if waits else ()),
            department=department,
            seen=local(b.seen, zone),
            published=local(b.published, zone) if b.published else None,
        )


def local(at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return at.astimezone(zone).replace(tzinfo=None)
