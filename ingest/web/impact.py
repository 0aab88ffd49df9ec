"""What else quotes a value that changed; the drafts that one decision made of it, signed together."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.errors import NotReady
from ingest.review.access import Permission, require
from ingest.review.everywhere import Group, correct, group, sign_group
from ingest.review.impact import MOST, Asked, Impact, impact
from ingest.review.refusals import NoSuchRevision
from ingest.web.failures import refusal_text
from ingest.web.revision import chosen
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter()


@router.get("/impact")
def show(visitor: Member) -> Response:
    asked = asked_of(visitor.request.query_params)
    if not (asked.revision_id or asked.old):
        require(visitor.actor, Permission.READ_QUEUE)
        return _page(visitor, asked, None)
    try:
        return _page(visitor, asked, impact(visitor.store, visitor.actor, asked))
    except NotReady as mistake:
        return _page(visitor, asked, None, mistake=refusal_text(visitor, mistake), status=422)


@router.post("/impact")
def everywhere(visitor: Member, fields: SignedForm) -> Response:
    asked = asked_of(fields)
    try:
        number = correct(
            visitor.store, visitor.actor, asked, chosen(fields), fields.get("reason", ""), visitor.options.clock
        )
    except NotReady as mistake:
        found = impact(visitor.store, visitor.actor, asked) if asked.revision_id or asked.old else None
        return _page(visitor, asked, found, mistake=refusal_text(visitor, mistake), status=422)
    return redirect(f"/corrections/{number}?done=corrected")


@router.get("/corrections/{group_id}")
def together(visitor: Member, group_id: Id) -> Response:
    return _group(visitor, group(visitor.store, visitor.actor, group_id))


@router.post("/corrections/{group_id}/approve")
def sign(visitor: Member, fields: SignedForm, group_id: Id) -> Response:
    signed = sign_group(visitor.store, visitor.actor, group_id, chosen(fields), visitor.options.clock)
    refused = {s.draft_id: refusal_text(visitor, s.refusal) for s in signed if s.refusal}
    count = len(signed) - len(refused)
    if not refused:
        return redirect(f"/corrections/{group_id}?done=signed&count={count}")
    return _group(visitor, group(visitor.store, visitor.actor, group_id), refused, count)


def asked_of(params: Mapping[str, str]) -> Asked:
    """Raises NoSuchRevision for what is no number of ours."""
    text = params.get("revision", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NoSuchRevision
    return Asked(int(text) if text else None, params.get("old", "").strip()[:100], params.get("new", "").strip()[:100])


def _page(
    visitor: Visitor, asked: Asked, found: Impact | None, *, mistake: str | None = None, status: int = 200
) -> Response:
    return visitor.page(
        "impact.html",
        status,
        asked=asked,
        impact=found,
        mistake=mistake,
        most=MOST,
    )


def _group(visitor: Visitor, found: Group, refused: Mapping[int, str] | None = None, count: int = 0) -> Response:
    params = visitor.request.query_params
    done = params.get("done")
    asked = params.get("count", "")
    return visitor.page(
        "corrections.html",
        409 if refused else 200,
        group=found,
        refused=refused or {},
        count=count or (int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0),
        done=done if done in ("corrected", "signed") else None,
        why={m.draft.id: refusal_text(visitor, m.refusal) for m in found.members if m.refusal},
    )
