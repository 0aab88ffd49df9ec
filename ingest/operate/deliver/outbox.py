"""The outbox, emptied: claimed, sent, noted; what fails is tried again, ever more seldom, for a week.

A claim is committed before anything is sent, and the delivery after. Whoever is killed in between leaves a claim whose
lease ends; then the same messages are sent again, as the same batch under the same name: a receiver that knows
Message-ID or Idempotency-Key shows them once. That is all that SMTP and HTTP permit: neither can take a message and our
note of it in one step, and to note first could lose an alert.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping

from ingest.model import Cause
from ingest.operate.deliver.editions import EDITION
from ingest.operate.deliver.message import PARTLY, Message, Readers, message_of
from ingest.store.deliveries import Batch
from ingest.store.store import Store
from ingest.text.causes import told

log = logging.getLogger(__name__)

Sender = Callable[[Message, dt.datetime], Cause | None]
"""Sends a message at a time; None when it was taken, else why not (PARTLY: not by all, and the others are not sent it
twice). Raises nothing that was foreseen."""

LEASE = dt.timedelta(minutes=5)
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=6)
GIVEN_UP = dt.timedelta(days=7)
_STALE = {EDITION: dt.timedelta(days=1)}
"""Topics that nobody wants later."""


def wait(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def send_due(store: Store, senders: Mapping[str, Sender], readers: Readers, clock: Callable[[], dt.datetime]) -> int:
    """Send what waits and is due, each batch once; how many were taken. Channels without a sender wait."""
    taken, tried = 0, set()
    while True:
        now = clock()
        with store.writing() as tx:
            batch = tx.deliveries.claim(now, LEASE)
        if batch is None or batch.id in tried:
            return taken
        tried.add(batch.id)
        failure = _send(batch, senders.get(batch.channel), readers, now)
        _note(store, batch, failure, clock())
        taken += failure is None or failure.code == PARTLY


def _send(batch: Batch, sender: Sender | None, readers: Readers, now: dt.datetime) -> Cause | None:
    if sender is None:
        return Cause("no_channel", {"channel": batch.channel})
    try:
        return sender(message_of(batch, readers), now)
    except Exception as e:
        log.exception("%s: %s; INGEST_DEBUG=1 shows where", batch.channel, type(e).__name__)
        return Cause("unexpected", {"detail": type(e).__name__})


def _note(store: Store, batch: Batch, failure: Cause | None, now: dt.datetime) -> None:
    if failure is None or failure.code == PARTLY:
        with store.writing() as tx:
            tx.deliveries.delivered(batch.id, now, failure)
        log.info("%s: sent", batch.channel, extra={"code": "delivery.sent"})
        if failure:
            log.error("%s: %s", batch.channel, told(failure), extra={"code": f"delivery.{failure.code}"})
        return
    late = now - batch.created_at >= _STALE.get(batch.topic, GIVEN_UP)
    with store.writing() as tx:
        tx.deliveries.failed(batch.id, failure, None if late else now + wait(batch.attempts))
    said = told(failure)
    log.error("%s: not delivered: %s", batch.channel, said, extra={"code": f"delivery.{failure.code}"})
