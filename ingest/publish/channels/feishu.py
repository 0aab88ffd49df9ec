"""Feishu and Lark (飞书): a group's custom bot, messages of type "post", signed where a secret is set (签名校验).

The signature is Base64 of HMAC-SHA256 over nothing, with "{seconds}\\n{secret}" as its key; it stands with the time in
the body and holds for an hour. A request may have 20 KB; 5 a second, 100 a minute. The elements of a post show text as
it is, where type "text" would read mentions in it. It answers `code`, older addresses `StatusCode`.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac

from ingest.model import Cause
from ingest.publish.channels import Channel, Told, Way, answered, packed, posted
from ingest.publish.channels._told import fitted
from ingest.publish.wording import labels

_BYTES = 20_000
_BUSY = frozenset({11232, 11233, 9503})


def send(told: Told, way: Way, at: dt.datetime) -> Cause | None:
    proof = signature(way.secret, at) if way.secret else {}
    text = fitted(told, _BYTES, lambda text: len(packed({**proof, **_body(told, text)})))
    answer = posted(way, {**proof, **_body(told, text)})
    return answered(answer, code=("code", "StatusCode"), said=("msg", "StatusMessage"), busy=_BUSY)


def signature(secret: str, at: dt.datetime) -> dict[str, str]:
    """The fields of the body that prove where it comes from."""
    stamp = str(int(at.timestamp()))
    code = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(code).decode()}


def _body(told: Told, text: str) -> dict[str, object]:
    title, _, rest = text.partition("\n")
    lines: list[list[dict[str, str]]] = [[{"tag": "text", "text": line}] for line in rest.split("\n")]
    if told.link:
        lines.append([{"tag": "a", "text": labels(told.language)["news.open"], "href": told.link}])
    tongue = "zh_cn" if told.language == "zh" else "en_us"
    return {"msg_type": "post", "content": {"post": {tongue: {"title": title, "content": lines}}}}


CHANNEL = Channel(send, signs=True)
