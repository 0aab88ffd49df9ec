"""What an edition tells that was not told before, and how a channel is told it.

A channel remembers what it was told as marks: an entry's id while it is in use, "ID:source" while its source is under
review, "ID:withdrawn" lately after it was withdrawn. Only a mark that is new is news: what ends by the clock is not,
nor is a new wording of the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.model import Category, FaqDraft, Urgency
from ingest.publish.channels import Block, Told
from ingest.publish.channels._told import one_line
from ingest.publish.edition import Edition, Item
from ingest.publish.inert import link
from ingest.publish.renderers.json import of_item
from ingest.publish.statement import say_coverage
from ingest.publish.warnings import warnings
from ingest.publish.wording import labels, say_day, say_time, say_validity

_FRESH = dt.timedelta(days=7)
"""What is older is no news, even if nobody told it."""


def items_of(edition: Edition, categories: Collection[Category] = ()) -> list[Item]:
    """Bulletin notices and questions of these categories (none: of all), in the order of the page, each once."""
    every = [one for item in edition.items for one in (item, *item.faqs)]
    return list({one.entry.id: one for one in every if not categories or one.entry.category in categories}.values())


def marks(items: Collection[Item]) -> frozenset[str]:
    return frozenset(mark for item in items for mark in _marks(item))


def fresh(items: Collection[Item], told: Collection[str], now: dt.datetime) -> list[Item]:
    """The items that have a mark which is not among `told`; `now` is local."""
    return [item for item in items if any(m not in told and _news(item, m, now) for m in _marks(item))]


def _marks(item: Item) -> Iterator[str]:
    id_ = item.entry.id
    if item.live:
        yield str(id_)
        if item.entry.source_changed:
            yield f"{id_}:source"
    elif item.entry.withdrawn:
        yield f"{id_}:withdrawn"


def _news(item: Item, mark: str, now: dt.datetime) -> bool:
    return ":" in mark or (item.entry.material and now - item.published < _FRESH)


def payload_of(edition: Edition, items: Sequence[Item], *, now: dt.datetime, whole: bool, link: str | None) -> Any:
    """JSON-safe. `whole`: the day's edition, not only what changed."""
    words, language = labels(edition.language), edition.language
    head = [words["news.at"].format(time=say_time(now, language), zone=edition.time_zone)]
    head += [words["edition.more"]] if whole and edition.more else []
    return {
        "edition": one_line(words["edition.title"].format(bank=edition.bank_name)),
        "day": say_day(edition.day, language),
        "whole": whole,
        "head": [*head, say_coverage(edition.coverage, language)],
        "blocks": [_block(item, language) for item in items],
        "known": [item.entry.id for item in items_of(edition)],
        "link": link,
        "language": language,
        "data": {
            "bank": edition.bank_name,
            "time_zone": edition.time_zone,
            "at": now.isoformat(timespec="minutes"),
            "complete": edition.coverage.complete,
        },
        "entries": [of_item(item) for item in items],
    }


def _block(item: Item, language: str) -> Mapping[str, Any]:
    entry, content = item.entry, item.entry.content
    title = content.question if isinstance(content, FaqDraft) else content.headline
    urgent = item.live and entry.urgency is Urgency.P0
    lines = [one_line(line) for line in _lines(item, language)]
    return {"entry": entry.id, "title": one_line(title), "lines": lines, "urgent": urgent}


def _lines(item: Item, language: str) -> Iterator[str]:
    words, entry = labels(language), item.entry
    category = words[f"category.{entry.category.value if entry.category else 'none'}"]
    yield " · ".join((words[f"section.{item.marks[0].value}"], words[f"urgency.{entry.urgency.value}"], category))
    yield from (f"⚠ {warning}" for warning in warnings(item, language))
    if item.live:
        yield from _said(item, words)
    yield words["news.labelled"].format(label=words["field.validity"], text=say_validity(entry, language))
    if url := link(entry.source_url):
        yield words["news.source"].format(url=url)


def _said(item: Item, words: Mapping[str, str]) -> Iterator[str]:
    content = item.entry.content
    if isinstance(content, FaqDraft):
        yield content.answer
    else:
        yield content.what_changes
    for name in ("say",) if isinstance(content, FaqDraft) else ("script", "do_not_say"):
        if text := getattr(content, name):
            yield words["news.labelled"].format(label=words[f"field.{name}"], text=text)


def told_of(id_: str, payloads: Sequence[Mapping[str, Any]]) -> Told:
    """What waited together, as one: of an entry the latest words, and nothing that the latest edition has no more."""
    last = payloads[-1]
    known, blocks, entries = set(last["known"]), dict[int, Block](), dict[int, Any]()
    for payload in reversed(payloads):
        for block, entry in zip(payload["blocks"], payload["entries"], strict=True):
            if block["entry"] in known:
                blocks.setdefault(block["entry"], Block(**{**block, "lines": tuple(block["lines"])}))
                entries.setdefault(block["entry"], entry)
    whole = any(payload["whole"] for payload in payloads)
    made = Told(id_, "", tuple(last["head"]), tuple(blocks.values()), last["link"], last["language"])
    data = {**last["data"], "whole": whole, "entries": list(entries.values())}
    return replace(made, title=_title(last, made.blocks, whole), data=data)


def _title(payload: Mapping[str, Any], blocks: Sequence[Block], whole: bool) -> str:
    words, n = labels(payload["language"]), len(blocks)
    if whole or not blocks:
        return words["news.title_whole"].format(edition=payload["edition"], day=payload["day"])
    key = "news.title_one" if n == 1 else "news.title_many"
    said = words[key].format(edition=payload["edition"], first=blocks[0].title, n=n - 1)
    return (words["news.urgent"] if any(b.urgent for b in blocks) else "") + said
