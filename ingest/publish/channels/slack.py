"""Slack: an incoming webhook, a message of text.

"&", "<" and ">" are escaped, as its control sequences (mentions, links with other words) begin so; `mrkdwn` is off, so
that no sign in a title formats it. A text of 4,000 characters is shown whole. A message a second. It answers 200 and
"ok", or an HTTP status and a word.
"""

from __future__ import annotations

import datetime as dt

from ingest.model import Cause, FetchFailed
from ingest.publish.channels import Channel, Told, Way, posted
from ingest.publish.channels._told import fitted

_CHARACTERS = 4000


def send(told: Told, way: Way, at: dt.datetime) -> Cause | None:
    text = escaped(fitted(told, _CHARACTERS, lambda text: len(escaped(text))))
    answer = posted(way, {"text": text, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False})
    if isinstance(answer, FetchFailed):
        return answer.cause
    if answer.strip() == b"ok":
        return None
    return Cause("service_unreadable", {"detail": answer[:120].decode("utf-8", "replace")})


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


CHANNEL = Channel(send)
