"""Where a published entry stands on the board of a day, by the clock and by what it says anew."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from ingest.model import Entry, EntryState, Urgency
from ingest.publish.lifecycle import SOON
from ingest.store.board import FRESH, LATELY, WEEK

LIVE = (EntryState.ACTIVE, EntryState.SCHEDULED)


class Section(StrEnum):
    """Where an entry stands, in the order of the page. Each stands in the first that fits."""

    CORRECTED = "corrected"
    """What agents may have said wrong: withdrawn, or other words although the source is the same."""
    PINNED = "pinned"
    """An administrator put it to the top, until a time."""
    URGENT = "urgent"
    NEW = "new"
    CHANGED = "changed"
    STARTS_TODAY = "starts_today"
    ENDS_TODAY = "ends_today"
    THIS_WEEK = "this_week"
    """Begins or ends within seven days, today's counted."""
    ACTIVE = "active"
    SCHEDULED = "scheduled"
    ENDED = "ended"


def standing_for(entries: Iterable[Entry]) -> dict[int, tuple[Entry, ...]]:
    """What each entry has replaced, by its id."""
    found: dict[int, tuple[Entry, ...]] = defaultdict(tuple)
    for entry in {entry.id: entry for entry in entries}.values():
        if entry.superseded_by:
            found[entry.superseded_by] += (entry,)
    return found


def marks_of(
    entry: Entry,
    published: dt.datetime,
    ended: dt.datetime,
    now: dt.datetime,
    before: Sequence[Entry],
    *,
    pinned: bool = False,
) -> Iterator[Section]:
    """Every section that fits, the first of them its own. Times are naive and local; `before` is what it replaced."""
    state = entry.state(now)
    if state not in LIVE:
        yield from _ended(entry, state, ended, now)
        return
    starts = entry.starts.earliest() if entry.starts else None
    ends = entry.expires.latest() if entry.expires else None
    fresh = news(entry, before) if now - published < FRESH else None
    if fresh is Section.CORRECTED:
        yield fresh
    if pinned:
        yield Section.PINNED
    if entry.urgency is Urgency.P0 or (entry.urgency is Urgency.P1 and starts and _near(starts, now)):
        yield Section.URGENT
    if fresh and fresh is not Section.CORRECTED:
        yield fresh
    today = bool(starts and starts.date() == now.date())
    if today:
        yield Section.STARTS_TODAY
    week = dt.datetime.combine(now.date(), dt.time.min) + WEEK
    if state is EntryState.ACTIVE and ends and ends <= _midnight_after(now):
        yield Section.ENDS_TODAY
    elif not today and ((starts and now <= starts < week) or (state is EntryState.ACTIVE and ends and ends <= week)):
        yield Section.THIS_WEEK
    yield Section.ACTIVE if state is EntryState.ACTIVE else Section.SCHEDULED


def news(entry: Entry, before: Sequence[Entry]) -> Section | None:
    """What a publication is to those who read what it replaced; None where only the wording is another."""
    if not before:
        return Section.NEW
    if not entry.material:
        return None
    same_source = any(old.revision_id == entry.revision_id for old in before)
    return Section.CORRECTED if same_source else Section.CHANGED


def _ended(entry: Entry, state: EntryState, ended: dt.datetime, now: dt.datetime) -> Iterator[Section]:
    if state is EntryState.WITHDRAWN and now - ended <= LATELY:
        yield Section.CORRECTED
    elif state is EntryState.EXPIRED and entry.expires and now - entry.expires.latest() <= LATELY:
        yield Section.ENDED


def _midnight_after(now: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(now.date(), dt.time.min) + dt.timedelta(days=1)


def _near(starts: dt.datetime, now: dt.datetime) -> bool:
    return starts.date() == now.date() or dt.timedelta(0) <= starts - now <= SOON
