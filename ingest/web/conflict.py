"""Two figures for the same thing: the page on which a person says which of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.errors import NotReady, ReviewError
from ingest.review.conflicts import Choice, Settlement
from ingest.review.decisions import approve
from ingest.review.notice import DraftCard
from ingest.review.refusals import NoSuchDraft
from ingest.review.settling import settle_all
from ingest.web.amending import view_of
from ingest.web.draft import onwards
from ingest.web.failures import refusal_text
from ingest.web.notice_page import head_of
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect, version_of

router = APIRouter(prefix="/drafts/{draft_id}/conflicts")


@router.get("")
def show(visitor: Member, draft_id: Id) -> Response:
    return _page(visitor, draft_id)


@router.post("")
def settle(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    """Settle what was chosen; with "approve" sign the draft as well, if nothing else stands against it."""
    version = version_of(fields)
    try:
        settle_all(visitor.store, visitor.actor, draft_id, version, _choices(fields), visitor.options.clock)
        if fields.get("then") != "approve":
            return redirect(f"/drafts/{draft_id}?done=settled&draft={draft_id}#draft-{draft_id}")
        outcome = approve(visitor.store, visitor.actor, draft_id, version, visitor.options.clock)
    except NotReady as refusal:
        return _page(visitor, draft_id, fields, refusal)
    done = "waiting" if outcome.entry_id is None else "published" if outcome.validated else "published_unvalidated"
    return onwards(visitor, draft_id, done)


def _choices(fields: Mapping[str, str]) -> list[Choice]:
    """Fields "settle.12" = "replace", with "reason.12"."""
    found: list[Choice] = []
    for name, value in fields.items():
        kind, _, id = name.partition(".")
        known = value in set(Settlement) and id.isascii() and id.isdigit() and len(id) < 19
        if kind == "settle" and known:
            found.append(Choice(int(id), Settlement(value), fields.get(f"reason.{id}", "")[:2000]))
    return found


def _page(
    visitor: Visitor, draft_id: int, typed: Mapping[str, str] | None = None, refusal: ReviewError | None = None
) -> Response:
    view = view_of(visitor, draft_id)
    card = next((card for card in view.cards if card.draft.id == draft_id), None)
    if card is None:
        raise NoSuchDraft
    by_entry = groupby(sorted(card.conflicts, key=lambda c: c.entry.id), key=lambda c: c.entry.id)
    return visitor.page(
        "conflicts.html",
        422 if refusal else 200,
        draft=card.draft,
        head=head_of(card.draft),
        groups=[tuple(group) for _, group in by_entry],
        typed=typed or {},
        mistake=refusal_text(visitor, refusal) if refusal else None,
        settlements=list(Settlement),
        may_decide=view.may_decide and card.open,
        may_sign=_may_sign(card),
    )


def _may_sign(card: DraftCard) -> bool:
    return card.open and card.signs_as is not None and not card.blockers
