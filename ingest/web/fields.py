"""A draft's content as a form and back: one line of text per field, one line per list item."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.model import BulletinDraft, FaqDraft, Moment, Urgency
from ingest.review.refusals import Incomplete

_MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: "line", "text", "list" (one item a line), "moment" (2026-12-01 or 2026-12-01 22:00), "urgency"."""

    name: str
    kind: str
    needed: bool = False


_FAQ = (
    Field("question", "line", True),
    Field("answer", "text", True),
    Field("operation_points", "list"),
    Field("conditions", "list"),
    Field("say", "line"),
    Field("valid_from", "moment"),
    Field("valid_until", "moment"),
    Field("keywords", "list"),
)
_BULLETIN = (
    Field("headline", "line", True),
    Field("what_changes", "text", True),
    Field("when", "line"),
    Field("who", "line"),
    Field("script", "text", True),
    Field("do_not_say", "line"),
    Field("operation_points", "list"),
    Field("urgency", "urgency"),
    Field("starts", "moment"),
    Field("expires", "moment"),
)


def fields_of(content: FaqDraft | BulletinDraft) -> tuple[Field, ...]:
    return _FAQ if isinstance(content, FaqDraft) else _BULLETIN


def as_form(content: FaqDraft | BulletinDraft) -> dict[str, str]:
    """What stands in the form's fields."""
    return {field.name: _shown(getattr(content, field.name), field.kind) for field in fields_of(content)}


def from_form(content: FaqDraft | BulletinDraft, form: Mapping[str, str]) -> FaqDraft | BulletinDraft:
    """`content` with what the form says; fields that the form lacks stay. Raises Incomplete for what is no moment."""
    changed = {field.name: _read(form[field.name], field.kind) for field in fields_of(content) if field.name in form}
    if isinstance(content, BulletinDraft) and not changed.get("do_not_say", True):
        changed["do_not_say"] = None
    return dataclasses.replace(content, **changed)  # type: ignore[arg-type]


def texts(content: FaqDraft | BulletinDraft) -> Iterator[tuple[str, str]]:
    """Every text of the content with the name of its field, list items one by one."""
    for field in fields_of(content):
        value = getattr(content, field.name)
        if field.kind == "list":
            yield from ((field.name, item) for item in value)
        elif field.kind in ("line", "text") and value:
            yield field.name, value


def _shown(value: object, kind: str) -> str:
    if kind == "list" and isinstance(value, tuple):
        return "\n".join(value)
    return str(value).replace("T", " ") if kind == "moment" and value else str(value or "")


def _read(text: str, kind: str) -> object:
    plain = text.replace("\r\n", "\n").strip()
    if kind == "list":
        return tuple(line.strip() for line in plain.split("\n") if line.strip())
    if kind == "moment":
        return read_moment(plain) if plain else None
    if kind == "urgency":
        return Urgency(plain) if plain in set(Urgency) else Urgency.P3
    return " ".join(plain.split("\n")) if kind == "line" else plain


def read_moment(text: str) -> Moment:
    """2026-12-01 or 2026-12-01 22:00. Raises Incomplete."""
    found = _MOMENT.fullmatch(text)
    try:
        if found:
            year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
            time = None if hour is None else dt.time(hour, minute or 0)
            return Moment(dt.date(year or 0, month or 0, day or 0), time)
    except ValueError:
        pass
    raise Incomplete
