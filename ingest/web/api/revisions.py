"""A source changed after approval: what changed, what is published of it, carried over or kept; and every entry that
quotes a value that changed."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ingest.model import Unsupported
from ingest.review import carrying
from ingest.review.carry import Carried
from ingest.review.published import withdraw
from ingest.review.revisions import Proposal, revision_for_review
from ingest.review.value_changes import ValueChange
from ingest.web.api.drafts import Draft, Untraced
from ingest.web.api.entries import EntryShort
from ingest.web.api.notices import Difference
from ingest.web.api.once import OnceRoute
from ingest.web.api.program import Id, Program, idempotency_key
from ingest.web.api.values import Strict, Words, words
from ingest.web.api.wishes import WithReason

router = APIRouter()
deciding = APIRouter(route_class=OnceRoute, dependencies=[Depends(idempotency_key)])


class Value(BaseModel):
    """A value that changed."""

    label: str
    old: str
    new: str

    @classmethod
    def of(cls, change: ValueChange) -> Value:
        return cls(label=change.label, old=change.old_text, new=change.new_text)


class Exchanged(BaseModel):
    """`field` of the entry: the old value, and the new one in its place. `left`: why a person has to decide."""

    field: str
    old: str
    new: str
    left: str | None = None


class Proposed(BaseModel):
    """A published entry, and its words with the new values. `draft` would replace it."""

    entry: EntryShort
    words: Words
    exchanged: list[Exchanged]
    untraced: list[Untraced]
    draft_id: int | None
    draft_version: int | None
    done: bool

    @classmethod
    def of(cls, proposal: Proposal, entry: EntryShort) -> Proposed:
        return cls(
            entry=entry,
            words=words(proposal.carried.content),
            exchanged=exchanged(proposal.carried),
            untraced=_untraced(proposal.unsupported),
            draft_id=proposal.draft.id if proposal.draft else None,
            draft_version=proposal.draft.version if proposal.draft else None,
            done=proposal.done,
        )


class Revision(BaseModel):
    """`newest`: the notice did not change again since."""

    id: int
    notice_id: int
    number: int
    newest: bool
    differences: list[Difference]
    values: list[Value]
    proposals: list[Proposed]
    others: list[Draft]


class Chosen(Strict):
    """An entry, and the version of the draft that would replace it, if there was one."""

    entry_id: int = Field(ge=1, lt=2**53)
    draft_version: int | None = Field(None, ge=1, lt=10**8)


class Carry(Strict):
    entries: list[Chosen] = Field(min_length=1, max_length=100)


class CarriedTo(BaseModel):
    """The draft that will replace the entry, and the group of all that were made together."""

    draft_id: int
    entry_id: int
    group_id: int
    values: list[Value]


@router.get("/revisions/{revision_id}")
def revision(program: Program, revision_id: Id) -> Revision:
    """A later state of a notice beside what is published of it."""
    view, now = revision_for_review(program.store, program.actor, revision_id), program.options.now()
    return Revision(
        id=view.revision.id,
        notice_id=view.notice.id,
        number=view.revision.number,
        newest=view.newest,
        differences=[Difference(what=d.what, label=d.label, old=d.old, new=d.new) for d in view.differences],
        values=[Value.of(change) for change in view.changes if change.changed],
        proposals=[Proposed.of(one, EntryShort.of(one.entry, now)) for one in view.proposals],
        others=[Draft.of(draft) for draft in view.others],
    )


@deciding.post("/revisions/{revision_id}/carry")
def carry(program: Program, revision_id: Id, chosen: Carry) -> list[CarriedTo]:
    """Carry the new values into published entries; people's wording stays, and the sign-offs of the tier are needed."""
    seen = {one.entry_id: one.draft_version for one in chosen.entries}
    return [
        CarriedTo(
            draft_id=made.draft_id,
            entry_id=made.entry_id,
            group_id=made.group_id,
            values=[Value(label=what, old=old, new=new) for what, old, new in made.changes],
        )
        for made in carrying.accept(program.store, program.actor, revision_id, seen, program.options.clock)
    ]


@deciding.post("/entries/{entry_id}/keep", status_code=204)
def keep(program: Program, entry_id: Id, why: WithReason) -> None:
    """The source changed, and what is published still holds."""
    carrying.keep(program.store, program.actor, entry_id, why.reason, program.options.clock)


@deciding.post("/entries/{entry_id}/withdraw", status_code=204)
def take_off(program: Program, entry_id: Id, why: WithReason) -> None:
    """Take a published entry off the board at once."""
    withdraw(program.store, program.actor, entry_id, why.reason, program.options.clock)


def exchanged(carried: Carried) -> list[Exchanged]:
    done = [Exchanged(field=one.place, old=one.old, new=one.new) for one in carried.replaced]
    return done + [
        Exchanged(field=one.place, old=one.old, new=one.change.new_text, left=one.why) for one in carried.left
    ]


def _untraced(unsupported: tuple[Unsupported, ...]) -> list[Untraced]:
    return [Untraced(field=atom.place, text=atom.text) for atom in unsupported]
