"""A draft as programs see it: its words, what stands against it, and where each of its values stands in the source."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel

from ingest.errors import NotReady, ReviewError
from ingest.model import Category, DraftState, Role, StoredDraft, Tier, Urgency
from ingest.review.checklist import Mark
from ingest.review.conflicts import Conflict
from ingest.review.notice import DraftCard, NoticeView
from ingest.web.api.problems import Said, refusal
from ingest.web.api.values import BulletinWords, Event, FaqWords, Place, Raised, SignOff, When, Words, needs, words
from ingest.web.evidence import Tracer
from ingest.web.fields import texts


class Untraced(BaseModel):
    """A value of `field` that nothing in the source supports: it blocks approval."""

    field: str
    text: str


class Draft(BaseModel):
    """A draft. `version` is its ETag; `revises` the published entry that it would replace."""

    id: int
    notice_id: int
    revision_id: int
    state: DraftState
    version: int
    tier: Tier
    category: Category | None
    title: str
    language: str
    sources: tuple[str, ...]
    urgency: Urgency
    starts: When | None
    expires: When | None
    words: Words
    confidence: float
    written_by: str
    untraced: list[Untraced]
    flags: list[Raised]
    revises: int | None
    last_editor: str | None
    created_at: dt.datetime
    reason: str | None
    reason_code: str | None
    department: str | None
    due: dt.datetime | None

    @classmethod
    def of(cls, draft: StoredDraft) -> Draft:
        names = set(cls.model_fields) & set(StoredDraft.__slots__) - {"flags"}
        return cls(
            **{name: getattr(draft, name) for name in names},
            sources=draft.source_ids,
            words=words(draft.content),
            confidence=draft.content.confidence,
            written_by=draft.content.written_by,
            untraced=[Untraced(field=atom.place, text=atom.text) for atom in draft.unsupported],
            flags=[Raised.of(flag) for flag in draft.flags],
        )


class Why(BaseModel):
    """A refusal that this decision would meet: its code, and what it says."""

    code: str
    titles: Said

    @classmethod
    def of(cls, error: ReviewError | NotReady) -> Why:
        told = refusal(error)
        return cls(code=told.code, titles=told.titles)


class Trace(BaseModel):
    """A value in a text of the draft. `place` is None where nothing in the source supports it."""

    field: str
    text: str
    place: Place | None


class Quote(BaseModel):
    """Words of the source on which the draft rests."""

    text: str
    place: Place


class Contradiction(BaseModel):
    """A published entry that says another figure for the same thing."""

    entry_id: int
    label: str
    theirs: str
    ours: str
    expected: bool

    @classmethod
    def of(cls, conflict: Conflict) -> Contradiction:
        names = ("label", "theirs", "ours", "expected")
        return cls(entry_id=conflict.entry.id, **{name: getattr(conflict, name) for name in names})


class Checked(BaseModel):
    """One point of the checklist of a good entry, C1 to C12."""

    code: str
    mark: Mark
    count: int | None


class Card(BaseModel):
    """A draft with all that decides whether this person can sign it now."""

    draft: Draft
    sign_offs: list[SignOff]
    waiting_for: list[list[Role]]
    signs_as: Role | None
    refusal: Why | None
    blockers: list[Why]
    conflicts: list[Contradiction]
    approvable: bool
    published: int | None
    replaces: int | None
    checks: list[Checked]
    quotes: list[Quote]
    marks: list[Trace]
    history: list[Event]

    @classmethod
    def of(cls, card: DraftCard, view: NoticeView) -> Card:
        content = card.draft.content
        return cls(
            draft=Draft.of(card.draft),
            sign_offs=[SignOff.of(approval) for approval in card.approvals],
            waiting_for=needs(card.waiting_for),
            signs_as=card.signs_as,
            refusal=Why.of(card.refusal) if card.refusal else None,
            blockers=[Why.of(blocker) for blocker in card.blockers],
            conflicts=[Contradiction.of(conflict) for conflict in card.conflicts],
            approvable=card.approvable,
            published=card.published.id if card.published else None,
            replaces=card.replaces.id if card.replaces else None,
            checks=[Checked(code=check.code, mark=check.mark, count=check.count) for check in card.checks],
            quotes=[Quote(text=quote.quote, place=Place.of(quote.span)) for quote in content.citations],
            marks=marks(card.draft, view),
            history=[Event.of(event) for event in card.history],
        )


def marks(draft: StoredDraft, view: NoticeView) -> list[Trace]:
    """Every value of the draft that leads to the source, or that nothing there supports."""
    tracer = Tracer(view.document, view.facts, draft.content.citations)
    return [
        Trace(field=name, text=piece.text, place=Place.of(piece.span) if piece.span else None)
        for name, text in texts(draft.content)
        for piece in tracer.pieces(text, [atom.text for atom in draft.unsupported if atom.place == name])
        if piece.span or piece.untraced
    ]


__all__ = ["BulletinWords", "Card", "Draft", "FaqWords", "Why", "marks"]
