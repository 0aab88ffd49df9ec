"""Every entry that quotes a value that changed, corrected in one decision, and the drafts of it signed together."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from ingest.review import everywhere
from ingest.review.impact import Asked, impact
from ingest.review.refusals import ValueUnread
from ingest.web.api.drafts import Draft, Why
from ingest.web.api.entries import EntryShort
from ingest.web.api.once import OnceRoute
from ingest.web.api.program import Id, Program, idempotency_key
from ingest.web.api.revisions import Chosen, Exchanged, Value, exchanged
from ingest.web.api.values import Strict
from ingest.web.api.wishes import Became

router = APIRouter()
deciding = APIRouter(route_class=OnceRoute, dependencies=[Depends(idempotency_key)])


class Quotes(BaseModel):
    """An entry that quotes a changed value. `same_thing`: of the thing whose value changed, as far as is known."""

    entry: EntryShort
    same_thing: bool
    exchanged: list[Exchanged]
    draft_id: int | None
    draft_version: int | None


class Impact(BaseModel):
    """`more`: the list was cut."""

    values: list[Value]
    entries: list[Quotes]
    more: bool


class Correct(Strict):
    """A revision, or an old and a new value; and the entries to correct."""

    revision_id: int | None = Field(None, ge=1, lt=2**53)
    old: str = Field("", max_length=200)
    new: str = Field("", max_length=200)
    entries: list[Chosen] = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=2000)


class GroupMade(BaseModel):
    group_id: int


class Member(BaseModel):
    draft: Draft
    entry_id: int
    refusal: Why | None


class Group(BaseModel):
    """Drafts that correct the same value, to be signed together."""

    id: int
    members: list[Member]


class SignedOne(BaseModel):
    draft_id: int
    became: Became | None
    refusal: Why | None


class Versions(Strict):
    """Versions by draft, as they were seen."""

    drafts: dict[Annotated[int, Field(ge=1, lt=2**53)], Annotated[int, Field(ge=1, lt=10**8)]] = Field(
        min_length=1, max_length=200
    )


@router.get("/impact")
def impact_of(
    program: Program,
    revision_id: int | None = Query(None, ge=1, lt=2**53),
    old: str = Query("", max_length=200),
    new: str = Query("", max_length=200),
) -> Impact:
    """Every published entry that quotes what a revision changed, or a value that is told."""
    found, now = impact(program.store, program.actor, _asked(revision_id, old, new)), program.options.now()
    return Impact(
        values=[Value.of(change) for change in found.changes if change.changed],
        entries=[
            Quotes(
                entry=EntryShort.of(one.entry, now),
                same_thing=one.same_thing,
                exchanged=exchanged(one.carried),
                draft_id=one.draft.id if one.draft else None,
                draft_version=one.draft.version if one.draft else None,
            )
            for one in found.quoting
        ],
        more=found.more,
    )


@deciding.post("/impact/correct")
def correct_everywhere(program: Program, wish: Correct) -> GroupMade:
    """One decision for all of them: a draft with the new value for each entry."""
    asked, seen = _asked(wish.revision_id, wish.old, wish.new), {o.entry_id: o.draft_version for o in wish.entries}
    group_id = everywhere.correct(program.store, program.actor, asked, seen, wish.reason, program.options.clock)
    return GroupMade(group_id=group_id)


@router.get("/groups/{group_id}")
def group(program: Program, group_id: Id) -> Group:
    """Drafts that were made together."""
    found = everywhere.group(program.store, program.actor, group_id)
    return Group(
        id=found.id,
        members=[
            Member(draft=Draft.of(m.draft), entry_id=m.entry.id, refusal=Why.of(m.refusal) if m.refusal else None)
            for m in found.members
        ],
    )


@deciding.post("/groups/{group_id}/sign")
def sign_group(program: Program, group_id: Id, versions: Versions) -> list[SignedOne]:
    """Sign drafts of a group, each in the version that was seen; one that is refused holds no other back."""
    done = everywhere.sign_group(program.store, program.actor, group_id, dict(versions.drafts), program.options.clock)
    return [
        SignedOne(
            draft_id=one.draft_id,
            became=Became.of(one.outcome) if one.outcome else None,
            refusal=Why.of(one.refusal) if one.refusal else None,
        )
        for one in done
    ]


def _asked(revision_id: int | None, old: str, new: str) -> Asked:
    if revision_id is None and not (old.strip() and new.strip()):
        raise ValueUnread
    return Asked(revision_id, old.strip(), new.strip())
