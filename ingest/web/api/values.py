"""Values that several answers share, as JSON shapes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from ingest.model import (
    Approval,
    AuditEvent,
    BulletinDraft,
    FaqDraft,
    Flag,
    Intent,
    Moment,
    Role,
    Span,
    Urgency,
)
from ingest.review.access import Need
from ingest.review.refusals import Incomplete
from ingest.web.fields import read_moment

_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$"


class Strict(BaseModel):
    """What programs send: unknown names are mistakes."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if re.fullmatch(_MOMENT, value):
            return read_moment(value)
    except Incomplete:
        pass
    raise ValueError("no day (2026-12-01) and no minute (2026-12-01T22:00)")


When = Annotated[
    Moment,
    BeforeValidator(_moment),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _MOMENT, "examples": ["2026-12-01", "2026-12-01T22:00"]}),
]
"""A day, or a minute of a day, in the bank's local time."""
Line = Annotated[str, Field(max_length=2000)]
Long = Annotated[str, Field(max_length=20_000)]
Lines = Annotated[tuple[Line, ...], Field(max_length=100)]


class Place(BaseModel):
    """Where something stands in the document's text: characters `start` ≤ … < `end`."""

    start: int
    end: int

    @classmethod
    def of(cls, span: Span) -> Place:
        return cls(start=span.start, end=span.end)


class FaqWords(BaseModel):
    """The words of an FAQ entry."""

    kind: Literal["faq"] = "faq"
    intent: Intent
    question: str
    answer: str
    operation_points: tuple[str, ...]
    conditions: tuple[str, ...]
    say: str
    valid_from: When | None
    valid_until: When | None
    keywords: tuple[str, ...]


class BulletinWords(BaseModel):
    """The words of a bulletin notice."""

    kind: Literal["bulletin"] = "bulletin"
    headline: str
    what_changes: str
    when: str
    who: str
    script: str
    do_not_say: str | None
    operation_points: tuple[str, ...]
    urgency: Urgency
    starts: When | None
    expires: When | None


Words = Annotated[FaqWords | BulletinWords, Field(discriminator="kind")]


def words(content: FaqDraft | BulletinDraft) -> FaqWords | BulletinWords:
    shape = FaqWords if isinstance(content, FaqDraft) else BulletinWords
    names = set(shape.model_fields) - {"kind"}
    return shape(**{name: getattr(content, name) for name in names})


class SignOff(BaseModel):
    """Who signed, in which role, and when."""

    person: str
    role: Role
    version: int
    at: dt.datetime

    @classmethod
    def of(cls, approval: Approval) -> SignOff:
        return cls(person=approval.actor, role=approval.role, version=approval.version, at=approval.at)


class Raised(BaseModel):
    """Something that a person has to look at."""

    code: str
    quote: str
    place: Place

    @classmethod
    def of(cls, flag: Flag) -> Raised:
        return cls(code=flag.code.value, quote=flag.evidence.quote, place=Place.of(flag.evidence.span))


class Event(BaseModel):
    """One row of the append-only record. `hash` is made over the row and the `previous` hash."""

    id: int
    at: dt.datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, object]
    previous: str
    hash: str

    @classmethod
    def of(cls, event: AuditEvent) -> Event:
        names = ("id", "at", "actor", "action", "subject", "previous", "hash")
        return cls(**{name: getattr(event, name) for name in names}, detail=dict(event.detail))


def needs(waiting_for: tuple[Need, ...]) -> list[list[Role]]:
    """Sign-offs that are missing, in order; each can be given in any of its roles."""
    return [sorted(need) for need in waiting_for]
