"""One draft beside its source, and the decisions about it."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.draft.model_writer.phrases import refusal_in_words
from ingest.errors import NotReady
from ingest.model import FlagCode, Span, Tier, Urgency
from ingest.publish.inert import link
from ingest.review.decisions import amend, approve, publish_now, reject, return_
from ingest.review.queue import DraftView, draft_for_review
from ingest.review.refusals import NoSuchDraft
from ingest.web.evidence import Piece, Tracer, evidence_spans, spans_of_draft
from ingest.web.failures import refusal_text
from ingest.web.fields import as_form, fields_of, from_form, texts
from ingest.web.source import anchor, blocks
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter(prefix="/drafts/{draft_id}")


@router.get("")
def show(visitor: Member, draft_id: Id) -> Response:
    return _page(visitor, draft_for_review(visitor.store, visitor.actor, draft_id, now=visitor.options.now()))


@router.post("/approve")
def sign(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    outcome = approve(visitor.store, visitor.actor, draft_id, _version(fields), visitor.options.clock)
    done = "waiting" if outcome.entry_id is None else "published" if outcome.validated else "published_unvalidated"
    return redirect(f"/queue?done={done}&draft={draft_id}")


@router.post("/publish-now")
def bypass(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    reason = fields.get("reason", "")
    publish_now(visitor.store, visitor.actor, draft_id, _version(fields), reason, visitor.options.clock)
    return redirect(f"/queue?done=published_unvalidated&draft={draft_id}")


@router.post("/return")
def send_back(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    reason = fields.get("reason", "")
    return_(visitor.store, visitor.actor, draft_id, _version(fields), reason, visitor.options.clock)
    return redirect(f"/queue?done=returned&draft={draft_id}")


@router.post("/reject")
def turn_down(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    reason = fields.get("reason", "")
    reject(visitor.store, visitor.actor, draft_id, _version(fields), reason, visitor.options.clock)
    return redirect(f"/queue?done=rejected&draft={draft_id}")


@router.post("/amend")
def edit(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    """What was typed is never lost: a mistake shows it again, a stale version shows it on the page that says so."""
    view = draft_for_review(visitor.store, visitor.actor, draft_id, now=visitor.options.now())
    names = [field.name for field in fields_of(view.draft.content)]
    visitor.request.state.typed = {name: fields[name] for name in names if name in fields}
    try:
        content = from_form(view.draft.content, fields)
        amend(visitor.store, visitor.actor, draft_id, _version(fields), content, visitor.options.clock)
    except NotReady as refusal:
        return _page(visitor, view, typed=visitor.request.state.typed, mistake=refusal_text(visitor, refusal))
    return redirect(f"/drafts/{draft_id}?done=amended")


def _version(fields: Mapping[str, str]) -> int:
    text = fields.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise NoSuchDraft
    return int(text)


def _page(
    visitor: Visitor, view: DraftView, *, typed: Mapping[str, str] | None = None, mistake: str | None = None
) -> Response:
    draft, facts = view.draft, view.facts
    tracer = Tracer(view.document, facts, draft.content.citations)

    def pieces(text: str, place: str) -> list[Piece]:
        return tracer.pieces(text, [atom.text for atom in draft.unsupported if atom.place == place])

    return visitor.page(
        "draft.html",
        422 if mistake else 200,
        view=view,
        draft=draft,
        fields=fields_of(draft.content),
        form={**as_form(draft.content), **(typed or {})},
        mistake=mistake,
        pieces=pieces,
        blocks=blocks(view.document, _marked(view, tracer)),
        anchor=anchor,
        original=link(view.document.url) or link(view.notice.url),
        refusal=refusal_text(visitor, view.refusal) if view.refusal and view.may_decide else None,
        blockers=[refusal_text(visitor, blocker) for blocker in view.blockers],
        refused_reason=refusal_in_words(draft.content.model_refused or "", visitor.t.language),
        emergency=draft.tier is Tier.REGULATED and view.published is None and len(view.waiting_for) > 1,
        urgencies=list(Urgency),
        serious=(FlagCode.MALFORMED_DATE, FlagCode.NEEDS_TEXT, FlagCode.CONFLICT),
        done=visitor.request.query_params.get("done"),
    )


def _marked(view: DraftView, tracer: Tracer) -> set[Span]:
    """Every place of the source that the page refers to."""
    spans = set(evidence_spans(view.facts)) | {flag.evidence.span for flag in view.draft.flags}
    spans |= {citation.span for citation in view.draft.content.citations}
    return spans | spans_of_draft(tracer, texts(view.draft.content), view.draft.unsupported)
