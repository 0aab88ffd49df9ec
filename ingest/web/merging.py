"""What is published like a draft; the draft merged into one of these entries; the draft split into two."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.errors import NotReady
from ingest.model import FaqDraft, Urgency
from ingest.review.merging import Merger, merge, merger
from ingest.review.refusals import NoSuchDraft, OtherKind
from ingest.review.similar import similar_to
from ingest.review.splitting import parts, split
from ingest.web.amending import typed_of, view_of
from ingest.web.failures import refusal_text
from ingest.web.fields import as_form, fields_of, from_form
from ingest.web.notice_page import head_of
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect, version_of

router = APIRouter(prefix="/drafts/{draft_id}")


@router.get("/similar")
def show_similar(visitor: Member, draft_id: Id) -> Response:
    words = visitor.request.query_params.get("words", "")[:200]
    likes = similar_to(visitor.store, visitor.actor, draft_id, visitor.options.now(), words)
    return visitor.page("similar.html", likes=likes, draft=likes.draft, head=head_of(likes.draft))


@router.get("/merge/{entry_id}")
def show_merger(visitor: Member, draft_id: Id, entry_id: Id) -> Response:
    found = merger(visitor.store, visitor.actor, draft_id, entry_id, visitor.options.now())
    return _merger(visitor, found)


@router.post("/merge/{entry_id}")
def put_together(visitor: Member, fields: SignedForm, draft_id: Id, entry_id: Id) -> Response:
    found = merger(visitor.store, visitor.actor, draft_id, entry_id, visitor.options.now())
    visitor.request.state.typed = typed_of(found.draft.content, fields)
    try:
        content = from_form(found.draft.content, fields)
        merge(visitor.store, visitor.actor, draft_id, version_of(fields), entry_id, content, visitor.options.clock)
    except NotReady as refusal:
        return _merger(visitor, found, visitor.request.state.typed, refusal_text(visitor, refusal))
    return redirect(f"/drafts/{draft_id}?done=merged&draft={draft_id}#draft-{draft_id}")


def _merger(
    visitor: Visitor, found: Merger, typed: Mapping[str, str] | None = None, mistake: str | None = None
) -> Response:
    return visitor.page(
        "merge.html",
        422 if mistake else 200,
        found=found,
        draft=found.draft,
        head=head_of(found.draft),
        fields=fields_of(found.draft.content),
        form={**as_form(found.proposal), **(typed or {})},
        ours=as_form(found.draft.content),
        theirs=as_form(found.entry.content),
        mistake=mistake,
        urgencies=list(Urgency),
    )


@router.get("/split")
def show_split(visitor: Member, draft_id: Id) -> Response:
    return _split(visitor, draft_id)


@router.post("/split")
def take_apart(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    moved = [name.removeprefix("move.") for name in fields if name.startswith("move.")]
    try:
        _, other = split(
            visitor.store,
            visitor.actor,
            draft_id,
            version_of(fields),
            fields.get("question", ""),
            moved,
            visitor.options.clock,
        )
    except NotReady as refusal:
        return _split(visitor, draft_id, fields, refusal_text(visitor, refusal))
    return redirect(f"/drafts/{draft_id}?done=split&draft={other.id}#draft-{other.id}")


def _split(
    visitor: Visitor, draft_id: int, typed: Mapping[str, str] | None = None, mistake: str | None = None
) -> Response:
    card = next((card for card in view_of(visitor, draft_id).cards if card.draft.id == draft_id), None)
    if card is None:
        raise NoSuchDraft
    if not isinstance(card.draft.content, FaqDraft):
        raise OtherKind
    return visitor.page(
        "split.html",
        422 if mistake else 200,
        draft=card.draft,
        head=head_of(card.draft),
        parts=parts(card.draft.content),
        typed=typed or {},
        mistake=mistake,
        editable=card.editable,
    )
