"""The call card: an entry as an agent with a customer on the line needs it. Opening it is kept; asking is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Actor, BulletinDraft, Entry, EntryState, FaqDraft
from ingest.review.access import Permission, require
from ingest.review.refusals import NoSuchEntry
from ingest.review.splitting import sentences
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.text.normal import normalise

LONGEST_CALL_ID = 200
IN_USE = (EntryState.ACTIVE, EntryState.SCHEDULED)
"""What may be told: it holds, or will."""


@dataclass(frozen=True, slots=True)
class Card:
    """`direct` is what answers; `more` the rest of the answer; `say` the one line to read out. `instead_of`: the
    number that was asked for, where another entry has replaced it."""

    entry: Entry
    state: EntryState
    direct: str
    more: str
    say: str
    points: tuple[str, ...]
    limits: tuple[str, ...]
    do_not_say: str | None
    asks: int
    instead_of: int | None = None
    others: tuple[Entry, ...] = ()
    """What else is in use of the same notice."""


def open_card(
    store: Store,
    actor: Actor,
    entry_id: int,
    now: dt.datetime,
    *,
    search_id: int | None = None,
    keep: bool = True,
    place: str = "card",
) -> Card:
    """The card of an entry, or of the one that replaced it. `now` is naive local time; `search_id`: the search that
    it was found with; `place`: where it is opened ("card", "api"). Raises WrongRole, NoSuchEntry."""
    require(actor, Permission.READ_BOARD)
    with store.reading() as tx:
        entry = current(tx, entry_id)
        card = _card(tx, entry, entry_id, now)
    if keep and actor.id is not None:
        with store.writing() as tx:
            tx.exposures.add(entry.id, actor.id, place)
            if search_id is not None:
                tx.searches.opened(search_id, actor.id, entry.id)
    return card


def asked(store: Store, actor: Actor, entry_id: int, call_id: str | None, clock: Clock) -> bool:
    """Count that a customer asked this; False if the call was counted for this entry before.

    Raises WrongRole, NoSuchEntry.
    """
    with deciding(store, actor, "asked", f"entry:{entry_id}", clock) as tx:
        require(actor, Permission.COUNT)
        entry = current(tx, entry_id)
        call = (call_id or "").strip()[:LONGEST_CALL_ID] or None
        return tx.usage.ask(entry.id, actor.id or 0, call)


def current(tx: Transaction, entry_id: int) -> Entry:
    """The entry, or what replaced it in the end."""
    seen: set[int] = set()
    entry = tx.entries.get(entry_id)
    while entry is not None and entry.superseded_by and entry.id not in seen:
        seen.add(entry.id)
        entry = tx.entries.get(entry.superseded_by)
    if entry is None:
        raise NoSuchEntry
    return entry


def _card(tx: Transaction, entry: Entry, asked_for: int, now: dt.datetime) -> Card:
    answer, say, limits, forbidden = _words(entry.content)
    direct = next(iter(sentences(answer)), answer)
    more = answer.removeprefix(direct).strip()
    return Card(
        entry=entry,
        state=entry.state(now),
        direct=direct,
        more=more,
        say="" if _same(say, direct) else say,
        points=entry.content.operation_points,
        limits=limits,
        do_not_say=forbidden,
        asks=tx.usage.of([entry.id]).get(entry.id, 0),
        instead_of=asked_for if asked_for != entry.id else None,
        others=tuple(_others(tx, entry, now)),
    )


def _words(content: FaqDraft | BulletinDraft) -> tuple[str, str, tuple[str, ...], str | None]:
    if isinstance(content, FaqDraft):
        return content.answer, content.say, content.conditions, None
    return content.what_changes, content.script, (content.who,) if content.who else (), content.do_not_say


def _others(tx: Transaction, entry: Entry, now: dt.datetime) -> Iterator[Entry]:
    for other in tx.entries.of_notice(entry.notice_id):
        live = other.state(now) in (EntryState.ACTIVE, EntryState.SCHEDULED)
        if other.id != entry.id and live:
            yield other


def _same(one: str, other: str) -> bool:
    return normalise(one).text.strip(" 。.") == normalise(other).text.strip(" 。.")
