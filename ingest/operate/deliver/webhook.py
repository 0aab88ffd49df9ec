"""Messages to a webhook: one POST of JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ingest.model import Cause, FetchFailed
from ingest.operate.deliver.message import Message

Post = Callable[[str, bytes, Mapping[str, str]], bytes | FetchFailed]
"""`fetch.post.Poster.post`."""


def refused(answer: bytes | FetchFailed) -> Cause | None:
    """None if the other side took it. Every 2xx says so (RFC 9110 §15.3): many answer 202 or 204, without a body."""
    if isinstance(answer, FetchFailed) and not 200 <= (answer.status or 0) < 300:
        return answer.cause
    return None


@dataclass(frozen=True, slots=True)
class Webhook:
    """`url` often holds a key: it is never logged."""

    url: str = field(repr=False)
    post: Post = field(repr=False)

    def __call__(self, message: Message, at: dt.datetime) -> Cause | None:
        """None when the address took it. "id" and the header Idempotency-Key are the same at every attempt."""
        body = {
            "schema": "ingest.message/1",
            "id": message.id,
            "sent": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "subject": message.subject,
            "text": message.text,
            **message.data,
        }
        content = json.dumps(body, ensure_ascii=False).encode()
        return refused(self.post(self.url, content, {"Idempotency-Key": message.id}))
