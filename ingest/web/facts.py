"""Facts corrected by hand: the drafts follow, and the page tells how."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.errors import NotReady, ReviewError, Stale
from ingest.review.access import Permission, require
from ingest.review.correcting import correct
from ingest.review.following import Followed
from ingest.review.refusals import FactsChanged
from ingest.web.fact_forms import wish_of
from ingest.web.failures import refusal_text, status_of
from ingest.web.notice import seen
from ingest.web.notice_page import Slip, Wishes, notice_page
from ingest.web.visitor import Id, Member, SignedForm, redirect

router = APIRouter()


@router.post("/notices/{notice_id}/facts")
def put_right(visitor: Member, fields: SignedForm, notice_id: Id) -> Response:
    """Correct, strike, restore or add one fact. A mistake shows the form again as it was filled in."""
    require(visitor.actor, Permission.DECIDE)
    view = seen(visitor, notice_id)
    try:
        if fields.get("revision") != str(view.revision_id):
            raise FactsChanged
        followed = correct(visitor.store, visitor.actor, view.revision_id, wish_of(view, fields), visitor.options.clock)
    except (NotReady, Stale) as refusal:
        slip = Slip(dict(fields), refusal_text(visitor, refusal), isinstance(refusal, Stale), _status(refusal))
        return notice_page(visitor, view, Wishes(fact=fields.get("fact", "")), fact_slip=slip)
    done = "corrected" if followed.all else "unchanged"
    return redirect(f"/notices/{notice_id}?done={done}&{_counts(followed)}#facts")


def _status(refusal: ReviewError) -> int:
    return status_of(refusal)


def _counts(followed: Followed) -> str:
    names = ("rewritten", "replaced", "marked", "closed", "added")
    return "&".join(f"{name}={len(getattr(followed, name))}" for name in names if getattr(followed, name))
