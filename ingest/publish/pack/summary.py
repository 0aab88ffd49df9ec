"""summary.html: the evidence for people, in Chinese and English, in one page without script that needs no server."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ingest.model import BulletinDraft, FaqDraft
from ingest.publish.edition import local
from ingest.publish.pack.gather import Material
from ingest.publish.pages import environment
from ingest.publish.renderers.html import style
from ingest.publish.wording import LANGUAGES, labels, say_period, say_time
from ingest.review.comparison import Line, words
from ingest.store.codec import words_hash
from ingest.store.versions import DraftVersion

_FIELDS = {
    FaqDraft: ("question", "answer", "operation_points", "conditions", "say", "keywords"),
    BulletinDraft: ("headline", "what_changes", "when", "who", "script", "do_not_say", "operation_points"),
}


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version with the changes to the one before, field by field; all of it for the first."""

    version: DraftVersion
    words: str
    fields: tuple[tuple[str, Line], ...]


def summary(material: Material, *, bank_name: str, time_zone: str) -> str:
    zone = ZoneInfo(time_zone)
    template = environment().get_template("evidence.html")
    return template.render(
        m=material,
        bank_name=bank_name,
        time_zone=time_zone,
        languages=[(language, labels(language)) for language in LANGUAGES],
        style=style(),
        fields=tuple(_fields(material.entry.content)),
        versions=tuple(_versions(material)),
        at=lambda instant, language: _said(instant, language, zone),
        period=say_period,
        words_hash=words_hash(material.entry.content),
        detail=lambda event: _detail(event.detail),
    )


def _said(instant: dt.datetime | str | None, language: str, zone: ZoneInfo) -> str:
    if instant is None:
        return "—"
    known = dt.datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return say_time(local(known, zone), language)


def _fields(content: FaqDraft | BulletinDraft) -> Iterator[tuple[str, str]]:
    for name in _FIELDS[type(content)]:
        if text := _text(getattr(content, name)):
            yield name, text


def _text(value: object) -> str:
    return "\n".join(value) if isinstance(value, tuple) else str(value or "")


def _versions(material: Material) -> Iterator[VersionShown]:
    before: FaqDraft | BulletinDraft | None = None
    for version in material.versions:
        names = _FIELDS[type(version.content)]
        pairs = [(n, _text(getattr(before, n, "")), _text(getattr(version.content, n))) for n in names]
        changed = tuple((n, words(old if before else new, new)) for n, old, new in pairs if old != new)
        yield VersionShown(version, words_hash(version.content), changed)
        before = version.content


def _detail(detail: Mapping[str, object]) -> str:
    return json.dumps(dict(detail), ensure_ascii=False, sort_keys=True)
