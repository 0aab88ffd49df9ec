"""A draft's words changed by hand: checked while they are typed, kept until they are sent, never overwritten."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.errors import NotReady
from ingest.model import BulletinDraft, FaqDraft, StoredDraft
from ingest.review.access import Permission, require
from ingest.review.decisions import amend
from ingest.review.notice import NoticeView, draft_in_notice
from ingest.review.refusals import DraftChanged, Incomplete
from ingest.review.unsent import forget, keep
from ingest.store.draft_rows import reworded
from ingest.web.failures import refusal_text
from ingest.web.fields import fields_of, from_form
from ingest.web.notice_page import Slip, Wishes, notice_page, preview_of
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect, version_of

router = APIRouter(prefix="/drafts/{draft_id}")


@router.post("/amend")
def edit(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    """What was typed is never lost: a mistake shows it again; if somebody was quicker, it stands beside their words."""
    view = view_of(visitor, draft_id)
    content = _content(view, draft_id)
    typed = typed_of(content, fields)
    visitor.request.state.typed = typed
    try:
        amend(
            visitor.store,
            visitor.actor,
            draft_id,
            version_of(fields),
            from_form(content, fields),
            visitor.options.clock,
        )
    except DraftChanged as refusal:
        return _again(visitor, view, draft_id, Slip(typed, refusal_text(visitor, refusal), stale=True, status=409))
    except NotReady as refusal:
        return _again(visitor, view, draft_id, Slip(typed, refusal_text(visitor, refusal)))
    return redirect(f"/drafts/{draft_id}?done=amended&draft={draft_id}#draft-{draft_id}")


@router.post("/typed")
def take_note(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    """Keep what stands in the form, and name what of it nothing in the source supports."""
    draft = _draft(view_of(visitor, draft_id), draft_id)
    content = draft.content
    try:
        written: FaqDraft | BulletinDraft | None = from_form(content, fields)
    except Incomplete:
        written = None
    tried = keep(visitor.store, visitor.actor, draft_id, version_of(fields), typed_of(content, fields), written)
    shown = preview_of(visitor, reworded(draft, written)) if written else None
    return visitor.page("_tried.html", tried=tried, draft_id=draft_id, preview=shown, at=visitor.options.now())


@router.post("/preview")
def look(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    """What stands in the form as agents will see it, for a browser without script."""
    require(visitor.actor, Permission.DECIDE)
    view = view_of(visitor, draft_id)
    return _again(visitor, view, draft_id, Slip(typed_of(_content(view, draft_id), fields), "", status=200))


@router.post("/forget")
def throw_away(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    """What was typed and not sent goes; the draft stays as it is."""
    forget(visitor.store, visitor.actor, draft_id)
    return redirect(f"/drafts/{draft_id}?done=thrown_away&draft={draft_id}#draft-{draft_id}")


def view_of(visitor: Visitor, draft_id: int) -> NoticeView:
    options = visitor.options
    return draft_in_notice(visitor.store, visitor.actor, draft_id, options.clock, options.now())


def typed_of(content: FaqDraft | BulletinDraft, fields: Mapping[str, str]) -> dict[str, str]:
    return {field.name: fields[field.name] for field in fields_of(content) if field.name in fields}


def _draft(view: NoticeView, draft_id: int) -> StoredDraft:
    return next(card.draft for card in view.cards if card.draft.id == draft_id)


def _content(view: NoticeView, draft_id: int) -> FaqDraft | BulletinDraft:
    return _draft(view, draft_id).content


def _again(visitor: Visitor, view: NoticeView, draft_id: int, slip: Slip) -> Response:
    return notice_page(visitor, view, Wishes(focus=draft_id, editing=draft_id), slips={draft_id: slip})
