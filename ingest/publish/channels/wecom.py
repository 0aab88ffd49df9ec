"""WeCom (企业微信): a group's robot, messages of type "text".

Of its two plain formats text is taken: it has no markup, so a title can neither mention nor link. At most 2,048 bytes
of UTF-8; 20 messages a minute. It answers 200 and tells in `errcode` how it went; the key stands in the address.
"""

from __future__ import annotations

import datetime as dt

from ingest.model import Cause
from ingest.publish.channels import Channel, Told, Way, answered, posted
from ingest.publish.channels._told import fitted

_BYTES = 2048
_BUSY = frozenset({45009, 45033, -1})


def send(told: Told, way: Way, at: dt.datetime) -> Cause | None:
    body = {"msgtype": "text", "text": {"content": fitted(told, _BYTES)}}
    return answered(posted(way, body), code=("errcode",), said=("errmsg",), busy=_BUSY)


CHANNEL = Channel(send)
