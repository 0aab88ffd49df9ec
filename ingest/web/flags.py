"""Flag it: from a card or an entry; the list of what was flagged, and what came of it."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.answer.flags import Wanted, Wrong, amend, answer, flag, flags, said_in
from ingest.publish.wording import say_time
from ingest.review.access import Permission, require
from ingest.review.history import entry_for_reading
from ingest.web.rows import Teller
from ingest.web.visitor import Id, Member, SignedForm, redirect

router = APIRouter()


@router.get("/flags")
def show(visitor: Member) -> Response:
    params = visitor.request.query_params
    wanted = Wanted("mine" in params, params.get("department") or None)
    return visitor.page(
        "flags.html",
        list=flags(visitor.store, visitor.actor, wanted),
        wanted=wanted,
        tell=Teller(visitor, visitor.options.now()),
        done=params.get("done"),
        local=lambda at: say_time(visitor.options.local(at), visitor.t.language),
    )


@router.get("/entries/{entry_id}/flag")
def form(visitor: Member, entry_id: Id) -> Response:
    """The form: the entry's sentences to choose from."""
    require(visitor.actor, Permission.COUNT)
    entry = entry_for_reading(visitor.store, visitor.actor, entry_id).entry
    return visitor.page("flag.html", entry=entry, sentences=said_in(entry), codes=list(Wrong))


@router.post("/entries/{entry_id}/flag")
def send(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    words = fields.get("words", "")
    flag(
        visitor.store,
        visitor.actor,
        entry_id,
        fields.get("sentence") or None,
        fields.get("code", ""),
        words,
        visitor.options.clock,
    )
    return redirect("/flags?" + urlencode({"done": "flagged"}))


@router.post("/flags/{flag_id}/answer")
def reply(visitor: Member, fields: SignedForm, flag_id: Id) -> Response:
    fixed = fields.get("answer") == "fixed"
    answer(visitor.store, visitor.actor, flag_id, fixed, fields.get("reason", ""), visitor.options.clock)
    return redirect("/flags?done=answered")


@router.post("/flags/{flag_id}/amend")
def correct(visitor: Member, fields: SignedForm, flag_id: Id) -> Response:
    return redirect(f"/drafts/{amend(visitor.store, visitor.actor, flag_id, visitor.options.clock)}")
