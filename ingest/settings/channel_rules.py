"""What the keys of a `[[publish.channel]]` must agree on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.errors import Text
from ingest.settings.channel_block import MAIL, kinds
from ingest.settings.mistakes import Mistake


def broken(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """The rules that the blocks break, as the file says them. Values of a wrong type are passed over."""
    publish, alerts = data.get("publish"), data.get("alerts")
    blocks = publish.get("channel") if isinstance(publish, dict) else None
    mail = isinstance(alerts, dict) and isinstance(alerts.get("email"), dict)
    known = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    yield from _ids(known)
    for at, block in enumerate(known):
        for key, said in (*_reached(block, mail), *_told(block)):
            yield Mistake(("publish", "channel", at, key), said)


def _ids(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mistake]:
    ids = [block.get("id") for block in blocks]
    for at, id_ in enumerate(ids):
        if isinstance(id_, str) and id_ in ids[:at]:
            said = Text("this id stands twice; give each channel its own", "此 id 重复出现；请为每个渠道写不同的 id")
            yield Mistake(("publish", "channel", at, "id"), said)


def _reached(block: Mapping[str, Any], mail: bool) -> Iterator[tuple[str, Text]]:
    if block.get("kind") == MAIL:
        if not block.get("to"):
            yield "kind", Text('needs to = ["team@bank.example"]', '需要 to = ["team@bank.example"]')
        if not mail:
            yield (
                "kind",
                Text(
                    "needs [alerts.email]: editions leave by the same mail server",
                    "需要 [alerts.email]：版面通过同一邮件服务器发送",
                ),
            )
        for key in ("url_env", "secret_env"):
            if block.get(key):
                yield key, Text("an e-mail has no address to call; take it out", "电子邮件没有可调用的地址；请删去")
    elif block.get("kind") in kinds():
        if not block.get("url_env"):
            said = Text(
                'needs url_env = "NAME": the environment variable that holds the address',
                '需要 url_env = "NAME"：保存该地址的环境变量',
            )
            yield "kind", said
        if block.get("to"):
            yield "to", Text('recipients belong to kind = "email"; take it out', '收件人只用于 kind = "email"；请删去')


def _told(block: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    if block.get("changes") is False and not block.get("at"):
        said = Text('nothing would ever be sent: add at = "08:00"', '将永远不会发送：请增加 at = "08:00"')
        yield "changes", said
