"""What programs were answered when they decided: whoever asks again with the same key is told the same, and nothing
is decided twice (draft-ietf-httpapi-idempotency-key-header)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from ingest.store.aggregate import Aggregate, insert_new
from ingest.store.tables import replies

KEPT = dt.timedelta(hours=24)
_AT_WORK = dt.timedelta(minutes=1)
"""A request that has no answer after that long was lost: it may be made again, which compare and set makes safe."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`status` is None while the first request is still at work. `request`: what was asked with this key, hashed."""

    request: str
    status: int | None
    media_type: str | None
    etag: str | None
    body: str | None


class Replies(Aggregate):
    """Keys arrive hashed, together with whose they are."""

    def begin(self, key: str, request: str) -> Reply | None:
        """None: nobody asked with this key in the last day, and it is this request's now."""
        now, c = self.clock(), replies.c
        lost = c.status.is_(None) & (c.at < now - _AT_WORK)
        self.conn.execute(delete(replies).where((c.at < now - KEPT) | (lost & (c.key == key))))
        if insert_new(self.conn, replies, {"key": key, "request": request, "at": now}):
            return None
        row = self.conn.execute(select(replies).where(c.key == key)).one()
        return Reply(row.request, row.status, row.media_type, row.etag, row.body)

    def end(self, key: str, reply: Reply) -> None:
        values = {"status": reply.status, "media_type": reply.media_type, "etag": reply.etag, "body": reply.body}
        self.conn.execute(update(replies).where(replies.c.key == key).values(values))

    def forget(self, key: str) -> None:
        """Nothing was decided: the key is free again."""
        self.conn.execute(delete(replies).where(replies.c.key == key))
