"""What is proposed about the entries, each with its evidence; a person applies or dismisses it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.answer.applying import apply, dismiss, proposal, proposals
from ingest.answer.proposing import KINDS
from ingest.publish.wording import say_time
from ingest.web.band_tables import evidence
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter(prefix="/proposals")


@router.get("")
def show(visitor: Member) -> Response:
    waiting, decided = proposals(visitor.store, visitor.actor)
    return visitor.page(
        "proposals.html",
        kinds=[(kind, [one for one in waiting if one.proposal.kind == kind]) for kind in KINDS],
        waiting=waiting,
        decided=decided,
        done=visitor.request.query_params.get("done"),
        **_words(visitor),
    )


@router.get("/{proposal_id}")
def one(visitor: Member, proposal_id: Id) -> Response:
    """Its entries beside each other."""
    view = proposal(visitor.store, visitor.actor, proposal_id)
    return visitor.page("proposal.html", view=view, **_words(visitor))


@router.post("/{proposal_id}/apply")
def do(visitor: Member, fields: SignedForm, proposal_id: Id) -> Response:
    keep = fields.get("keep", "")
    done = apply(
        visitor.store,
        visitor.actor,
        proposal_id,
        visitor.options.clock,
        keep=int(keep) if keep.isascii() and keep.isdigit() and len(keep) < 19 else None,
        reason=fields.get("reason", ""),
    )
    if done.draft_id is not None:
        return redirect(f"/drafts/{done.draft_id}/split")
    return redirect(f"/proposals?done={done.kind}")


@router.post("/{proposal_id}/dismiss")
def do_not(visitor: Member, fields: SignedForm, proposal_id: Id) -> Response:
    dismiss(visitor.store, visitor.actor, proposal_id, fields.get("reason", ""), visitor.options.clock)
    return redirect("/proposals?done=dismissed")


def _words(visitor: Visitor) -> dict[str, Any]:
    t = visitor.t
    return {
        "evidence": lambda view: evidence(view.proposal, t),
        "local": lambda at: say_time(visitor.options.local(at), t.language),
    }
