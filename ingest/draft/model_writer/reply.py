"""The shape of a model's answer: one JSON object, every item asked for and no other."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.draft.model_writer.chat import Refusal

_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.S)
_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*)\n\s*```\s*$", re.S)


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str
    citations: list[str]


class FaqWording(_Item):
    question: str
    answer: str
    operation_points: list[str]
    conditions: list[str]
    say: str


class BulletinWording(_Item):
    headline: str
    what_changes: str
    who: str
    script: str


Wording = FaqWording | BulletinWording


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    faqs: list[FaqWording] = []
    bulletins: list[BulletinWording] = []


def parse(text: str, faqs: list[str], bulletins: list[str]) -> dict[str, Wording] | Refusal:
    """The wordings by id. `faqs` and `bulletins` are the ids that were asked for. What a model thought aloud before its
    answer and one code fence around it are taken off; everything else that is not the object itself is a refusal."""
    text = _THOUGHT.sub("", text)
    if fenced := _FENCE.match(text):
        text = fenced[1]
    try:
        reply = _Reply.model_validate_json(text)
    except ValidationError as e:
        first = e.errors(include_input=False, include_url=False)[0]
        return Refusal("broken_reply", ".".join(map(str, first["loc"])) or first["type"])
    if sorted(w.id for w in reply.faqs) != sorted(faqs) or sorted(w.id for w in reply.bulletins) != sorted(bulletins):
        return Refusal("wrong_count", f"{len(reply.faqs) + len(reply.bulletins)} of {len(faqs) + len(bulletins)}")
    wordings: list[Wording] = [*reply.faqs, *reply.bulletins]
    return {w.id: w for w in wordings}
