"""A program of the bank's own: one POST of JSON, signed where a secret is set, as Standard Webhooks has it
(https://www.standardwebhooks.com): `webhook-id`, `webhook-timestamp`, and in `webhook-signature` "v1," with Base64 of
HMAC-SHA256 over "{id}.{seconds}.{body}". A secret that begins with "whsec_" is Base64 behind that, any other counts as
it is. Every 2xx says that it was taken.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping

from ingest.model import Cause, FetchFailed
from ingest.publish.channels import Channel, Told, Way, packed
from ingest.publish.channels._told import fitted

_BYTES = 200_000
"""Of the text; the entries are there as data too."""


def send(told: Told, way: Way, at: dt.datetime) -> Cause | None:
    raw = packed(
        {
            "schema": "ingest.edition/1",
            "id": told.id,
            "subject": told.title,
            "text": fitted(told, _BYTES),
            "link": told.link,
            **told.data,
        }
    )
    answer = way.post(way.url, raw, _headers(told.id, raw, way.secret, at))
    if isinstance(answer, FetchFailed) and not 200 <= (answer.status or 0) < 300:
        return answer.cause
    return None


def _headers(id_: str, raw: bytes, secret: str | None, at: dt.datetime) -> Mapping[str, str]:
    stamp = str(int(at.timestamp()))
    named = {"Idempotency-Key": id_, "webhook-id": id_, "webhook-timestamp": stamp}
    if not secret:
        return named
    code = hmac.new(key_of(secret), f"{id_}.{stamp}.".encode() + raw, hashlib.sha256).digest()
    return {**named, "webhook-signature": f"v1,{base64.b64encode(code).decode()}"}


def key_of(secret: str) -> bytes:
    """The bytes of a secret as it is written."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return secret.encode()


CHANNEL = Channel(send, signs=True)
