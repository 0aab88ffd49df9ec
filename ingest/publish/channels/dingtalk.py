"""DingTalk (钉钉): a group's custom robot, messages of type "text", signed where a secret is set (加签).

The signature is Base64 of HMAC-SHA256 with the secret over "{milliseconds}\\n{secret}"; it stands in the query with the
time, and holds for an hour. A request may have 20,000 bytes; 20 messages a minute, then nothing for ten. Text has no
markup, and mentions are named apart from it. It answers 200 and tells in `errcode` how it went.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from urllib.parse import quote_plus

from ingest.model import Cause
from ingest.publish.channels import Channel, Told, Way, answered, packed, posted
from ingest.publish.channels._told import fitted

_BYTES = 20_000
_BUSY = frozenset({130101, 130102, 410100, -1})


def send(told: Told, way: Way, at: dt.datetime) -> Cause | None:
    text = fitted(told, _BYTES, lambda text: len(packed(_body(text))))
    url = signed(way.url, way.secret, at) if way.secret else way.url
    return answered(posted(way, _body(text), url=url), code=("errcode",), said=("errmsg",), busy=_BUSY)


def signed(url: str, secret: str, at: dt.datetime) -> str:
    """`url` with the time and the signature."""
    stamp = str(int(at.timestamp() * 1000))
    code = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    sign = quote_plus(base64.b64encode(code))
    return f"{url}{'&' if '?' in url else '?'}timestamp={stamp}&sign={sign}"


def _body(text: str) -> dict[str, object]:
    return {"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": False}}


CHANNEL = Channel(send, signs=True)
