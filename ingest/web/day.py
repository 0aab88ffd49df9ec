"""The board as a page: what has to be read in full, the rest of the day as cards, what is merely in force as lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.answer.reading import Own
from ingest.publish.edition import Edition, Item, Section, item_of

_CARDS = 40
_UNREAD = 12
_AS_LINES = frozenset({Section.ACTIVE, Section.SCHEDULED, Section.ENDED})


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the page: `cards` in full, then `lines` that lead to a page of their own."""

    section: Section
    cards: tuple[Item, ...]
    lines: tuple[Item, ...]

    @property
    def count(self) -> int:
        return len(self.cards) + len(self.lines)


@dataclass(frozen=True, slots=True)
class Day:
    """`unread`: what the agent has to read and acknowledge, in full; it does not stand a second time in `parts`."""

    unread: tuple[Item, ...]
    parts: tuple[Part, ...]

    @property
    def on_screen(self) -> tuple[int, ...]:
        """Entries whose words stand on the page."""
        cards = (item for part in self.parts for item in part.cards)
        return tuple(item.entry.id for item in (*self.unread, *cards) if item.live)


def lay_out(edition: Edition, own: Own, now: dt.datetime) -> Day:
    """The edition of `now` for one person."""
    known = {item.entry.id: item for item in edition.items}
    zone = ZoneInfo(edition.time_zone)
    unread = tuple(known.get(entry.id) or item_of(entry, now, zone) for entry in own.unread[:_UNREAD])
    taken = {item.entry.id for item in unread}
    return Day(unread, tuple(_parts(edition, taken)))


def _parts(edition: Edition, taken: set[int]) -> Iterator[Part]:
    room = _CARDS
    for section, items in edition.sections:
        left = [item for item in items if item.entry.id not in taken]
        cards = left[: max(room, 0)] if section not in _AS_LINES else []
        room -= len(cards)
        if left:
            yield Part(section, tuple(cards), tuple(left[len(cards) :]))
