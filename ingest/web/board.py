"""The bulletin as agents see it, and the same edition as data for an agent desktop."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from ingest.model import Role
from ingest.publish.edition import Edition
from ingest.publish.renderers import renderers
from ingest.publish.write import current
from ingest.review.access import Permission, require
from ingest.review.decisions import reason_of
from ingest.review.disappearances import expire, leave
from ingest.review.published import keep, withdraw
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter()
_TYPES = {
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".atom": "application/atom+xml",
    ".md": "text/markdown",
}


@router.get("/")
def start(visitor: Member) -> Response:
    query = visitor.request.url.query
    page = "/queue" if visitor.may(Permission.READ_QUEUE) else "/board"
    if visitor.actor.roles == {Role.BUSINESS_EXPERT}:
        page = "/expert"
    return redirect(f"{page}?{query}" if query else page)


@router.get("/board")
def board(visitor: Member) -> Response:
    require(visitor.actor, Permission.READ_BOARD)
    return visitor.page("board.html", edition=edition_of(visitor, visitor.t.language), formats=sorted(_files()))


@router.get("/board/{filename}")
def download(visitor: Member, filename: str) -> Response:
    require(visitor.actor, Permission.READ_BOARD)
    media_type = _files().get(filename)
    if media_type is None:
        raise HTTPException(404)
    edition = edition_of(visitor, visitor.options.language)
    render = next(renderer.render for renderer in renderers() if renderer.filename == filename)
    return PlainTextResponse(render(edition), media_type=media_type)


@router.post("/entries/{entry_id}/withdraw")
def take_away(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    withdraw(visitor.store, visitor.actor, entry_id, fields.get("reason", ""), visitor.options.clock)
    return redirect("/queue?done=withdrawn")


@router.post("/entries/{entry_id}/keep")
def leave_as_is(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    keep(visitor.store, visitor.actor, entry_id, reason_of(fields.get("reason", "")), visitor.options.clock)
    return redirect("/queue?done=kept")


@router.post("/disappearances/{disappearance_id}/expire")
def expire_gone(visitor: Member, fields: SignedForm, disappearance_id: Id) -> Response:
    expire(visitor.store, visitor.actor, disappearance_id, fields.get("reason", ""), visitor.options.clock)
    return redirect("/queue?done=expired")


@router.post("/disappearances/{disappearance_id}/leave")
def leave_gone(visitor: Member, fields: SignedForm, disappearance_id: Id) -> Response:
    leave(visitor.store, visitor.actor, disappearance_id, fields.get("reason", ""), visitor.options.clock)
    return redirect("/queue?done=left")


def edition_of(visitor: Visitor, language: str) -> Edition:
    options = visitor.options
    return current(
        visitor.store,
        bank_name=options.bank_name,
        language=language,
        now=options.now(),
        time_zone=options.time_zone,
    )


def _files() -> dict[str, str]:
    """Formats that are data; the HTML edition is this page itself."""
    names = {renderer.filename: renderer.filename[renderer.filename.rindex(".") :] for renderer in renderers()}
    return {name: _TYPES[suffix] for name, suffix in names.items() if suffix in _TYPES}
