"""Once a day: how the sources are, what came in, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from ingest.model import DraftState, Health, HealthChange, HealthEvent
from ingest.operate.deliver.message import DIGEST
from ingest.pipeline.health.watch import payload_of
from ingest.publish.edition import state_coverage
from ingest.store.store import Store
from ingest.store.transaction import Transaction

_COUNTED = ("new", "revised", "gone", "drafts")


def put_digest(store: Store, channels: Sequence[str], time: dt.time, zone: ZoneInfo, now: dt.datetime) -> bool:
    """Into the outbox, if the time of today's has come and it is not there yet."""
    local = now.astimezone(zone)
    if not channels or local.time() < time:
        return False
    day = local.date().isoformat()
    with store.reading() as tx:
        if tx.meta.get("digest") == day:
            return False
    with store.writing() as tx:
        payload = _of(tx, zone, now) | {"day": day}
        tx.meta.set("digest", day)
        for channel in channels:
            tx.deliveries.put(channel, f"digest:{day}", DIGEST, payload)
    return True


def _of(tx: Transaction, zone: ZoneInfo, now: dt.datetime) -> dict[str, Any]:
    coverage = state_coverage(tx.runs.coverage(), zone)
    visits = tx.runs.visits_since(now - dt.timedelta(days=1))
    counts = tx.drafts.counts()
    undelivered = tx.deliveries.counts()
    return {
        "coverage": {"due": coverage.due}
        | {name: len(getattr(coverage, name)) for name in ("read", "suspicious", "failed", "skipped")},
        "found": {name: sum(getattr(visit, name) for visit in visits) for name in _COUNTED},
        "waiting": {
            "open": counts[DraftState.PENDING] + counts[DraftState.RETURNED],
            "unvalidated": tx.desk.count_unvalidated(now.astimezone(zone).replace(tzinfo=None)),
            "gone": len(tx.disappearances.undecided()),
        },
        "troubles": [_trouble(health, now) for health in tx.health.in_trouble() if health.since],
        "undelivered": {"pending": undelivered["pending"], "abandoned": undelivered["abandoned"]},
    }


def _trouble(health: Health, now: dt.datetime) -> dict[str, Any]:
    since = health.since or now
    return payload_of(HealthEvent(health.source_id, HealthChange.TROUBLE, health.status, since, now, health.causes))
