"""What visits turned away as no notice, and why; a person may say that it is one."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.model import Cause
from ingest.pipeline.admitted import MOST, admit, turned_away
from ingest.publish.wording import say_time
from ingest.text.causes import told
from ingest.web.visitor import Id, Member, SignedForm, redirect

router = APIRouter(prefix="/turned-away")


@router.get("")
def show(visitor: Member) -> Response:
    code = visitor.request.query_params.get("code") or None
    found, codes = turned_away(visitor.store, visitor.actor, code)
    language = visitor.t.language
    return visitor.page(
        "turned.html",
        found=found,
        codes=codes,
        code=code,
        most=MOST,
        why=lambda one: told(Cause(one.code, {"words": one.words})).within(language),
        local=lambda at: say_time(visitor.options.local(at), language),
    )


@router.post("/{turned_id}/admit")
def take_in(visitor: Member, fields: SignedForm, turned_id: Id) -> Response:
    options = visitor.options
    notice_id = admit(visitor.store, visitor.actor, turned_id, options.questions.tiers, options.clock)
    return redirect(f"/notices/{notice_id}?done=admitted")
