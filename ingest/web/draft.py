"""The decisions about one draft. After each the page shows what is next in the notice, else the queue."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.review.decisions import approve, publish_now, reject, return_
from ingest.review.notice import next_in_notice
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect, version_of

router = APIRouter(prefix="/drafts/{draft_id}")


@router.post("/approve")
def sign(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    outcome = approve(visitor.store, visitor.actor, draft_id, version_of(fields), visitor.options.clock)
    done = "waiting" if outcome.entry_id is None else "published" if outcome.validated else "published_unvalidated"
    return onwards(visitor, draft_id, done)


@router.post("/publish-now")
def bypass(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    reason = fields.get("reason", "")
    publish_now(visitor.store, visitor.actor, draft_id, version_of(fields), reason, visitor.options.clock)
    return onwards(visitor, draft_id, "published_unvalidated")


@router.post("/return")
def send_back(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    reason = fields.get("reason", "")
    return_(
        visitor.store,
        visitor.actor,
        draft_id,
        version_of(fields),
        reason,
        visitor.options.clock,
        fields.get("code", ""),
    )
    return onwards(visitor, draft_id, "returned")


@router.post("/reject")
def turn_down(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    reason = fields.get("reason", "")
    reject(
        visitor.store,
        visitor.actor,
        draft_id,
        version_of(fields),
        reason,
        visitor.options.clock,
        fields.get("code", ""),
    )
    return onwards(visitor, draft_id, "rejected")


def onwards(visitor: Visitor, draft_id: int, done: str) -> Response:
    """To the next draft of the notice that waits for this person; the queue where there is none."""
    notice_id, following = next_in_notice(visitor.store, visitor.actor, draft_id)
    if following is None:
        return redirect(f"/queue?done={done}&draft={draft_id}")
    return redirect(f"/notices/{notice_id}?done={done}&draft={draft_id}#draft-{following}")
