"""Which sources are due: what the store remembers, held against the configuration and the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from ingest.model import Source
from ingest.pipeline.agenda import grace
from ingest.settings.times import following, schedule_of
from ingest.store.agenda import Appointment

_STEADY = dt.timedelta(minutes=1)


def due_at(source: Source, appointment: Appointment | None, now: dt.datetime, bank: ZoneInfo) -> dt.datetime:
    """When `source` is due; `now` or earlier means that it is. A source that was never asked is due at once, and so is
    one that was asked "in the future": the clock was wrong then, or is now, and waiting for it could take years."""
    if appointment is None or appointment.asked > now + _STEADY:
        return now
    if appointment.schedule == schedule_of(source):
        return appointment.due - grace(source)
    regular = following(source, appointment.asked, anchor=appointment.asked, bank=bank)
    return (min(appointment.due, regular) if appointment.failures else regular) - grace(source)


def due(sources: Iterable[Source], agenda: Mapping[str, Appointment], now: dt.datetime, bank: ZoneInfo) -> list[Source]:
    """The enabled sources that are due, in the order of the configuration."""
    return [s for s in sources if s.enabled and due_at(s, agenda.get(s.id), now, bank) <= now]
