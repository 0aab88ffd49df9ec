"""One notice: its source, its facts as they hold now, and its drafts; a draft by itself; facts corrected; claims."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ingest.model import Document, FactKind
from ingest.review.correcting import correct
from ingest.review.notice import NoticeView, notice_for_review
from ingest.review.refusals import FactsChanged
from ingest.web.api.drafts import Card, Draft
from ingest.web.api.program import Id, Program
from ingest.web.api.values import Line, Place, Strict
from ingest.web.bearer import TokenVisitor
from ingest.web.fact_forms import shape_of, wish_of

router = APIRouter()


class Cell(BaseModel):
    text: str
    header: bool
    place: Place


class Source(BaseModel):
    """The text of the notice; places count its characters (Unicode code points). `problem`: why it can't be trusted."""

    text: str
    title: str
    language: str
    published: dt.date | None
    media_type: str
    url: str | None
    problem: str | None
    passages: list[Place]
    tables: list[list[list[Cell]]]

    @classmethod
    def of(cls, document: Document) -> Source:
        names = ("text", "title", "language", "published", "media_type", "url", "problem")
        return cls(
            **{name: getattr(document, name) for name in names},
            passages=[Place.of(passage.span) for passage in document.passages],
            tables=[
                [[Cell(text=c.text, header=c.header, place=Place.of(c.span)) for c in row] for row in table.rows]
                for table in document.tables
            ],
        )


class FactFields(Strict):
    """What a fact says, as text. A time (window) has role, start, end, end_kind, applies_to; a figure item, old, new,
    direction; a contact role, value; the category and the tier value."""

    role: Line | None = None
    start: Line | None = None
    end: Line | None = None
    end_kind: Line | None = None
    applies_to: Line | None = None
    item: Line | None = None
    old: Line | None = None
    new: Line | None = None
    direction: Line | None = None
    value: Line | None = None


class Fact(BaseModel):
    """A fact that can be corrected under its `name`. `struck`: it counts no more; `added`: by a person."""

    name: str
    kind: FactKind
    says: FactFields
    struck: bool
    added: bool
    corrected: bool
    quote: str | None
    place: Place | None


class Question(BaseModel):
    """What customers will ask, and the notice does not answer."""

    question: str
    reason: str


class Difference(BaseModel):
    """What changed between the revision before and this one."""

    what: str
    label: str
    old: str | None
    new: str | None


class Notice(BaseModel):
    """A notice. `seen` counts the corrections of its facts: send it with the next one. `decided` are other drafts of
    the same revision; `older`: the notice has a newer revision than this one."""

    id: int
    title: str
    url: str
    sources: tuple[str, ...]
    first_seen: dt.datetime
    gone_at: dt.datetime | None
    revision_id: int
    number: int
    older: bool
    source: Source
    facts: list[Fact]
    seen: int
    differences: list[Difference]
    questions: list[Question]
    drafts: list[Card]
    decided: list[Draft]

    @classmethod
    def of(cls, view: NoticeView) -> Notice:
        notice = view.notice
        return cls(
            id=notice.id,
            title=notice.title,
            url=notice.url,
            sources=notice.source_ids,
            first_seen=notice.first_seen,
            gone_at=notice.gone_at,
            revision_id=view.revision_id,
            number=view.number,
            older=view.older,
            source=Source.of(view.document),
            facts=list(_facts(view)),
            seen=view.seen,
            differences=[Difference(what=d.what, label=d.label, old=d.old, new=d.new) for d in view.differences],
            questions=[Question(question=q.question, reason=q.reason) for q in view.questions],
            drafts=[Card.of(card, view) for card in view.cards],
            decided=[Draft.of(draft) for draft in view.decided],
        )


def _facts(view: NoticeView) -> list[Fact]:
    found = []
    for slot in view.slots:
        shape = shape_of(view, slot.name)
        fact = slot.now if slot.now is not None else slot.read
        evidence = getattr(fact, "evidence", None)
        found.append(
            Fact(
                name=slot.name,
                kind=slot.kind,
                says=FactFields(**(shape.form if shape else {})),
                struck=slot.now is None,
                added=slot.read is None,
                corrected=bool(slot.corrections),
                quote=evidence.quote if evidence else None,
                place=Place.of(evidence.span) if evidence else None,
            )
        )
    return found


class Correction(Strict):
    """`fact` is the name of one of the notice's facts, or "new-window", "new-figure", "new-contact". What `says` leaves
    out stays as it was. `revision_id` and `seen` are those of the notice as it was read."""

    fact: str = Field(max_length=40)
    deed: Literal["correct", "strike", "restore"] = "correct"
    revision_id: int
    seen: int = Field(ge=0, lt=10**8)
    says: FactFields = FactFields()
    quote: str = Field("", max_length=2000, description="Words of the source where it stands, copied from it.")
    by_eye: bool = Field(False, description="I read it in the source where no rule can.")
    reason: str = Field("", max_length=2000)


class Followed(BaseModel):
    """What became of the drafts (ids): written anew, the value replaced in a person's words, marked to be looked at,
    closed, added."""

    rewritten: tuple[int, ...]
    replaced: tuple[int, ...]
    marked: tuple[int, ...]
    closed: tuple[int, ...]
    added: tuple[int, ...]


@router.get("/notices/{notice_id}")
def notice(program: Program, notice_id: Id) -> Notice:
    """The newest revision of a notice with its open drafts."""
    return Notice.of(_notice(program, notice_id))


def put_right(program: Program, notice_id: Id, correction: Correction) -> Followed:
    """Correct, strike, restore or add one fact; the drafts follow in the same transaction."""
    view = _notice(program, notice_id)
    shape = shape_of(view, correction.fact)
    said = {name: value for name, value in correction.says.model_dump().items() if value is not None}
    fields = {
        **(dict(shape.form) if shape else {}),
        **said,
        "fact": correction.fact,
        "deed": correction.deed,
        "seen": str(correction.seen),
        "quote": correction.quote,
        "by_eye": "yes" if correction.by_eye else "",
        "reason": correction.reason,
    }
    if correction.revision_id != view.revision_id:
        raise FactsChanged
    wish = wish_of(view, fields)
    done = correct(program.store, program.actor, view.revision_id, wish, program.options.clock)
    return Followed(**{name: getattr(done, name) for name in Followed.model_fields})


def _notice(program: TokenVisitor, notice_id: int) -> NoticeView:
    options = program.options
    return notice_for_review(program.store, program.actor, notice_id, options.clock, options.now())
