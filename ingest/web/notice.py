"""One notice: all its drafts beside its source. A draft's own address is the same page with that draft in view."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.review.approving import approve_all
from ingest.review.notice import NoticeView, draft_in_notice, notice_for_review
from ingest.web.notice_page import Wishes, notice_page
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter()
_MOST = 60
"""Drafts that are approved at once."""


@router.get("/notices/{notice_id}")
def show(visitor: Member, notice_id: Id) -> Response:
    return notice_page(visitor, seen(visitor, notice_id), _wishes(visitor))


@router.get("/drafts/{draft_id}")
def show_draft(visitor: Member, draft_id: Id) -> Response:
    options = visitor.options
    view = draft_in_notice(visitor.store, visitor.actor, draft_id, options.clock, options.now())
    return notice_page(visitor, view, _wishes(visitor, draft_id))


@router.post("/notices/{notice_id}/approve")
def sign_together(visitor: Member, fields: SignedForm, notice_id: Id) -> Response:
    """The drafts that are ticked, each in the version that stood on the page."""
    results = approve_all(visitor.store, visitor.actor, notice_id, ticked(fields), visitor.options.clock)
    told = ",".join(f"{result.draft_id}.{result.code}" for result in results)
    return redirect(f"/notices/{notice_id}?{urlencode({'result': told})}")


def seen(visitor: Visitor, notice_id: int) -> NoticeView:
    options = visitor.options
    return notice_for_review(visitor.store, visitor.actor, notice_id, options.clock, options.now())


def ticked(fields: Mapping[str, str]) -> dict[int, int]:
    """Draft → version, of fields "take.7" = "3"."""
    found: dict[int, int] = {}
    for name, version in fields.items():
        kind, _, id = name.partition(".")
        if kind == "take" and _number(id) and _number(version) and len(found) < _MOST:
            found[int(id)] = int(version)
    return found


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _wishes(visitor: Visitor, draft_id: int | None = None) -> Wishes:
    asked = visitor.request.query_params
    edit = asked.get("edit", "")
    return Wishes(
        focus=draft_id,
        editing=int(edit) if _number(edit) else None,
        fact=asked.get("fact"),
        quote=asked.get("quote", "")[:2000],
        done=asked.get("done"),
        about=int(about) if _number(about := asked.get("draft", "")) else None,
        results=_results(asked.get("result", "")),
    )


def _results(text: str) -> tuple[tuple[int, str], ...]:
    """ "7.published,8.Contradicts": what became of drafts that were approved together."""
    pairs = [part.partition(".") for part in text[:4000].split(",")]
    return tuple((int(id), code) for id, _, code in pairs if _number(id) and code.isalpha())
