"""What a bulletin board of one moment needs, among all that ever was published.

Each part is found by an index and bounded, so the board costs the same after ten years. A moment is given twice: `at`,
an instant, for what people did; `now`, the bank's naive local time, for windows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, exists, func, or_, select, type_coerce

from ingest.model import DraftKind, Entry, Urgency
from ingest.store.aggregate import Aggregate
from ingest.store.entry_rows import LIVE, entry_of, running
from ingest.store.pins import Pin, Pins
from ingest.store.tables import entries

FRESH = dt.timedelta(hours=24)
LATELY = dt.timedelta(days=3)
WEEK = dt.timedelta(days=7)
_MANY, _SOME = 200, 60

e = entries.c


@dataclass(frozen=True, slots=True)
class AsOf:
    """`at` is an instant, `now` the same as naive local time of the bank. `then`: the state of things is wanted as it
    was, not as it is."""

    at: dt.datetime
    now: dt.datetime
    then: bool = False

    @property
    def in_use(self) -> ColumnElement[bool]:
        """Published, neither replaced nor withdrawn."""
        if not self.then:
            return LIVE
        return (e.published_at <= self.at) & or_(LIVE, e.ended_at > self.at)


@dataclass(frozen=True, slots=True)
class Chosen:
    """`replaced`: what the chosen ones stand in place of. `more`: there is more in force than was taken. `pins`: what a
    person put to the top, by entry."""

    entries: tuple[Entry, ...]
    replaced: tuple[Entry, ...]
    more: bool
    pins: Mapping[int, Pin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lately:
    """What was published after `whole`, an instant, and is in use, and what was taken back since, each newest first.
    `replaced`: what they stand in place of."""

    whole: dt.datetime
    fresh: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    replaced: tuple[Entry, ...]

    def since(self, before: dt.datetime, limit: int = 100) -> Chosen:
        """The same for somebody who was there until `before`, an instant not before `whole`: what came and went in
        between is no news."""
        gone = [one for one in self.gone if one.ended_at and one.ended_at > before >= one.published_at]
        chosen = [*(one for one in self.fresh if one.published_at > before), *gone]
        return Chosen(tuple(chosen[:limit]), self.replaced, len(chosen) > limit)


class Board(Aggregate):
    """Reads entries; writes nothing."""

    def of(self, moment: AsOf) -> Chosen:
        """What an edition can show at this moment, with the questions of its bulletins. A bounded number of
        queries."""
        # a board of now asks the clock: in the hour that comes twice `at` stands still
        pins = Pins(self.conn, self.clock).running(moment.at if moment.then else self.clock())
        ids: set[int] = set(pins)
        more = False
        for limit, part in _parts(moment):
            found = list(self.conn.execute(part.limit(limit + 1)).scalars())
            more |= len(found) > limit
            ids.update(found[:limit])
        rows = self._entries(e.id.in_(ids))
        notices = {entry.notice_id for entry in rows if entry.kind is DraftKind.BULLETIN}
        mates = self._entries(and_(e.notice_id.in_(notices), moment.in_use, running(moment.now)))
        rows += [entry for entry in mates if entry.kind is DraftKind.FAQ and entry.id not in ids]
        replaced = self._entries(e.superseded_by.in_([entry.id for entry in rows]))
        return Chosen(tuple(_as_then(rows, moment)), tuple(replaced), more, pins)

    def passed(self, now: dt.datetime) -> tuple[str, str]:
        """The last moments up to `now`, naive local time, at which anything began and ended."""
        minute = now.isoformat(timespec="minutes")
        begun = select(func.max(e.starts)).where(type_coerce(e.starts, String) <= minute)
        ended = select(func.max(e.ends)).where(e.ends <= minute)
        return tuple(str(self.conn.execute(one).scalar() or "") for one in (begun, ended))  # type: ignore[return-value]

    def lately(self, after: dt.datetime, moment: AsOf, limit: int = 200) -> Lately:
        """Three queries; at most `limit` that came, and as many that went: where there are more, it reaches less far
        back."""
        came = and_(moment.in_use, running(moment.now), e.published_at > after)
        went = and_(e.withdrawn.is_not(None), e.ended_at > after)
        fresh, gone = (
            self._entries(came, e.published_at.desc(), limit + 1),
            self._entries(went, e.ended_at.desc(), limit + 1),
        )
        replaced = self._entries(e.superseded_by.in_([entry.id for entry in (*fresh, *gone)]))
        left = [*(one.published_at for one in fresh[limit:]), *(one.ended_at or after for one in gone[limit:])]
        return Lately(max([after, *left]), tuple(fresh[:limit]), tuple(gone[:limit]), tuple(replaced))

    def _entries(self, where: ColumnElement[bool], *order: Any) -> list[Entry]:
        """`order`: a column and a limit."""
        chosen = select(entries).where(where)
        chosen = chosen.order_by(order[0], e.id.desc()).limit(order[1]) if order else chosen.order_by(e.id)
        return [entry_of(row) for row in self.conn.execute(chosen)]


def _parts(moment: AsOf) -> Iterator[tuple[int, Select[Any]]]:
    """The parts of an edition, each with the most that it may hold."""
    now, at = moment.now, moment.at
    today, week = now.date().isoformat(), (now.date() + WEEK).isoformat()
    minute, lately = now.isoformat(timespec="minutes"), (now - LATELY).isoformat(timespec="minutes")
    ids, live = select(e.id), and_(moment.in_use, running(now))
    starting = ids.where(live, e.starts >= today, e.starts < week)
    ending = ids.where(moment.in_use, e.ends > minute, e.ends <= f"{week}T00:00")
    yield _MANY, ids.where(live, e.published_at > at - FRESH).order_by(e.published_at.desc())
    yield _SOME, ids.where(e.withdrawn.is_not(None), e.ended_at > at - LATELY, e.ended_at <= at).order_by(e.ended_at)
    yield _SOME, ids.where(live, e.urgency == Urgency.P0).order_by(e.published_at.desc())
    yield _SOME, starting.order_by(e.starts)
    yield _SOME, ending.order_by(e.ends)
    ended = ids.where(moment.in_use, e.kind == DraftKind.BULLETIN, e.ends > lately, e.ends <= minute)
    yield _SOME, ended.order_by(e.ends.desc())
    yield _SOME, ids.where(live, e.kind == DraftKind.BULLETIN).order_by(e.id.desc())


def _as_then(rows: Collection[Entry], moment: AsOf) -> Iterator[Entry]:
    """Entries as they were: what became of them later is taken off, and who signed later had not signed."""
    for entry in rows:
        if not moment.then:
            yield entry
            continue
        if entry.ended_at and entry.ended_at > moment.at:
            entry = replace(entry, superseded_by=None, withdrawn=None, ended_at=None)
        signed = tuple(approval for approval in entry.approvals if approval.at <= moment.at)
        late = len(signed) < len(entry.approvals)
        yield replace(entry, approvals=signed, validated=entry.validated and not late, source_changed=False)


def has_live_bulletin(now: dt.datetime) -> ColumnElement[bool]:
    """Does a bulletin of the same notice stand on the board?"""
    other = entries.alias()
    o = other.c
    in_force = (o.superseded_by.is_(None)) & (o.withdrawn.is_(None))
    runs = o.ends.is_(None) | (o.ends > now.isoformat(timespec="minutes"))
    mates = (o.notice_id == e.notice_id) & (o.kind == DraftKind.BULLETIN)
    return exists(select(o.id).where(mates, in_force, runs))
