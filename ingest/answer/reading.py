"""What one agent has read, has still to read, and has missed since the last shift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.model import Actor, DraftKind, Entry, EntryState, Urgency
from ingest.publish.edition import Section, local, news
from ingest.publish.sections import standing_for
from ingest.review.access import Permission, allows, require
from ingest.review.refusals import AlreadyDecided, NoSuchEntry
from ingest.review.transaction import Clock, deciding
from ingest.store.board import AsOf, Chosen, Lately
from ingest.store.store import Store
from ingest.store.transaction import Transaction

_SHOWN = 40
_AWAY = dt.timedelta(days=4)
"""Most people come back sooner."""


@dataclass(frozen=True, slots=True)
class Everybodys:
    """What is the same for all who look at this moment: what has to be read, and what came and went of late."""

    moment: AsOf
    asked: tuple[Entry, ...]
    lately: Lately


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that happened while the agent was away: `news` says what it is."""

    entry: Entry
    news: Section
    at: dt.datetime
    """Naive, local time of the bank."""


@dataclass(frozen=True, slots=True)
class Own:
    """The agent's own side of the board. `before`: when the last shift ended, local time; None in the first."""

    unread: tuple[Entry, ...] = ()
    before: dt.datetime | None = None
    missed: tuple[Missed, ...] = ()
    more: bool = False
    """Did more happen than `missed` holds?"""

    @property
    def at_once(self) -> tuple[Entry, ...]:
        """What interrupts: urgent at once, and not yet read."""
        return tuple(entry for entry in self.unread if entry.urgency is Urgency.P0)


def everybodys(store: Store, now: dt.datetime) -> Everybodys:
    """At `now`, local time of the bank."""
    with store.reading() as tx:
        moment = AsOf(tx.clock(), now)
        return Everybodys(moment, tuple(tx.acknowledgements.asked(moment)), tx.board.lately(moment.at - _AWAY, moment))


def own(store: Store, actor: Actor, shared: Everybodys, time_zone: str) -> Own:
    """Raises WrongRole."""
    require(actor, Permission.READ_BOARD)
    if actor.id is None:
        return Own()
    zone = ZoneInfo(time_zone)
    with store.reading() as tx:
        unread = _unread(tx, actor, shared.asked)
        shift = tx.shifts.current(actor.id)
        if shift is None or shift.last_seen is None:
            return Own(unread)
        chosen = _since(tx, shift.last_seen, shared)
    before = standing_for([*chosen.entries, *chosen.replaced])
    told = [_missed(entry, before.get(entry.id, ()), zone) for entry in _items(chosen.entries)]
    missed = [one for one in told if one]
    more = chosen.more or len(missed) > _SHOWN
    return Own(unread, local(shift.last_seen, zone), tuple(missed[:_SHOWN]), more)


def unread_at_once(store: Store, actor: Actor, shared: Everybodys) -> tuple[Entry, ...]:
    """What has to interrupt whatever the agent is doing. One question to the database, none while nothing is urgent."""
    urgent = [entry for entry in shared.asked if entry.urgency is Urgency.P0]
    if not urgent:
        return ()
    with store.reading() as tx:
        return _unread(tx, actor, urgent)


def acknowledge(store: Store, actor: Actor, entry_id: int, now: dt.datetime, clock: Clock) -> bool:
    """ "Read and understood"; False if this person had said so before.

    Raises WrongRole, NoSuchEntry, or AlreadyDecided for what is no longer in use: its words must not be kept in mind.
    """
    with deciding(store, actor, "acknowledge", f"entry:{entry_id}", clock) as tx:
        require(actor, Permission.ACKNOWLEDGE)
        entry = tx.entries.get(entry_id)
        if entry is None or actor.id is None:
            raise NoSuchEntry
        if entry.state(now) not in (EntryState.ACTIVE, EntryState.SCHEDULED):
            raise AlreadyDecided
        return tx.acknowledgements.add(entry_id, actor.id)


def shown(store: Store, actor: Actor, entry_ids: Collection[int], place: str) -> None:
    """Keep that the words of these entries were on this person's screen, once for each entry and place. Nothing is
    written where nothing is new."""
    if actor.id is None or not entry_ids:
        return
    with store.reading() as tx:
        new = tx.exposures.new_to(actor.id, entry_ids, place)
    if new:
        with store.writing() as tx:
            tx.exposures.add_all(new, actor.id, place)


def opened(store: Store, actor: Actor, entry_id: int, place: str) -> None:
    """Keep that this person opened an entry, each time."""
    if actor.id is not None:
        with store.writing() as tx:
            tx.exposures.add(entry_id, actor.id, place)


def _unread(tx: Transaction, actor: Actor, asked: Sequence[Entry]) -> tuple[Entry, ...]:
    if actor.id is None or not allows(actor, Permission.ACKNOWLEDGE):
        return ()
    return tuple(tx.acknowledgements.unread(actor.id, asked))


def _since(tx: Transaction, before: dt.datetime, shared: Everybodys) -> Chosen:
    """Out of what everybody's board holds; who was away for longer than that is asked for alone."""
    if before >= shared.lately.whole:
        return shared.lately.since(before)
    return tx.board.lately(before, shared.moment).since(before)


def _items(entries: Collection[Entry]) -> list[Entry]:
    """Questions of a bulletin that came with it are told with it."""
    with_bulletin = {entry.notice_id for entry in entries if entry.kind is DraftKind.BULLETIN and not entry.withdrawn}
    return [
        entry
        for entry in entries
        if entry.kind is DraftKind.BULLETIN or entry.withdrawn or entry.notice_id not in with_bulletin
    ]


def _missed(entry: Entry, before: Collection[Entry], zone: ZoneInfo) -> Missed | None:
    if entry.withdrawn:
        return Missed(entry, Section.CORRECTED, local(entry.ended_at or entry.published_at, zone))
    told = news(entry, tuple(before))
    return Missed(entry, told, local(entry.published_at, zone)) if told else None
