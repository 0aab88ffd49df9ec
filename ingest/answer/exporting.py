"""Everything published that answers a question, as a file: CSV, XLSX, JSON, schema.org. What an import reads, an export
writes: the same columns. Each export is on record, since it takes the whole database out of the house."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from zoneinfo import ZoneInfo

from ingest.answer.workbook import workbook
from ingest.model import Actor, DraftKind, Entry, FaqDraft
from ingest.publish.inert import safe_json
from ingest.publish.lifecycle import wall_clock
from ingest.publish.renderers import schema_org
from ingest.publish.separated import separated
from ingest.publish.write import current
from ingest.review.access import Permission, require
from ingest.review.transaction import Clock, deciding
from ingest.store.store import Store


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    JSONLD = "jsonld"
    """https://schema.org/FAQPage: only what is in force, validated and not under review."""


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.JSONLD: "application/ld+json",
}
_WIDTHS = {"question": 40, "answer": 60, "operation_points": 40, "conditions": 40, "say": 40, "source": 30}


@dataclass(frozen=True, slots=True)
class House:
    """Of the bank."""

    name: str
    time_zone: str


@functools.cache
def columns(language: str) -> Mapping[str, Sequence[str]]:
    """The names of each column."""
    text = (resources.files("ingest.answer") / "columns.toml").read_text(encoding="utf-8")
    found: Mapping[str, Sequence[str]] = tomllib.loads(text)["zh" if language == "zh" else "en"]
    return found


def export(store: Store, actor: Actor, form: Format, language: str, house: House, clock: Clock) -> bytes:
    """The published FAQ, with heads in `language`. Raises WrongRole."""
    with deciding(store, actor, "export", "entries", clock) as tx:
        require(actor, Permission.EXPORT_EVIDENCE)
        tx.audit.append(actor.name, "exported", "entries", {"format": form.value}, clock())
    return exported(store, form, language, house, clock())


def exported(store: Store, form: Format, language: str, house: House, at: dt.datetime) -> bytes:
    """The same without asking who wants it."""
    now = wall_clock(at, ZoneInfo(house.time_zone))
    if form is Format.JSONLD:
        whole = current(
            store, bank_name=house.name, language=language, now=now, time_zone=house.time_zone, every_faq=True
        )
        return schema_org.RENDERER.render(whole).encode()
    with store.reading() as tx:
        entries = tx.entries.all(DraftKind.FAQ, now=now)
    rows = [row for entry in entries if (row := row_of(entry, now))]
    if form is Format.JSON:
        return safe_json({"exported": at.isoformat(timespec="seconds"), "entries": rows}).encode()
    names = columns(language)
    heads = [names[name][0] for name in names]
    cells = [[_text(row[name]) for name in names] for row in rows]
    if form is Format.CSV:
        return separated(heads, cells).encode()
    return workbook(heads, cells, [_WIDTHS.get(name, 16) for name in names])


def row_of(entry: Entry, now: dt.datetime) -> dict[str, str | list[str]] | None:
    content = entry.content
    if not isinstance(content, FaqDraft):
        return None
    return {
        "key": str(entry.id),
        "question": content.question,
        "answer": content.answer,
        "operation_points": list(content.operation_points),
        "conditions": list(content.conditions),
        "say": content.say,
        "keywords": list(content.keywords),
        "category": entry.category.value if entry.category else "",
        "language": entry.language,
        "valid_from": str(content.valid_from or ""),
        "valid_until": str(content.valid_until or ""),
        "state": entry.state(now).value,
        "source": entry.title,
        "source_url": entry.source_url or "",
        "published": entry.published_at.isoformat(timespec="minutes"),
        "approved_by": [approval.actor for approval in entry.approvals],
    }


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)
