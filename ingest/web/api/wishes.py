"""What decisions send, and what they are answered."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from ingest.model import BulletinDraft, FaqDraft, Role, Urgency
from ingest.review import undoing
from ingest.review.conflicts import Settlement
from ingest.review.decisions import Outcome
from ingest.review.postponing import Preset
from ingest.review.reasons import ReasonCode
from ingest.review.refusals import OtherKind
from ingest.review.together import Harm
from ingest.web.api.drafts import Draft, Why
from ingest.web.api.values import Line, Lines, Long, Strict, When, needs


class Became(BaseModel):
    """What a sign-off led to: a published entry, validated or not, and the sign-offs that are still waited for."""

    entry_id: int | None
    validated: bool
    waiting_for: list[list[Role]]

    @classmethod
    def of(cls, outcome: Outcome) -> Became:
        return cls(entry_id=outcome.entry_id, validated=outcome.validated, waiting_for=needs(outcome.waiting_for))


class Closed(BaseModel):
    """The draft went out of the queue, or back to be amended."""

    draft_id: int
    state: Literal["returned", "rejected"]


class Done(BaseModel):
    draft_id: int


class WithReason(Strict):
    reason: str = Field(min_length=1, max_length=2000)


class Reason(Strict):
    """`reason` may be empty where `code` says why."""

    code: ReasonCode = ReasonCode.OTHER
    reason: str = Field("", max_length=2000)


class FaqChange(Strict):
    """What is left out stays as it was."""

    kind: Literal["faq"]
    question: Line | None = None
    answer: Long | None = None
    operation_points: Lines | None = None
    conditions: Lines | None = None
    say: Line | None = None
    keywords: Lines | None = None
    valid_from: When | None = None
    valid_until: When | None = None
    clear: set[Literal["valid_from", "valid_until"]] = Field(set(), description="Times that are not stated.")


class BulletinChange(Strict):
    """What is left out stays as it was."""

    kind: Literal["bulletin"]
    headline: Line | None = None
    what_changes: Long | None = None
    when: Line | None = None
    who: Line | None = None
    script: Long | None = None
    do_not_say: Line | None = None
    operation_points: Lines | None = None
    urgency: Urgency | None = None
    starts: When | None = None
    expires: When | None = None
    clear: set[Literal["starts", "expires", "do_not_say"]] = Field(set(), description="What is not stated.")


Change = Annotated[FaqChange | BulletinChange, Field(discriminator="kind")]


class Amendment(Strict):
    words: Change


class Sleep(Strict):
    """Until a moment (local time of the bank) or a usual length. `sure`: although it starts before that."""

    until: When | Preset
    sure: bool = False


class Assignment(Strict):
    """None takes it back; without `due` the department's usual time counts."""

    department: str | None = Field(max_length=100)
    due: dt.datetime | None = None


class Merger(Strict):
    """Into which published entry; `words` change what both together say."""

    entry_id: int = Field(ge=1, lt=2**53)
    words: Change | None = None


class Splitting(Strict):
    """`parts` (names) go into a new draft that asks `question`."""

    question: str = Field(min_length=1, max_length=2000)
    parts: set[Annotated[str, Field(max_length=40)]] = Field(max_length=200)


class Halves(BaseModel):
    first: Draft
    second: Draft


class Settling(Strict):
    """How one entry's contradiction is settled: the draft takes its place, it is withdrawn now, or both count."""

    entry_id: int = Field(ge=1, lt=2**53)
    settlement: Settlement
    reason: str = Field("", max_length=2000)


class Settlements(Strict):
    choices: list[Settling] = Field(min_length=1, max_length=100)


class Seen(Strict):
    draft_id: int = Field(ge=1, lt=2**53)
    version: int = Field(ge=1, lt=10**8)


class Several(Strict):
    """`only_harmless`: leave those that have to be looked at one by one."""

    drafts: list[Seen] = Field(min_length=1, max_length=60)
    only_harmless: bool = False


class OneOfSeveral(BaseModel):
    """Each draft is a decision of its own. `harms`: why it has to be looked at by itself."""

    draft_id: int
    done: bool
    became: Became | None
    refusal: Why | None
    harms: list[Harm] = []


class Undo(Strict):
    """`event`: only if this is the last decision."""

    event: int | None = Field(None, ge=1, lt=2**53)


class Undone(BaseModel):
    """The decision that was, or can be, taken back."""

    event: int
    action: str
    draft_id: int
    headline: str
    at: dt.datetime

    @classmethod
    def of(cls, last: undoing.Last) -> Undone:
        return cls(**{name: getattr(last, name) for name in cls.model_fields})


def changed(content: FaqDraft | BulletinDraft, change: FaqChange | BulletinChange) -> FaqDraft | BulletinDraft:
    """`content` with what the change says. Raises OtherKind."""
    if isinstance(content, FaqDraft) is not isinstance(change, FaqChange):
        raise OtherKind
    said = {name: getattr(change, name) for name in change.model_fields_set - {"kind", "clear"}}
    given: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    given.update(dict.fromkeys(change.clear))
    return dataclasses.replace(content, **given)
