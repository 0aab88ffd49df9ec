"""What is published: found, read, kept or withdrawn."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from ingest.answer.search import Wanted
from ingest.answer.typed import look
from ingest.model import Category, DraftKind, Entry, EntryState, Urgency
from ingest.publish.pack.export import export_evidence
from ingest.review.finding import Wish, page
from ingest.review.history import entry_for_reading
from ingest.web.api.program import Id, Program
from ingest.web.api.values import Line, SignOff, When, Words, words

router = APIRouter()


class EntryShort(BaseModel):
    """A published entry in a list."""

    id: int
    draft_id: int
    notice_id: int
    kind: DraftKind
    state: EntryState
    headline: str
    title: str
    category: Category | None
    language: str
    urgency: Urgency
    starts: When | None
    expires: When | None
    published_at: dt.datetime
    validated: bool
    source_changed: bool

    @classmethod
    def of(cls, entry: Entry, now: dt.datetime) -> EntryShort:
        names = set(cls.model_fields) - {"state", "headline"}
        line = entry.content.question if entry.kind is DraftKind.FAQ else entry.content.headline  # type: ignore[union-attr]
        return cls(**{name: getattr(entry, name) for name in names}, state=entry.state(now), headline=line)


class EntryWhole(EntryShort):
    """`current`: the entry that stands in its place now. `emergency`: why one sign-off published it."""

    revision_id: int
    version: int
    words: Words
    source_url: str | None
    sign_offs: list[SignOff]
    superseded_by: int | None
    withdrawn: str | None
    emergency: str | None
    current: int | None


class EntryPage(BaseModel):
    """`next` leads to the page after; None: there is none."""

    entries: list[EntryShort]
    next: int | None


@router.get("/entries")
def entries(
    program: Program,
    kind: DraftKind | None = None,
    category: Category | None = None,
    ended: bool = Query(False, description="Also superseded, withdrawn and expired ones."),
    after: int | None = Query(None, ge=1, lt=2**53, description="`next` of the page before."),
    limit: int = Query(50, ge=1, le=200),
) -> EntryPage:
    """What is published, the newest first."""
    now = program.options.now()
    wish = Wish(kind, category, None if ended else now)
    found = page(program.store, program.actor, wish, before=after, limit=limit + 1)
    shown = [EntryShort.of(entry, now) for entry in found[:limit]]
    return EntryPage(entries=shown, next=shown[-1].id if len(found) > limit else None)


@router.get("/search")
def search(program: Program, words: Line, limit: int = Query(10, ge=1, le=50)) -> list[EntryShort]:
    """What agents find with these words, the best first."""
    now = program.options.now()
    found = look(program.store, program.actor, Wanted(words, limit=limit), now)
    return [EntryShort.of(hit.entry, now) for hit in found.hits]


@router.get("/entries/{entry_id}")
def entry(program: Program, entry_id: Id) -> EntryWhole:
    """One published entry."""
    view, now = entry_for_reading(program.store, program.actor, entry_id), program.options.now()
    found = view.entry
    names = ("revision_id", "version", "source_url", "superseded_by", "withdrawn", "emergency")
    return EntryWhole(
        **EntryShort.of(found, now).model_dump(),
        **{name: getattr(found, name) for name in names},
        words=words(found.content),
        sign_offs=[SignOff.of(approval) for approval in found.approvals],
        current=view.current.id if view.current else None,
    )


@router.get(
    "/entries/{entry_id}/evidence",
    response_class=Response,
    responses={200: {"description": "The pack", "content": {"application/zip": {}}}},
)
def evidence(program: Program, entry_id: Id) -> Response:
    """All that the entry rests on as one zip file: source, facts, versions, sign-offs. The export is on record."""
    options = program.options
    raw = export_evidence(
        program.store, program.actor, entry_id, options.clock, bank_name=options.bank_name, time_zone=options.time_zone
    )
    headers = {"Content-Disposition": f'attachment; filename="entry-{entry_id}.zip"'}
    return Response(raw, media_type="application/zip", headers=headers)
