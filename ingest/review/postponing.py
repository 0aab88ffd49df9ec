"""Not now: a draft sleeps until a moment and comes back by itself; a department gets it, with a time to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from zoneinfo import ZoneInfo

from ingest.model import Actor, Moment
from ingest.review.decisions import open_draft
from ingest.review.refusals import AlreadyDecided, NoSuchDepartment, PastStart, PastTime
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store

MORNING = dt.time(8, 30)


class Preset(StrEnum):
    """Usual lengths of a sleep; each ends in the morning."""

    TOMORROW = "tomorrow"
    BEFORE_START = "before_start"
    """The day before it starts."""
    WEEK = "week"


def until(preset: Preset, starts: Moment | None, now: dt.datetime) -> dt.datetime | None:
    """When `preset` ends, from `now` on (both naive local time of the bank); None if there is no such moment."""
    if preset is Preset.BEFORE_START:
        day = starts.day - dt.timedelta(days=1) if starts else None
    else:
        day = now.date() + dt.timedelta(days=1 if preset is Preset.TOMORROW else 7)
    moment = dt.datetime.combine(day, MORNING) if day else None
    return moment if moment and moment > now else None


def snooze(
    store: Store,
    actor: Actor,
    draft_id: int,
    version: int,
    until: dt.datetime | Preset,
    clock: Clock,
    *,
    zone: ZoneInfo,
    sure: bool = False,
) -> None:
    """Out of the queue until a moment (naive local time in `zone`), unless somebody wakes it.

    Raises PastTime, PastStart unless `sure`, Forbidden, NotFound or Stale; each is audited."""
    with deciding(store, actor, "snooze", f"draft:{draft_id}", clock) as tx:
        draft = open_draft(tx, actor, draft_id, version)
        moment = _moment(until, draft.starts, clock().astimezone(zone).replace(tzinfo=None))
        if draft.starts and moment >= draft.starts.earliest() and not sure:
            raise PastStart
        (row,) = tx.desk.get([draft_id])
        instant = moment.replace(tzinfo=zone)
        if not tx.marks.snooze(draft_id, version=version, was=row.snoozed_until, until=instant):
            raise AlreadyDecided
        detail = {"version": version, "until": instant.isoformat(), "before": _iso(row.snoozed_until)}
        tx.audit.append(actor.name, "snoozed", f"draft:{draft_id}", detail, clock())


def _moment(wish: dt.datetime | Preset, starts: Moment | None, now: dt.datetime) -> dt.datetime:
    moment = until(wish, starts, now) if isinstance(wish, Preset) else wish
    if moment is None or moment <= now:
        raise PastTime
    return moment


def wake(store: Store, actor: Actor, draft_id: int, version: int, clock: Clock) -> None:
    """Back into the queue at once. Raises AlreadyDecided if it does not sleep, Forbidden, NotFound or Stale."""
    with deciding(store, actor, "wake", f"draft:{draft_id}", clock) as tx:
        open_draft(tx, actor, draft_id, version)
        (row,) = tx.desk.get([draft_id])
        if row.snoozed_until is None:
            raise AlreadyDecided
        if not tx.marks.snooze(draft_id, version=version, was=row.snoozed_until, until=None):
            raise AlreadyDecided
        detail = {"version": version, "before": _iso(row.snoozed_until)}
        tx.audit.append(actor.name, "woken", f"draft:{draft_id}", detail, clock())


def assign(
    store: Store,
    actor: Actor,
    draft_id: int,
    version: int,
    department: str | None,
    due: dt.datetime | None,
    clock: Clock,
    *,
    known: Collection[str],
) -> None:
    """Give a draft to a department of `known`, to be answered by the instant `due`; None takes it back.

    Raises NoSuchDepartment, PastTime, Forbidden, NotFound or Stale."""
    with deciding(store, actor, "assign", f"draft:{draft_id}", clock) as tx:
        open_draft(tx, actor, draft_id, version)
        (row,) = tx.desk.get([draft_id])
        if department is not None and department not in {*known, row.department}:
            raise NoSuchDepartment
        if due and due <= clock():
            raise PastTime
        was, to = (row.department, row.due), (department, due if department else None)
        if was == to or not tx.marks.assign(draft_id, version=version, was=was, to=to):
            raise AlreadyDecided
        before = {"department": row.department, "due": _iso(row.due)}
        detail = {"version": version, "department": department, "due": _iso(to[1]), "before": before}
        tx.audit.append(actor.name, "assigned", f"draft:{draft_id}", detail, clock())


def _iso(instant: dt.datetime | None) -> str | None:
    return instant.isoformat() if instant else None
