"""The outbox: what has to leave the house, written in the same transaction as what it tells.

A message is told once for each key and channel. Sending it takes a claim, which is a lease: whoever dies with it lets
it go when the lease ends. Messages that are claimed together stay together, so that another attempt sends what the
first one sent, under the same name (`batch`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from ingest.model import Cause
from ingest.store.aggregate import Aggregate, batches, upsert
from ingest.store.codec import CAUSE
from ingest.store.columns import key as short
from ingest.store.tables import deliveries

Payload = Mapping[str, Any]
"""JSON-safe; its shape is the topic's."""

_TOGETHER = 200
"""At most so many messages in one batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages of one channel and topic, claimed for one attempt to send them. `attempts` counts this one."""

    id: str
    channel: str
    topic: str
    payloads: tuple[Payload, ...]
    attempts: int
    created_at: dt.datetime
    """Of the oldest."""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How many messages wait for a channel, when one was last delivered, and what the last attempt at one that waits
    met."""

    pending: int = 0
    delivered: dt.datetime | None = None
    error: Cause | None = None


class Deliveries(Aggregate):
    """Channels and topics are names that the sender knows ("email", "alert")."""

    def put(self, channel: str, key: str, topic: str, payload: Payload) -> bool:
        """False if this key was put for the channel before, delivered or not."""
        now = self.clock()
        row = {"channel": channel, "key": key, "topic": topic, "payload": json.dumps(payload, ensure_ascii=False)}
        new = upsert(self.conn, deliveries).values(**row, created_at=now, attempts=0, next_try=now)
        made = new.on_conflict_do_nothing(index_elements=["channel", "key"]).returning(deliveries.c.id)
        return self.conn.execute(made).first() is not None

    def known(self, keys: Iterable[str]) -> set[str]:
        """Which of these were put before, for whatever channel."""
        found: set[str] = set()
        for some in batches(keys):
            found |= set(self.conn.execute(select(deliveries.c.key).where(deliveries.c.key.in_(some))).scalars())
        return found

    def claim(self, now: dt.datetime, lease: dt.timedelta) -> Batch | None:
        """The oldest batch that is due, for this caller alone until the lease ends; None when nothing is."""
        c = deliveries.c
        due = (c.delivered_at.is_(None)) & (c.next_try <= now)
        first = self.conn.execute(select(deliveries).where(due).order_by(c.id).limit(1)).first()
        if first is None:
            return None
        name = first.batch or short(f"{first.channel}\n{first.key}")
        chosen: ColumnElement[bool] = c.batch == first.batch
        if first.batch is None:
            mates = select(c.id).where(due, c.batch.is_(None), c.channel == first.channel, c.topic == first.topic)
            chosen = c.id.in_(mates.order_by(c.id).limit(_TOGETHER).scalar_subquery()) & c.batch.is_(None)
        taken = update(deliveries).where(chosen, due)
        rows = self.conn.execute(
            taken.values(batch=name, attempts=c.attempts + 1, next_try=now + lease).returning(
                c.id, c.payload, c.attempts, c.created_at
            )
        ).all()
        if not rows:
            return None
        rows = sorted(rows, key=lambda row: row.id)
        payloads = tuple(json.loads(row.payload) for row in rows)
        return Batch(name, first.channel, first.topic, payloads, rows[0].attempts, min(r.created_at for r in rows))

    def delivered(self, batch: str, at: dt.datetime, lacking: Cause | None = None) -> None:
        """`lacking`: what some of its receivers met all the same."""
        mine = update(deliveries).where(deliveries.c.batch == batch, deliveries.c.delivered_at.is_(None))
        self.conn.execute(mine.values(delivered_at=at, next_try=None, error=CAUSE.encode(lacking) if lacking else None))

    def failed(self, batch: str, error: Cause, next_try: dt.datetime | None) -> None:
        """Without `next_try` nobody tries again."""
        mine = update(deliveries).where(deliveries.c.batch == batch, deliveries.c.delivered_at.is_(None))
        self.conn.execute(mine.values(error=CAUSE.encode(error), next_try=next_try))

    def counts(self) -> dict[str, int]:
        """ "delivered", "pending" and "abandoned"."""
        c = deliveries.c
        columns = select(func.count(c.delivered_at), func.count(c.next_try), func.count())
        delivered, pending, every = self.conn.execute(columns).one()
        return {"delivered": delivered, "pending": pending, "abandoned": every - delivered - pending}

    def by_channel(self, channels: Collection[str]) -> dict[str, ChannelState]:
        """Each of these channels, also those for which nothing was ever put."""
        c, mine = deliveries.c, deliveries.c.channel.in_(sorted(channels))
        counted = select(c.channel, func.count(c.next_try), func.max(c.delivered_at)).where(mine).group_by(c.channel)
        failed = select(c.channel, c.error).where(mine, c.next_try.is_not(None), c.error.is_not(None)).order_by(c.id)
        errors = {row.channel: CAUSE.decode(row.error) for row in self.conn.execute(failed)}
        found = {row[0]: ChannelState(row[1], row[2], errors.get(row[0])) for row in self.conn.execute(counted)}
        return {channel: found.get(channel, ChannelState()) for channel in channels}

    def prune(self, before: dt.datetime) -> int:
        """Forget what was delivered, or given up, and put before; how many that were."""
        c = deliveries.c
        done = delete(deliveries).where(c.created_at < before, c.next_try.is_(None))
        return self.conn.execute(done).rowcount

    def errors(self) -> list[tuple[str, Cause]]:
        """Channel and what the last attempt met, of what is not delivered; oldest first."""
        c = deliveries.c
        rows = select(c.channel, c.error).where(c.delivered_at.is_(None), c.error.is_not(None)).order_by(c.id)
        return [(row.channel, CAUSE.decode(row.error)) for row in self.conn.execute(rows)]
