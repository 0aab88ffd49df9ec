"""For business experts: what waits for this person, as facts beside their sentences; approve, or return with a reason.

Fit for a phone and two minutes. A link from a mail leads here; it carries no secret, so it asks to log in first.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.errors import ReviewError
from ingest.review.answering import Question, answer, awaited, following, object_to, question
from ingest.review.comparison import Line, compare
from ingest.review.decisions import reason_of
from ingest.review.refusals import NoSuchDraft
from ingest.web.expert_facts import fact_lines
from ingest.web.failures import refusal_text
from ingest.web.fields import fields_of, texts
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter(prefix="/expert")
DONE = ("approved", "waiting", "returned")
_HEARD = ("question", "answer", "say", "headline", "what_changes", "when", "who", "script", "do_not_say")
"""What customers come to hear; the rest is for the call centre's own screens."""


@router.get("")
def show(visitor: Member) -> Response:
    return visitor.page(
        "expert.html",
        200,
        waiting=awaited(visitor.store, visitor.actor),
        department=visitor.options.department(visitor.actor.department),
        **_frame(visitor),
    )


@router.get("/{draft_id}")
def show_one(visitor: Member, draft_id: Id) -> Response:
    found = question(visitor.store, visitor.actor, draft_id)
    return _gone(visitor) if found is None else _page(visitor, found, draft_id)


@router.post("/{draft_id}/approve")
def approve(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    found = question(visitor.store, visitor.actor, draft_id)
    answered = answer(visitor.store, visitor.actor, _seen(fields), visitor.options.clock)
    if answered.refused or found is None:
        again = question(visitor.store, visitor.actor, draft_id)
        why = [refusal_text(visitor, refusal) for refusal in answered.refused.values()]
        return _gone(visitor, why) if again is None else _page(visitor, again, draft_id, why)
    return _on(visitor, found.notice.id, "approved" if answered.published else "waiting")


@router.post("/{draft_id}/return")
def send_back(visitor: Member, fields: SignedForm, draft_id: Id) -> Response:
    found = question(visitor.store, visitor.actor, draft_id)
    reason, seen, which = reason_of(fields.get("reason", "")), _seen(fields), fields.get("which", "")
    chosen = {int(which): seen[int(which)]} if which.isdigit() and int(which) in seen else seen
    why: list[str] = []
    for id, version in chosen.items():
        try:
            object_to(visitor.store, visitor.actor, id, version, reason, visitor.options.clock)
        except ReviewError as refusal:
            why.append(refusal_text(visitor, refusal))
    if why or found is None:
        again = question(visitor.store, visitor.actor, draft_id)
        visitor.request.state.typed = {"reason": reason}
        return _gone(visitor, why) if again is None else _page(visitor, again, draft_id, why, reason)
    return _on(visitor, found.notice.id, "returned")


def _seen(fields: Mapping[str, str]) -> dict[int, int]:
    """The versions that were on the page, by draft. Raises NoSuchDraft."""
    pairs = [(name.removeprefix("version_"), text) for name, text in fields.items() if name.startswith("version_")]
    if not pairs or not all(a.isascii() and a.isdigit() and len(a) < 19 for pair in pairs for a in pair):
        raise NoSuchDraft
    return {int(id): int(version) for id, version in pairs}


def _on(visitor: Visitor, notice_id: int, done: str) -> Response:
    """To what waits next: the list only when nothing does."""
    after = following(visitor.store, visitor.actor, notice_id)
    return redirect(f"/expert/{after}?done={done}" if after else f"/expert?done={done}")


def _gone(visitor: Visitor, why: list[str] | None = None) -> Response:
    waiting = awaited(visitor.store, visitor.actor)
    return visitor.page("expert_gone.html", 409 if why else 200, waiting=waiting, why=why or [], **_frame(visitor))


def _page(visitor: Visitor, found: Question, draft_id: int, why: list[str] | None = None, reason: str = "") -> Response:
    return visitor.page(
        "expert_notice.html",
        409 if why else 200,
        question=found,
        here=draft_id,
        facts=fact_lines(found.document, found.facts, found.drafts, visitor.t),
        heard=lambda draft: [
            (f.name, getattr(draft.content, f.name)) for f in fields_of(draft.content) if f.name in _HEARD
        ],
        changed={id: _changed(found, id) for id in found.before},
        blocked={
            id: [refusal_text(visitor, b) for b in blocking] for id, blocking in found.blockers.items() if blocking
        },
        why=why or [],
        reason=reason,
        **_frame(visitor),
    )


def _changed(found: Question, draft_id: int) -> tuple[Line, ...]:
    now = next(draft for draft in found.drafts if draft.id == draft_id)
    before, after = ("\n".join(text for _, text in texts(one.content)) for one in (found.before[draft_id], now))
    return compare(before, after)


def _frame(visitor: Visitor) -> dict[str, object]:
    done = visitor.request.query_params.get("done")
    return {
        "done": done if done in DONE else None,
        "late": lambda due: due < visitor.options.clock(),
    }
