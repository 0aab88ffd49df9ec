"""What programs were answered when they decided: whoever asks again with the same key is told the same, and nothing
is decided twice (draft-ietf-httpapi-idempotency-key-header)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from ingest.store.aggregate import Aggregate, insert_new
from ingest.store.tables import answers

KEPT = dt.timedelta(hours=24)
_AT_WORK = dt.timedelta(minutes=1)
"""A request that has no answer after that long was lost: it may be made again, which compare and set makes safe."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is None while the first request is still at work. `request`: what was asked with this key, hashed."""

    request: str
    status: int | None
    media_type: str | None
    etag: str | None
    body: str | None


class Answers(Aggregate):
    """Keys arrive hashed, together with whose they are."""

    def begin(self, key: str, request: str) -> Answer | None:
        """None: nobody asked with this key in the last day, and it is this request's now."""
        now, c = self.clock(), answers.c
        lost = c.status.is_(None) & (c.at < now - _AT_WORK)
        self.conn.execute(delete(answers).where((c.at < now - KEPT) | (lost & (c.key == key))))
        if insert_new(self.conn, answers, {"key": key, "request": request, "at": now}):
            return None
        row = self.conn.execute(select(answers).where(c.key == key)).one()
        return Answer(row.request, row.status, row.media_type, row.etag, row.body)

    def end(self, key: str, answer: Answer) -> None:
        values = {"status": answer.status, "media_type": answer.media_type, "etag": answer.etag, "body": answer.body}
        self.conn.execute(update(answers).where(answers.c.key == key).values(values))

    def forget(self, key: str) -> None:
        """Nothing was decided: the key is free again."""
        self.conn.execute(delete(answers).where(answers.c.key == key))
