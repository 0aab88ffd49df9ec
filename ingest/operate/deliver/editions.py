"""The edition into the outbox: for each `[[publish.channel]]` what is new since it was told last, and, where a time is
set, all of it once a day.

What a channel was told is remembered in the transaction that puts the message, and the message's key grows from the one
before it: whoever does the same at the same time makes the same key, and the outbox takes it once.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from ingest.publish.edition import Edition
from ingest.publish.lifecycle import wall_clock
from ingest.publish.news import fresh, items_of, marks, payload_of
from ingest.publish.write import current
from ingest.settings import Settings
from ingest.settings.channel_block import ChannelBlock
from ingest.store.columns import key as short
from ingest.store.store import Store

EDITION = "edition"


def channel_of(id_: str) -> str:
    return f"edition:{id_}"


def put_editions(store: Store, settings: Settings, now: dt.datetime) -> int:
    """For how many channels something was put."""
    if not settings.channels:
        return 0
    zone = settings.bank.zone
    languages = {channel.language or settings.bank.language for channel in settings.channels}
    editions = {
        language: current(
            store,
            bank_name=settings.bank.name,
            language=language,
            now=wall_clock(now, zone),
            time_zone=settings.bank.time_zone,
        )
        for language in languages
    }
    return sum(
        _put(store, channel, editions[channel.language or settings.bank.language], _link(channel, settings), now, zone)
        for channel in settings.channels
    )


def _link(channel: ChannelBlock, settings: Settings) -> str | None:
    return channel.link or (f"{settings.web.address.rstrip('/')}/board" if settings.web.address else None)


def _put(
    store: Store, channel: ChannelBlock, edition: Edition, link: str | None, now: dt.datetime, zone: ZoneInfo
) -> bool:
    local = wall_clock(now, zone)
    name = f"edition.{channel.id}"
    with store.reading() as tx:
        seen = tx.meta.get(name)
    before: Mapping[str, Any] = json.loads(seen) if seen else {}
    items = items_of(edition, channel.categories)
    today = channel.at is not None and local.time() >= channel.at and before.get("day") != local.date().isoformat()
    news = items if today else fresh(items, before.get("marks", ()), local) if channel.changes else []
    after = _remembered(before, sorted(marks(items)), bool(news) or today, local.date() if today else None)
    if after == before:
        return False
    with store.writing() as tx:
        if tx.meta.get(name) != seen:  # somebody else was quicker
            return False
        tx.meta.set(name, json.dumps(after))
        if not (news or today):
            return False
        payload = payload_of(edition, _shown(news), now=local, whole=today, link=link)
        return tx.deliveries.put(channel_of(channel.id), f"edition:{after['key']}", EDITION, payload)


def _remembered(before: Mapping[str, Any], now: Sequence[str], told: bool, day: dt.date | None) -> dict[str, Any]:
    key = short(json.dumps([before.get("key", ""), now, str(day)])) if told else before.get("key", "")
    return {"marks": list(now), "day": day.isoformat() if day else before.get("day"), "key": key}


def _shown(news: Sequence[Any]) -> list[Any]:
    """Questions stand with their bulletin notice, not beside it."""
    below = {faq.entry.id for item in news for faq in item.faqs}
    return [item for item in news if item.entry.id not in below]
