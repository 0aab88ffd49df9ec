"""The bulletin as agents see it, and the same edition as data for an agent desktop."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ingest.answer.readers import progress, waiting
from ingest.answer.reading import Own, acknowledge, own
from ingest.answer.reading import shown as keep_shown
from ingest.model import Role
from ingest.publish.write import current
from ingest.review.access import Permission, require
from ingest.review.carrying import keep
from ingest.review.disappearances import expire, leave
from ingest.review.published import withdraw
from ingest.web.day import Day, lay_out
from ingest.web.editions import files
from ingest.web.todays import Shown
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter()
DONE = ("read", "pinned", "unpinned")
CHANGED = "changed"
"""In the place of a board's face: the page says already that there is another board."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@router.get("/")
def start(visitor: Member) -> Response:
    query = visitor.request.url.query
    page = "/queue" if visitor.may(Permission.READ_QUEUE) else "/board"
    if visitor.actor.roles == {Role.BUSINESS_EXPERT}:
        page = "/expert"
    return redirect(f"{page}?{query}" if query else page)


@router.get("/board")
def board(visitor: Member) -> Response:
    """Today's, or with `at` that of a past moment. What stands on the screen in full is kept as shown."""
    require(visitor.actor, Permission.READ_BOARD)
    asked = visitor.request.query_params.get("at")
    if asked is not None:
        return _past(visitor, asked)
    options = visitor.options
    shown = visitor.todays()
    mine = own(visitor.store, visitor.actor, shown.shared, options.time_zone) if shown.shared else Own()
    day = lay_out(shown.edition, mine, options.now())
    if shown.new_to(visitor.actor.id or 0, day.on_screen):
        keep_shown(visitor.store, visitor.actor, day.on_screen, "board")
        shown.kept(visitor.actor.id or 0, day.on_screen)
    return _page(visitor, shown, day, mine, past=None)


@router.get("/board/urgent")
def urgent(visitor: Member) -> Response:
    """The line that interrupts, for pages that stay open, and on an open board (`board`: its face) that there is
    another one; nothing (204) while it would say what the page says already."""
    require(visitor.actor, Permission.READ_BOARD)
    asked, alarms = visitor.request.query_params, visitor.at_once()
    seen = asked.get("board")
    board = seen if seen in (None, CHANGED, visitor.todays().face) else CHANGED
    if board == seen and asked.get("known") == ",".join(str(entry.id) for entry in alarms):
        return Response(status_code=204)
    return visitor.page("_at_once.html", alarms=alarms, board=board)


@router.post("/board/read/{entry_id}")
def read(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    """ "Read and understood"."""
    acknowledge(visitor.store, visitor.actor, entry_id, visitor.options.now(), visitor.options.clock)
    return redirect("/board?done=read")


@router.get("/board/editions/{day}/{filename}")
def kept_edition(visitor: Member, day: str, filename: str) -> Response:
    """The last edition of a past day, byte by byte as agents had it."""
    require(visitor.actor, Permission.READ_PAST)
    folder = visitor.options.editions
    if folder is None or filename not in _kept(folder, day):
        raise HTTPException(404)
    raw = (folder / day / filename).read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{day}-{filename}"'}
    return Response(raw, media_type="application/octet-stream", headers=headers)


@router.post("/entries/{entry_id}/withdraw")
def take_away(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    withdraw(visitor.store, visitor.actor, entry_id, fields.get("reason", ""), visitor.options.clock)
    return redirect("/queue?done=withdrawn")


@router.post("/entries/{entry_id}/keep")
def leave_as_is(visitor: Member, fields: SignedForm, entry_id: Id) -> Response:
    keep(visitor.store, visitor.actor, entry_id, fields.get("reason", ""), visitor.options.clock)
    return redirect("/queue?done=kept")


@router.post("/disappearances/{disappearance_id}/expire")
def expire_gone(visitor: Member, fields: SignedForm, disappearance_id: Id) -> Response:
    expire(visitor.store, visitor.actor, disappearance_id, fields.get("reason", ""), visitor.options.clock)
    return redirect("/queue?done=expired")


@router.post("/disappearances/{disappearance_id}/leave")
def leave_gone(visitor: Member, fields: SignedForm, disappearance_id: Id) -> Response:
    leave(visitor.store, visitor.actor, disappearance_id, fields.get("reason", ""), visitor.options.clock)
    return redirect("/queue?done=left")


def _past(visitor: Visitor, asked: str) -> Response:
    """What was in force at a moment, and what agents saw; a moment that can't be read is told above today's board."""
    require(visitor.actor, Permission.READ_PAST)
    options, now = visitor.options, visitor.options.now()
    try:
        moment = dt.datetime.fromisoformat(asked).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        moment = now + dt.timedelta(days=1)
    mistaken = moment > now
    edition = current(
        visitor.store,
        bank_name=options.bank_name,
        language=visitor.t.language,
        now=now if mistaken else moment,
        time_zone=options.time_zone,
        then=not mistaken,
    )
    past = None if mistaken else moment
    day = lay_out(edition, Own(), past or now)
    return _page(visitor, Shown(edition), day, Own(), past=past, mistaken=mistaken)


def _page(
    visitor: Visitor, shown: Shown, day: Day, mine: Own, *, past: dt.datetime | None, mistaken: bool = False
) -> Response:
    folder = visitor.options.editions
    done = visitor.request.query_params.get("done")
    late = None
    if past is None and visitor.may(Permission.READ_READERS):
        late = waiting(progress(visitor.store, visitor.actor, visitor.options.now()))
    return visitor.page(
        "board.html",
        422 if mistaken else 200,
        edition=shown.edition,
        shown=shown,
        day=day,
        own=mine,
        past=past,
        mistaken=mistaken,
        kept=_kept(folder, past.date().isoformat()) if folder and past else (),
        late=late,
        done=done if done in DONE else None,
        alarms=mine.at_once,
        board=shown.face if past is None and not mistaken else None,
        formats=sorted(files()),
    )


def _kept(folder: Path, day: str) -> tuple[str, ...]:
    """The files of that day's last edition."""
    place = folder / day
    if not _DAY.fullmatch(day):
        return ()
    return tuple(sorted(file.name for file in place.iterdir() if file.is_file())) if place.is_dir() else ()
