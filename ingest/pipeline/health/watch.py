"""A visit's report into the store: with it, in the same transaction, how its source is and what is to be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.model import HealthEvent, Source, VisitReport
from ingest.pipeline.health.course import Patience, assess
from ingest.store.transaction import Transaction

IMPORTED = "import:"
"""How the names of sources begin that are read once, by hand."""
ALERT = "alert"
"""The topic of what is put into the outbox here; a payload is `payload_of` an event."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How long troubles are watched before they are told, and through which channels."""

    patience: Patience = field(default_factory=Patience)
    channels: tuple[str, ...] = ()


def watched(tx: Transaction, source: Source, report: VisitReport, at: dt.datetime, watch: Watch) -> VisitReport:
    """`report` of a visit that began at `at`, with what only its history can tell. What is imported once has none."""
    if source.id.startswith(IMPORTED):
        return report
    assessed = assess(tx.health.of(source.id), report, source, at, watch.patience)
    tx.health.put(assessed.health)
    for event in assessed.events:
        for channel in watch.channels:
            tx.deliveries.put(channel, key_of(event), ALERT, payload_of(event))
    return assessed.report


def key_of(event: HealthEvent) -> str:
    """The same for the same event, whoever tells it and however often."""
    return f"{event.change.value}:{event.status.value}:{event.since.isoformat()}:{event.source_id}"


def payload_of(event: HealthEvent) -> dict[str, Any]:
    """As JSON; instants in ISO 8601, UTC."""
    return {
        "source": event.source_id,
        "change": event.change.value,
        "status": event.status.value,
        "since": event.since.astimezone(dt.UTC).isoformat(),
        "at": event.at.astimezone(dt.UTC).isoformat(),
        "causes": [asdict(cause) for cause in event.causes],
    }
